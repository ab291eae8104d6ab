"""`kvalitet init`: a new workspace that can be used at once."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kvalitet.cli import ci_files, output
from kvalitet.cli.completing import FOLDER, choice
from kvalitet.cli.session import being_alone, session
from kvalitet.diagnostics import UsageError
from kvalitet.words import listing

_HIDDEN = ("editorconfig", "gitattributes", "gitignore", "vscode")


def init(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="MAPP", click_type=FOLDER, help="Mappen som ska bli en arbetsyta.")
    ] = ".",
    name: Annotated[
        str, typer.Option("--name", metavar="NAMN", help="Organisationens namn, till exempel Osby kommun.")
    ] = "",
    ci: Annotated[
        str,
        typer.Option(
            "--ci",
            metavar="SERVER",
            click_type=choice(*ci_files.PROVIDERS),
            help=f"Filer som granskar på en git-server: {listing(ci_files.PROVIDERS)}. Flera skrivs med komma.",
        ),
    ] = "",
) -> None:
    """Skapa en ny arbetsyta: git, krokar, inställningar, mappar, hjälp för editorn och en första enhet och roll.

    Krokarna läggs in när git-förrådet är nytt. I ett som redan finns väljer du själv: kvalitet hook install.
    I en arbetsyta som finns lägger --ci till filerna för en git-server, och ingenting annat.
    """
    from kvalitet.workspace import has_configuration

    root = (session(ctx).folder / folder).resolve()
    servers = ci_files.chosen(ci)
    if servers and has_configuration(root):
        _add_ci(ctx, root, servers)
        return
    is_ours = _make(ctx, root, folder, name)
    if is_ours:
        _install_hooks(root)
    else:
        output.say_aside("Mappen låg redan i ett git-förråd. kvalitet hook install låter git granska det som sparas.")
    if servers:
        _add_ci(ctx, root, servers)


def _make(ctx: typer.Context, root: Path, folder: str, name: str) -> bool:
    """Make the workspace, and return whether its git repository is new."""
    from kvalitet.history.repository import needs_repository, start_repository
    from kvalitet.privacy.numbers import holds_any
    from kvalitet.writing.changes import Change
    from kvalitet.writing.journal import has_begun

    title = _one_line(name or root.name)
    if holds_any(f"{name} {title} {root}"):
        raise UsageError("namnet har ett personnummer; välj ett annat")
    files = dict(_files(title))
    if not has_begun(root):
        _refuse_taken(root, folder, files)
    is_ours = needs_repository(root)  # what stands in git's way stops the command before anything is written
    with being_alone(root, session(ctx).ending) as writer:
        _refuse_taken(root, folder, files)
        start_repository(root)  # before the files: once they are there, the workspace is whole
        writer.write([Change(path, None, data) for path, data in files.items()])
    output.say(f"Arbetsytan {title} är skapad. Läs KOM_IGANG.md för nästa steg.")
    return is_ours


def _refuse_taken(root: Path, folder: str, files: dict[str, bytes]) -> None:
    """Raise UsageError where something is in the way of a new workspace."""
    from kvalitet.workspace import has_configuration

    if has_configuration(root):
        raise UsageError(f"{folder} är redan en arbetsyta; kör kvalitet validate i den")
    taken = [path for path in files if (root / path).exists()]
    if taken:
        raise UsageError(f"{taken[0]} finns redan; välj en tom mapp")


def _install_hooks(root: Path) -> None:
    from kvalitet.hooks.installing import hook_folder, install

    install(hook_folder(root), sys.executable)


def _add_ci(ctx: typer.Context, root: Path, servers: list[str]) -> None:
    """Write the files for some servers. Raises UsageError where another file has the place of one; then none is."""
    from kvalitet.history.repository import repository_at, top
    from kvalitet.writing.changes import Change
    from kvalitet.writing.files import content

    above = top(root) if repository_at(root) else root
    files = ci_files.ci_files(above, root, servers)
    script = root / ci_files.SCRIPT
    missing = {path: data for path, data in files.items() if content(path) != data}
    if script.exists():  # it is there to be filled in
        missing.pop(script, None)
    for path in missing:
        if path.exists():
            raise UsageError(f"{path.relative_to(above)} finns redan; flytta undan den, eller lägg in raderna själv")
    with being_alone(root, session(ctx).ending) as writer:
        for path, data in missing.items():  # one by one: what is there already is left when it is run again
            writer.write([Change(os.path.relpath(path, root), None, data)])
    names = [path.relative_to(above).as_posix() for path in missing]
    output.say(f"För CI: {listing(names, 'och') or 'allt finns redan'}.")
    output.say_aside(f"Fyll i överst i {ci_files.SCRIPT} varifrån verktyget hämtas och i vilken version.")


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
