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
    output,
    privacy,
    rename,
    renumber,
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
from kvalitet.cli.stopping import INTERRUPTED, Ending, Stopped, listening
from kvalitet.diagnostics import KvalitetError, UsageError
from kvalitet.privacy.redaction import redact

OURS, WROTE_NOTHING, PIPE_CLOSED = 4, 6, 141
_STDERR = 2

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
    ("renumber", renumber.renumber),
    ("approve", approve.approve),
    ("show", show.show),
    ("list", list_.list_),
    ("validate", validate.validate),
    ("rule", rule.rule),
    ("checklist", checklist.checklist),
    ("report", report.report),
    ("privacy", privacy.privacy),
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
        ending=ctx.obj or Ending(),
    )
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code. Nothing that goes wrong leaves as a traceback."""
    _open_streams()
    words = list(_typed() if arguments is None else arguments)
    _speak_utf8()
    with listening():
        return _run(words, Ending())


def _run(words: list[str], ending: Ending) -> int:
    try:
        if asked := os.environ.get(VARIABLE):
            return answer(typer.main.get_command(app), asked)
        result = app(args=words, standalone_mode=False, prog_name="kvalitet", obj=ending)
        sys.stdout.flush()
        if result == INTERRUPTED:  # typer turns Ctrl-C into an exit without a word
            return _stopped(ending, INTERRUPTED)
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        return _tell(f"{usage_message(error)}", UsageError.exit_code)
    except KvalitetError as error:
        return _tell(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort, EOFError):
        return _stopped(ending, INTERRUPTED)
    except Stopped as stop:
        return _stopped(ending, stop.exit_code)
    except BrokenPipeError:
        _silence_stdout()
        return PIPE_CLOSED
    except SystemExit as stop:
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        _silence_stdout()  # typer and rich end with 1, our code for findings, when the reader has gone
        return PIPE_CLOSED
    except OSError as error:
        return _tell(f"{_file_of(error)}: {error.strerror or type(error).__name__}", WROTE_NOTHING)
    except Exception as error:
        if "--debug" in words:
            # where it broke, without what the error itself says: that may be a value from a record
            output.say_aside(redact("".join(traceback.format_tb(error.__traceback__))))
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


def _open_streams() -> None:
    """Put nothing where a stream was closed, so that no file that is opened later takes its number and its output."""
    if None not in (sys.stdin, sys.stdout, sys.stderr):
        return
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(number)
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - it stays open
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _typed() -> list[str]:
    """Return the words of the command line as UTF-8, whatever the system's locale made of them."""
    return [os.fsencode(word).decode("utf-8", "surrogateescape") for word in sys.argv[1:]]


def _speak_utf8() -> None:
    """Let å ä ö through on every terminal, and show what it cannot show instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(OSError, ValueError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper) and os.name != "nt":
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")


def _silence_stdout() -> None:
    """Point stdout nowhere, so that the interpreter's own last flush does not complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_of(error: OSError) -> str:
    return redact(str(error.filename)) if error.filename else "svaret kunde inte skrivas ut"


def _stopped(ending: Ending, code: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        print(f"\n{ending.told()}", file=sys.stderr)  # noqa: T201 - a closed terminal may not take it
    return code


def _tell(message: str, code: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        output.say_aside(f"kvalitet: {redact(message)}")
    return code
