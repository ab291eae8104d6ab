"""The tree as a Word document: what stands in the file, read by nothing of ours."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import docx
import pytest

from kvalitet.reporting.document import parse
from kvalitet.reporting.images import ImageError
from kvalitet.reporting.published import read_published
from kvalitet.reporting.tree import Document, Heading, Table, figures, plain
from kvalitet.reporting.word.document import write_docx
from kvalitet.reporting.word.inlines import as_uri
from tests.reporting.word.reading import NAMES, WordFile, text_of, value, w

HEAD = """---
title: Berättelse 2025
subtitle: Hälso- och sjukvård
organisation: Exempelby
namnd: Vårdnämnden
author: K. L.
date: 2026-02-15
status: Utkast
exempel: ja
nyckel: kvalitetsberattelse/2025
underlag: 0123456789ab
---
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90">'
    '<rect width="90" height="60" fill="#0072B2"/><text y="80">Ekbacken</text></svg>'
)
BODY = """
# Resultat {#resultat}

Se [](#tbl-enhet), [](#fig-enhet), [](#resultat) och [IVO](https://www.ivo.se/).[^not] Det är **starkt *och* `rätt`**.\\
Åter.[^not]

| Enhet | Antal |
|:------|------:|
| Ekbacken | 1 284 |
| Lindhem[^andra] | 88 |

: Antal per enhet {#tbl-enhet}

| Utan | text |
|---|---|
| a | b |

## Diagram

![Per enhet](bild.svg){#fig-enhet alt="Ekbacken har flest."}

### Mindre

::: faktaruta
**Viktigt**

5. ett
   - två

6. tre
:::

::: saknas
Skriv vad ni lärde er.
:::

1. om

   igen

2. än

> citat

---

    kod
      rad

# Annat

## Mer

[^not]: Notens text, se [](#tbl-enhet) och [mer](https://a.se/).

    Andra stycket.
[^andra]: Den andra.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rapport")
    (root / "bild.svg").write_text(SVG, encoding="utf-8")
    (root / "stor.svg").write_text(SVG.replace('"200"', '"4000"'), encoding="utf-8")
    (root / "tom.svg").write_text(SVG.replace('"200"', '"0"'), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def tree(folder: Path) -> Document:
    return parse(HEAD + BODY, folder=folder)


@pytest.fixture(scope="module")
def data(tree: Document, folder: Path) -> bytes:
    return write_docx(tree, folder=folder)


@pytest.fixture(scope="module")
def word(data: bytes) -> WordFile:
    return WordFile(data)


def test_the_library_opens_it_and_knows_what_it_is(data: bytes) -> None:
    """Title, author, language, identity and day are the document's own; nothing is the machine's or the clock's."""
    properties = docx.Document(io.BytesIO(data)).core_properties
    assert (properties.title, properties.author) == ("Berättelse 2025", "K. L.")
    assert (properties.language, properties.keywords) == ("sv-SE", "kvalitetsberattelse/2025 2026-02-15 0123456789ab")
    assert str(properties.created) == str(properties.modified) == "2026-02-15 00:00:00+00:00"
    assert properties.last_modified_by == "K. L."


def test_the_cover_tells_what_it_is(word: WordFile) -> None:
    """Organisation, title, subtitle, the notice of an example and the facts stand before the first page break."""
    assert word.texts("Organisation", "Title", "Subtitle") == ["Exempelby", "Berättelse 2025", "Hälso- och sjukvård"]
    assert word.texts("Försättsrad") == [
        "Nämnd\tVårdnämnden",
        "Datum\t15\u00a0februari\u00a02026",
        "Ansvarig\tK. L.",
        "Status\tUtkast",
    ]
    assert word.texts("Faktaruta")[0] == "Påhittat exempel: inga verkliga händelser eller personer"


def test_word_reckons_the_numbers_of_headings_that_the_tree_has(word: WordFile, tree: Document) -> None:
    """The numbers that Word makes of the heading styles are those of the tree, and the outline is theirs."""
    headings = [block for block in tree.blocks if isinstance(block, Heading)]
    found = word.styled(*(f"heading {level}" for level in range(1, 7)))
    assert [(word.numbers[one], text_of(one)) for one in found] == [
        (heading.number, plain(heading.content)) for heading in headings
    ]
    assert [word.style_name(one) for one in found] == [f"heading {heading.level}" for heading in headings]


def test_the_contents_are_a_field_that_holds_its_links(word: WordFile) -> None:
    """Each heading of the first two levels stands there with its number, and leads to it; nothing asks to update."""
    entries = word.find("//w:sdtContent/w:p[.//w:hyperlink]")
    assert [text_of(one) for one in entries] == ["1\tResultat", "1.1\tDiagram", "2\tAnnat", "2.1\tMer"]
    assert word.find("//w:sdtContent//w:instrText")[0].text == ' TOC \\o "1-2" \\h \\z \\u '
    assert [text_of(one) for one in targets(word, word.find("//w:sdtContent//w:hyperlink"))] == [
        "Resultat",
        "Diagram",
        "Annat",
        "Mer",
    ]
    assert not word.find("//w:updateFields | //@w:dirty", word.part("word/settings.xml"))


def targets(word: WordFile, links: list[object]) -> Iterator[object]:
    for link in links:
        name = value(link, "anchor")
        (found,) = word.find(f"//w:p[w:bookmarkStart[@w:name='{name}']]")
        yield found


def test_captions_are_numbered_by_word_as_in_the_tree(word: WordFile, tree: Document) -> None:
    """Each caption has its style and a SEQ field that holds the tree's number; tables keep with theirs."""
    tables = [block for block in tree.blocks if isinstance(block, Table) and block.caption]
    expected = [f"Tabell\u00a0{table.number}\u2002{plain(table.caption)}" for table in tables]
    expected += [f"Figur\u00a0{one.number}\u2002{plain(one.caption)}" for one in figures(tree.blocks)]
    captions = word.styled("caption")
    assert sorted(map(text_of, captions)) == sorted(expected)
    codes = ["".join(word.find(".//w:instrText/text()", one)).strip() for one in captions]
    assert codes == ["SEQ Tabell \\* ARABIC", "SEQ Figur \\* ARABIC"]
    assert word.find("w:pPr/w:keepNext", captions[0])
    assert not word.find("w:pPr/w:keepNext", captions[1])


def test_references_lead_where_they_say(word: WordFile) -> None:
    """A reference is a link to the label of a caption or to the heading; an address is a relationship."""
    paragraph = next(one for one in word.styled("Body Text") if text_of(one).startswith("Se "))
    links = word.find("w:hyperlink[@w:anchor]", paragraph)
    assert [text_of(one) for one in links] == ["tabell\u00a01", "figur\u00a01", "avsnitt\u00a01"]
    found = [text_of(one) for one in targets(word, links)]
    assert found == ["Tabell\u00a01\u2002Antal per enhet", "Figur\u00a01\u2002Per enhet", "Resultat"]
    (out,) = word.find("w:hyperlink[@r:id]", paragraph)
    relation = word.relations("word/document.xml")[out.get(f"{{{NAMES['r']}}}id")]
    assert (relation.get("Target"), relation.get("TargetMode")) == ("https://www.ivo.se/", "External")


def test_notes_are_footnotes_with_their_numbers(word: WordFile, tree: Document) -> None:
    """The ids count as Word counts, each note has its words, and a second mark points at the first."""
    notes = [note for note in word.part("word/footnotes.xml") if int(value(note, "id")) > 0]
    expected = [" " + " ".join(plain(block.content) for block in note.blocks) for note in tree.footnotes]
    assert [" ".join(text_of(one) for one in note.iter(w("p"))) for note in notes] == expected
    marks = [value(one, "id") for one in word.document.iter(w("footnoteReference"))]
    assert marks == ["1", "2"]
    again = "".join(word.find("//w:instrText[contains(., 'NOTEREF')]/text()"))
    name = again.split()[1]
    (first,) = word.find(f"//w:bookmarkStart[@w:name='{name}']/following-sibling::w:r[1]/w:footnoteReference")
    assert value(first, "id") == "1"
    kept = {value(one, "id") for one in word.part("word/settings.xml").iter(w("footnote"))}
    assert kept == {"-1", "0"}


def test_tables_are_read_aloud_and_stay_whole(word: WordFile) -> None:
    """The header row repeats, rows are not broken, figures stand to the right, and the table says what it is."""
    first, second = word.document.iter(w("tbl"))
    assert len(word.find("w:tr[1]/w:trPr/w:tblHeader", first)) == len(word.find(".//w:tblHeader", first)) == 1
    assert len(word.find("w:tr/w:trPr/w:cantSplit", first)) == 3
    assert value(first.find(f"{w('tblPr')}/{w('tblCaption')}")) == "Antal per enhet"
    said = value(first.find(f"{w('tblPr')}/{w('tblDescription')}"))
    assert said == "Kolumner: Enhet och Antal. 2\u00a0rader under rubrikraden."
    assert second.find(f"{w('tblPr')}/{w('tblCaption')}") is None
    assert [value(one) for one in word.find("w:tr[2]/w:tc/w:p/w:pPr/w:jc", first)] == ["right"]
    grid = [int(value(one, "w")) for one in word.find("w:tblGrid/w:gridCol", first)]
    assert [int(value(one, "w")) for one in word.find("w:tr[1]/w:tc/w:tcPr/w:tcW", first)] == grid
    assert sum(grid) == int(value(first.find(f"{w('tblPr')}/{w('tblW')}"), "w"))
    assert word.find("following-sibling::*[1]", first)[0].tag == w("p")


def test_figures_are_dots_with_their_words(word: WordFile) -> None:
    """The image is a PNG of twice a screen's sharpness, as large as it was drawn, and has its alt text."""
    (named,) = word.find("//wp:docPr")
    assert named.get("descr") == "Ekbacken har flest."
    (size,) = word.find("//wp:extent")
    inches = [int(size.get(side)) / 914400 for side in ("cx", "cy")]
    assert inches == pytest.approx([200 / 96, 90 / 96], abs=0.01)
    (image,) = [name for name in word.names if name.startswith("word/media/")]
    data = word.archive.read(image)
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20]) == 2 * 200


def test_a_large_image_is_as_wide_as_the_text(folder: Path) -> None:
    """No image reaches outside the margins."""
    made = write_docx(parse(HEAD + '\n![A](stor.svg){alt="a"}\n', folder=folder), folder=folder)
    (size,) = WordFile(made).find("//wp:extent")
    assert 8900 < int(size.get("cx")) / 635 <= 8958


def test_an_image_that_cannot_be_drawn_is_named(folder: Path) -> None:
    """The error names the file and its line."""
    with pytest.raises(ImageError, match=r'Bilden "tom.svg" på rad 14 går inte att läsa'):
        write_docx(parse(HEAD + '\n![A](tom.svg){alt="a"}\n', folder=folder), folder=folder)


def test_lists_begin_where_they_say(word: WordFile) -> None:
    """Every numbered list is a list of its own; what is in it stands one level further in."""
    numbered = {
        text_of(one): number for one, number in word.numbers.items() if not word.style_name(one).startswith("h")
    }
    assert numbered == {"ett": "5.", "två": "–", "tre": "6.", "om": "1.", "än": "2."}
    assert word.texts("List Paragraph") == ["om", "igen", "än"]


def test_boxes_quotes_and_code_have_styles_of_their_own(word: WordFile) -> None:
    """A box that misses a person's words says so in words and by a dashed frame."""
    assert word.texts("Faktaruta")[1:] == ["Viktigt", "ett", "två", "tre"]
    assert word.texts("Saknas") == ["Att skriva", "Skriv vad ni lärde er."]
    (style,) = [style for style in word.styles.values() if value(style.find(w("name"))) == "Saknas"]
    assert {value(side) for side in style.find(f"{w('pPr')}/{w('pBdr')}")} == {"dashed"}
    assert word.texts("Quote") == ["citat"]
    assert word.texts("Kod") == ["kod   rad"]
    assert len(word.styled("Avdelare")) == 1


def test_words_have_weight_stress_and_breaks(word: WordFile) -> None:
    """Strong, emphasised and code text are runs with those looks; a written line end is one."""
    paragraph = next(one for one in word.styled("Body Text") if text_of(one).startswith("Se "))
    bold = [text_of(one) for one in word.find("w:r[w:rPr/w:b]", paragraph)]
    assert bold == ["starkt ", "och", " ", "rätt"]
    assert [text_of(one) for one in word.find("w:r[w:rPr/w:i]", paragraph)] == ["och"]
    assert len(word.find("w:r/w:br", paragraph)) == 1


def test_every_page_says_what_and_which_it_is(word: WordFile) -> None:
    """Title and status above, organisation and page below, and nothing of it on the cover."""
    (head,) = word.part("word/header1.xml").iter(w("p"))
    (foot,) = word.part("word/footer1.xml").iter(w("p"))
    assert text_of(head) == "Berättelse 2025\tUtkast"
    assert text_of(foot) == "Exempelby\t1 (1)"
    codes = [one.text.strip() for one in foot.iter(w("instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert word.find("//w:sectPr/w:titlePg")
    assert {value(one, "type") for one in word.find("//w:sectPr/w:headerReference")} == {"default"}


def test_everything_is_in_the_documents_language(folder: Path) -> None:
    """Every style speaks the language that the head names."""
    text = HEAD.replace("status: Utkast", "lang: sv-FI") + "\n# A\n"
    made = WordFile(write_docx(parse(text, folder=folder), folder=folder))
    found = [value(one) for one in made.part("word/styles.xml").iter(w("lang"))]
    assert found == ["sv-FI"]


def test_two_writes_are_the_same_bytes(
    data: bytes, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folder, working directory, time zone, locale and clock leave no trace in the file."""
    other = tmp_path / "en annan mapp"
    shutil.copytree(folder, other)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    with mock.patch("time.time", return_value=2_000_000_000.0), contextlib.suppress(AttributeError):
        time.tzset()
        assert write_docx(parse(HEAD + BODY, folder=other), folder=other) == data
    monkeypatch.undo()
    with contextlib.suppress(AttributeError):
        time.tzset()


def test_the_archive_has_no_clock(word: WordFile) -> None:
    """Every entry bears the same date and mode, whatever system packed it."""
    assert {one.date_time for one in word.archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert {(one.create_system, one.external_attr) for one in word.archive.infolist()} == {(3, 0o600 << 16)}
    ids = re.findall(rb"rsid|paraId|\w{8}-\w{4}-\w{4}", word.archive.read("word/document.xml"))
    assert ids == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://a.se/å b?x=[1]&y=2#del", "https://a.se/%C3%A5%20b?x=%5B1%5D&y=2#del"),
        ("https://a.se/100%", "https://a.se/100%25"),
        ("https://a.se/%C3%A5", "https://a.se/%C3%A5"),
        ("mailto:a@b.se", "mailto:a@b.se"),
        ("https://a.se/<x>\"'\\", "https://a.se/%3Cx%3E%22'%5C"),
    ],
)
def test_an_address_is_one_that_word_takes(written: str, kept: str) -> None:
    """Word calls a file broken that has an address which is none; what is one is not changed."""
    assert as_uri(written) == kept


def test_a_document_without_headings_has_no_contents(folder: Path) -> None:
    """An empty table of contents is never written."""
    made = WordFile(write_docx(parse(HEAD + "\nBara text.\n", folder=folder), folder=folder))
    assert not made.find("//w:sdt")
    assert [text_of(one) for one in made.body()] == ["Bara text."]


LETTER = HEAD.replace("namnd", "form: skrivelse\ndiarienummer: VN 2026/1\nnamnd")


def test_a_letter_begins_on_the_page_of_its_first_words(folder: Path) -> None:
    """Who writes and what it is, the facts, the notice, the title and the text; no page break, contents or numbers."""
    text = "\n# Förslag {#forslag}\n\nSe [](#forslag).\n\n## Mer\n"
    made = WordFile(write_docx(parse(LETTER + text, folder=folder), folder=folder))
    assert [text_of(one).replace("\u00a0", " ") for one in made.document.iter(w("p"))] == [
        "Exempelby\tHälso- och sjukvård",
        "Datum\t15 februari 2026",
        "Diarienummer\tVN 2026/1",
        "Handläggare\tK. L.",
        "Till\tVårdnämnden",
        "Påhittat exempel: inga verkliga händelser eller personer",
        "Berättelse 2025",
        "Förslag",
        "Se avsnittet ”Förslag”.",
        "Mer",
    ]
    assert not made.find("//w:br | //w:sdt")
    assert not made.numbers
    assert made.texts("heading 1", "heading 2") == ["Förslag", "Mer"]


def test_a_letter_and_a_report_have_the_same_styles(word: WordFile, folder: Path) -> None:
    """Only their looks differ, so that a text can be moved from one to the other."""
    made = WordFile(write_docx(parse(LETTER + "\nText.\n", folder=folder), folder=folder))
    assert made.styles.keys() == word.styles.keys()
    assert all(made.style_name(one) for one in made.document.iter(w("p")))


def test_a_published_file_says_which_report_it_is(data: bytes) -> None:
    """What counts a published report anew reads key, day and checksum out of the file, and its captions as lines."""
    published = read_published("rapport.docx", data)
    assert (published.identity.key, str(published.identity.day)) == ("kvalitetsberattelse/2025", "2026-02-15")
    assert "Tabell\u00a01\u2002Antal per enhet" in published.lines
