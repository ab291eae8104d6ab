"""The HTML in a real Chromium: axe-core finds nothing, on any screen, in the dark and on paper.

Needs playwright, axe-core's `axe.min.js` in KVALITET_AXE, and a Chromium: playwright's own, or the program in
KVALITET_CHROMIUM. CONTRIBUTING has the command.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kvalitet.reporting.document import parse
from kvalitet.reporting.html import write_html
from kvalitet.reporting.tree import Document, FrontMatter, Paragraph, Text
from tests.injection.hostile import texts
from tests.reporting.test_html import BODY, EXAMPLE, HEAD, SVG, can_be_shown

AXE = os.environ.get("KVALITET_AXE", "")
CHROMIUM = os.environ.get("KVALITET_CHROMIUM") or None

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not AXE, reason="needs KVALITET_AXE")]

CONDITIONS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1440, "height": 900}},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "narrow and dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "print": {"viewport": {"width": 794, "height": 1123}},
    "own colours": {"viewport": {"width": 1024, "height": 768}, "forced_colors": "active"},
}
EVERY_RULE = "() => axe.run(document, {runOnly: {type: 'rule', values: axe.getRules().map(rule => rule.ruleId)}})"
"""Also those of WCAG's level AAA, best practice and what axe tries out."""

FAULTY = '<!doctype html><title></title><img src="data:,"><p style="color: #bbb">Svag text</p><a href="#x"></a>'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every report of the example, and one with every kind of block."""
    root = tmp_path_factory.mktemp("sidor")
    (root / "bild.svg").write_text(SVG, encoding="utf-8")
    sources = {path.stem: (path.read_text(encoding="utf-8"), path.parent) for path in EXAMPLE}
    made = {}
    for name, (text, folder) in (sources | {"allt": (HEAD + BODY, root)}).items():
        made[name] = root / f"{name}.html"
        made[name].write_bytes(write_html(parse(text, folder=folder), folder=folder))
    return made


def opened(browser: Any, page: Path, condition: str) -> Any:
    shown = browser.new_context(**CONDITIONS[condition]).new_page()
    shown.emulate_media(media="print" if condition == "print" else "screen")
    shown.goto(page.as_uri())
    return shown


def violations(shown: Any) -> list[str]:
    shown.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = shown.evaluate(EVERY_RULE)
    return [f"{fault['id']}: {node['html']}" for fault in found["violations"] for node in fault["nodes"]]


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("name", [*(path.stem for path in EXAMPLE), "allt"])
def test_axe_finds_nothing(name: str, condition: str, browser: Any, pages: dict[str, Path]) -> None:
    """No rule of axe-core is broken, the page asks for nothing, and it never needs to be scrolled sideways."""
    asked: list[str] = []
    shown = opened(browser, pages[name], condition)
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("console", lambda message: asked.append(message.text))
    shown.reload()
    assert violations(shown) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert shown.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    shown.context.close()


def test_axe_does_find_what_is_wrong(browser: Any, tmp_path: Path) -> None:
    """A page without language, title, alternative text and contrast is faulted for each."""
    page = tmp_path / "fel.html"
    page.write_text(FAULTY, encoding="utf-8")
    found = {fault.split(":")[0] for fault in violations(opened(browser, page, "wide"))}
    assert {"html-has-lang", "document-title", "image-alt", "color-contrast", "link-name"} <= found


def test_a_browser_shows_any_text_and_runs_none(browser: Any, tmp_path: Path) -> None:
    """Each known text that has broken a page somewhere is shown as it is written, and no script of it runs."""
    hostile = [text for text in texts() if text and can_be_shown(text)]
    blocks = tuple(Paragraph((Text(text),), 1) for text in hostile)
    front = FrontMatter("<script>document.title='x'</script>", dt.date(2026, 2, 15))
    page = tmp_path / "text.html"
    page.write_bytes(write_html(Document(front, blocks, ()), folder=tmp_path))
    shown = opened(browser, page, "wide")
    asked: list[str] = []
    shown.on("dialog", lambda dialog: asked.append(dialog.message))
    shown.on("request", lambda request: asked.append(request.url))
    shown.reload()
    assert shown.evaluate("[...document.querySelectorAll('main > p')].map(p => p.textContent)") == hostile
    assert shown.title() == front.title
    assert [url for url in asked if url != page.as_uri()] == []
