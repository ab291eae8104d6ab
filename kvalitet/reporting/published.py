"""A published report read back: what it says it is, and its words line by line, whatever its format."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree import ElementTree

from kvalitet.diagnostics import UsageError
from kvalitet.reporting.front_matter import front_matter_in, read_front_matter
from kvalitet.reporting.tree import DocumentError

_IDENTITY = re.compile(r"([a-z0-9-]+/\d{4}[\w/-]*) (\d{4}-\d\d-\d\d) ([0-9a-f]{12})")
_NOT_OURS = "filen säger inte vilken rapport den är; kontrollera en fil som kvalitet report har skrivit"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLOCKS = frozenset(
    [*("p", "li", "td", "th", "tr", "dt", "dd", "div", "title", "aside", "section", "caption", "figcaption")]
    + [f"h{level}" for level in range(1, 7)]
)


class Identity(NamedTuple):
    """What a report says of itself: its key, its day and the checksum of its records."""

    key: str
    day: dt.date
    ground: str


class Published(NamedTuple):
    """A report as it was read: what it is, and its lines of words."""

    identity: Identity
    lines: list[str]


def read_published(name: str, data: bytes) -> Published:
    """Return a report's file read back. Raises UsageError for a file that is none."""
    suffix = name.rpartition(".")[2].lower()
    if suffix not in _READERS:
        raise UsageError(f"{name} är ingen rapport; skriv en fil som slutar på {', '.join(_READERS)}")
    try:
        told, lines = _READERS[suffix](data)
    except Exception:  # a file of another program, or a broken one: each reader has errors of its own
        raise UsageError(f"{name} går inte att läsa som {suffix}; hämta filen på nytt") from None
    found = _IDENTITY.search(told)
    if found is None:
        raise UsageError(f"{name}: {_NOT_OURS}")
    return Published(Identity(found[1], dt.date.fromisoformat(found[2]), found[3]), lines)


def _markdown(data: bytes) -> tuple[str, list[str]]:
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return _identity(text), text.split("\n")


def _identity(text: str) -> str:
    """Return what a report says of itself in its head, or nothing for a text that has none."""
    head = front_matter_in(text)
    try:
        return read_front_matter(head).identity
    except DocumentError:
        return ""


def _html(data: bytes) -> tuple[str, list[str]]:
    reader = _Lines()
    reader.feed(data.decode("utf-8"))
    return reader.identity, reader.lines


class _Lines(HTMLParser):
    """Collects the words of each block, and what the page says it is."""

    def __init__(self) -> None:
        super().__init__()
        self.identity, self.lines = "", [""]
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "meta" and named.get("name") == "keywords":
            self.identity = named.get("content") or ""
        self._silent = tag in ("style", "script")
        if tag in _BLOCKS:
            self.lines.append("")
        if tag == "img":
            self.lines.append(named.get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1] += data


def _pdf(data: bytes) -> tuple[str, list[str]]:
    import pypdf

    with _silent("pypdf"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        lines = [line for page in reader.pages for line in page.extract_text().split("\n")]
        told = reader.metadata.keywords if reader.metadata else ""
    return told or "", lines


@contextlib.contextmanager
def _silent(library: str) -> Iterator[None]:
    """Keep what a library thinks of a file off the screen: it is no message of ours."""
    log, nowhere = logging.getLogger(library), logging.NullHandler()
    log.addHandler(nowhere)
    try:
        yield
    finally:
        log.removeHandler(nowhere)


def _docx(data: bytes) -> tuple[str, list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        core, body = (ElementTree.fromstring(package.read(part)) for part in ("docProps/core.xml", "word/document.xml"))
    keywords = core.findtext(f"{_CORE}keywords") or ""
    return keywords, ["".join(text.text or "" for text in one.iter(f"{_WORD}t")) for one in body.iter(f"{_WORD}p")]


_READERS: Mapping[str, Callable[[bytes], tuple[str, list[str]]]] = {
    "md": _markdown,
    "html": _html,
    "docx": _docx,
    "pdf": _pdf,
}
