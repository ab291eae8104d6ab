"""What `rename` and `renumber` share: which file is meant, and which links follow when two records have one id."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import RECORD, choice
from kvalitet.cli.session import REFUSED, Session, one_of
from kvalitet.cli.show import the_record
from kvalitet.diagnostics import UsageError
from kvalitet.privacy.redaction import redact
from kvalitet.words import listing

if TYPE_CHECKING:
    from kvalitet.changing import Move
    from kvalitet.diagnostics import Place
    from kvalitet.records.record import Link, Record
    from kvalitet.renaming import Original

KEEP, MOVE = "keep", "move"
OURS, THEIRS = "ours", "theirs"

RecordOrFile: TypeAlias = Annotated[
    str, typer.Argument(metavar="ID", click_type=RECORD, help="Postens id, eller sökvägen till dess fil.")
]

Links: TypeAlias = Annotated[
    str,
    typer.Option(
        "--links",
        metavar="VAL",
        click_type=choice(KEEP, MOVE),
        help="När två poster har samma id: keep låter andras länkar stå kvar (det vanliga), move låter dem följa med.",
    ),
]

Side: TypeAlias = Annotated[
    str,
    typer.Option(
        "--side",
        metavar="VAL",
        click_type=choice(OURS, THEIRS),
        help="I en olöst sammanslagning: ours är den övre versionen i filen, theirs den undre.",
    ),
]


def the_original(run: Session, typed: str, side: str) -> Original:
    """Return the record that a typed id or path means, as it is to be moved.

    Raises UsageError where it is none, where several files have the id, and where a file holds two versions
    and `side` does not say which.
    """
    from kvalitet.renaming import original, parted
    from kvalitet.source.faults import FaultKind

    path = _path(run, typed)
    record = next((record for record in run.records if record.document.path == path), None)
    if record is not None:
        return original(run.workspace.root, record)
    unread = next((found for found in run.records.unread if found.path == path), None)
    if unread is None:
        raise UsageError(f"{typed} är ingen post; ange en fil i mappen records, eller ett id")
    if not any(fault.kind is FaultKind.CONFLICT_MARKER for fault in unread.faults):
        raise UsageError(f"{typed} går inte att läsa; kör kvalitet validate för att se varför")
    return _one_of_two(parted(run.workspace.root, path, run.catalogue), path, side)


def _path(run: Session, typed: str) -> str:
    """Return the file that a typed path or id means. Raises UsageError."""
    from kvalitet.records.collection import name_of
    from kvalitet.records.ids import canonical
    from kvalitet.renaming import files_with

    if path := _typed_path(run, typed):
        return path
    name = name_of(typed)
    kind = run.catalogue.kind_of_id(name.upper())
    record_id = canonical(name, kind) if kind else name
    paths = files_with(run.records, record_id)
    if len(paths) > 1:
        files = listing(paths, "och")
        raise UsageError(f"{record_id} är id för {len(paths)} filer: {files}; skriv sökvägen till den du menar")
    return paths[0] if paths else _unread_ending_in(run, name) or the_record(run, typed).document.path


def _unread_ending_in(run: Session, typed: str) -> str:
    """Return the one file that cannot be read whose name ends in a typed part, or nothing."""
    from kvalitet.records.collection import name_of
    from kvalitet.records.ids import ends_in

    kinds = [(found.path, run.catalogue.kind_of_id(name_of(found.path))) for found in run.records.unread]
    paths = [path for path, kind in kinds if kind and ends_in(name_of(path), typed, kind)]
    return paths[0] if len(paths) == 1 else ""


def _typed_path(run: Session, typed: str) -> str:
    """Return a typed path of a file as the workspace names it, or nothing where no such file lies there."""
    for folder in (run.folder, run.workspace.root):
        file = folder / typed
        if typed.endswith(".yaml") and file.is_file() and Path(file).resolve().is_relative_to(run.workspace.root):
            return run.workspace.relative(file.resolve())
    return ""


def _one_of_two(versions: dict[str, Original], path: str, side: str) -> Original:
    if side:
        return versions[one_of(side, (OURS, THEIRS), "sidan")]
    lines = [f"{path} har två poster med samma id, från var sin gren:"]
    for name, found in versions.items():
        made = found.version.record.value("skapad")
        lines.append(f"  --side {name:<7} {found.version.record.title}{f' (skapad {made})' if made else ''}")
    raise UsageError("\n".join([*lines, "Skriv vilken av dem som ska få ett nytt id."]))


def give_new_id(
    run: Session, typed: str, name: Callable[[Record], str], side: str, links: str, *, asks: bool, dry_run: bool
) -> int:
    """Give the record that a typed id or path means the id that `name` gives it, and return the exit code.

    Whose the links are is asked before anything is locked, for a person may think for long.
    """
    if asks and not links:
        links = _asked(run, typed, side)
    with run.changing(dry_run=dry_run):
        first = the_original(run, typed, side)
        return _carry_out(run, first, name(first.version.record), links, dry_run=dry_run)


def _carry_out(run: Session, first: Original, new: str, links: str, *, dry_run: bool) -> int:
    """Change the files, and tell what became of the links and mentions."""
    from kvalitet.cli.conclusion import conclude
    from kvalitet.renaming import mentions, renaming

    shared = _shared(run, first)
    _refuse_needless(links, shared)
    follow = [name for name in first.ids if links == MOVE or name not in shared]
    move, changes = renaming(run.workspace, run.records, first, new, follow)
    kept = [link for name in first.ids if name not in follow for link in _links(run, first, name)]
    mentioned = [(name, place) for name in first.ids for place in mentions(run.records, name)]
    code = conclude(run, changes, dry_run=dry_run, move=move)
    if code == REFUSED:
        return code
    _tell_of_links(run, first, move, kept)
    _tell_of_mentions(move, mentioned)
    if first.left is not None and not dry_run:
        files = " ".join(change.path for change in changes if change.before != change.after)
        output.say_aside(f"Den andra posten har kvar {move.old}. Säg till git att det är löst: git add {files}")
    return code


def _links(run: Session, first: Original, record_id: str) -> list[Link]:
    from kvalitet.renaming import links_from_others

    return links_from_others(run.records, record_id, first.path)


def _shared(run: Session, first: Original) -> list[str]:
    """Return the record's ids that another record has too."""
    from kvalitet.renaming import files_with

    return [name for name in first.ids if first.left is not None or files_with(run.records, name) != [first.path]]


def _refuse_needless(links: str, shared: list[str]) -> None:
    if links and one_of(links, (KEEP, MOVE), "valet") and not shared:
        raise UsageError("--links behövs bara när två poster har samma id; här följer alla länkar med")


def _asked(run: Session, typed: str, side: str) -> str:
    """Return whether others' links to an id that two have follow, as a person says; nothing where none is unclear."""
    from kvalitet.cli.asking import confirm

    try:
        first = the_original(run, typed, side)
    except UsageError:
        return ""  # told when what another left half done has been put right
    unclear = [link for name in _shared(run, first) for link in _links(run, first, name)]
    if not unclear:
        return ""
    _tell_whose(run, first, unclear)
    return MOVE if confirm("Ska länkarna följa med till det nya id:t? (ja eller Retur för nej): ") else KEEP


def _tell_whose(run: Session, first: Original, links: list[Link]) -> None:
    """Tell which records link to an id that two have; a link that the record answers is most likely its own."""
    answered = {link.target for link in first.version.record.links()}
    output.say_aside("Två poster har samma id. Hit pekar:")
    for link in links:
        found = run.records.find(link.source)
        title = redact(found.title) if found else ""
        both = "; den pekar posten själv på" if link.source in answered else ""
        output.say_aside(f"  {link.source} ({link.field.path}) {title}{both}")


def _tell_of_links(run: Session, first: Original, move: Move, links: list[Link]) -> None:
    """Tell which links still say the old id, and how one of them is moved."""
    if not links:
        return
    _tell_whose(run, first, links)
    source, field = links[0].source, links[0].field
    change = f"{field.path}-={move.old} {field.path}+={move.new}" if field.many else f"{field.path}={move.new}"
    output.say_aside(f"De pekar kvar på {move.old}. Menar någon den andra: kvalitet set {source} {change}")


def _tell_of_mentions(move: Move, mentioned: list[tuple[str, Place]]) -> None:
    """Tell where the old id stands in running text or a comment: what is written by hand stays."""
    for old, place in mentioned:
        where = f"{move.file(place.path)}:{place.line}:{place.column}"
        output.say_aside(f"{where}: {old} nämns i texten och står kvar; ändra med kvalitet edit om det ska följa med")
