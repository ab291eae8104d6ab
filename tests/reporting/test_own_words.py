"""What people write for a report goes into it as they wrote it, and nothing that the tool does touches their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

PLACE = "reports/2024/patientsakerhetsberattelse"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#0072B2"/></svg>'
NUMBER = "19970517-2394"

Report = Callable[..., Run]


@pytest.fixture
def texts(workspace: Path) -> Path:
    """Where the words for the small workspace's report lie."""
    made = workspace / PLACE
    made.mkdir(parents=True)
    return made


@pytest.fixture
def report(kvalitet: Callable[..., Run], workspace: Path) -> Report:
    """Make the report; in Markdown alone unless another format is asked for."""

    def run(formats: str = "md") -> Run:
        words = ("report", "patientsakerhetsberattelse", "--year", "2024", "--format", formats)
        return kvalitet("-C", workspace, *words)

    return run


def write(texts: Path, text: str | bytes, name: str = "samverkan.md") -> None:
    (texts / name).write_bytes(text.encode() if isinstance(text, str) else text)


def made(texts: Path) -> str:
    return texts.with_suffix(".md").read_text(encoding="utf-8")


def test_words_are_never_touched(texts: Path, report: Report) -> None:
    """Three runs in every format leave each file of a person byte for byte as it was, with its time."""
    write(texts, "\ufeffFörst så.\r\n\r\n  Sedan så.  \r\n")
    write(texts, '![Bild](plan.svg){alt="En plan i blått"}\n', "risker.md")
    write(texts, SVG, "plan.svg")
    write(texts, "Anteckningar som ingen rapport läser.\n", "minne.txt")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in texts.iterdir() if path.suffix != ".svg"}
    pages = []
    for _ in range(3):
        report("md,pdf")
        pages.append(made(texts))
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
    assert (texts / "plan.svg").read_bytes() == SVG
    assert pages[0] == pages[1] == pages[2]
    assert "Först så.\n\n  Sedan så." in pages[0]
    assert "\ufeff" not in pages[0]
    assert "\r" not in pages[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("En rad.\n\n# Egen rubrik\n", 3),
        ("En rad.\n\n###### Liten rubrik\n", 3),
        ("Rubrik\n=\n", 1),
        ("En rad.\n\nRubrik\n------\n", 3),
        ("> # I ett citat\n", 1),
        ("En rad.\n\n---\n", 3),
    ],
)
def test_a_heading_of_its_own_is_refused(texts: Path, report: Report, text: str, line: int) -> None:
    """Headings are the report's: one in a text is told with its file and line, and no report is written."""
    write(texts, text)
    run = report()
    assert run.code == 3
    assert f"{PLACE}/samverkan.md:{line}:1: Texten har en egen rubrik eller en linje. Skriv **fetstil**" in run.err
    assert not texts.with_suffix(".md").exists()


def test_what_only_looks_like_a_heading_is_text(texts: Path, report: Report) -> None:
    """Lines that begin with a mark inside code, and tables, are no headings."""
    write(texts, "```\n# kommentar\n---\n```\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")
    report()
    assert "# kommentar" in made(texts)


def test_an_image_beside_the_text_is_in_the_report(texts: Path, report: Report) -> None:
    """An image that lies beside the text is found, and both formats are made."""
    write(texts, 'Så här ser det ut.\n\n![Planen](plan.svg){alt="En plan i blått"}\n')
    write(texts, SVG, "plan.svg")
    run = report("md,pdf")
    assert "](<patientsakerhetsberattelse/plan.svg>)" in made(texts)
    assert texts.with_suffix(".pdf").read_bytes().startswith(b"%PDF"), run.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('![Planen](finns-inte.svg){alt="En plan"}\n', 'samverkan.md:1:1: Bilden "finns-inte.svg" finns inte'),
        ('Text.\n\n![Planen](../plan.svg){alt="En plan"}\n', 'samverkan.md:3:1: Bilden "../plan.svg" ligger utanför'),
        ("![Planen](plan.svg)\n", "samverkan.md:1:1: Figuren saknar alternativtext."),
        ("Text.\n\nSe [](#tbl-finns-inte).\n", "samverkan.md:3:1: "),
        ("Text[^1].\n", "samverkan.md:1:1: Fotnoten [^1] saknar text."),
        ("::: faktaruta\nUtan slut.\n", "samverkan.md:1:1: Rutan tar aldrig slut."),
        ("Text.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n: Egen {#tbl-egen}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n: Till {#tbl-egen}\n",
         "samverkan.md:9:1: Märket #tbl-egen finns redan"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_text_is_told_where_it_was_made(texts: Path, report: Report, text: str, says: str) -> None:
    """Whatever cannot become a page is told at its line in the person's file, and nothing is written."""
    write(texts, text)
    write(texts, SVG, "plan.svg")
    run = report()
    assert run.code == 3
    assert f"{PLACE}/{says}" in run.err
    assert not texts.with_suffix(".md").exists()


def test_a_text_can_refer_to_what_the_report_has(texts: Path, report: Report) -> None:
    """A reference to another chapter of the report is its number there."""
    write(texts, "Se [](#sa-har-ar-det-raknat).\n")
    run = report("md,pdf")
    assert run.code == 1
    assert texts.with_suffix(".pdf").is_file()


def test_footnotes_of_two_texts_do_not_meet(texts: Path, report: Report) -> None:
    """Two texts that both call their note 1 have a note each."""
    for name in ("samverkan", "risker"):
        write(texts, f"Text om {name}[^1].\n\n[^1]: Noten i {name}.\n", f"{name}.md")
    run = report("md,pdf")
    text = made(texts)
    assert "[^samverkan-1]: Noten i samverkan." in text
    assert "[^risker-1]: Noten i risker." in text
    assert texts.with_suffix(".pdf").is_file(), run.err


def test_a_text_that_no_section_asks_for_is_told(texts: Path, report: Report) -> None:
    """A misspelt name is told with the nearest section; the report is made without the text."""
    write(texts, "Vi samverkar.\n", "samvrekan.md")
    run = report()
    assert (
        f"{PLACE}/samvrekan.md:1:1: varning: texten är inte med i rapporten, för inget avsnitt heter samvrekan; "
        "menade du samverkan?" in run.err
    )
    assert "Vi samverkar." not in made(texts)
    write(texts, "Något annat.\n", "helt-annat.md")
    assert "heter helt-annat; läs den och lägg den i en fil med ett av namnen " in report().err


def test_a_section_that_has_gone_is_taken_for_no_other(texts: Path, report: Report, workspace: Path) -> None:
    """After a change of headings a text is not sent to a chapter whose name is only a little like its own."""
    settings = workspace / "kvalitet.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\npatientsakerhet_rubriker = "skr-2020"\n', encoding="utf-8")
    write(texts, "Så står vi redo.\n", "beredskap.md")
    run = report()
    assert "inget avsnitt heter beredskap; läs den och lägg den i en fil med ett av namnen " in run.err


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t\n", "\ufeff\n", "\u00a0\n"])
def test_an_empty_text_is_missing(texts: Path, report: Report, text: str) -> None:
    """A file that holds nothing to read leaves the mark and the warning as they are without it."""
    without = report()
    page = made(texts)
    write(texts, text)
    assert (report().err, made(texts)) == (without.err, page)
    assert f"Skriv i `{PLACE}/samverkan.md`." in page


@pytest.mark.parametrize("of", ["text", "folder", "image"])
def test_a_link_is_refused(texts: Path, report: Report, tmp_path: Path, of: str) -> None:
    """A text, its folder or its image reached through a link is not read: exit 3, with the file."""
    outside = tmp_path / "utanför"
    outside.mkdir()
    write(outside, "Hemligt.\n")
    write(outside, SVG, "plan.svg")
    if of == "text":
        (texts / "samverkan.md").symlink_to(outside / "samverkan.md")
    elif of == "image":
        write(texts, '![Planen](plan.svg){alt="En plan"}\n')
        (texts / "plan.svg").symlink_to(outside / "plan.svg")
    else:
        texts.rmdir()
        texts.symlink_to(outside, target_is_directory=True)
    run = report()
    assert run.code == 3
    assert "genom en länk" in run.err
    assert "Hemligt" not in run.err
    assert not texts.with_suffix(".md").exists()


def test_an_identity_number_stops_the_report(texts: Path, report: Report) -> None:
    """A personnummer in a person's words: exit 1, the file and line that hold it, the number nowhere, and no report."""
    write(texts, f"Text.\n\nDet gällde {NUMBER}.\n")
    run = report("md,pdf")
    assert run.code == 1
    assert f"{PLACE}/samverkan.md:3:12: SEK001 fel" in run.err
    assert "1997" not in run.out + run.err
    assert not texts.with_suffix(".md").exists()
    assert not texts.with_suffix(".pdf").exists()


def test_a_text_that_is_not_utf8_is_told(texts: Path, report: Report) -> None:
    """A text saved in another encoding is told with its file."""
    write(texts, "Åtgärder för vård.\n".encode("latin-1"))
    run = report()
    assert run.code == 3
    assert f"{PLACE}/samverkan.md:1:1: texten är inte UTF-8" in run.err


def test_template_marks_in_a_text_are_text(texts: Path, report: Report) -> None:
    """What looks like a template in a person's words is shown as it stands and runs nothing."""
    write(texts, "Skriv {{ ar }} och {% if %} så.\n")
    report()
    assert "Skriv {{ ar }} och {% if %} så." in made(texts)


def test_analyses_fill_the_section_until_a_person_writes(
    kvalitet: Callable[..., Run], workspace: Path, texts: Path, report: Report
) -> None:
    """Analyses of the year stand where analysis is asked for; a text of the report's own comes before those that
    concern more than hälso- och sjukvård, and beside those that concern nothing else."""
    assert "Vilka mönster syns" in report().err
    words = (
        "new",
        "analys",
        "--no-input",
        "--set",
        "titel=Helåret",
        "--set",
        "period=2024",
        "--set",
        "monster=Fler fall.",
    )
    more = ("--set", "slutsats=Mer ljus.", "--set", "upprattad.datum=2025-01-10", "--set", "upprattad.av=chef")
    rest = ("--set", "omfattar=rapporter", "--set", "lagrum=hsl,sol", "--set", "enhet=norr")
    run = kvalitet("-C", workspace, "--day", "2025-01-10", *words, *more, *rest)
    assert run.code == 0, run.err
    assert "Vilka mönster syns" not in report().err
    assert "**Helåret.** Fler fall." in made(texts)
    write(texts, "Så läser vi det.\n", "analys.md")
    report()
    assert "Fler fall." not in made(texts)
    (file,) = (workspace / "records/analys").glob("*.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace("[hsl, sol]", "[hsl]"), encoding="utf-8")
    report()
    assert made(texts).index("Fler fall.") < made(texts).index("Så läser vi det.")


def test_a_chart_does_not_write_over_an_image(texts: Path, kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A person's image that is called as a chart of the report is told, and stays as it was."""
    words = ("--set", "enhet=norr", "--set", "intraffad=2024-05-02", "--set", "beskrivning=Larmet gick inte.")
    assert (
        kvalitet(
            "-C", workspace, "--day", "2024-05-02", "new", "avvikelse", "--no-input", *words, "--set", "lagrum=hsl"
        ).code
        == 0
    )
    write(texts, '![Egen](manader-hsl.svg){alt="Egen bild"}\n')
    write(texts, SVG, "manader-hsl.svg")
    run = kvalitet("-C", workspace, "report", "patientsakerhetsberattelse", "--year", "2024", "--format", "md")
    assert run.code == 3
    assert f"{PLACE}/samverkan.md:1:1: Bilden manader-hsl.svg heter som ett diagram" in run.err
    assert (texts / "manader-hsl.svg").read_bytes() == SVG
