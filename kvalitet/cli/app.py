"""The frame around the commands: options that hold everywhere, exit codes, and no traceback."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import click
import typer

from kvalitet.cli import (
    approve,
    checklist,
    completion,
    doctor,
    edit,
    hook,
    init,
    list_,
    new,
    rename,
    report,
    rule,
    schema,
    set_,
    show,
    step,
    validate,
)
from kvalitet.cli.completing import FOLDER
from kvalitet.cli.dates import read_date
from kvalitet.cli.help import SwedishCommand, SwedishGroup, usage_message
from kvalitet.cli.session import Session, swedish_now
from kvalitet.cli.shells import VARIABLE, answer
from kvalitet.diagnostics import KvalitetError, UsageError
from kvalitet.privacy.redaction import redact
from kvalitet.words import visible

OURS, INTERRUPTED, WROTE_NOTHING, PIPE_CLOSED = 4, 130, 6, 141
_STOPPED = "avbrutet"

app = typer.Typer(
    cls=SwedishGroup,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)
for _name, _command in (
    ("init", init.init),
    ("new", new.new),
    ("set", set_.set_),
    ("edit", edit.edit),
    ("step", step.step),
    ("rename", rename.rename),
    ("approve", approve.approve),
    ("show", show.show),
    ("list", list_.list_),
    ("validate", validate.validate),
    ("rule", rule.rule),
    ("checklist", checklist.checklist),
    ("report", report.report),
    ("schema", schema.schema),
    ("hook", hook.hook),
    ("doctor", doctor.doctor),
    ("completion", completion.completion),
):
    app.command(_name, cls=SwedishCommand)(_command)


@app.callback()
def frame(
    ctx: typer.Context,
    folder: Annotated[str, typer.Option("-C", metavar="MAPP", click_type=FOLDER, help="Arbeta i den här mappen.")] = "",
    day: Annotated[str, typer.Option("--day", metavar="DATUM", help="Räkna som om det vore den här dagen.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Skriv bara det som behövs.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Skriv utan färger.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Visa hela felet om verktyget går sönder.")] = False,
    show_version: Annotated[bool, typer.Option("--version", help="Visa versionen.")] = False,
) -> None:
    """Kvalitetsarbetet enligt SOSFS 2011:9 som små poster i git: registrera, granska, redovisa."""
    if show_version:
        from importlib.metadata import version

        typer.echo(f"kvalitet {version('kvalitet')}")
        raise typer.Exit
    ctx.obj = Session(
        folder=_folder(folder),
        given_day=read_date(day, swedish_now().date()) if day else None,
        quiet=quiet,
        colour=not no_color,
    )
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code. Nothing that goes wrong leaves as a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _speak_utf8()
    try:
        if asked := os.environ.get(VARIABLE):
            return answer(typer.main.get_command(app), asked)
        result = app(args=words, standalone_mode=False, prog_name="kvalitet")
        sys.stdout.flush()
        if result == INTERRUPTED:  # typer turns Ctrl-C into an exit without a word
            return _tell(_STOPPED, INTERRUPTED)
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        return _tell(f"{usage_message(error)}", UsageError.exit_code)
    except KvalitetError as error:
        return _tell(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort, EOFError):
        return _tell(_STOPPED, INTERRUPTED)
    except BrokenPipeError:
        _silence_stdout()
        return PIPE_CLOSED
    except OSError as error:
        return _tell(f"{_file_of(error)}: {error.strerror or type(error).__name__}", WROTE_NOTHING)
    except Exception as error:
        if "--debug" in words:
            traceback.print_exc()
        return _tell(
            f"fel i verktyget ({type(error).__name__}); kör igen med --debug och rapportera det som visas",
            OURS,
        )


def _folder(text: str) -> Path:
    try:
        folder = Path(text or ".").resolve(strict=True)
    except (OSError, RuntimeError):
        raise UsageError(f"mappen {text or '.'} finns inte") from None
    if not folder.is_dir():
        raise UsageError(f"{text} är ingen mapp")
    return folder


def _speak_utf8() -> None:
    """Let å ä ö through on every terminal, and show what it cannot show instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _silence_stdout() -> None:
    """Point stdout nowhere, so that the interpreter's own last flush does not complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_of(error: OSError) -> str:
    return redact(str(error.filename)) if error.filename else "kan inte läsa eller skriva"


def _tell(message: str, code: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        print(f"kvalitet: {visible(redact(message))}", file=sys.stderr)  # noqa: T201 - the one place that speaks of failure
    return code
