"""The document as HTML: one file that holds all it shows, says what the tree says, and can be read by anyone."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import time
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.dialect import refuse_forbidden
from kvalitet.reporting.document import parse
from kvalitet.reporting.html import write_html
from kvalitet.reporting.images import ImageError
from kvalitet.reporting.pdf import write_pdf
from kvalitet.reporting.published import read_published
from kvalitet.reporting.tree import (
    Alignment,
    Block,
    Blocks,
    Box,
    BulletList,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Figure,
    Footnote,
    FootnoteMark,
    FrontMatter,
    Heading,
    Inlines,
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
from tests.conftest import ROOT
from tests.injection.hostile import texts

HEAD = "---\ntitle: Berättelse 2025\nauthor: K. L.\nnamnd: Omsorgsnämnden\ndate: 2026-02-15\nexempel: ja\n---\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90"><text y="80">Ekbacken</text></svg>'
BODY = """
# Resultat {#resultat}

Se [](#tbl-enhet), [](#fig-enhet), [](#resultat) och [IVO](https://www.ivo.se/?a=1&b=2).[^not]

| Enhet | Antal | Andel |
|:------|------:|:-----:|
| Ekbacken | 1 284 | 93 % |
| Lindhem[^not] | 88 | 7 % |

: Antal per *enhet* {#tbl-enhet}

## Diagram

![Per enhet](bild.svg){#fig-enhet alt="Ekbacken har flest."}

::: faktaruta
**Viktigt**

7. ett
   - två

   > citat med `kod`

8. tre[^andra]
:::

::: saknas
Vad visar siffrorna?
:::

### Mer

---

    <kodrad>

[^not]: Notens text.

[^andra]: Första stycket.

    Andra stycket.
"""
EXAMPLE = sorted(ROOT.glob("reports/*/*.md"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rapport")
    (root / "bild.svg").write_text(SVG, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def page(folder: Path) -> lxml.html.HtmlElement:
    return read(write(BODY, folder))


def write(body: str, folder: Path) -> bytes:
    return write_html(parse(HEAD + body, folder=folder), folder=folder)


def read(html: bytes) -> lxml.html.HtmlElement:
    """Read the page as a browser does, with another library than the one that wrote it."""
    return lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True))


def text_of(element: lxml.html.HtmlElement) -> str:
    return str(element.text_content())


def only_ink(text: str) -> str:
    return "".join(text.split())


def test_the_page_says_what_it_is(page: lxml.html.HtmlElement, folder: Path) -> None:
    """Document type, language, title, author, and a width that follows the screen."""
    assert write(BODY, folder).startswith(b"<!DOCTYPE html>\n")
    assert page.get("lang") == "sv-SE"
    assert page.findtext("head/title") == "Berättelse 2025"
    assert page.xpath("//meta[@name='author']/@content") == ["K. L."]
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]


def test_a_published_page_can_be_read_back(folder: Path) -> None:
    """The page says which report it is, of which day and records, so that `report check` can count it anew."""
    head = HEAD.replace("exempel: ja", "nyckel: kvalitetsberattelse/2025\nunderlag: 0123456789ab")
    found = read_published("x.html", write_html(parse(head + BODY, folder=folder), folder=folder))
    assert found.identity == ("kvalitetsberattelse/2025", dt.date(2026, 2, 15), "0123456789ab")
    assert "Ekbacken har flest." in found.lines


def test_the_cover_says_what_that_of_the_pdf_says(page: lxml.html.HtmlElement) -> None:
    """Title, the notice of an invented example, and the facts that are known, each with its name."""
    (header,) = page.iter("header")
    assert [text_of(h1) for h1 in header.iter("h1")] == ["Berättelse 2025"]
    assert "Påhittat exempel: inga verkliga händelser eller personer" in text_of(header)
    facts = dict(zip(map(text_of, header.iter("dt")), map(text_of, header.iter("dd")), strict=True))
    assert facts == {"Nämnd": "Omsorgsnämnden", "Datum": "15\xa0februari\xa02026", "Ansvarig": "K. L."}


def test_the_contents_lead_to_chapters_and_their_parts(page: lxml.html.HtmlElement) -> None:
    """Headings of the first two levels are listed, numbered, and lead to themselves; a first link leads past them."""
    (nav,) = page.iter("nav")
    entries = [(text_of(a), a.get("href")) for a in nav.iter("a")]
    assert entries == [("1 Resultat", "#resultat"), ("1.1 Diagram", "#avsnitt-1-1")]
    assert [text_of(h) for h in page.xpath("//main//*[self::h2 or self::h3 or self::h4]")] == [
        *("1 Resultat", "1.1 Diagram", "1.1.1 Mer", "Fotnoter")
    ]
    first = page.xpath("//body/*")[0]
    assert page.get_element_by_id(first.get("href")[1:]).tag == "main"


def test_a_letter_has_a_letterhead_and_neither_contents_nor_numbers(folder: Path) -> None:
    """Who writes, what it is, the facts, the notice and then the title; headings are bare, and a reference names one."""
    letter = HEAD.replace("exempel", "organisation: Exempelby\nsubtitle: Tjänsteskrivelse\nform: skrivelse\nexempel")
    page = read(write_html(parse(letter + "# Förslag {#forslag}\n\nSe [](#forslag).\n", folder=folder), folder=folder))
    (header,) = page.iter("header")
    assert [text_of(part).replace("\xa0", " ") for part in header] == [
        "Exempelby",
        "Tjänsteskrivelse",
        "Datum15 februari 2026HandläggareK. L.TillOmsorgsnämnden",
        "Påhittat exempel: inga verkliga händelser eller personer",
        "Berättelse 2025",
    ]
    assert not list(page.iter("nav"))
    assert [text_of(part) for part in page.get_element_by_id("sida.text")] == ["Förslag", "Se avsnittet ”Förslag”."]


def test_a_table_has_headers_and_a_caption_above(page: lxml.html.HtmlElement) -> None:
    """The caption comes first with its number; columns and rows have headers; cells are set as the author wrote."""
    (table,) = page.iter("table")
    assert table[0].tag == "caption"
    assert text_of(table[0]) == "Tabell\xa01. Antal per enhet"
    assert [(text_of(th), th.get("scope")) for th in table.iter("th")] == [
        *(("Enhet", "col"), ("Antal", "col"), ("Andel", "col"), ("Ekbacken", "row"), ("Lindhem1", "row"))
    ]
    sides = [{"hoger", "mitt"} & set(cell.get("class", "").split()) for cell in table.xpath(".//tbody/tr[1]/*")]
    assert sides == [set(), {"hoger"}, {"mitt"}]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n", True),
        ("| a | b |\n|---|---|\n| x | 1 |\n| x | 2 |\n", False),
        ("| a | b |\n|---|---|\n| x | 1 |\n|   | 2 |\n", False),
        ("| a | b |\n|--:|---|\n| 1 | x |\n| 2 | y |\n", False),
        ("| a |\n|---|\n| x |\n", False),
    ],
)
def test_the_first_column_is_a_header_where_it_names_the_rows(rows: str, names: bool) -> None:
    """Text in every row, no two alike, beside other columns; anything else is a cell like the others."""
    assert bool(read(write(rows, Path())).xpath("//tbody//th")) is names


def test_a_wide_table_can_be_scrolled_by_keyboard_and_has_a_name() -> None:
    """What a narrow screen has no room for is in a frame that takes focus, named by its caption, or by its place where it has none."""
    wide = "| {} |\n|---|---|---|---|---|---|\n| {} |\n".format(
        " | ".join(["Undersköterska"] * 6), " | ".join("abcdef")
    )
    body = f"{wide}\n: Yrken {{#tbl-x}}\n\n{wide}\n{wide}"
    captioned, bare, other = read(write(body, Path())).find_class("tabell")
    assert (captioned.get("tabindex"), captioned.tag, bare.get("tabindex")) == ("0", "section", "0")
    assert text_of(captioned.get_element_by_id(captioned.get("aria-labelledby"))) == "Tabell\xa01. Yrken"
    assert (bare.get("aria-label"), other.get("aria-label")) == ("Tabell utan nummer (1)", "Tabell utan nummer (2)")
    (narrow,) = read(write("| a | b |\n|---|---|\n| x | 1 |\n", Path())).find_class("tabell")
    assert not narrow.get("tabindex")


def test_a_figure_holds_its_image(page: lxml.html.HtmlElement) -> None:
    """The image itself is in the page, byte for byte, with its alternative text and its numbered caption."""
    (figure,) = page.iter("figure")
    assert figure.get("id") == "fig-enhet"
    assert [figure[0].tag, figure[0].get("alt"), figure[1].tag] == ["img", "Ekbacken har flest.", "figcaption"]
    head, data = figure[0].get("src").split(",")
    assert head == "data:image/svg+xml;base64"
    assert b64decode(data).decode() == SVG
    assert text_of(figure[1]) == "Figur\xa01. Per enhet"


def test_notes_lead_back_to_every_mark(page: lxml.html.HtmlElement) -> None:
    """Each mark leads to its note, and each note back to all its marks."""
    marks = {a.get("id"): a.get("href") for a in page.xpath("//sup/a")}
    assert list(marks.values()) == ["#fotnot-1", "#fotnot-1", "#fotnot-2"]
    (notes,) = page.xpath("//section[@role='doc-endnotes']/ol")
    back = [[a.get("href")[1:] for a in note.xpath(".//a[@role='doc-backlink']")] for note in notes]
    assert [mark for note in back for mark in note] == list(marks)
    assert [note.get("id") for note in notes] == ["fotnot-1", "fotnot-2"]
    assert "Första stycket." in text_of(notes[1])
    assert "Andra stycket." in text_of(notes[1])


def test_a_box_has_a_name_and_one_for_missing_words_is_marked(page: lxml.html.HtmlElement) -> None:
    """A screen reader hears what the frame tells the eye, and the missing words are told in text too."""
    facts, missing = page.iter("aside")
    assert (facts.get("class"), facts.get("aria-label")) == ("faktaruta", "Faktaruta")
    assert (missing.get("class"), missing.get("aria-label")) == ("saknas", "Text som saknas")
    assert [text_of(p) for p in missing.iter("p")] == ["Att skriva", "Vad visar siffrorna?"]


def test_lists_quotes_and_code_are_what_they_are(page: lxml.html.HtmlElement) -> None:
    """Numbers start where the author starts, a tight list is set close, code keeps its signs."""
    (steps,) = page.xpath("//aside/ol")
    assert (steps.get("start"), steps.get("class")) == ("7", None)
    (inner,) = steps.iter("ul")
    assert (inner.get("class"), len(inner.xpath("li/p"))) == ("tat", 0)
    assert [text_of(quote).strip() for quote in page.iter("blockquote")] == ["citat med kod"]
    assert [text_of(pre) for pre in page.iter("pre")] == ["<kodrad>"]


def test_nothing_is_fetched_and_nothing_runs(page: lxml.html.HtmlElement, folder: Path) -> None:
    """No script, no handler, no style from elsewhere: the page's policy allows its own style and images alone."""
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & {e.tag for e in page.iter()}
    names = {name for element in page.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert all(src.startswith("data:image/") for src in page.xpath("//@src"))
    (style,) = page.iter("style")
    assert not re.search(r"url\(|@import|@font-face", style.text)
    digest = b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith(f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'")


def test_two_writes_are_the_same_bytes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folder, working directory, time zone and clock leave no trace in the file."""
    first = write(BODY, folder)
    shutil.copytree(folder, other := tmp_path / "en annan mapp")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert write(BODY, other) == first


@pytest.mark.parametrize("writer", [write_html, write_pdf])
def test_an_image_that_is_gone_is_the_same_error_in_every_format(writer: object, folder: Path, tmp_path: Path) -> None:
    """The image and its line are named, as in the PDF."""
    document = parse(HEAD + BODY, folder=folder)
    assert callable(writer)
    with pytest.raises(ImageError, match=r'Bilden "bild\.svg" på rad 22 finns inte'):
        writer(document, folder=tmp_path)


# ---- The same words as the tree ----


@pytest.mark.parametrize("path", EXAMPLE, ids=lambda path: path.stem)
def test_the_words_are_those_of_the_tree(path: Path) -> None:
    """Without its notes and marks, the text of a report of the example is the text of its tree, in the same order."""
    document = parse(path.read_text(encoding="utf-8"), folder=path.parent)
    page = read(write_html(document, folder=path.parent))
    (main,) = page.iter("main")
    for extra in main.xpath(".//sup | .//section[@role='doc-endnotes']"):
        extra.drop_tree()
    assert only_ink(text_of(main)) == only_ink("".join(words_of(document.blocks)))
    assert [e.get("alt") for e in main.iter("img")] == [b.alt for b in walk(document.blocks) if isinstance(b, Figure)]


@pytest.mark.parametrize("path", EXAMPLE, ids=lambda path: path.stem)
def test_every_link_inside_leads_somewhere(path: Path) -> None:
    """No two places have the same identifier, every link within the page has its place, and the references are those of the tree."""
    document = parse(path.read_text(encoding="utf-8"), folder=path.parent)
    page = read(write_html(document, folder=path.parent))
    places = Counter(page.xpath("//@id"))
    assert set(places.values()) == {1}
    inside = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert set(inside) <= set(places)
    references = Counter(page.xpath("//main//a[starts-with(@href, '#') and not(@role)]/@href"))
    assert references == Counter(f"#{target}" for target in targets(document.blocks))


def walk(blocks: Blocks) -> Iterator[Block]:
    for block in blocks:
        yield block
        match block:
            case Box(_, inner) | Quote(inner):
                yield from walk(inner)
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from walk(item)


def words_of(blocks: Blocks) -> Iterator[str]:
    for block in walk(blocks):
        match block:
            case Heading(_, number, content):
                yield number + plain(content)
            case Paragraph(content):
                yield plain(content)
            case Table():
                yield f"Tabell {block.number}. {plain(block.caption)}" if block.caption else ""
                yield from (plain(cell) for row in (block.header, *block.rows) for cell in row)
            case Figure():
                yield f"Figur {block.number}. {plain(block.caption)}"
            case CodeBlock(text):
                yield text


def contents_of(blocks: Blocks) -> Iterator[Inlines]:
    for block in walk(blocks):
        match block:
            case Heading() | Paragraph():
                yield block.content
            case Table():
                yield from (cell for row in ((block.caption,), block.header, *block.rows) for cell in row)
            case Figure():
                yield block.caption


def targets(blocks: Blocks) -> Iterator[str]:
    waiting = [inline for content in contents_of(blocks) for inline in content]
    while waiting:
        match waiting.pop():
            case Reference(target, _):
                yield target
            case Strong(content) | Emphasis(content) | Link(_, content):
                waiting += content


# ---- Any text is text ----


def can_be_shown(text: str) -> bool:
    try:
        refuse_forbidden(text, 1)
    except KvalitetError:
        return False
    return "\r" not in text


def everywhere(text: str) -> Document:
    """A document with the text in every place that a text can have.

    The column of long words and the doubled names keep the shape of the table the same whatever the text.
    """
    words: Inlines = (Text(text),)
    row = words, (Text("x" * 60),), (Strong((Emphasis((Code(text),)),)),)
    table = Table(row, (row, row), (Alignment.LEFT,) * 3, words, 1, "t", 1)
    paragraph = Paragraph((*words, LineBreak(), Link(f"https://{text}", words), FootnoteMark(1)), 1)
    items = ((paragraph,), (paragraph, paragraph))
    blocks: Blocks = (
        Heading(1, "1", words, "h", 1),
        paragraph,
        BulletList(items, True, 1),
        OrderedList(items, 1, False, 1),
        table,
        Figure("bild.svg", text, words, 1, "f", 1),
        Box("faktaruta", (paragraph,), 1),
        Quote((paragraph,), 1),
        CodeBlock(text, 1),
    )
    front = FrontMatter(text, dt.date(2026, 2, 15), text, text, text, text, text)
    return Document(front, blocks, (Footnote(1, (Paragraph(words, 1),), 1),))


PLACES = (
    *("p/a[1]", "ul/li/a[1]", "ol/li/p/a[1]", ".//td/strong/em/code", ".//td[1]", "pre/code"),
    *("aside/p/a[1]", "blockquote/p/a[1]", "section/ol/li/p[1]"),
)
"""Where in the page, below main, the text stands alone."""


def shape(page: lxml.html.HtmlElement) -> list[tuple[str, list[str]]]:
    """The elements and the names of their attributes; how the cells of a column look follows from their length."""
    return [(str(e.tag), sorted(set(e.attrib) - ({"class"} if e.tag in ("th", "td") else set()))) for e in page.iter()]


@pytest.fixture(scope="module")
def expected(folder: Path) -> list[tuple[str, list[str]]]:
    return shape(read(write_html(everywhere("ord"), folder=folder)))


def check(text: str, folder: Path, expected: list[tuple[str, list[str]]]) -> None:
    page = read(write_html(everywhere(text), folder=folder))
    assert shape(page) == expected
    (main,) = page.iter("main")
    for place in PLACES:
        found = [text_of(element) for element in main.xpath(place)]
        assert found, place
        assert set(found) == {text}, place
    assert {text_of(element) for element in page.xpath("//title | //h1")} == {text}
    assert {text_of(element) for element in page.xpath("//h2[@id='h'] | //nav//a")} == {f"1 {text}"}
    assert {text_of(element) for element in page.xpath("//figcaption")} == {f"Figur\xa01. {text}"}
    assert page.xpath("//img/@alt") == [text]
    assert set(page.xpath("//p/a[1]/@href")) >= {f"https://{text}"}


@given(text=st.text(min_size=1).filter(can_be_shown))
@example(text='"><script>alert(1)</script>')
@example(text="</style></title></textarea>--><!-- ]]>")
@example(text="&lt;b&gt; &amp;amp; &#60; &notit;")
@example(text="\n inledande rad")
@settings(deadline=None)
def test_any_text_comes_back_and_is_nothing_but_text(
    text: str, folder: Path, expected: list[tuple[str, list[str]]]
) -> None:
    """Whatever the text, the page has the same elements and attributes, and each place holds the text unchanged."""
    check(text, folder, expected)


def test_naughty_strings_come_back_and_are_nothing_but_text(
    folder: Path, expected: list[tuple[str, list[str]]]
) -> None:
    """So it is for every known text that has broken a page somewhere."""
    hostile = [text for text in texts() if text and can_be_shown(text)]
    assert len(hostile) > 600
    for text in hostile:
        check(text, folder, expected)


# ---- Colours ----

CSS = (files("kvalitet") / "data" / "layout" / "rapport.css").read_text(encoding="utf-8")
LIGHT, DARK = (dict(re.findall(r"--(\w+): (#\w{6})", part)) for part in CSS.split("/* ---- Page")[0].split("@media"))


def luminance(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(colours: dict[str, str]) -> None:
    """Ink, accent, muted and warning have at least 7:1 (WCAG AAA) against the page and against a box, in light and in dark."""
    for ground in ("ground", "pale"):
        for ink in ("ink", "accent", "muted", "warning"):
            low, high = sorted(luminance(colours[name]) for name in (ground, ink))
            assert (high + 0.05) / (low + 0.05) >= 7, (ink, ground)


def test_every_class_has_its_look_and_every_look_its_class(page: lxml.html.HtmlElement) -> None:
    """The stylesheet and the writers name the same classes."""
    written = {
        name
        for text in ROOT.glob("kvalitet/reporting/html*.py")
        for name in re.findall(r'"([a-z]+)"', text.read_text(encoding="utf-8"))
    }
    styled = set(re.findall(r"\.([a-z]+)(?=[\s:.,{>])", CSS))
    used = {name for classes in page.xpath("//@class") for name in classes.split()}
    assert used <= styled
    assert styled <= written | used
