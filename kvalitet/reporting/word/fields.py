"""Fields with their result in store: numbers of captions, pages, contents, marks of notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kvalitet.reporting.word.xml import Element, Look, element, run, text_run

PLAIN = Look()


def field(code: str, *result: Element) -> Iterator[Element]:
    """Yield the runs of a field: its code, and what it says until Word reckons it anew."""
    yield from begin(code)
    yield from result
    yield end()


def begin(code: str) -> Iterator[Element]:
    """Yield the runs that open a field, up to its result."""
    instruction = element("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {code} "
    yield run(PLAIN, element("w:fldChar", {"w:fldCharType": "begin"}))
    yield run(PLAIN, instruction)
    yield run(PLAIN, element("w:fldChar", {"w:fldCharType": "separate"}))


def end() -> Element:
    """Return the run that closes a field."""
    return run(PLAIN, element("w:fldChar", {"w:fldCharType": "end"}))


def number_field(code: str, number: object, look: Look = PLAIN) -> Iterator[Element]:
    """Yield a field whose result is a number."""
    return field(code, text_run(str(number), look))


def bookmarked(content: Iterable[Element], id: int, name: str) -> Iterator[Element]:
    """Yield the content inside a bookmark."""
    yield element("w:bookmarkStart", {"w:id": id, "w:name": name})
    yield from content
    yield element("w:bookmarkEnd", {"w:id": id})


def link_inside(name: str, *content: Element) -> Element:
    """Return a link to a bookmark."""
    return element("w:hyperlink", {"w:anchor": name, "w:history": "1"}, *content)
