"""What a person wrote and could not save: kept in a file of their own, and gone when it is saved."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from kvalitet.cli import output
from kvalitet.diagnostics import WritingError
from kvalitet.privacy.redaction import MASK, hide_numbers

if TYPE_CHECKING:
    from kvalitet.cli.session import Session

DRAFTS = ".kvalitet/utkast"
"""Where drafts lie: never committed, readable by their owner alone."""

_MOST = 1000


def lay_out(root: Path, path: str, data: bytes, command: str = "") -> Path:
    """Write a draft as deep in folders as the record lies, so that an editor finds its schema alike.

    With the `command` that goes on from a draft, those that are there already are told of. Raises WritingError.
    """
    from kvalitet.writing.files import put_new, refuse_links
    from kvalitet.writing.writer import make_own_folder

    make_own_folder(root)
    place = (root / DRAFTS).joinpath(*path.split("/")[2:])
    for number in range(1, _MOST):
        draft = place if number == 1 else place.with_stem(f"{place.stem}-{number}")
        if not draft.exists():
            refuse_links(root, draft.relative_to(root).as_posix())
            put_new(draft, data, private=True)
            return draft
        if command:
            output.say_aside(f"Sedan tidigare finns ett utkast som inte sparades: {draft}")
            output.say_aside(f"Det öppnas med {command} --from {shlex.quote(str(draft))}")
    raise WritingError(f"mappen {DRAFTS} är full av utkast; ta bort dem som inte behövs")


def keep(run: Session, path: str, text: str, command: str) -> None:
    """Keep a text that was not saved, and tell where it lies and by which command it is gone on with."""
    masked = hide_numbers(text, certain=True)
    try:
        draft = lay_out(run.workspace.root, path, masked.encode())
    except (WritingError, OSError, UnicodeEncodeError) as error:
        output.say_aside(f"Utkastet kunde inte sparas: {error}")
        return
    tell_of(run, draft, command, is_masked=masked != text)


def tell_of(run: Session, draft: Path, command: str, *, is_masked: bool) -> None:
    """Tell where a draft lies, and how to go on with it."""
    shown = str(draft.relative_to(run.folder) if draft.is_relative_to(run.folder) else draft)
    output.say_aside(f"Det du skrev finns kvar i {shown}")
    if is_masked:
        output.say_aside(f"Personnumret är utbytt mot {MASK}, så att det inte blir liggande. Skriv texten utan det.")
    output.say_aside(f"Fortsätt med {command} --from {shlex.quote(shown)}")


def mask(draft: Path) -> bool:
    """Take identity numbers out of a draft that is to be kept; return whether there was one."""
    from kvalitet.writing.files import place_over, prepare

    text = draft.read_bytes().decode("utf-8", "surrogateescape")
    masked = hide_numbers(text, certain=True)
    if masked == text:
        return False
    place_over(prepare(draft, masked.encode("utf-8", "surrogateescape"), mode=0o600), draft)
    return True


def drop_used(run: Session, file: Path) -> None:
    """Take away a draft that is saved as a record now; any other file is its owner's and stays."""
    if file.resolve().is_relative_to((run.workspace.root / DRAFTS).resolve()):
        with contextlib.suppress(OSError):
            file.unlink()
