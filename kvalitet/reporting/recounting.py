"""A published report held against the records that it was made from: every figure counted anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kvalitet.catalogue import catalogue_of
from kvalitet.diagnostics import UsageError
from kvalitet.history.repository import repository_at
from kvalitet.history.runner import ask
from kvalitet.records.loading import load
from kvalitet.reporting.asking import AsKey, check_cover
from kvalitet.reporting.comparing import Difference, differences
from kvalitet.reporting.making import Draft, fingerprint, make
from kvalitet.reporting.orders import Order, parse_key
from kvalitet.reporting.published import Published, read_published
from kvalitet.reporting.publishing import publish
from kvalitet.reporting.reports import report_of
from kvalitet.source.faults import Refused
from kvalitet.tracked import workspace_at
from kvalitet.workspace import RECORDS, Workspace

_MOST_COMMITS = 200
_TEMPLATES, _REPORTS = "templates", "reports"


class Recount(NamedTuple):
    """What came of it: the commit whose records the report was made from, or nothing for those of today; the figures
    that differ; and how many were counted.
    """

    commit: str
    differences: list[Difference]
    counted: int


def recount(workspace: Workspace, name: str, data: bytes, commit: str = "") -> Recount:
    """Return how a report's figures differ from those that its records give.

    The records are those with the checksum that the report bears: today's, else those of the newest commit that
    has them (or of the given one). Raises UsageError for a file that is no report, or whose records are not found.
    """
    published = read_published(name, data)
    for found, source in _sources(workspace, name, commit):
        if fingerprint(source) == published.identity.ground:
            with tempfile.TemporaryDirectory(prefix="kvalitet-") as made:
                draft = _made_again(source if not found else _laid_out(source, Path(made)), published)
                return Recount(found, list(_differences(draft, published, name)), len(draft.printed))
    raise UsageError(
        f"{name} är gjord av andra poster än de som finns här och i de senaste {_MOST_COMMITS} incheckningarna av dem; "
        "hämta hela historiken, eller ange incheckningen med --rev"
    )


def _sources(workspace: Workspace, name: str, commit: str) -> Iterator[tuple[str, Workspace]]:
    """Yield where the records may be, the likeliest first: here, then in the commits that changed file or records."""
    if not commit:
        yield "", workspace
    if repository_at(workspace.root) is None:
        return
    listed = [commit] if commit else _commits(workspace.root, name)
    for one in dict.fromkeys(listed):
        found = workspace_at(workspace.root, one)
        if found is not None and found.held.has_folder(RECORDS):
            yield one, found


def _commits(root: Path, name: str) -> list[str]:
    of_file = _log(root, "-1", name)
    return of_file + _log(root, f"-{_MOST_COMMITS}", RECORDS)


def _log(root: Path, most: str, path: str) -> list[str]:
    answer = ask(root, "log", most, "--format=%H", "HEAD", "--", path)
    return answer.out.decode().split() if not answer.status else []


def _laid_out(source: Workspace, folder: Path) -> Workspace:
    """Return a workspace of git's with the templates and the words of its reports laid on disk, where they are read."""
    for part in (_TEMPLATES, _REPORTS):
        paths = list(source.held.paths(part))
        source.held.expect(paths)
        for path in paths:
            try:
                data = source.held.read(path)
            except Refused:
                continue
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    return replace(source, root=folder)


def _made_again(source: Workspace, published: Published) -> Draft:
    key = published.identity.key
    asked = parse_key(key)
    if asked is None:
        raise UsageError(
            f"{key}, som filen säger att den är, är ingen rapport; kontrollera en fil som ingen har ändrat"
        )
    records, report = load(source, catalogue_of(source)), report_of(source, asked.name)
    check_cover(report, records, asked.enhet, AsKey(asked))
    return make(Order(report, asked.period, published.identity.day, asked.enhet, asked.public), source, records)


def _differences(draft: Draft, published: Published, name: str) -> Iterator[Difference]:
    suffix = name.rpartition(".")[2].lower()
    if suffix == "md":
        keys = {(one.line, one.column): one.key for one in draft.printed}
        return differences(draft.markdown.split("\n"), published.lines, keys)
    made = publish(draft, (suffix,)).files[f"{draft.order.stem}.{suffix}"]
    return differences(read_published(name, made).lines, published.lines)
