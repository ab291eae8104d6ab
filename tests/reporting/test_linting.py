"""A workspace's own templates: begun by the tool, judged on every way through them, and used block by block."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.reporting.reference import known_shapes
from kvalitet.reporting.reports import REPORTS
from tests.conftest import ROOT, Run, files
from tests.reporting import shapes

OWN = '{% extends "paket/rapport.md.j2" %}\n{% block innehall %}\n# A\n\n'
END = "\n{% endblock %}\n"


@pytest.fixture
def lint(kvalitet: Callable[..., Run], workspace: Path) -> Callable[[str], Run]:
    """Judge one template of a report of the workspace's own; the text begins on its line 5."""

    def judged(text: str) -> Run:
        (workspace / "templates").mkdir(exist_ok=True)
        (workspace / "templates/brev.md.j2").write_text(OWN + text + END, encoding="utf-8")
        return kvalitet("-C", workspace, "--day", "2026-02-01", "report", "lint", "brev")

    return judged


def test_the_reference_is_what_templates_are_filled_with() -> None:
    """The package's reference and the guide's page are those that filling in templates gives."""
    found = shapes.shapes()
    assert shapes.DATA.read_text(encoding="utf-8") == shapes.written(found)
    assert shapes.PAGE.read_text(encoding="utf-8") == shapes.page(found)
    assert known_shapes() == found


@pytest.mark.parametrize("name", REPORTS)
def test_packaged_templates_use_only_what_exists(kvalitet: Callable[..., Run], name: str) -> None:
    """Every packaged template passes the judgement that a workspace's own gets, on all its ways."""
    run = kvalitet("-C", ROOT, "report", "lint", name)
    assert (run.code, run.out) == (0, "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "{% if ar < 0 %}\n{{ avikelser.antal }}\n{% endif %}",
            "6:1: MALL fel: avikelser finns inte; menade du avvikelser?",
        ),
        ("{{ avvikelser.anta }}", "5:1: MALL fel: avvikelser.anta finns inte; menade du antal?"),
        (
            "{% for r in avvikelser.grupper %}\n{{ r.nam }}\n{% endfor %}",
            "6:1: MALL fel: r.nam finns inte; menade du namn?",
        ),
        ("{% set a = klagomal %}{{ a.besvarad }}", "5:1: MALL fel: a.besvarad finns inte; menade du besvarade?"),
        (
            "{% for r in risker.rader|sort(attribute='fore') if r.före %}x{% endfor %}",
            "5:1: MALL fel: r.före finns inte",
        ),
        ("{{ avvikelser['oppen'] }}", "5:1: MALL fel: avvikelser.oppen finns inte; menade du oppna?"),
        ("{{ (klagomal.teman|first).nam }}", "5:1: MALL fel: klagomal.teman.nam finns inte; menade du namn?"),
        ("{{ ar|jippi }}", "5:1: MALL fel: filtret jippi finns inte"),
        ("{{ ar|tall }}", "5:1: MALL fel: filtret tall finns inte; menade du tal?"),
        ("{{ ar }", "mallen går inte att läsa här; se efter om {{ slutar med }} och {% med %}, och om ett citattecken"),
        ("{{ ar", "se efter om {{ slutar med }}"),
        ("{% fro x in fragor %}", "5:1: MALL fel: {% fro %} finns inte; skriv block, if, for eller set"),
        ("{% if ar %}{% endfor %}", "se efter om {% block %}, {% if %} eller {% for %} saknar sitt slut"),
        ("{% endblock %}{% block innehall %}", "5:1: MALL fel: blocket innehall står två gånger; ge det ena"),
        ("{% if ar is jippi %}{% endif %}", "5:1: MALL fel: provet jippi finns inte"),
        ("{% include 'saknas.j2' %}", "5:1: MALL fel: mallen saknas.j2 finns inte bland mallarna"),
        (
            "{% endblock %}{% block rakna %}x",
            "5:1: MALL fel: blocket rakna skrivs aldrig ut, för mallen som den här bygger på har inget sådant; "
            "menade du raknat?",
        ),
        ("{% if ar %}", "6:1: MALL fel: mallen går inte att läsa här"),
        ("Se [](#tbl-saknas).", "5:1: MALL fel: Hänvisningen [](#tbl-saknas) pekar på något som inte finns"),
        ('![B](saknas.svg){#fig-b alt="x"}', '5:1: MALL fel: Bilden "saknas.svg" finns inte'),
        ("text\n\n| a | b |\n|---|---|\n| c |", "9:1: MALL fel: Raden har 1"),
    ],
)
def test_a_mistake_is_told_at_its_line(lint: Callable[[str], Run], text: str, says: str) -> None:
    """Also on a way that today's records do not take; with what was meant, and exit 1."""
    run = lint(text)
    assert run.code == 1
    assert "templates/brev.md.j2:" in run.out
    assert says in run.out
    assert run.err.endswith(", 1\u00a0fel.\n")


EXTENDED = b'{% extends "paket/sammanstallning.md.j2" %}\n'


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        (EXTENDED + b"{% block hopp %}x{% endblock %}", 2, "blocket hopp skrivs aldrig ut"),
        (EXTENDED + b"{% block innehall %}{{ samlat.antl|tal }}{% endblock %}", 2, "samlat.antl finns inte"),
        (
            EXTENDED + b"{% block innehall %}{{ avvikelser.antal }}{% endblock %}",
            2,
            "avvikelser räknas inte i sammanst",
        ),
        (EXTENDED + b"{% block innehall %}{{ ar|tall }}{% endblock %}", 2, "filtret tall finns inte; menade du tal?"),
        (EXTENDED + b"{% block innehall %}{{ ar }{% endblock %}", 2, "se efter om {{ slutar med }}"),
        (
            EXTENDED + b"{% block a %}{% endblock %}{{ x }}{{ y }}",
            2,
            "Där finns 2\u00a0fel till; kvalitet report lint samm",
        ),
        (b"", 1, "Dokumentet saknar huvud."),
        (b"---\ntitle: M\xe5l\n", 1, "mallen är inte UTF-8; spara den som UTF-8"),
    ],
)
def test_a_report_is_not_made_of_a_template_that_lint_refuses(
    kvalitet: Callable[..., Run], workspace: Path, template: bytes, line: int, says: str
) -> None:
    """Exit 3 with the place and the words of lint, and what was made before is as it was."""
    words = ("-C", workspace, "report", "sammanstallning", "--year", "2025", "--format", "md")
    assert kvalitet(*words).code == 0
    (workspace / "templates").mkdir()
    (workspace / "templates/sammanstallning.md.j2").write_bytes(template)
    before = files(workspace)
    run = kvalitet(*words)
    assert (run.code, run.out, files(workspace)) == (3, "", before)
    place = f"templates/sammanstallning.md.j2:{line}:1: "
    assert place in run.err
    assert says in run.err
    message = run.err.partition(place)[2].partition(". Där finns")[0].strip()
    judged = kvalitet("-C", workspace, "report", "lint", "sammanstallning")
    assert message in judged.out + judged.err
    assert kvalitet(*words, "--no-overrides").code == 0


@pytest.mark.parametrize(
    "text",
    [
        "{{ eget('a', 'Vad?') }}",
        "{% macro m(x) %}{{ x.antal }}{% endmacro %}{{ m(avvikelser) }}",
        "{% for r in avvikelser.enheter %}{{ loop.index }} {{ r.takt|streck }}{% else %}inga{% endfor %}",
        "{% set n = namespace(s=0) %}{% for r in atgarder.kvar %}{% set n.s = n.s + 1 %}{% endfor %}{{ n.s }}",
        "{% if hittepa is defined %}{% endif %}{{ dag.year }} {{ organisation.upper }}",
        "{% with t = trender %}{{ t.ar|length }}{% endwith %}",
    ],
)
def test_what_is_right_is_not_told(lint: Callable[[str], Run], text: str) -> None:
    """What a template makes itself, and what may be asked of values, passes."""
    run = lint(text)
    assert (run.code, run.out) == (0, "")


def test_a_packaged_report_is_changed_block_by_block(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """new begins a template that lint passes; a block of its own replaces that block and no other; new spares a file."""
    run = kvalitet("-C", workspace, "report", "new", "kvalitetsberattelse")
    assert (run.code, run.out) == (0, "templates/kvalitetsberattelse.md.j2\n")
    template = workspace / "templates/kvalitetsberattelse.md.j2"
    words = ("--day", "2026-02-01", "report", "kvalitetsberattelse", "--year", "2025", "--format", "md")
    made = workspace / "reports/2025/kvalitetsberattelse.md"
    assert kvalitet("-C", workspace, *words, "--no-overrides").code == 0
    plain = made.read_text(encoding="utf-8")
    assert kvalitet("-C", workspace, "report", "lint").code == 0
    assert kvalitet("-C", workspace, *words).code == 0
    assert made.read_text(encoding="utf-8") == plain
    text = template.read_text(encoding="utf-8")
    assert all(
        block in text
        for block in re.findall(r"block (kapitel_\w+)", (ROOT / "templates" / template.name).read_text("utf-8"))
    )
    template.write_text(
        '{% extends "paket/kvalitetsberattelse.md.j2" %}\n{% block kapitel_mal %}\n# Våra mål\n\nEgna ord.\n{% endblock %}\n',
        encoding="utf-8",
    )
    assert kvalitet("-C", workspace, *words).code == 0
    changed = made.read_text(encoding="utf-8")
    assert "# Våra mål\n\nEgna ord.\n" in changed
    before, after = ([re.sub(r"(?s)\n# (Mål|Våra mål)\n.*?(?=\n# )", "\n", text)] for text in (plain, changed))
    assert before == after
    again = kvalitet("-C", workspace, "report", "new", "kvalitetsberattelse")
    assert (again.code, "finns redan" in again.err) == (2, True)


def test_a_report_of_ones_own(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A new name begins a report that is listed, judged and made like the others, of parts of a year too."""
    assert kvalitet("-C", workspace, "report", "new", "Månadsbrev").code == 0
    assert "manadsbrev" in kvalitet("-C", workspace, "report", "list").out
    assert kvalitet("-C", workspace, "report", "lint").code == 0
    run = kvalitet("-C", workspace, "--day", "2026-02-01", "report", "manadsbrev", "--period", "2025-03")
    assert run.code == 0, run.err
    text = (workspace / "reports/2025/manadsbrev-03.md").read_text(encoding="utf-8")
    assert "Inga avvikelser rapporterades." in text
    assert "Skriv i `reports/2025/manadsbrev-03/sammanfattning.md`." in text
    refused = kvalitet("-C", workspace, "report", "new", "../x")
    assert (refused.code, "går inte som namn" in refused.err) == (2, True)
