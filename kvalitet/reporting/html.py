"""A document as one HTML file that holds all it shows: nothing is fetched, and no script is needed to read it.

The bytes depend on the document, its images and this package alone. Identifiers of our own have a
dot, which no identifier of an author has (`numbering`).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from kvalitet.reporting.html_blocks import BlockWriter
from kvalitet.reporting.images import MEDIA_TYPES, read_image, suffix
from kvalitet.reporting.markup import Html, element, joined, page, stylesheet, text
from kvalitet.reporting.phrases import CONTENTS, CONTENTS_DEPTH, EXAMPLE, facts
from kvalitet.reporting.tree import Document, Figure, Form, FrontMatter, Heading, figures, plain

_MAIN, _CONTENTS = "sida.text", "sida.innehall"


def write_html(document: Document, *, folder: Path) -> bytes:
    """Return the document as HTML; its images are read from the folder. Raises ImageError."""
    images = {figure.number: _address(folder, figure) for figure in figures(document.blocks)}
    return page(document.front.lang, _head(document.front), _body(document, images))


def _address(folder: Path, figure: Figure) -> str:
    """Return the image itself as an address; shown as an image, an SVG can run and fetch nothing."""
    data = b64encode(read_image(folder, figure)).decode()
    return f"data:{MEDIA_TYPES[suffix(figure.path)]};base64,{data}"


def _head(front: FrontMatter) -> Iterator[Html]:
    css = (files("kvalitet") / "data" / "layout" / "rapport.css").read_text(encoding="utf-8")
    yield element("meta", charset="utf-8")
    yield element("meta", http_equiv="Content-Security-Policy", content=_policy(css))
    yield element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield element("title", text(front.title))
    if front.author:
        yield element("meta", name="author", content=front.author)
    if front.identity:
        yield element("meta", name="keywords", content=front.identity)
    yield stylesheet(css)


def _policy(css: str) -> str:
    """Let the page show its own style and its own images, and do nothing else."""
    style = b64encode(sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; img-src data:; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


def _body(document: Document, images: dict[int, str]) -> Iterator[Html]:
    writer = BlockWriter(images)
    yield element("a", text("Hoppa till texten"), class_="hoppa", href=f"#{_MAIN}")
    yield from _letterhead(document.front) if document.front.form is Form.LETTER else _opening(document)
    body = writer.blocks(document.blocks)  # before the notes, which lead back to every mark in it
    yield element("main", body, *writer.notes(document.footnotes), id=_MAIN, tabindex=-1)


def _opening(document: Document) -> Iterator[Html]:
    front = document.front
    title = element("h1", text(front.title))
    parts = (*_named(front), title, *_kind(front), *_notice(front), _facts(front))
    yield element("header", joined(parts, "\n"))
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    if headings:
        yield _contents(headings)


def _letterhead(front: FrontMatter) -> Iterator[Html]:
    """Yield who writes to whom, and then of what: a letter has no cover and no contents."""
    title = element("h1", text(front.title))
    parts = (*_named(front), *_kind(front), _facts(front), *_notice(front), title)
    yield element("header", joined(parts, "\n"), class_="brev")


def _named(front: FrontMatter) -> Iterator[Html]:
    if front.organisation:
        yield element("p", text(front.organisation), class_="organisation")


def _kind(front: FrontMatter) -> Iterator[Html]:
    if front.subtitle:
        yield element("p", text(front.subtitle), class_="undertitel")


def _notice(front: FrontMatter) -> Iterator[Html]:
    if front.example:
        yield element("p", text(EXAMPLE), class_="exempel")


def _facts(front: FrontMatter) -> Html:
    rows = (element("div", element("dt", text(name)), element("dd", text(value))) for name, value in facts(front))
    return element("dl", *rows)


def _contents(headings: list[Heading]) -> Html:
    chapters: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == 1 or not chapters:
            chapters.append((heading, []))
        elif heading.level <= CONTENTS_DEPTH:
            chapters[-1][1].append(heading)
    title = element("h2", text(CONTENTS), id=_CONTENTS)
    return element("nav", title, _entries(map(_chapter, chapters)), aria_labelledby=_CONTENTS)


def _chapter(chapter: tuple[Heading, list[Heading]]) -> Html:
    heading, parts = chapter
    return joined([_entry(heading), _entries(map(_entry, parts))] if parts else [_entry(heading)])


def _entries(entries: Iterator[Html]) -> Html:
    return element("ol", *(element("li", entry) for entry in entries))


def _entry(heading: Heading) -> Html:
    number = element("span", text(heading.number), class_="nummer")
    return element("a", number, text(f" {plain(heading.content)}"), href=f"#{heading.id}")
