"""`kvalitet init`: a new workspace that can be used at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import FOLDER
from kvalitet.cli.session import being_alone, session
from kvalitet.diagnostics import UsageError

_HIDDEN = ("editorconfig", "gitattributes", "gitignore", "vscode")


def init(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="MAPP", click_type=FOLDER, help="Mappen som ska bli en arbetsyta.")
    ] = ".",
    name: Annotated[
        str, typer.Option("--name", metavar="NAMN", help="Organisationens namn, till exempel Osby kommun.")
    ] = "",
) -> None:
    """Skapa en ny arbetsyta: git, inställningar, mappar, hjälp för editorn och en första enhet och roll."""
    from kvalitet.history.repository import needs_repository, start_repository
    from kvalitet.privacy.numbers import holds_any
    from kvalitet.writing.changes import Change
    from kvalitet.writing.journal import has_begun

    root = (session(ctx).folder / folder).resolve()
    title = _one_line(name or root.name)
    if holds_any(f"{name} {title} {root}"):
        raise UsageError("namnet har ett personnummer; välj ett annat")
    files = dict(_files(title))
    if not has_begun(root):
        _refuse_taken(root, folder, files)
    needs_repository(root)  # what stands in git's way stops the command before anything is written
    with being_alone(root, session(ctx).ending) as writer:
        _refuse_taken(root, folder, files)
        start_repository(root)  # before the files: once they are there, the workspace is whole
        writer.write([Change(path, None, data) for path, data in files.items()])
    output.say(f"Arbetsytan {title} är skapad. Läs KOM_IGANG.md för nästa steg.")


def _refuse_taken(root: Path, folder: str, files: dict[str, bytes]) -> None:
    """Raise UsageError where something is in the way of a new workspace."""
    from kvalitet.workspace import has_configuration

    if has_configuration(root):
        raise UsageError(f"{folder} är redan en arbetsyta; kör kvalitet validate i den")
    taken = [path for path in files if (root / path).exists()]
    if taken:
        raise UsageError(f"{taken[0]} finns redan; välj en tom mapp")


def _files(title: str) -> list[tuple[str, bytes]]:
    """Return the files of a new workspace. Those with a leading dot are packaged without it."""
    from kvalitet.catalogue import DATA, standard_catalogue
    from kvalitet.schema.files import SCHEMAS, editor_mapping, schema_files

    folder = DATA / "new_workspace"
    mapping = json.dumps(editor_mapping(standard_catalogue()), indent=4)
    filled = {"{namn}": title, '"{scheman}"': mapping.replace("\n}", "\n  }")}
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder).as_posix()
        text = file.read_text(encoding="utf-8")
        for mark, value in filled.items():
            text = text.replace(mark, value)
        found.append((f".{path}" if path.split("/")[0] in _HIDDEN else path, text.encode()))
    schemas = schema_files(standard_catalogue())
    return found + [(f"{SCHEMAS}/{name}", data) for name, data in schemas.items()]


def _one_line(text: str) -> str:
    """Return a name that can stand between quotation marks in a TOML file."""
    return "".join(char if char.isprintable() and char not in '"\\' else " " for char in text).strip()
