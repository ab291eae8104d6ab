"""`kvalitet init`: a new workspace that can be used at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import FOLDER
from kvalitet.cli.schema import write_schemas
from kvalitet.cli.session import Session, session
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
    from kvalitet.history.repository import start_repository
    from kvalitet.privacy.numbers import holds_any
    from kvalitet.schema.files import SCHEMAS
    from kvalitet.workspace import has_configuration
    from kvalitet.writing.files import create

    root = session(ctx).folder / folder
    if has_configuration(root):
        raise UsageError(f"{folder} är redan en arbetsyta; kör kvalitet validate i den")
    title = _one_line(name or Path(root.resolve()).name)
    if holds_any(f"{name} {title} {root}"):
        raise UsageError("namnet har ett personnummer; välj ett annat")
    files = dict(_files(title))
    taken = [path for path in files if (root / path).exists()]
    if taken:
        raise UsageError(f"{taken[0]} finns redan; välj en tom mapp")
    for path, data in files.items():
        create(root / path, data)
    write_schemas(Session(root.resolve()), SCHEMAS)
    start_repository(root)
    output.say(f"Arbetsytan {title} är skapad. Läs KOM_IGANG.md för nästa steg.")


def _files(title: str) -> list[tuple[str, bytes]]:
    """Return the files of a new workspace. Those with a leading dot are packaged without it."""
    from kvalitet.catalogue import DATA, standard_catalogue
    from kvalitet.schema.files import editor_mapping

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
    return found


def _one_line(text: str) -> str:
    """Return a name that can stand between quotation marks in a TOML file."""
    return "".join(char if char.isprintable() and char not in '"\\' else " " for char in text).strip()
