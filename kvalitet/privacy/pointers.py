"""Everything in one text that points at a person, however many ask for it."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

from kvalitet.privacy.contacts import Contact, find_contact
from kvalitet.privacy.glance import may_point_at_a_person
from kvalitet.privacy.numbers import Found, Number, find

Spans: TypeAlias = list[tuple[int, int]]


class Pointers:
    """All in one text that points at a person, searched for once and no further than it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_clean = not may_point_at_a_person(text)

    @cached_property
    def _numbers(self) -> tuple[Found, ...]:
        return () if self._is_clean else tuple(find(self._text))

    @cached_property
    def _contacts(self) -> dict[Contact, Spans]:
        return {contact: [] if self._is_clean else list(find_contact(self._text, contact)) for contact in Contact}

    def of(self, sort: Number | Contact) -> Spans:
        """Return where something of a sort stands, as offsets, in order."""
        if isinstance(sort, Contact):
            return self._contacts[sort]
        return [(found.start, found.end) for found in self._numbers if found.number is sort]
