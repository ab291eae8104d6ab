"""The records as tools for requirements see them: a title, all that is written, and links that go one way.

These tools know parents and refuse circles, while an avvikelse and its åtgärd name each other. So each pair of records
that are linked, whichever names the other and how often, is one link here: from the later to the earlier of the two in
an order in which units come first, since most records link to one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kvalitet.catalogue import standard_catalogue
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace

FIRST = "ENH"


@dataclass(frozen=True, slots=True)
class Item:
    """A record: its prefix and year tell which document it belongs to."""

    id: str
    prefix: str
    year: str
    title: str
    text: str
    links: tuple[str, ...]


def items(workspace: Path) -> Iterator[Item]:
    """Yield every record of a workspace, in the order of the ids."""
    records = load(find_workspace(workspace), standard_catalogue())
    links = one_way(records)
    for record in sorted(records, key=lambda record: order(record.id)):
        text = (workspace / record.document.path).read_text(encoding="utf-8")
        title = " ".join(record.title.split())
        prefix = record.id.partition("-")[0]
        yield Item(record.id, prefix, str(record.year or ""), title, text, tuple(sorted(links[record.id], key=order)))


def one_way(records: Records) -> dict[str, set[str]]:
    """Return what each record links to when every pair of linked records has one link, to the earlier of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for link in record.links():
            if records.knows(link.target) and link.target != record.id:
                early, late = sorted((record.id, link.target), key=order)
                found[late].add(early)
    return found


def order(name: str) -> tuple[bool, str]:
    """Return a key that sorts ids, units first."""
    return not name.startswith(f"{FIRST}-"), name
