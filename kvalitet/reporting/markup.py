"""HTML put together from elements and texts: no text can become a tag, an attribute or a script.

`Html` is made here and nowhere else, so that the type checker finds a text that nobody has escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NewType

Html = NewType("Html", str)

_VOID = frozenset({"br", "hr", "img", "meta"})


def text(words: str) -> Html:
    """Return words as HTML that shows exactly them."""
    return Html(escape(words, quote=False))


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Return the parts after one another; `between` is white space of ours."""
    return Html(between.join(parts))


def element(name: str, /, *content: Html, **attributes: str | int | None) -> Html:
    """Return an element. An underscore in an attribute's name is a hyphen; an attribute that is None is left out."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    opened = "".join([f"<{name}", *(f' {key}="{escape(str(value))}"' for key, value in given.items()), ">"])
    return Html(opened if name in _VOID else f"{opened}{joined(content)}</{name}>")


def page(language: str, head: Iterable[Html], body: Iterable[Html]) -> bytes:
    """Return a whole page as it lies on disk."""
    parts = element("head", joined(head, "\n")), element("body", joined(body, "\n"))
    return f"<!DOCTYPE html>\n{element('html', joined(parts), lang=language)}\n".encode()


def stylesheet(css: str) -> Html:
    """Return the page's style. The sheet is a packaged file of ours: nothing in it is escaped."""
    return Html(f"<style>{css}</style>")
