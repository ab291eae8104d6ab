"""A report that lacks a part which the law demands says so, whatever made it lack it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kvalitet.diagnostics import Severity
from kvalitet.records.collection import Records
from kvalitet.reporting.judging import judge
from kvalitet.reporting.making import Draft
from kvalitet.reporting.parts import marks, missing_parts, parts_of, sections
from kvalitet.reporting.tree import Box, Document, Heading
from tests.conftest import Run
from tests.reporting.patient_safety import SETS, drafted, parsed, with_headings

PARTS = parts_of("patientsakerhetsberattelse")
NAMES = [part.name for part in PARTS.parts]


@pytest.fixture(scope="module")
def made(osby: Records, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Draft, Document]]:
    """The example's report in every set of headings."""
    found = {}
    for name in SETS:
        draft = drafted(osby, with_headings(name))
        found[name] = draft, parsed(draft, tmp_path_factory.mktemp(name))
    return found


def emptied(document: Document, names: tuple[str, ...], carriers: dict[str, tuple[str, ...]]) -> Document:
    """The document with nothing under some headings but the mark that words are missing."""
    gone = {
        id(block) for heading, under in sections(document.blocks, carriers) if heading.id in names for block in under
    }
    blocks = []
    for block in document.blocks:
        if id(block) not in gone:
            blocks.append(block)
        if isinstance(block, Heading) and block.id in names:
            blocks.append(Box("saknas", (), block.line))
    return replace(document, blocks=tuple(blocks))


def test_there_are_nine_parts_and_each_names_its_law() -> None:
    """Three of the patientsäkerhetslag and six of the regulation; each is an error when missing."""
    assert len(NAMES) == 9
    assert [part.law for part in PARTS.parts] == [f"PSL 3 kap. 10 § {n}" for n in (1, 2, 3)] + [
        "SOSFS 2011:9 7 kap. 2 §"
    ] * 6
    assert PARTS.severity is Severity.ERROR


@pytest.mark.parametrize("name", SETS)
def test_the_example_lacks_nothing(name: str, made: dict[str, tuple[Draft, Document]]) -> None:
    """In every set of headings the example shows all nine parts."""
    draft, document = made[name]
    assert list(missing_parts(document.blocks, PARTS, draft.carriers)) == []


@pytest.mark.parametrize("part", NAMES)
@pytest.mark.parametrize("name", SETS)
def test_each_part_taken_away_is_missed(name: str, part: str, made: dict[str, tuple[Draft, Document]]) -> None:
    """With nothing under the headings that show a part, the check names that part and its law, and says where to write."""
    draft, document = made[name]
    carriers = dict(draft.carriers)
    bare = emptied(document, carriers[part], carriers)
    expected = {other for other in NAMES if set(carriers[other]) <= set(carriers[part])}
    assert {found.name for found, _ in missing_parts(bare.blocks, PARTS, carriers)} == expected
    (told,) = [
        one for one in judge(draft, bare, "r.md") if next(p for p in PARTS.parts if p.name == part).what in one.message
    ]
    assert told.severity is Severity.ERROR
    assert told.law in told.message
    assert told.place.path == "r.md"
    assert f"skriv i {draft.words.place}/{carriers[part][0]}.md" in told.message or "registrera" in told.message


@pytest.mark.parametrize("part", NAMES)
def test_a_heading_that_is_gone_is_missed_too(part: str, made: dict[str, tuple[Draft, Document]]) -> None:
    """A template that leaves out every heading of a part is caught as one that leaves it empty."""
    draft, document = made[SETS[0]]
    ids = draft.carriers[part]
    gone = {id(b) for h, under in sections(document.blocks, draft.carriers) if h.id in ids for b in (h, *under)}
    bare = replace(document, blocks=tuple(block for block in document.blocks if id(block) not in gone))
    (told,) = [
        one for one in judge(draft, bare, "r.md") if next(p for p in PARTS.parts if p.name == part).what in one.message
    ]
    assert f"ta med den som är märkt {{#{ids[0]}}} i mallen" in told.message


def test_a_template_that_leaves_out_a_block_is_caught(osby: Records, tmp_path: Path) -> None:
    """A workspace's own template with an empty block gives the error, at the heading that stands empty."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/patientsakerhetsberattelse.md.j2").write_text(
        '{% extends "paket/patientsakerhetsberattelse.md.j2" %}{% block del_samverkan %}{% endblock %}',
        encoding="utf-8",
    )
    draft = drafted(osby, with_headings(SETS[0], tmp_path))
    errors = [one for one in judge(draft, parsed(draft, tmp_path / "b"), "r.md") if one.severity is Severity.ERROR]
    assert len(errors) == 1
    assert "samverkan" in errors[0].message
    line = draft.markdown.splitlines()[errors[0].place.line - 1]
    assert line == "### Samverkan för att förebygga vårdskador {#samverkan}"


def test_a_year_without_records_is_written_and_says_what_it_lacks(
    kvalitet: Callable[..., Run], workspace: Path
) -> None:
    """The draft is there with its marks; every missing part is an error and every mark is told with the file to write."""
    run = kvalitet("-C", workspace, "report", "patientsakerhetsberattelse", "--year", "2024")
    assert run.code == 1
    text = (workspace / "reports/2024/patientsakerhetsberattelse.md").read_text(encoding="utf-8")
    assert "Det finns inga poster om avvikelser, klagomål, risker eller åtgärder" in text
    assert (workspace / "reports/2024/patientsakerhetsberattelse.pdf").read_bytes().startswith(b"%PDF")
    errors = [line for line in run.err.splitlines() if ": fel: " in line]
    assert len(errors) == 7
    for words in ("samverkan", "egenkontroll", "risker", "rapporter", "klagomål", "åtgärder", "resultat"):
        assert any(words in line for line in errors), words
    warnings = [line for line in run.err.splitlines() if ": varning: " in line]
    assert warnings.pop(0).endswith("Det finns inga poster för 2024. Inget annat år har poster heller.")
    assert len(errors) + len(warnings) == text.count("::: saknas")
    assert all("skriv i reports/2024/" in line.lower() for line in (*errors, *warnings))
    assert "Rapporten är skriven som ett utkast: den saknar 7 delar som ska vara med." in run.err.replace("\u00a0", " ")


def test_words_take_the_place_of_records(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """What a person writes under the heading of a part makes the part be there, and the mark go."""
    folder = workspace / "reports/2024/patientsakerhetsberattelse"
    folder.mkdir(parents=True)
    for name in ("samverkan", "egenkontroll", "risker", "avvikelser", "klagomal", "atgarder"):
        (folder / f"{name}.md").write_text(f"Så gjorde vi med {name}.\n", encoding="utf-8")
    run = kvalitet("-C", workspace, "report", "patientsakerhetsberattelse", "--year", "2024", "--format", "md")
    assert run.code == 0, run.err
    assert ": fel: " not in run.err
    text = (workspace / "reports/2024/patientsakerhetsberattelse.md").read_text(encoding="utf-8")
    assert "Så gjorde vi med klagomal." in text


def test_marks_are_told_by_the_heading_that_they_stand_under(made: dict[str, tuple[Draft, Document]]) -> None:
    """Every mark in the document is one warning; a text by a person leaves none."""
    draft, document = made["skr-2020"]
    told = [one for one in judge(draft, document, "r.md") if "väntar på någons ord" in one.message]
    assert len(told) == len(list(marks(document.blocks)))
    assert {one.severity for one in told} <= {Severity.WARNING}


def test_a_kvalitetsberattelse_should_show_three_parts(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A template that leaves out what the allmänna råd ask for is told as a warning, and the report is made."""
    (workspace / "templates").mkdir()
    (workspace / "templates/kvalitetsberattelse.md.j2").write_text(
        '{% extends "paket/kvalitetsberattelse.md.j2" %}\n'
        "{% block kapitel_arbetet %}{% endblock %}{% block kapitel_atgarder %}# Åtgärder {#atgarder}\n{% endblock %}",
        encoding="utf-8",
    )
    run = kvalitet("-C", workspace, "report", "kvalitetsberattelse", "--year", "2024", "--format", "md")
    assert run.code == 0, run.err
    lint = kvalitet("-C", workspace, "report", "lint", "kvalitetsberattelse")
    assert lint.code == 1
    assert "templates/kvalitetsberattelse.md.j2:1:1: MALL fel: " in lint.out + lint.err
    assert "{#arbetet}" in lint.out + lint.err
    told = [line for line in run.err.splitlines() if "råd till 7 kap. 1 § SOSFS 2011:9" in line]
    assert len(told) == 2
    assert "kvalitetsberättelsen bör visa hur kvalitetsarbetet har bedrivits" in told[0]
    assert "{#arbetet}" in told[0]
    assert "under rubriken Åtgärder står inget" in told[1]
