"""Texts of every kind in documents of every shape: nothing is lost, nothing becomes code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kvalitet.reporting.tree import Code, CodeBlock, Document, FrontMatter, Paragraph, Text
from kvalitet.reporting.word.document import write_docx
from tests.reporting.word.reading import WordFile, text_of, value, w
from tests.reporting.word.trees import NOTES, documents, said


@given(documents())
@settings(deadline=None, derandomize=True, max_examples=60)
def test_every_text_comes_back_in_its_place(document: Document) -> None:
    """The paragraphs of the body and of the notes are those of the tree, character by character and in order."""
    file = WordFile(write_docx(document, folder=Path()))
    marked = [one for one in file.document.iter(w("instrText")) if "NOTEREF" in one.text]
    for one in marked:  # what a later mark of a note says is its number, which the tree does not write
        one.getparent().getnext().getnext().find(w("t")).text = ""
    assert [text_of(one) for one in file.body()] == list(said(document.blocks))
    notes = [note for note in file.part("word/footnotes.xml") if int(value(note, "id")) > 0]
    expected = [[block.content[0].text for block in note.blocks] for note in document.footnotes]  # type: ignore[union-attr]
    assert [[text_of(one) for one in note.iter(w("p"))] for note in notes] == [
        [f" {first}", *more] for first, *more in expected
    ]
    assert [value(one, "id") for one in file.document.iter(w("footnoteReference"))] == [
        str(number) for number in range(1, NOTES + 1)
    ]
    assert file.texts("Title") == [document.front.title]


@given(documents())
@settings(deadline=None, derandomize=True, max_examples=25)
def test_what_is_pointed_at_is_there(document: Document) -> None:
    """Bookmarks have one name and one id each, and every link, style, numbering and relationship has its target."""
    file = WordFile(write_docx(document, folder=Path()))
    starts = file.find("//w:bookmarkStart")
    for kind in ("name", "id"):
        found = [value(one, kind) for one in starts]
        assert len(found) == len(set(found))
    assert [value(one, "id") for one in starts] != []
    assert {value(one, "anchor") for one in file.find("//w:hyperlink[@w:anchor]")} <= {
        value(one, "name") for one in starts
    }
    used = {value(one) for one in file.find("//w:pStyle | //w:rStyle | //w:tblStyle")}
    assert used <= set(file.styles)
    numbers = {value(one, "numId") for one in file.part("word/numbering.xml").iter(w("num"))}
    assert {value(one) for one in file.find("//w:numId")} <= numbers
    relations = set(file.relations("word/document.xml"))
    assert set(file.find("//@r:id | //@r:embed")) <= relations


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@example("\r\na\rb\tc\x00\x1f\ufffe")
@settings(deadline=None, derandomize=True, max_examples=60)
def test_no_character_breaks_the_file(text: str) -> None:
    """A character that XML cannot hold is shown as one that is missing; all else stays as it was."""
    front = FrontMatter(title=text, date=dt.date(2026, 2, 15), organisation=text, author=text, key=text)
    blocks = (Paragraph((Text(text), Code(text)), 1), CodeBlock(text, 1))
    file = WordFile(write_docx(Document(front, blocks, ()), folder=Path()))
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", " ")
    kept = "".join(
        "\ufffd" if (ord(char) < 32 and char != "\t") or char in "\ufffe\uffff" else char for char in expected
    )
    assert [text_of(one) for one in file.body()] == [kept * 2, kept]
