"""What records hold comes out of a report as it was written, and makes nothing that the template did not make."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kvalitet.catalogue import catalogue_of
from kvalitet.confinement import Limits
from kvalitet.periods import Period
from kvalitet.records.loading import load
from kvalitet.rendering.markdown import alternative, escape, paragraphs, scalar
from kvalitet.reporting.document import parse
from kvalitet.reporting.front_matter import read_front_matter
from kvalitet.reporting.making import make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.pdf import STAND_IN, PdfError, write_pdf
from kvalitet.reporting.publishing import publish
from kvalitet.reporting.reports import REPORTS
from kvalitet.reporting.tree import DocumentError, Figure
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT, Run
from tests.injection.hostile import XSS, can_be_recorded, record_all, texts

COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table"])
"""A renderer that lets through what ours would stop: whatever is markup to it shows."""

RECORDABLE = [text for text in texts() if can_be_recorded(text)]
STRUCTURE = {
    *("paragraph_open", "paragraph_close", "heading_open", "heading_close", "inline", "text", "softbreak"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "strong_open", "strong_close"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close"),
    *("th_open", "th_close", "td_open", "td_close"),
}


class Made(NamedTuple):
    """A report of hostile records: its text, its pages' text, and the characters that these cannot show."""

    markdown: str
    pages: str
    unshown: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The report of a workspace whose records hold every text that a record can hold."""
    root = tmp_path_factory.mktemp("arbets yta $(x)")
    shutil.copytree(ROOT / "tests" / "background", root, dirs_exist_ok=True)
    record_all(root, RECORDABLE)
    workspace = find_workspace(root)
    order = Order(REPORTS["kvalitetsberattelse"], Period.of_year(2025), dt.date(2026, 2, 1))
    published = publish(make(order, workspace, load(workspace, catalogue_of(workspace))), ("md", "pdf"))
    files, unshown = published.files, published.unshown
    pages = pypdf.PdfReader(io.BytesIO(files["kvalitetsberattelse.pdf"])).pages
    markdown = files["kvalitetsberattelse.md"].decode()
    return Made(markdown, "".join(page.extract_text() for page in pages), "".join(unshown))


def tokens(markdown: str) -> Iterator[Token]:
    for token in COMMONMARK.parse(markdown):
        yield token
        yield from token.children or []


def shown(markdown: str) -> str:
    return "".join(
        "\n" if token.type == "paragraph_close" else token.content
        for token in tokens(markdown)
        if token.type != "inline"
    )


def column(markdown: str, name: str) -> list[str]:
    """The text of the first cell of each row of the table before a caption."""
    block = markdown.split(f"{{#{name}}}")[0].rstrip().rsplit("\n\n", 2)[-2]
    parsed = COMMONMARK.parse(block)
    cells = [parsed[i + 2] for i, token in enumerate(parsed) if token.type == "tr_open"][1:]
    return ["".join(child.content for child in cell.children or []) for cell in cells]


def test_there_are_enough_texts() -> None:
    """Nearly all naughty strings and at least a hundred of XSS can stand in a record."""
    assert len(XSS) >= 100
    assert len(RECORDABLE) > 650


@pytest.mark.parametrize("frame", ["{}", "- {}", "# {}", "**{}.** {}", "| a | b |\n|---|---|\n| {} | {} |", "x {} y"])
def test_any_text_is_only_text_wherever_a_template_puts_it(frame: str) -> None:
    """In running text, list, heading, bold and table, a renderer with HTML on makes the frame's elements and the text."""
    expected = Counter(token.type for token in tokens(frame.replace("{}", "ord")))
    for text in texts():
        written = frame.replace("{}", str(escape(text)))
        found = Counter(token.type for token in tokens(written) if token.type != "softbreak")
        assert {kind for kind in found if found[kind] != expected[kind]} <= {"text", "text_special"}, text
        times = frame.count("{}")
        assert shown(written).count(replaced(text)) >= times, text


def replaced(text: str) -> str:
    """The text as it is shown: what no page can show has become the replacement character."""
    return (
        str(escape(text)).replace("\\", "")
        if any(unicodedata.category(char) in ("Cc", "Cf", "Cn", "Cs", "Co") for char in text)
        else text
    )


def test_prose_is_paragraphs_and_nothing_else() -> None:
    """Every text as a paragraph of prose is one paragraph with that text."""
    for text in texts():
        found = [token.type for token in COMMONMARK.parse(paragraphs(text))]
        assert found == ["paragraph_open", "inline", "paragraph_close"], text


def test_every_text_of_a_record_is_in_the_report(made: Made) -> None:
    """Each risk is a row whose first cell shows exactly what was written."""
    assert sorted(column(made.markdown, "tbl-risker")) == sorted(RECORDABLE)


def test_records_make_no_element_of_the_report(made: Made) -> None:
    """No HTML, no image but the charts, no link but the template's own to its tables and sections."""
    body = made.markdown.split("\n---\n", 1)[1]
    kinds = {token.type for token in tokens(body)}
    assert not {kind for kind in kinds if kind.startswith("html")}
    links = [str(token.attrs["href"]) for token in tokens(body) if token.type == "link_open"]
    assert links
    assert all(link.startswith("#") for link in links)
    images = [str(token.attrs["src"]) for token in tokens(body) if token.type == "image"]
    assert all(image.startswith("kvalitetsberattelse/") for image in images)


def comparable(text: str, unshown: str) -> str:
    """Letters and signs in one form, without blanks, accents, missing characters and the square in their place."""
    kept = "".join(char for char in text if char not in unshown and char != STAND_IN)
    kept = unicodedata.normalize("NFKD", kept)
    return "".join(char for char in kept if unicodedata.category(char)[0] not in "ZCM")


def is_plainly_set(text: str) -> bool:
    """Tell whether a page gives the text in its own order: not written from the right, no accents piled on letters."""
    return not any(
        unicodedata.bidirectional(char) in ("R", "AL", "AN") or unicodedata.category(char) == "Mn" for char in text
    )


def test_every_text_can_be_read_on_the_pages(made: Made) -> None:
    """The text drawn from the PDF holds each text, but for the characters that the faces lack and that are told."""
    pages = comparable(made.pages, made.unshown)
    chosen = list(filter(is_plainly_set, RECORDABLE))
    lost = [text for text in chosen if comparable(text, made.unshown) not in pages]
    assert len(chosen) > len(RECORDABLE) - 30
    assert not lost
    assert made.unshown
    assert not any(char.isascii() or char in "åäöÅÄÖéüæøß€–”" for char in made.unshown)


def test_a_line_of_the_head_is_one_line_and_no_markup() -> None:
    """Any text as a title reads back from the head as it was, and a renderer that knows no head sees no element in it."""
    for text in texts():
        line = f"title: {scalar(text)}"
        assert "\n" not in line
        assert read_front_matter(f"{line}\ndate: 2026-01-01").title.replace("\u00a0", " ") == replaced(text).replace(
            "\u00a0", " "
        )
        assert {token.type for token in tokens(line)} <= STRUCTURE | {"text_special"}, text


def test_an_alternative_text_ends_where_it_should(tmp_path: Path) -> None:
    """Any text between the quotation marks of an alt is read back, and adds no attribute and no element."""
    (tmp_path / "x.svg").write_text("<svg/>", encoding="utf-8")
    for text in texts():
        written = f'![Bild](x.svg){{#fig-x alt="Visar {alternative(text)}."}}'
        block = parse(f"---\ntitle: x\ndate: 2026-01-01\n---\n\n{written}\n", folder=tmp_path).blocks[0]
        assert isinstance(block, Figure)
        assert block.alt == f"Visar {replaced(text)}."
        found = Counter(token.type for token in tokens(written))
        assert (found["image"], found["link_open"], found["html_inline"]) == (1, 0, 0)


@pytest.mark.parametrize(
    "text",
    [text for text in XSS if ":" in text and "(" in text][:20]
    + ["ftp://x.se", "//x.se", "x.html", "/x", "HTTPS:x", "https://"],
)
def test_a_link_of_a_template_goes_to_the_web_or_a_mailbox(text: str, tmp_path: Path) -> None:
    """Where a template does make a link, the PDF has it only with http, https or mailto, or to a place in the report."""
    address = text.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    with pytest.raises(DocumentError, match="Länken går till"):
        parse(f"---\ntitle: x\ndate: 2026-01-01\n---\n\n[text](<{address}>)\n", folder=tmp_path)


LABELS = [
    "$x^2$ och $\\frac{1}{2}",
    'a" src="../../x.png',
    "} ] ) #read(1)",
    "<b>*fet*</b> | cell",
    "😀 你",
    "_[x](javascript:y)",
]


def test_a_workspaces_own_words_are_text_in_charts_too(workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """Labels of its own categories stand in table, chart and alt text as they are; the command tells what it replaced."""
    tree = "".join(
        f"  k{index}:\n    label: {json.dumps(label, ensure_ascii=False)}\n" for index, label in enumerate(LABELS)
    )
    (workspace / "kategorier.yaml").write_text(
        f"label: Egna\nsource: egna\ngroup_level: 1\ntree:\n{tree}", encoding="utf-8"
    )
    with (workspace / "kvalitet.toml").open("a", encoding="utf-8") as file:
        file.write('kategorier = "kategorier.yaml"\n')
    for index in range(len(LABELS)):
        kvalitet("-C", workspace, "--day", "2025-03-01", "new", "avvikelse", "--no-input", *sets(f"k{index}"))
    run = kvalitet("-C", workspace, "--day", "2026-02-01", "report", "kvalitetsberattelse", "--year", "2025")
    assert run.code == 0, run.err
    assert "visas som □ i pdf-filen: 😀 (U+1F600), 你 (U+4F60)." in run.err
    pages = pypdf.PdfReader(workspace / "reports/2025/kvalitetsberattelse.pdf").pages
    shown = comparable("".join(page.extract_text() for page in pages), "")
    assert all(comparable(label, "😀你") in shown for label in LABELS)
    assert len(run.err.splitlines()) <= 3


def test_no_settings_of_matplotlib_are_obeyed(workspace: Path, tmp_path: Path) -> None:
    """A matplotlibrc in the workspace, which could have TeX started, changes no byte and starts nothing."""
    event = "id: AVV-2025-000001\nstatus: inkommen\nrubrik: x\nenhet: ENH-norr\nintraffad: 2025-02-01\n"
    file = workspace / "records/avvikelse/2025/AVV-2025-000001.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(event + "rapporterad: 2025-02-01\nskapad: 2025-02-01T12:00:00+01:00\n", encoding="utf-8")
    program = tmp_path / "bin" / "latex"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/pwned'\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    environment = os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    drawn = []
    for settings in ("", "text.usetex: True\nbackend: module://pwned\naxes.facecolor: red\nsavefig.format: pgf\n"):
        (workspace / "matplotlibrc").write_text(settings, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "kvalitet",
            "report",
            "kvalitetsberattelse",
            "--year",
            "2025",
            "--format",
            "md",
        ]
        run = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, check=False)
        assert run.returncode == 0, run.stderr
        drawn.append((workspace / "reports/2025/kvalitetsberattelse/manader.svg").read_bytes())
    assert drawn[0] == drawn[1]
    assert not (tmp_path / "pwned").exists()


def sets(category: str) -> Iterator[str]:
    for text in ("enhet=norr", "intraffad=2025-02-28", "beskrivning=Larmet gick inte fram.", f"kategori={category}"):
        yield from ("--set", text)


def test_an_engine_that_breaks_down_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pages that need more than there is end as an error of ours, not of the process."""
    monkeypatch.setattr("kvalitet.reporting.pdf.LIMITS", Limits(memory=60, processor=5, clock=20))
    document = parse("---\ntitle: x\ndate: 2026-01-01\n---\n\nHej.\n", folder=tmp_path)
    with pytest.raises(PdfError, match="tiden eller minnet räckte inte"):
        write_pdf(document, folder=tmp_path)


def test_nothing_outside_is_drawn_into_a_report(tmp_path: Path) -> None:
    """An image's path that leads out, through a link or to another sort of file stops the report."""
    folder = tmp_path / "rapport"
    folder.mkdir()
    (tmp_path / "utanfor.png").write_bytes(b"x")
    (folder / "lank.png").symlink_to(tmp_path / "utanfor.png")
    (folder / "mapp").symlink_to(tmp_path)
    (folder / "text.txt").write_text("x", encoding="utf-8")
    for path in ("lank.png", "mapp/utanfor.png", "../utanfor.png", str(tmp_path / "utanfor.png"), "text.txt"):
        with pytest.raises(DocumentError):
            parse(f'---\ntitle: x\ndate: 2026-01-01\n---\n\n![A](<{path}>){{alt="x"}}\n', folder=folder)
