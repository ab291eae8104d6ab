"""All records of a workspace: by id, by kind, and by who links to whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property

from kvalitet.catalogue import Catalogue
from kvalitet.kinds import Field
from kvalitet.records.ids import canonical, ends_in, is_home, path_of
from kvalitet.records.record import Entry, Link, Record
from kvalitet.scales import Scale
from kvalitet.source.document import Document
from kvalitet.words import fold, nearest, slug

_ONE_SLIP = 0.93
UNIT = "enhet"
ROLE = "roll"
"""The kind of record that a workspace can have words of its own for."""


class Records:
    """The records that a command has read.

    `unread` holds documents that are no records: files that cannot be read or lie in no kind's
    folder. `fetch` finds a record that was not read, for commands that read only what they need.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        records: Iterable[Record],
        unread: Sequence[Document] = (),
        fetch: Callable[[str], Record | None] | None = None,
        exists: Callable[[str], bool] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.unread = tuple(unread)
        self._all = tuple(records)
        self._fetch = fetch
        self._exists = exists
        self._by_id = _by_id(self._all)
        self._unread_ids = {name_of(document.path) for document in unread}
        self._naming: dict[str, dict[str, list[str]]] = {}
        self._shut = tuple(f"{document.path}/" for document in unread if document.is_unopened)

    @property
    def is_whole(self) -> bool:
        """Whether all records were read, so that what is not here is nowhere."""
        return self._fetch is None

    def apart(self) -> Records:
        """Return the same records without anything that was worked out of them on the way."""
        found = copy(self)
        for name in ("unit_words", "_incoming"):
            found.__dict__.pop(name, None)
        found._naming = {}
        return found

    def with_instead(self, records: Iterable[Record], unread: Sequence[Document]) -> Records:
        """Return these records with others in the place of those that were read; the rest is found as before."""
        return Records(self.catalogue, records, unread, self._fetch, self._exists)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def find(self, record_id: str) -> Record | None:
        """Return the record with an id, or None; of several with one id, the one that lies where it should."""
        if record_id not in self._by_id and self._fetch is not None:
            found = self._fetch(record_id)
            if found is not None:
                self._by_id[record_id] = found
        return self._by_id.get(record_id)

    def at(self, path: str) -> Record | None:
        """Return the record that lies at a path, or None."""
        found = self._by_id.get(name_of(path))
        if found is None or found.document.path == path:
            return found
        return next((record for record in self._all if record.document.path == path), None)

    def knows(self, record_id: str) -> bool:
        """Return whether a file has this name, readable or not: a broken file breaks no links."""
        if self.find(record_id) is not None or record_id in self._unread_ids or self._may_be_shut_in(record_id):
            return True
        return self._exists is not None and self._exists(record_id)

    def _may_be_shut_in(self, record_id: str) -> bool:
        """Return whether a record's home lies in a folder that cannot be read."""
        kind = self.catalogue.kind_of_id(record_id) if self._shut else None
        return kind is not None and path_of(record_id, kind).startswith(self._shut)

    def target(self, field: Field, typed: str) -> str:
        """Return the id that a typed word means: an id in any case, with or without prefix, or a word for a role.

        å, ä, ö and blanks may be typed, and of a drawn id that was read the end is enough.
        """
        for name in field.targets:
            kind = self.catalogue.kinds[name]
            for candidate in (typed, f"{kind.prefix}-{typed}", f"{kind.prefix}-{slug(typed)}"):
                record_id = canonical(candidate, kind)
                if record_id.startswith(f"{kind.prefix}-") and self.knows(record_id):
                    return record_id
        own = self.catalogue.roles.get(fold(typed.strip())) if ROLE in field.targets else None
        drawn = [record for name in field.targets for record in self.of(name) if record.kind.drawn]
        ending = [record.id for record in drawn if ends_in(record.id, typed, record.kind)]
        return own or (ending[0] if len(ending) == 1 else typed)

    def titled(self, kinds: Iterable[str], typed: str) -> list[str]:
        """Return the ids of the records whose name for people is a typed one, or has it as a part."""
        wanted = slug(typed)
        names = [(record.id, slug(record.title)) for kind in kinds for record in self.of(kind)]
        same = [record_id for record_id, name in names if name == wanted]
        return same or [record_id for record_id, name in names if wanted and f"-{wanted}-" in f"-{name}-"]

    def named(self, kind: str, typed: str) -> Record | None:
        """Return the one record of a kind that a typed word means: its id, its end, or its name for people."""
        definition, name = self.catalogue.kinds[kind], name_of(typed.strip())
        for candidate in (name, f"{definition.prefix}-{name}", f"{definition.prefix}-{slug(name)}"):
            found = self.find(canonical(candidate, definition))
            if found is not None and found.kind.name == kind:
                return found
        same = [record for record in self.of(kind) if name and slug(record.title) == slug(name)]
        meant = same or [record for record in self.of(kind) if ends_in(record.id, slug(name), definition)]
        return meant[0] if len(meant) == 1 else None

    def scale_of(self, group: Entry, record: Record) -> Scale | None:
        """Return the scale that a risk in a record is judged on.

        The one that its group or its record names, else the workspace's; None where that name is of none.
        """
        named = group.text("skala") or record.text("skala")
        return self.catalogue.scales.get(named) if named else self.catalogue.scale

    def nearest_id(self, record_id: str, kinds: Iterable[str]) -> str | None:
        """Return the id of these kinds that was most likely meant.

        Drawn ids are nearly alike by chance, so one is named only when a single character differs.
        """
        chosen: list[str] = []
        drawn: list[str] = []
        for kind in kinds:
            known = [record.id for record in self.of(kind)]
            (drawn if self.catalogue.kinds[kind].drawn else chosen).extend(known)
        return nearest(record_id, drawn, _ONE_SLIP) or nearest(record_id, chosen)

    def of(self, kind: str) -> list[Record]:
        """Return the records of a kind, in the order of their files."""
        return self._by_kind.get(kind, [])

    def known_on(self, day: dt.date) -> Records:
        """Return the records that were there on a day, as far as they tell it: events made later are not."""
        kept = []
        for record in self:
            stamp = next((name for name, field in record.kind.fields.items() if field.type == "stamp"), "")
            made = record.stamp(stamp) if stamp else None
            if made is None or made.date() <= day:
                kept.append(record)
        return Records(self.catalogue, kept, self.unread)

    def has_unread(self, kind: str) -> bool:
        """Return whether a file of a kind cannot be read: what seems to be missing may stand there."""
        folder = f"records/{kind}/"
        return f"{folder}x".startswith(self._shut) or any(found.path.startswith(folder) for found in self.unread)

    def links_to(self, record_id: str) -> list[Link]:
        """Return the links that other records hold to this one."""
        return self._incoming.get(record_id, [])

    def named_in(self, record_id: str, field_path: str) -> list[str]:
        """Return the ids of the records that name this one in a field that stands in no list of groups.

        Only that field of each record is looked at, so that it costs little to ask this of all records.
        """
        if field_path not in self._naming:
            self._naming[field_path] = self._named_in(field_path)
        return self._naming[field_path].get(record_id, [])

    def _named_in(self, field_path: str) -> dict[str, list[str]]:
        fields = ((kind, kind.find(field_path)) for kind in self.catalogue.kinds.values())
        links = {kind.name: field for kind, field in fields if field is not None and field.is_link}
        found: dict[str, list[str]] = defaultdict(list)
        for record in self._all:
            field = links.get(record.kind.name)
            value = record.value(field_path) if field is not None else None
            if value and field is not None and (field.many or not isinstance(value, list)):
                for target in record.texts(field_path):
                    found[target].append(record.id)
        return found

    @cached_property
    def unit_words(self) -> frozenset[str]:
        """The words, folded, of units' names and ids: of a unit with a broken name, or unread, the id is left."""
        unread = [name_of(found.path) for found in self.unread if found.path.startswith(f"records/{UNIT}/")]
        return words_of_units([(unit.id, unit.title) for unit in self.of(UNIT)], unread)

    def title(self, record_id: str) -> str:
        """Return a record's name for people, or its id when there is no such record."""
        found = self.find(record_id)
        return found.title if found else record_id

    @cached_property
    def _by_kind(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self._all:
            found[record.kind.name].append(record)
        return dict(found)

    @cached_property
    def _incoming(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for record in self._all:
            for link in record.links():
                found[link.target].append(link)
        return dict(found)


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for record in records:
        first = found.setdefault(record.id, record)
        if first is not record and is_home(record.document.path, record.id, record.kind):
            found[record.id] = record
    return found


def words_of_units(units: Iterable[tuple[str, str]], unread: Iterable[str]) -> frozenset[str]:
    """Return the words, folded, of units' ids and names, and of the ids of those that cannot be read."""
    ids = {*unread, *(record_id for record_id, _ in units)}
    titles = [word for _, title in units for word in fold(title).split()]
    return frozenset([*titles, *(word for record_id in ids for word in fold(record_id).split("-"))])


def name_of(path: str) -> str:
    """Return the id that a file's name says."""
    return path.rpartition("/")[2].removesuffix(".yaml")
