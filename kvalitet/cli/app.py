"""One run of the tool: its words and streams, its exit code, and no traceback."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

import click

from kvalitet.cli.frame import PROGRAM, VARIABLE, frame
from kvalitet.cli.stopping import INTERRUPTED, Ending, Stopped, listening
from kvalitet.diagnostics import KvalitetError, UsageError

OURS, WROTE_NOTHING, PIPE_CLOSED = 4, 6, 141
_STDERR = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool and return its exit code. Nothing that goes wrong leaves as a traceback."""
    _open_streams()
    words = list(_typed() if arguments is None else arguments)
    _speak_utf8()
    with listening():
        code = _run(words, Ending())
    for stream in (sys.stdout, sys.stderr):
        _let_go(stream)
    if arguments is None:
        gc.freeze()  # the process ends: nothing is won by looking for what could go
    return code


def _run(words: list[str], ending: Ending) -> int:
    try:
        if asked := os.environ.get(VARIABLE):
            from kvalitet.cli.shells import answer

            return answer(frame, asked)
        result = _carried_out(words, ending)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.UsageError as error:
        from kvalitet.cli.help import usage_message

        return _tell(usage_message(error), UsageError.exit_code)
    except KvalitetError as error:
        return _tell(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort, EOFError):
        return _stopped(ending, INTERRUPTED)
    except Stopped as stop:
        return _stopped(ending, stop.exit_code)
    except BrokenPipeError:
        return PIPE_CLOSED
    except SystemExit as stop:
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        return PIPE_CLOSED  # rich ends with 1, our code for findings, when the reader has gone
    except OSError as error:
        return _tell(f"{_file_of(error)}: {error.strerror or type(error).__name__}", WROTE_NOTHING)
    except Exception as error:
        if "--debug" in words:
            _show_where(error)
        return _tell(
            f"fel i verktyget ({type(error).__name__}); kör igen med --debug och rapportera det som visas",
            OURS,
        )


def _carried_out(words: list[str], ending: Ending) -> object:
    """Carry out the command that the words name, and return what it returns or the code that it ends with."""
    try:
        with frame.make_context(PROGRAM, words, obj=ending) as ctx:
            return frame.invoke(ctx)
    except click.exceptions.Exit as end:
        return end.exit_code
    except EOFError:
        click.echo(err=True)  # Ctrl-D leaves nothing on the line, where Ctrl-C leaves its own sign
        raise


def _show_where(error: Exception) -> None:
    """Show where it broke, without what the error itself says: that may be a value from a record."""
    import traceback

    from kvalitet.cli import output
    from kvalitet.privacy.redaction import redact

    output.say_aside(redact("".join(traceback.format_tb(error.__traceback__))))


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


def _let_go(stream: TextIO) -> None:
    """Point a stream nowhere that cannot be written to the end, so that the interpreter's own last try is silent.

    Else it complains in English and ends with a code of its own.
    """
    try:
        stream.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _file_of(error: OSError) -> str:
    from kvalitet.privacy.redaction import redact

    return redact(str(error.filename)) if error.filename else "svaret kunde inte skrivas ut"


def _stopped(ending: Ending, code: int) -> int:
    with contextlib.suppress(OSError, ValueError):
        print(f"\n{ending.told()}", file=sys.stderr)  # noqa: T201 - a closed terminal may not take it
    return code


def _tell(message: str, code: int) -> int:
    from kvalitet.cli import output
    from kvalitet.privacy.redaction import redact

    with contextlib.suppress(OSError, ValueError):
        output.say_aside(f"kvalitet: {redact(message)}")
    return code
