"""A municipality's Word template as the ground of a report, and files that are none."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from kvalitet.diagnostics import ConfigurationError
from kvalitet.reporting.document import parse
from kvalitet.reporting.word import archive
from kvalitet.reporting.word.base import open_base
from kvalitet.reporting.word.document import write_docx
from tests.reporting.word.reading import WordFile, text_of, value, w
from tests.reporting.word.templates import PARTS, PNG, TEMPLATE, drawing, packed, relations, template

TEXT = """---
title: Berättelse
author: K. L.
date: 2026-02-15
---

# Första

Text.[^a]

## Andra

1. ett

| a | b |
|---|---|
| c | `d` |

: Tabelltext

```
kod
```

[^a]: Not.
"""


def written(data: bytes, folder: Path, name: str = "mall.docx", text: str = TEXT) -> WordFile:
    (folder / "templates").mkdir(exist_ok=True)
    base = folder / "templates" / name
    base.write_bytes(data)
    return WordFile(write_docx(parse(text, folder=folder), folder=folder, base=base))


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> WordFile:
    return written(template(), tmp_path_factory.mktemp("arbetsyta"))


def test_the_look_of_the_template_is_kept(word: WordFile) -> None:
    """Its heading style, fonts, margins, logo and foot are those of the report; its text is gone."""
    (heading,) = word.styled("heading 1")
    assert value(word.find("w:pPr/w:pStyle", heading)[0]) == "Rubrik1"
    assert value(word.styles["Rubrik1"].find(f"{w('rPr')}/{w('color')}")) == "7A1F5C"
    assert word.part("word/styles.xml").find(f".//{w('rFonts')}").get(w("ascii")) == "Garamond"
    assert value(word.find("//w:sectPr/w:pgMar")[0], "left") == "2835"
    assert "Skriv din text här" not in text_of(word.document)
    relations_of = word.relations("word/document.xml")
    kinds = {
        one.get("Target"): one.get("Type").rpartition("/")[2]
        for one in relations_of.values()
        if one.get("Type").endswith(("header", "footer"))
    }
    assert kinds == {"header1.xml": "header", "footer1.xml": "footer"}
    assert text_of(word.part("word/header1.xml")) == "Exempelby kommun"
    assert word.archive.read("word/media/logo.png") == PNG


def test_the_last_section_takes_over_the_head_of_the_first(word: WordFile) -> None:
    """A header that only the first section names is that of the report, as Word shows it."""
    (section,) = word.find("//w:sectPr")
    assert [one.tag for one in section[:2]] == [w("headerReference"), w("footerReference")]


def test_what_the_template_lacks_is_added(word: WordFile) -> None:
    """Missing styles are ours, on its own Normal; a name that a style of another type has is not taken twice."""
    names = [value(style.find(w("name"))).lower() for style in word.styles.values()]
    assert len(names) == len(set(names))
    assert word.texts("caption") == ["Tabell\u00a01\u2002Tabelltext"]
    assert word.texts("Kod rapport") == ["kod"]
    assert (
        sum(value(style, "default") == "1" for style in word.styles.values() if value(style, "type") == "paragraph")
        == 1
    )


def test_headings_are_numbered_on_any_template(word: WordFile) -> None:
    """A heading style of the template is numbered where it is used, and its own numbering is left alone."""
    numbers = {text_of(one): number for one, number in word.numbers.items()}
    assert numbers == {"Första": "1", "Andra": "1.1", "ett": "1."}
    kinds = [value(kind, "abstractNumId") for kind in word.part("word/numbering.xml").iter(w("abstractNum"))]
    assert kinds == ["4", "5", "6", "7"]


def test_headings_of_a_letter_have_no_numbers_on_any_template(tmp_path: Path) -> None:
    """A heading style that the template numbers is not numbered where a letter uses it; lists are."""
    letter = written(template(), tmp_path, text=TEXT.replace("author", "form: skrivelse\nauthor"))
    assert {text_of(one): number for one, number in letter.numbers.items()} == {"ett": "1."}
    assert [text_of(one) for one in letter.styled("heading 1", "heading 2")] == ["Första", "Andra"]


def test_the_language_is_the_documents(word: WordFile) -> None:
    """A template that says English does not make the report English."""
    assert {value(one) for one in word.part("word/styles.xml").iter(w("lang"))} == {"sv-SE"}


def test_nothing_is_left_of_its_maker_or_of_places_outside(word: WordFile) -> None:
    """No name, comment, linked template, protection, or link of the template's own text is in the report."""
    everything = b"".join(word.archive.read(name) for name in word.names)
    assert b"Makare" not in everything
    assert b"mallen.example" not in everything
    assert not [name for name in word.names if "comments" in name]
    left = [one.tag for one in word.part("word/settings.xml")]
    assert left == [w("footnotePr"), w("compat")]


def test_notes_are_numbered_as_the_report_numbers_them(word: WordFile) -> None:
    """Roman numbers of the template do not reach the notes, whose numbers stand in the text of other formats too."""
    assert not word.find("//w:sectPr/w:footnotePr")
    assert [value(one, "id") for one in word.part("word/footnotes.xml")] == ["-1", "0", "1"]


def test_tables_keep_within_its_margins(word: WordFile) -> None:
    """The width of a table is reckoned from the template's page."""
    (table,) = word.document.iter(w("tbl"))
    assert int(value(table.find(f"{w('tblPr')}/{w('tblW')}"), "w")) <= 11906 - 2 * 2835


def test_a_template_file_does_as_well(tmp_path: Path) -> None:
    """A .dotx gives the same report as the .docx, as an ordinary document."""
    made = written(template(main=TEMPLATE), tmp_path, "mall.dotx")
    assert b"template.main" not in made.archive.read("[Content_Types].xml")
    assert made.texts("heading 1") == ["Första"]


def test_a_bare_template_gets_head_and_foot(tmp_path: Path) -> None:
    """Where the template has neither, ours are there, and the cover is left without."""
    text = PARTS["word/document.xml"].replace('<w:headerReference w:type="default" r:id="rId4"/>', "")
    made = written(template(document=text.replace('<w:footerReference w:type="default" r:id="rId5"/>', "")), tmp_path)
    assert len(made.find("//w:sectPr/*[self::w:headerReference or self::w:footerReference]")) == 2
    assert made.find("//w:sectPr/w:titlePg")


def test_the_same_template_gives_the_same_bytes(tmp_path: Path) -> None:
    """Where the template lies leaves no trace."""
    for name in "ab":
        (tmp_path / name).mkdir()
    one, two = (written(template(), tmp_path / name).archive.fp.getvalue() for name in "ab")  # type: ignore[union-attr]
    assert one == two


def _macros() -> bytes:
    return template(main="application/vnd.ms-word.document.macroEnabled.main+xml")


def _bomb() -> bytes:
    return packed({"[Content_Types].xml": b" " * (archive.LARGEST_XML + 1)})


def _many_parts() -> bytes:
    return packed({f"{number}.xml": b"" for number in range(archive.MOST_PARTS + 1)})


def _lying() -> bytes:
    """Return an archive that promises a small part and holds a large one."""
    data = _bomb()
    size = (archive.LARGEST_XML + 1).to_bytes(4, "little")
    return data.replace(size, (10).to_bytes(4, "little"))


def _locked() -> bytes:
    data = bytearray(template())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        data[place + at] |= 1
    return bytes(data)


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "är inget Word-dokument"),
        (b"%PDF-1.7", "är inget Word-dokument"),
        (packed({"a.txt": b"a"}), "är inget Word-dokument"),
        (template(main="application/xml"), "är inget Word-dokument"),
        (template()[:900], "går inte att läsa"),
        (template(styles="<w:styles"), "går inte att läsa"),
        (template(document="<x/>"), "går inte att läsa"),
        (template(document_rels="<x/>"), "går inte att läsa"),
        (template(styles=_ENTITIES + PARTS["word/styles.xml"]), "går inte att läsa"),
        (_OLE, "är i ett äldre format"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "har lösenord"),
        (_locked(), "har lösenord"),
        (_macros(), "innehåller makron"),
        (packed({"[Content_Types].xml": b"", "word/vbaProject.bin": b""}), "innehåller makron"),
        (_bomb(), "är för stor"),
        (_many_parts(), "är för stor"),
        (_lying(), "går inte att läsa"),
        (template(header1_rels=relations(("rId1", "image", "https://a.example/x.png"))), "hämtar något utanför"),
        (template(header1_rels=relations(("rId1", "oleObject", "x.bin")), header1=drawing("r:embed")), "går inte att"),
        (
            template(
                footer1=PARTS["word/footer1.xml"].replace("<w:t>", "<w:instrText>INCLUDETEXT x</w:instrText><w:t>")
            ),
            "hämtar något utanför",
        ),
    ],
)
def test_a_file_that_is_no_safe_template_is_told(data: bytes, why: str, tmp_path: Path) -> None:
    """The error names the file, says what is wrong with it, and the exit code is that of a broken workspace."""
    with pytest.raises(ConfigurationError, match=f"^templates/mall.docx.*: Word-mallen {why}") as caught:
        written(data, tmp_path)
    assert caught.value.exit_code == 3


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A template that is a link to another place is refused."""
    (tmp_path / "hemlig.docx").write_bytes(template())
    (tmp_path / "mall.docx").symlink_to(tmp_path / "hemlig.docx")
    with pytest.raises(ConfigurationError, match="nås genom en länk"):
        open_base(tmp_path / "mall.docx", lambda package: package)


def test_any_damage_is_a_template_or_an_error(tmp_path: Path) -> None:
    """Parts cut, swapped, doubled and overwritten by chance give a report or the documented error, and nothing else."""
    chance = random.Random(5)
    with zipfile.ZipFile(io.BytesIO(template())) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    outcomes = set()
    for _ in range(150):
        damaged = dict(parts)
        for name in chance.sample(sorted(parts), chance.randint(1, 2)):
            damaged[name] = _damaged(parts[name], parts, chance)
        try:
            written(packed(damaged), tmp_path)
            outcomes.add("report")
        except ConfigurationError:
            outcomes.add("error")
    assert outcomes == {"report", "error"}


def _damaged(data: bytes, parts: dict[str, bytes], chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    tags = data.split(b"<")
    chance.shuffle(tags)
    return chance.choice([
        data[:start] + data[end:],
        data[:end] + data[start:],
        b"",
        chance.choice(list(parts.values())),
        b"<".join(tags),
        data.replace(b'w:val="', b'w:val="x', 1),
        data.replace(b"w:", b"v:"),
        data.replace(b'"rId1"', b'"rId2"'),
    ])
