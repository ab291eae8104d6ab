"""The enhetsrapport: one unit, in plain words, with three questions for its meeting."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.reporting.conftest import Made
from tests.reporting.reading import Plain, faults, plain, table

Yaml = dict[str, list[Plain]]
UNIT = "ENH-hemtjanst-ost"


@pytest.fixture
def q3(made: Made) -> str:
    return plain(made("enhetsrapport", "2025-Q3", UNIT).markdown)


def in_q3(day: object) -> bool:
    return "2025-07-01" <= str(day) <= "2025-09-30"


def began(measure: Plain) -> str:
    """The first day on which an åtgärd was there: proposed, decided on or written down."""
    days = [measure.get("foreslagen"), measure.get("beslut", {}).get("datum"), str(measure["skapad"])[:10]]
    return min(str(day) for day in days if day)


def test_what_we_reported_and_what_happened_most(q3: str, yaml: Yaml) -> None:
    """The unit's count, its commonest groups and the klagomål equal a count over the files."""
    found = [
        a for a in yaml["avvikelse"] if a["enhet"] == UNIT and in_q3(a["rapporterad"]) and a["status"] != "avskriven"
    ]
    assert f"Vi rapporterade {len(found)} avvikelser under tredje kvartalet 2025" in q3
    most = Counter("/".join(a["kategori"].split("/")[:2]) for a in found).most_common(1)[0][1]
    assert f"- Utförande av insatser: {most}" in q3
    received = [k for k in yaml["klagomal"] if k["enhet"] == UNIT and in_q3(k["mottaget"])]
    assert f"Vi fick {len(received)} klagomål" in q3
    assert all(k["rubrik"] in q3 for k in received)


def test_what_was_done_and_is_to_be_done_by_whom_and_when(q3: str, made: Made, yaml: Yaml) -> None:
    """Åtgärder that became done in the period are told, those that were there and remain with role and day."""
    mine = [a for a in yaml["atgard"] if a.get("enhet") == UNIT]
    done = [a for a in mine if in_q3(a.get("genomford"))]
    assert done
    assert all(a["rubrik"] in q3 for a in done)
    assert "Inga åtgärder återstår." in q3
    left = [a for a in mine if a["status"] in ("foreslagen", "beslutad", "pagar") and began(a) <= "2025-12-31"]
    roles = {role["id"]: role["namn"] for role in yaml["roll"]}
    rows = table(plain(made("enhetsrapport", "2025", UNIT).markdown), "tbl-kvar")
    assert sorted((row[0], row[1], row[2][:10]) for row in rows) == sorted(
        (a["rubrik"], roles[a["ansvarig"]], str(a["klart_senast"])) for a in left
    )
    assert not [a for a in left if began(a) <= "2025-09-30"]


def test_what_came_after_the_day_had_not_happened(made: Made, yaml: Yaml) -> None:
    """On an earlier day an åtgärd that was done later is still to be done, and one that came later is not there."""
    day = dt.date(2025, 9, 1)
    mine = [a for a in yaml["atgard"] if a.get("enhet") == UNIT]
    later = [a for a in mine if str(a.get("genomford", "")) > str(day) and began(a) <= str(day)]
    assert later
    text = plain(made("enhetsrapport", "2025", UNIT, day=day).markdown)
    left = {row[0] for row in table(text, "tbl-kvar")}
    done = text.split("# Det här gjorde vi åt det")[1].split("# Det här ska göras")[0]
    for measure in later:
        assert measure["rubrik"] in left
        assert measure["rubrik"] not in done
    known = {a["rubrik"] for a in mine if began(a) <= str(day)}
    assert not left & ({a["rubrik"] for a in mine} - known)


def test_documents_that_hold_for_the_unit_are_told(q3: str) -> None:
    """A rutin that holds for the whole förvaltning concerns the unit too, and a late review is said."""
    assert "- Lex Sarah, version 3, från den 1 juli 2025" in q3
    assert "Kateter i urinblåsan, skulle ha setts över senast den 31 januari 2026" in q3


def test_there_are_three_questions_always(made: Made) -> None:
    """The figures raise the questions; a unit without any still has three."""
    for unit in (UNIT, "ENH-hemtjanst-vast", "ENH-integration"):
        for period in ("2025-Q3", "2019"):
            text = made("enhetsrapport", period, unit).markdown
            questions = re.findall(r"^\d\. (.+\?)$", text.split("# Att tala om")[1], re.MULTILINE)
            assert len(questions) == len(set(questions)) == 3
            assert not faults(text)


def test_a_late_measure_is_the_first_question(made: Made, yaml: Yaml) -> None:
    """What is overdue is what the meeting is asked about first."""
    late = min(
        (a for a in yaml["atgard"] if a["status"] in ("beslutad", "pagar") and "klart_senast" in a),
        key=lambda a: str(a["klart_senast"]),
    )
    assert str(late["klart_senast"]) < "2026-02-20"
    text = made("enhetsrapport", "2025", late["enhet"]).markdown
    assert late["rubrik"] in text.split("# Att tala om")[1].split("\n2. ")[0]
    assert ", försenad" in text


def test_nothing_reported_need_not_mean_that_nothing_happened(made: Made) -> None:
    """A unit without reports is told that silence is no proof."""
    text = made("enhetsrapport", "2025-Q2", "ENH-hemtjanst-vast").markdown
    assert "Vi rapporterade inga avvikelser" in text
    assert "behöver inte betyda att inget har hänt" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "enhetsrapport görs för en enhet i taget; skriv till exempel --enhet ENH-"),
        (["--namnd", "ENH-halsa-och-valfardsnamnden"], "Hälsa- och välfärdsnämnden är flera enheter"),
        (["--enhet", "ENH-sabo-nor"], "ENH-sabo-nor finns inte; menade du ENH-sabo-norr?"),
        (["--enhet", "RUT-lex-sarah"], "RUT-lex-sarah är ingen enhet"),
    ],
)
def test_no_unit_a_namnd_or_an_unknown_one_is_told(
    kvalitet: Callable[..., Run], tmp_path: Path, words: list[str], says: str
) -> None:
    """Without one unit the command says what to write, exits with 2 and writes nothing."""
    run = kvalitet("-C", ROOT, "report", "enhetsrapport", "--year", "2025", "--out", tmp_path, *words)
    assert run.code == 2
    assert says in run.err
    assert not list(tmp_path.iterdir())
