"""The checklist as Markdown holds names of units as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from kvalitet.formats.characters import one_line
from tests.conftest import Run
from tests.formats.payloads import MARKUP, TERMINAL, WORKFLOW
from tests.formats.runner import obeyed
from tests.formats.test_terminal import quoted


def test_a_units_name_is_a_cell_and_nothing_more(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Every payload, as the name of a nämnd, stands in the table's heading letter by letter."""
    file = workspace / "records/enhet/ENH-namnd.yaml"
    before = file.read_text(encoding="utf-8")
    assert "namn: Nämnden\n" in before
    for text in (text for text in (*MARKUP, *WORKFLOW, *TERMINAL) if text.strip()):
        file.write_text(before.replace("namn: Nämnden\n", f"namn: {quoted(text)}\n"), encoding="utf-8")
        run = kvalitet("-C", workspace, "checklist", "R-4-2", "--format", "markdown")
        assert run.code == 0
        assert obeyed(run.out) == []
        tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(run.out)
        cell = [token for token in tokens if token.type == "inline" and token.level == 4][4]
        children = cell.children or []
        assert {child.content for child in children if child.type == "html_inline"} <= {"<!-- -->"}
        assert {child.type for child in children} <= {"text", "text_special", "html_inline"}
        shown = "".join(child.content for child in children if child.type != "html_inline")
        # a name of several lines is no title; the unit's id stands in its stead
        assert shown.split() == (["ENH-namnd"] if "\n" in text.strip() else one_line(text).split()), text
