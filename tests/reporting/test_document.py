"""Markdown to the document tree, and every error on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.document import parse
from kvalitet.reporting.tree import (
    Alignment,
    Box,
    BulletList,
    Code,
    CodeBlock,
    Divider,
    Document,
    DocumentError,
    Emphasis,
    Figure,
    FootnoteMark,
    Heading,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Table,
    Text,
    plain,
)

HEAD = "---\ntitle: Titel\ndate: 2026-02-15\n---\n"
FIRST = 5  # the line on which the body begins
TABLE = "| a | b |\n|---|--:|\n| 1 | 2 |\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rapport")
    (root / "bild.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (root / "bild å.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (root / "fil.txt").write_text("x", encoding="utf-8")
    (root / "mapp.svg").mkdir()
    (root / "länk.svg").symlink_to(root / "bild.svg")
    (root / "slinga").symlink_to(root)
    return root


def read(body: str, folder: Path = Path()) -> Document:
    return parse(HEAD + body, folder=folder)


def test_front_matter_fills_the_cover() -> None:
    """All keys of the head are read; quotation marks around a value are taken away."""
    head = (
        '---\ntitle: "Kvalitet: 2025"\nsubtitle: Vård 12 %\norganisation: Exempelby\nnamnd: VON\n'
        "author: K. L.\ndate: 2026-02-15\nstatus: Utkast\nlang: sv-FI\nexempel: ja\n---\n"
    )
    front = parse(head, folder=Path()).front
    assert front.title == "Kvalitet: 2025"
    assert front.subtitle == "Vård 12\u00a0%"
    assert (front.organisation, front.namnd, front.author) == ("Exempelby", "VON", "K. L.")
    assert (front.date.isoformat(), front.status) == ("2026-02-15", "Utkast")
    assert (front.lang, front.example) == ("sv-FI", True)


def test_headings_are_numbered_and_referred_to_by_number() -> None:
    """A reference without words becomes "avsnitt" and the number, also before its target."""
    document = read("# A\n\n[](#m) [hit](#m)\n\n## B\n\n### C {#m}\n\n# D\n")
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert [heading.number for heading in headings] == ["1", "1.1", "1.1.1", "2"]
    assert [heading.id for heading in headings] == ["avsnitt-1", "avsnitt-1-1", "m", "avsnitt-2"]
    assert document.blocks[1] == Paragraph(
        (
            Reference("m", (Text("Avsnitt\u00a01.1.1"),)),
            Text(" "),
            Reference("m", (Text("hit"),)),
        ),
        FIRST + 2,
    )


def test_a_reference_that_begins_a_sentence_has_a_capital() -> None:
    """First in a paragraph and after a full stop the words begin with a capital, elsewhere not."""
    (_, paragraph) = read("# A {#a}\n\n[](#a) hör ihop med [](#a). [](#a) gäller.\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.content).replace("\u00a0", " ") == ("Avsnitt 1 hör ihop med avsnitt 1. Avsnitt 1 gäller.")


def test_tables_have_caption_number_and_alignment() -> None:
    """A paragraph that begins with a colon after a table is its caption; others have no number."""
    document = read(f"{TABLE}\n{TABLE}\n: Text *här* {{#tbl-x}}\n\nSe [](#tbl-x).\n")
    first, second, paragraph = document.blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert (first.number, first.caption, first.id) == (0, (), "")
    assert (second.number, second.id) == (1, "tbl-x")
    assert second.caption == (Text("Text "), Emphasis((Text("här"),)))
    assert second.alignments == (Alignment.LEFT, Alignment.RIGHT)
    assert second.rows == (((Text("1"),), (Text("2"),)),)
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.content) == "Se tabell\u00a01."


def test_a_bar_may_be_escaped_in_a_cell() -> None:
    """An escaped bar is text and does not make another cell."""
    table = read("| a | b |\n|---|---|\n| x \\| y | z |\n").blocks[0]
    assert isinstance(table, Table)
    assert plain(table.rows[0][0]) == "x | y"


def test_figures_have_path_alt_caption_and_number(folder: Path) -> None:
    """An image alone in a paragraph is a figure, also in a box; its path is decoded."""
    body = '![A](bild.svg){alt="a"}\n\n::: faktaruta\n![*B*](<bild å.svg>){#fig-b alt="b"}\n:::\n\n[](#fig-b)\n'
    first, box, paragraph = read(body, folder).blocks
    assert first == Figure("bild.svg", "a", (Text("A"),), 1, "figur-1", FIRST)
    assert isinstance(box, Box)
    assert box.blocks == (Figure("bild å.svg", "b", (Emphasis((Text("B"),)),), 2, "fig-b", FIRST + 3),)
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.content) == "Figur\u00a02"


def test_notes_are_numbered_in_the_order_of_their_marks() -> None:
    """The first mark of a note says so; the notes come in order whatever order they are written."""
    document = read("a[^x] b[^y] c[^x]\n\n[^y]: andra\n[^x]: första\n\n    stycke två\n")
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    marks = [inline for inline in paragraph.content if isinstance(inline, FootnoteMark)]
    assert marks == [FootnoteMark(1), FootnoteMark(2), FootnoteMark(1, first=False)]
    texts = [[plain(block.content) for block in note.blocks] for note in document.footnotes]
    assert texts == [["första", "stycke två"], ["andra"]]


def test_the_rest_of_commonmark_becomes_the_tree() -> None:
    """Lists, quotes, code, dividers, emphasis, breaks and links have their own nodes."""
    document = read("- a\n- b\n\n3. c\n\n   d\n\n> **e**\\\n> `f`\n\n---\n\n```\ng\n```\n\n[h](https://h.se)\n")
    bullets, steps, quote, divider, code, paragraph = document.blocks
    assert isinstance(bullets, BulletList)
    assert bullets.tight
    assert len(bullets.items) == 2
    assert isinstance(steps, OrderedList)
    assert not steps.tight
    assert steps.start == 3
    assert isinstance(quote, Quote)
    assert quote.blocks == (Paragraph((Strong((Text("e"),)), LineBreak(), Code("f")), FIRST + 7),)
    assert divider == Divider(FIRST + 10)
    assert code == CodeBlock("g", FIRST + 12)
    assert paragraph == Paragraph((Link("https://h.se", (Text("h"),)),), FIRST + 16)


def test_html_is_text() -> None:
    """Raw HTML is printed as it was written, in a line and in a block."""
    document = read("a <b>b</b>\n\n<script>x</script>\n")
    assert [plain(block.content) for block in document.blocks if isinstance(block, Paragraph)] == [
        "a <b>b</b>",
        "<script>x</script>",
    ]


def test_text_is_typeset_across_lines_and_emphasis_but_not_in_code() -> None:
    """Typography sees a whole paragraph; code stays as it was written."""
    (paragraph,) = read("**12** % och 27\nkap. `5 %`\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.content) == "12\u00a0% och 27\u00a0kap. 5 %"


def test_an_escaped_mark_is_text() -> None:
    """`{#x}` with a backslash is printed, so that a record's text cannot name a target."""
    (heading,) = read("# A \\{#x}\n").blocks
    assert isinstance(heading, Heading)
    assert (plain(heading.content), heading.id) == ("A {#x}", "avsnitt-1")


ERRORS = [
    ("[](#finns-ej)", 0, "pekar på något som inte finns"),
    ("a\nb\n[](#x)", 2, "pekar på något som inte finns"),
    ("# A {#a}\n\n# B {#a}", 2, "finns redan på rad 5"),
    (f"# A {{#a}}\n\n{TABLE}\n: T {{#a}}", 2, "finns redan på rad 5"),
    ("# A {#1a}", 0, "inte ett giltigt namn"),
    ("# A {#tabell-1}", 0, "liknar dem som programmet själv sätter"),
    ("a\n\n![A](bild.svg){#fig-a}", 2, "saknar alternativtext"),
    ('![A](bild.svg){alt=" "}', 0, "saknar alternativtext"),
    ('![](bild.svg){alt="x"}', 0, "figurtexten är tom"),
    ('![A](bild.svg){alt="x" width=3}', 0, "okänd egenskap, width"),
    ('![A](../bild.svg){alt="x"}', 0, "ligger utanför dokumentets mapp"),
    ('![A](%2e%2e/bild.svg){alt="x"}', 0, "ligger utanför dokumentets mapp"),
    ('![A](/etc/bild.svg){alt="x"}', 0, "ligger utanför dokumentets mapp"),
    ('![A](https://x.se/bild.svg){alt="x"}', 0, "ska skrivas från dokumentets mapp"),
    ('![A](C:%5Cbild.svg){alt="x"}', 0, "ska skrivas från dokumentets mapp"),
    ('![A](l%C3%A4nk.svg){alt="x"}', 0, "nås genom en länk"),
    ('![A](slinga/bild.svg){alt="x"}', 0, "nås genom en länk"),
    ('![A](saknas.svg){alt="x"}', 0, "finns inte"),
    ('![A](mapp.svg){alt="x"}', 0, "är ingen fil"),
    ('![A](fil.txt){alt="x"}', 0, "rätt sort"),
    ("# A\n\n### B", 2, "nivå 3, men nivå 2 väntas som mest"),
    ("## A", 0, "nivå 2, men nivå 1 väntas som mest"),
    ("# A\n\n#", 2, "Rubriken är tom"),
    ("# {#a}", 0, "Rubriken är tom"),
    ("# &nbsp;", 0, "Rubriken är tom"),
    ("- a\n\n  # B", 2, "En rubrik kan inte stå i en lista"),
    ("::: faktaruta\n# B\n:::", 1, "En rubrik kan inte stå i en ruta"),
    ("> # B", 0, "En rubrik kan inte stå i ett citat"),
    ("- | a |\n  |---|\n  | 1 |", 0, "En tabell kan inte stå i en lista"),
    ('- ![A](bild.svg){alt="x"}', 0, "En figur kan inte stå i en lista"),
    ('text ![A](bild.svg){alt="x"} text', 0, "Bilden står inne i annan text"),
    ('![A](bild.svg){alt="x" alt}', 0, "Bilden står inne i annan text"),
    ("# A ![A](bild.svg)", 0, "Bilden står inne i annan text"),
    ("a[^1]\n\n[^1]: x\n\n[^1]: y", 4, "har redan en text på rad 7"),
    ("a\n\n[^1]: x", 2, "används aldrig"),
    ("a\nb[^1]", 1, "saknar text"),
    ("a[^1]\n\n[^1]:", 2, "Fotnotens text är tom"),
    ("a[^1]\n\n[^1]: x[^2]\n[^2]: y", 2, "kan inte sättas i en annan fotnot"),
    ("a[^1]\n\n[^1]: x\n\n    - y", 4, "En lista kan inte stå i en fotnot"),
    ("# A[^1]\n\n[^1]: x", 0, "kan inte sättas i en rubrik"),
    (f"{TABLE}\n: T[^1]\n\n[^1]: x", 4, "kan inte sättas i en tabell- eller figurtext"),
    ("| a | b |\n|---|---|\n| 1 |", 2, "Raden har 1\u00a0cell men tabellen har 2\u00a0kolumner"),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |", 3, "Raden har 3\u00a0celler"),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n: Tabelltext", 3, "tom rad före tabelltexten"),
    ("| a | b |\n|---|\n| 1 |", 0, "olika många kolumner"),
    (f"{TABLE}\n: {{#tbl-x}}", 4, "figurtexten är tom"),
    ("::: ruta\na\n:::", 0, "Rutan går inte att läsa"),
    ("::: faktaruta\na\n", 0, "Rutan tar aldrig slut"),
    ("[a](ftp://x.se)", 0, 'Länken går till "ftp://x.se"'),
    ("[a](annan.md)", 0, 'Länken går till "annan.md"'),
    ("[](https://x.se)", 0, "saknar text"),
    ("[a](https://x.se/" + "y" * 2000 + ")", 0, "längre än 2000 tecken"),
    ("a\n\nb\x07", 2, "styrtecknet U+0007"),
    ("a\nb&#x202e;", 1, "styrtecknet U+202E"),
    ('b\n\n![A](bild.svg){alt="x&#x202e;"}', 2, "styrtecknet U+202E"),
    ("\ud800", 0, "styrtecknet U+D800"),
    (">" * 50 + " a", 0, "nästlad i för många led"),
    ("*" * 200 + "a" + "*" * 200, 0, "nästlad i för många led"),
]


@pytest.mark.parametrize(("body", "line", "message"), ERRORS)
def test_a_fault_is_named_with_its_line(body: str, line: int, message: str, folder: Path) -> None:
    """Every fault of the body stops the reading with a Swedish message and the line of the fault."""
    with pytest.raises(DocumentError) as raised:
        read(body, folder)
    assert message in raised.value.message
    assert raised.value.place is not None
    assert (raised.value.place.path, raised.value.place.line) == ("rapport.md", FIRST + line)


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("# A\n", 1, "saknar huvud"),
        ("---\ndate: 2026-02-15\n---\n", 1, "saknar titel"),
        ("---\ntitle: T\n---\n", 1, "saknar datum"),
        ("---\ntitle: T\ndate: 15/2 2026\n---\n", 3, 'har datumet "15/2 2026"'),
        ("---\ntitle: T\ndate: 2026-02-30\n---\n", 3, "Datumet 2026-02-30 finns inte"),
        ("---\ntitle: T\ntitle: U\n---\n", 3, "står två gånger"),
        ("---\ntitle: T\ntitel: U\n---\n", 3, "okänd nyckel, titel; menade du title?"),
        ('---\ntitle: T\nauthor: "\\ud800"\ndate: 2026-02-15\n---\n', 3, "styrtecknet U+D800"),
        ("---\ntitle: T\n- lista\n---\n", 3, "går inte att läsa"),
        ("---\ntitle: T\ndate: 2026-02-15\nlang: svenska\n---\n", 4, "Språket är inte en kod"),
        ("---\ntitle: T\ndate: 2026-02-15\nexempel: true\n---\n", 4, 'varken "ja" eller "nej"'),
        ("---\ntitle: T\ndate: 2026-02-15\nform: brev\n---\n", 4, 'inte "rapport" eller "skrivelse"'),
    ],
)
def test_a_fault_in_the_head_is_named(source: str, line: int, message: str) -> None:
    """Every fault of the front matter stops the reading, and the file is named as it was given."""
    with pytest.raises(DocumentError) as raised:
        parse(source, folder=Path(), name="x.md")
    assert message in raised.value.message
    assert raised.value.place is not None
    assert (raised.value.place.path, raised.value.place.line) == ("x.md", line)


_PIECES = st.sampled_from([
    *["# ", "- ", "> ", "1. ", "| a | b |\n|---|---|\n", "|", "\n", "\n\n", "    ", "[^1]", "[^1]: "],
    *["[](#a)", "{#a}", "![b](bild.svg)", '{alt="x"}', "::: faktaruta\n", ":::\n", "*", "`", "\\"],
    *[": ", "---\n", "===\n", "<b>", "&amp;", "åäö", "12 %", "https://x.se", "<https://x.se>", "~"],
])


@given(st.lists(_PIECES | st.text(max_size=4), max_size=24).map("".join))
@example("[^1]: [^1]")
@settings(deadline=None, derandomize=True, max_examples=400)
def test_any_source_is_a_document_or_a_documented_error(body: str) -> None:
    """No source, however odd, ends in anything but a document or an error with a line in the file."""
    try:
        read(body)
    except KvalitetError as error:
        fault = error
    else:
        return
    assert fault.place is not None
    assert 1 <= fault.place.line <= HEAD.count("\n") + len(body.splitlines()) + 1
