"""The document as PDF: for everyone, for the archive, and the same bytes every time."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import shutil
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.document import parse
from kvalitet.reporting.images import ImageError
from kvalitet.reporting.pdf import write_pdf
from kvalitet.reporting.tree import Document, FrontMatter, Paragraph, Text

HEAD = "---\ntitle: Berättelse 2025\nauthor: K. L.\ndate: 2026-02-15\nexempel: ja\n---\n"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="90">'
    '<rect width="90" height="60" fill="#0072B2"/><text y="80">Ekbacken</text></svg>'
)
BODY = """
# Resultat {#resultat}

Se [](#tbl-enhet), [](#fig-enhet), [](#resultat) och [IVO](https://www.ivo.se/).[^not]

| Enhet | Antal |
|:------|------:|
| Ekbacken | 1 284 |
| Lindhem[^not] | 88 |

: Antal per enhet {#tbl-enhet}

## Diagram

![Per enhet](bild.svg){#fig-enhet alt="Ekbacken har flest."}

::: faktaruta
**Viktigt**

1. ett
   - två

   > citat med `kod`
:::

---

    kodrad

[^not]: Notens text.
"""
HARD = 'Anna@kommun.se C# $x$ "a\\b" #read("/etc/passwd") ] } // slut /* _x_ <b> https://a.se'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rapport")
    (root / "bild.svg").write_text(SVG, encoding="utf-8")
    (root / "trasig.svg").write_text("<svg", encoding="utf-8")
    (root / "tom.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>', encoding="utf-8")
    (root / "trasig.jpg").write_bytes(b"\xff\xd8\xff and no more")
    (root / "trasig.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    return root


@pytest.fixture(scope="module")
def pdf(folder: Path) -> bytes:
    return render(BODY, folder)


def render(body: str, folder: Path) -> bytes:
    return write_pdf(parse(HEAD + body, folder=folder), folder=folder).data


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def only_ink(text: str) -> str:
    """Return what can be seen: no spaces, no break opportunities, letters in one form."""
    shown = unicodedata.normalize("NFKC", text)
    return "".join(char for char in shown if unicodedata.category(char)[0] not in "ZC")


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Walk the structure tree."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += list(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            waiting += [element.K] if "/K" in element else []


def test_a_caption_stands_with_the_first_row(folder: Path) -> None:
    """However far down the page a table that is broken begins, its caption, header and first row stand together."""
    tall = "Ett långt ord i taget fyller en cell på många rader. " * 6
    rows = "".join(f"| Rad {row} | {tall} | {tall} |\n" for row in range(1, 12))
    parts = [
        f"# Rubrik {number}\n\n{'Fyllnad. ' * (25 * number)}\n\n| Namn | Det ena | Det andra |\n|:--|:--|:--|\n"
        f"{rows.replace('Rad 1 ', f'Första {number}z ')}\n: Texten {number}z\n\n"
        for number in range(1, 16)
    ]
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render("".join(parts), folder))).pages]
    seen = [[number for number, page in enumerate(pages) if word in only_spaces(page)] for word in _words()]
    assert all(len(found) == 1 for found in seen)
    assert seen[0::2] == seen[1::2]


def test_no_row_of_a_broken_table_stands_alone(folder: Path) -> None:
    """However far down the page a table begins, two rows or more stand on its first page and on its last."""
    rows = "".join(f"| Rad{row}z | {row} |\n" for row in range(1, 13))
    parts = [
        f"{'Fyllnad ' * (11 * number)}\n\n| Namn | Antal |\n|:--|--:|\n{rows.replace('Rad', f'Rad{number}v')}\n: Texten\n\n"
        for number in range(30, 60)
    ]
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render("".join(parts), folder))).pages]
    broken = 0
    for number in range(30, 60):
        counts = [len(re.findall(rf"Rad{number}v\d+z", page)) for page in pages]
        shown = [count for count in counts if count]
        assert sum(shown) == 12
        assert min(shown) >= 2
        broken += len(shown) > 1
    assert broken > 5


def _words() -> list[str]:
    return [word for number in range(1, 16) for word in (f"Texten {number}z", f"Första {number}z")]


def only_spaces(text: str) -> str:
    """Return text with every kind of blank as one space."""
    return " ".join(text.split())


def test_the_file_says_what_it_is(pdf: bytes) -> None:
    """Language, tags, title, author and the two standards are declared."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.Root.Lang) == "sv-SE"
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == "Berättelse 2025"
            assert metadata["dc:creator"] == ["K. L."]
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


def test_figures_are_attached_on_request(pdf: bytes, folder: Path) -> None:
    """With CSV files in it the PDF is A-3a, tells what each holds, and shows the same pages."""
    rows = "Enhet;Antal\nEkbacken;1 284\nÖstgården 你;3\n".encode()
    document = parse(HEAD + BODY, folder=folder)
    made = write_pdf(document, folder=folder, attachments={"bild.csv": rows, "annat.csv": b"a;b\n"})
    assert made.unshown == ()
    assert text_of(made.data) == text_of(pdf)
    with pikepdf.open(io.BytesIO(made.data)) as file:
        with file.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
        told = {str(spec.F): str(spec.Desc) for spec in file.Root.AF}
        assert told == {"bild.csv": "Siffrorna i figur 1: Per enhet", "annat.csv": "Siffror till rapporten"}
        assert {str(spec.AFRelationship) for spec in file.Root.AF} == {"/Data"}
        assert {str(spec.EF.F.Subtype) for spec in file.Root.AF} == {"/text/csv"}
        assert file.attachments["bild.csv"].get_file().read_bytes() == rows


@pytest.mark.parametrize("name", ["mapp/bild.csv", "övrigt.csv", ""])
def test_an_attached_file_has_a_plain_name(folder: Path, name: str) -> None:
    """A name with a folder or with letters that old readers misread is refused."""
    with pytest.raises(ValueError, match="no name"):
        write_pdf(parse(HEAD + BODY, folder=folder), folder=folder, attachments={name: b""})


def test_the_structure_is_that_of_the_document(pdf: bytes) -> None:
    """Headings, table, list, figure, notes and links are tagged, and each figure has its alt text."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = list(elements(file))
        kinds = [str(element.S) for element in found]
        alts = [str(element.Alt) for element in found if str(element.S) == "/Figure"]
    wanted = "Title H1 H2 Table THead TH TD L LI Figure Caption Note Link TOC BlockQuote Code P"
    assert {f"/{kind}" for kind in wanted.split()} <= set(kinds)
    assert alts == ["Ekbacken har flest."]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 2
    assert kinds.count("/TD") == 4


def test_headings_are_bookmarks(pdf: bytes) -> None:
    """The outline of the file lists the contents page and the headings with their numbers."""
    with pikepdf.open(io.BytesIO(pdf)) as file, file.open_outline() as outline:
        titles = [entry.title for top in outline.root for entry in (top, *top.children)]
    assert titles == ["Innehåll", "1 Resultat", "1.1 Diagram"]


def test_the_page_shows_the_same_numbers_as_the_tree(pdf: bytes) -> None:
    """Captions and references agree, and an invented example says so on its cover."""
    text = text_of(pdf).replace("\u00a0", " ")
    assert "Påhittat exempel: inga verkliga händelser eller personer" in text
    assert "Se tabell 1, figur 1, avsnitt 1 och IVO" in text
    assert "Tabell 1" in text
    assert "Figur 1" in text
    assert "15 februari 2026" in text


def test_no_fonts_of_the_machine_are_used(pdf: bytes) -> None:
    """Only the packaged face and the fixed-width face of Typst are embedded."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        names = {
            str(font.BaseFont).split("+")[1] for page in file.pages for font in page.Resources.get("/Font", {}).values()
        }
    assert all(name.startswith(("SourceSans3", "DejaVuSansMono")) for name in names)


def test_two_writes_are_the_same_bytes(
    pdf: bytes, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Folder, working directory, time zone, locale and clock leave no trace in the file."""
    other = tmp_path / "en annan mapp"
    shutil.copytree(folder, other)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    if hasattr(time, "tzset"):
        time.tzset()
    assert render(BODY, other) == pdf
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_a_character_that_the_faces_lack_stops_nothing(folder: Path) -> None:
    """In its place stands a square, in text, code, title and alt; the characters are told, and all others are shown."""
    text = "---\ntitle: Ett 你\ndate: 2026-01-01\n---\n\nHej 😀 och `好` där, a\u0e31b.\n"
    made = write_pdf(parse(text, folder=folder), folder=folder)
    shown = text_of(made.data).replace("\xa0", " ")
    assert "Ett □" in shown
    assert "Hej □ och □ där, a□b." in shown
    assert set(made.unshown) == {"你", "😀", "好", "\u0e31"}


@pytest.mark.parametrize("name", ["trasig.svg", "trasig.png", "trasig.jpg", "tom.svg"])
def test_a_broken_image_is_named(name: str, folder: Path) -> None:
    """An image that cannot be drawn stops the writing and is named by its own name and line."""
    with pytest.raises(ImageError, match=f'Bilden "{name}" på rad 7 går inte att läsa'):
        render(f'![A]({name}){{alt="x"}}\n', folder)


def test_an_image_that_has_become_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    """Images are checked again when they are copied, whatever they were when the text was read."""
    document = parse(HEAD + BODY, folder=folder)
    (tmp_path / "bild.svg").symlink_to(folder / "bild.svg")
    with pytest.raises(ImageError, match="nås genom en länk"):
        write_pdf(document, folder=tmp_path)


def test_typst_sees_no_code_in_a_text(folder: Path) -> None:
    """What would be code or markup to Typst is printed as it was written."""
    front = FrontMatter(title=HARD, date=dt.date(2026, 2, 15), author=HARD, status=HARD)
    document = Document(front, (Paragraph((Text(HARD),), 1),), ())
    assert only_ink(text_of(write_pdf(document, folder=folder).data)).count(only_ink(HARD)) >= 3


def engine_in_this_process() -> contextlib.AbstractContextManager[object]:
    """Set pages without a child for each: these tests are about texts, and set hundreds."""
    return mock.patch("kvalitet.reporting.pdf.run_apart", lambda work, request, _: work(request))


def escaped(text: str) -> str:
    return "".join(f"\\{char}" if char.isascii() and not char.isalnum() else char for char in text)


_WESTERN = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])
_WORD = st.text(_WESTERN | st.sampled_from('αβжЯ€–—…≥→✓#$@*_`<>"\\[]{}/'), min_size=1, max_size=70)


@given(st.lists(_WORD, min_size=1, max_size=8).map(" ".join))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_a_written_text_can_be_read_from_the_page(text: str) -> None:
    """Any text of European letters and signs comes back, character by character, from the PDF."""
    words = " ".join(text.split())
    with engine_in_this_process():
        pdf = render("\n" + " ".join(map(escaped, words.split())) + "\n", Path())
    assert only_ink(words) in only_ink(text_of(pdf))


_MARKS = st.sampled_from(["# ", "- ", "> ", "| a |\n|---|\n| ", "\n\n", "*", "**", "`", "```\n", "1. "])


@given(st.lists(_MARKS | _WORD | st.text(max_size=2), max_size=12).map("".join))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_any_text_is_a_page_or_a_documented_error(text: str) -> None:
    """Text of any kind, marked up or not, gives a PDF or a Swedish error, and nothing else."""
    try:
        with engine_in_this_process():
            assert render("\n" + text + "\n", Path()).startswith(b"%PDF-")
    except KvalitetError as error:
        fault = error
    else:
        return
    assert "gick inte att sätta" not in fault.message
