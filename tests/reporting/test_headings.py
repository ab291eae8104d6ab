"""The headings of a patientsäkerhetsberättelse are data: three packaged sets, and a workspace's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.data_files import read_data
from kvalitet.diagnostics import ConfigurationError
from kvalitet.reporting.headings import STANDARD, headings_of, packaged_headings, read_headings
from kvalitet.reporting.parts import parts_of
from tests.conftest import ROOT, Run
from tests.reporting.patient_safety import SETS, with_headings

PARTS = parts_of("patientsakerhetsberattelse")


def test_there_are_three_sets_and_the_national_one_is_the_usual() -> None:
    """Without a setting the headings follow the national template."""
    assert set(packaged_headings()) == set(SETS)
    assert SETS[0] == STANDARD
    for name in SETS:
        assert headings_of(with_headings(name), PARTS).name == name


WHOLE = """\
headings: egen
label: Vår egen
sections:
  - heading: Allt
    level: 1
    id: allt
    blocks: [ansvar]
    parts: [arbetet, atgarder, resultat, ansvar, egenkontroll, samverkan, risker, rapporter, klagomal]
    ask: Vad gjordes?
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("label: Vår egen", "lable: Vår egen", 2, "lable är okänt här; menade du label?"),
        ("headings: egen", "headings: Egen mall", 1, "går inte i headings; skriv små bokstäver"),
        ("heading: Allt", 'heading: ""', 4, "skriv rubriken på en rad"),
        ("level: 1", "level: 2", 5, "nivå 2 kan inte följa på nivå 0; skriv högst 1"),
        ("level: 1", "level: ett", 5, "skriv ett heltal"),
        ("level: 1", "level: 7", 5, "en rubrik har nivå 1 till 4"),
        ("id: allt", "id: Allt det där", 6, "går inte i id"),
        ("id: allt", "id: avsnitt-1", 6, "går inte i id"),
        ("blocks: [ansvar]", "blocks: [ansvar, ansvar]", 7, "ansvar står redan vid en annan rubrik"),
        ("[arbetet, ", "[arbete, ", 8, "arbete är ingen del av berättelsen; menade du arbetet?"),
        ("risker, ", "", 3, "ingen rubrik visar hur risker för vårdskador har hanterats (SOSFS 2011:9 7 kap. 2 §)"),
        ("    ask: Vad gjordes?\n", "", 4, "ask saknas"),
        ("    ask: Vad gjordes?\n", "    ask: Vad?\n    words: ja\n", 10, "skriv yes eller no"),
        ("blocks: [ansvar]", "\tblocks: [ansvar]", 7, "här står en tabb"),
    ],
)
def test_a_mistake_in_a_set_is_told_where_it_stands(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    """Every mistake in a file of headings is told with file and line, and what to write."""
    assert old in WHOLE
    file = tmp_path / "rubriker.yaml"
    file.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_headings(read_data(file, "rubriker.yaml"), PARTS)
    assert caught.value.place is not None
    assert (caught.value.place.path, caught.value.place.line) == ("rubriker.yaml", line)
    assert says in caught.value.message


def set_own(workspace: Path, setting: str, text: str = WHOLE) -> None:
    (workspace / "rubriker.yaml").write_text(text, encoding="utf-8")
    with (workspace / "kvalitet.toml").open("a", encoding="utf-8") as file:
        file.write(f'patientsakerhet_rubriker = "{setting}"\n')


def test_a_workspace_can_have_a_set_of_its_own(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A file of the same form gives the report its headings; with every part shown there is no error."""
    set_own(workspace, "rubriker.yaml")
    run = kvalitet("-C", workspace, "report", "patientsakerhetsberattelse", "--year", "2024", "--format", "md")
    assert run.code == 0, run.err
    text = (workspace / "reports/2024/patientsakerhetsberattelse.md").read_text(encoding="utf-8")
    assert "# Allt {#allt}" in text
    assert "**Enhetschef**" in text


@pytest.mark.parametrize(
    ("setting", "text", "says"),
    [
        ("skr-2021", WHOLE, "kvalitet.toml:4:28: skr-2021 är ingen uppsättning rubriker; menade du skr-2020?"),
        ("finns-inte.yaml", WHOLE, "kvalitet.toml:4:28: filen finns-inte.yaml finns inte"),
        (
            "rubriker.yaml",
            WHOLE.replace("[ansvar]", "[ansavr]"),
            "rubriker.yaml:7:13: ansavr är inget block i mallarna; ",
        ),
    ],
)
def test_what_cannot_be_found_is_told_at_its_place(
    kvalitet: Callable[..., Run], workspace: Path, setting: str, text: str, says: str
) -> None:
    """A set or a block that does not exist gives exit 3, file and line, the nearest name, and no file."""
    set_own(workspace, setting, text)
    run = kvalitet("-C", workspace, "report", "patientsakerhetsberattelse", "--year", "2024", "--format", "md")
    assert run.code == 3
    assert says in run.err
    assert not (workspace / "reports").exists()


def test_a_workspace_adds_a_block_and_replaces_one(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A template of the workspace's own that extends the packaged one changes single blocks, and can add some."""
    set_own(workspace, "rubriker.yaml", WHOLE.replace("[ansvar]", "[ansvar, eget]"))
    (workspace / "templates").mkdir()
    (workspace / "templates/patientsakerhetsberattelse.md.j2").write_text(
        '{% extends "paket/patientsakerhetsberattelse.md.j2" %}\n'
        "{% block del_ansvar %}Så här är ansvaret fördelat.\n\n{{ super()|raw }}{% endblock %}\n"
        "{% block del_eget %}Vårt eget stycke om {{ ar }}.{% endblock %}\n",
        encoding="utf-8",
    )
    run = kvalitet("-C", workspace, "report", "patientsakerhetsberattelse", "--year", "2024", "--format", "md")
    assert run.code == 0, run.err
    assert "skrivs aldrig ut" not in kvalitet("-C", workspace, "report", "lint").out
    text = (workspace / "reports/2024/patientsakerhetsberattelse.md").read_text(encoding="utf-8")
    assert text.index("Så här är ansvaret fördelat.") < text.index("**Enhetschef**") < text.index("stycke om 2024.")


def test_the_example_is_made_with_the_usual_set() -> None:
    """The example's settings name no set, so its readers see the national headings."""
    assert "patientsakerhet_rubriker" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
