"""The sammanställning: three sources together, two halves apart, every figure as the YAML files say."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.record import Record
from kvalitet.reporting.making import make
from kvalitet.reporting.orders import Order
from kvalitet.reporting.reports import REPORTS
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, ROOT
from tests.reporting.conftest import Made
from tests.reporting.reading import Plain, column, faults, plain, table

HALVES = {"hsl": {"hsl"}, "sol-lss": {"sol", "lss"}}
Yaml = dict[str, list[Plain]]


def within(day: dt.date | None, first: str, last: str) -> bool:
    return day is not None and first <= day.isoformat() <= last


def events(yaml: Yaml, first: str, last: str) -> list[Plain]:
    return [a for a in yaml["avvikelse"] if within(a["rapporterad"], first, last) and a["status"] != "avskriven"]


def group(event: Plain) -> str:
    return "/".join(event["kategori"].split("/")[:2])


@pytest.fixture
def t1(made: Made) -> str:
    return made("sammanstallning", "2025-T1").markdown


def test_the_period_stands_beside_a_year_before_and_the_one_before(t1: str, yaml: Yaml) -> None:
    """Counts of the three tertials, tillbud, lex Sarah, klagomål and the exact median equal a count over the files."""
    spans = [("2025-01-01", "2025-04-30"), ("2024-01-01", "2024-04-30"), ("2024-09-01", "2024-12-31")]
    rows = {row[0]: row[1:] for row in table(t1, "tbl-jamfort")}
    found = [events(yaml, *span) for span in spans]
    assert rows["Avvikelser"] == [str(len(one)) for one in found]
    assert rows["varav tillbud"] == [str(sum(a["slag"] == "tillbud" for a in one)) for one in found]
    sarah = [
        sum(a["slag"] in ("missforhallande", "risk") and bool({"sol", "lss"} & set(a["lagrum"])) for a in one)
        for one in found
    ]
    assert rows["Rapporter enligt lex Sarah"] == [str(count) for count in sarah]
    received = [[k for k in yaml["klagomal"] if within(k["mottaget"], *span)] for span in spans]
    assert rows["Klagomål och synpunkter"] == [str(len(one)) for one in received]
    medians = [
        statistics.median((a["beslut"]["datum"] - a["rapporterad"]).days for a in one if "beslut" in a) for one in found
    ]
    told = [float(cell.replace(",", ".")) for cell in rows["Dagar från rapport till beslut (median)"]]
    assert told == medians


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_tables_of_its_own(t1: str, yaml: Yaml, half: str) -> None:
    """Months, groups, units, causes and klagomål of a half equal a count over the files that name its laws."""
    found = [a for a in events(yaml, "2025-01-01", "2025-04-30") if HALVES[half] & set(a["lagrum"])]
    months = Counter(a["rapporterad"].month for a in found)
    rows = table(t1, f"tbl-manader-{half}")
    assert [int(row[1]) for row in rows] == [months[1], months[2], months[3], months[4], len(found)]
    assert sorted(int(row[1]) for row in table(t1, f"tbl-grupper-{half}")) == sorted(
        Counter(map(group, found)).values()
    )
    names = {unit["id"]: unit["namn"] for unit in yaml["enhet"]}
    units = Counter(names[a["enhet"]] for a in found)
    told = {name: int(count) for name, count in column(table(t1, f"tbl-enheter-{half}")).items()}
    assert {name: count for name, count in told.items() if count} == dict(units)
    causes = Counter(cause for a in found for cause in a.get("utredning", {}).get("orsaker", []))
    assert sorted(int(row[1]) for row in table(t1, f"tbl-orsaker-{half}")) == sorted(causes.values())
    laws = {unit["id"]: set(unit.get("lagrum", [])) for unit in yaml["enhet"]}
    received = [
        k
        for k in yaml["klagomal"]
        if within(k["mottaget"], "2025-01-01", "2025-04-30")
        and HALVES[half] & (set(k.get("lagrum", [])) or laws[k["enhet"]])
    ]
    assert table(t1, f"tbl-arter-{half}")[-1][1] == str(len(received))


def test_what_concerns_both_is_in_both_and_said(t1: str, yaml: Yaml) -> None:
    """The halves together are the whole and those of both laws once more, and the report says that it counts so."""
    found = events(yaml, "2025-01-01", "2025-04-30")
    both = sum("hsl" in a["lagrum"] and bool({"sol", "lss"} & set(a["lagrum"])) for a in found)
    assert both
    totals = [int(table(t1, f"tbl-manader-{half}")[-1][1]) for half in HALVES]
    assert sum(totals) == len(found) + both
    assert f"Av dem rör {both} också socialtjänst eller LSS" in plain(t1)
    assert "Det som rör båda räknas i båda" in t1


def test_units_have_all_three_sources_side_by_side(t1: str, yaml: Yaml) -> None:
    """Every unit stands with its avvikelser and klagomål, also one that reported nothing."""
    names = {unit["id"]: unit["namn"] for unit in yaml["enhet"] if unit["niva"] == "enhet"}
    found = Counter(names[a["enhet"]] for a in events(yaml, "2025-01-01", "2025-04-30"))
    received = Counter(names[k["enhet"]] for k in yaml["klagomal"] if within(k["mottaget"], "2025-01-01", "2025-04-30"))
    rows = table(t1, "tbl-enheter")
    assert {row[0] for row in rows} == set(names.values())
    assert {row[0]: (int(row[1]), int(row[3])) for row in rows} == {
        name: (found[name], received[name]) for name in names.values()
    }


def test_what_happens_three_times_in_one_unit_recurs(t1: str, yaml: Yaml) -> None:
    """The pairs of group and unit with three events or more are told, with the count of a year before."""
    names = {unit["id"]: unit["namn"] for unit in yaml["enhet"]}
    now, then = (
        Counter((group(a), a["enhet"]) for a in events(yaml, f"{year}-01-01", f"{year}-04-30")) for year in (2025, 2024)
    )
    expected = sorted((names[unit], count, then[kind, unit]) for (kind, unit), count in now.items() if count >= 3)
    assert sorted((row[1], int(row[2]), int(row[3])) for row in table(t1, "tbl-upprepas")) == expected


def test_themes_of_klagomal_meet_what_events_are_called(made: Made, yaml: Yaml) -> None:
    """A theme counts the klagomål that have it, and the avvikelser whose category or causes name it."""
    text = made("sammanstallning", "2025").markdown
    found = events(yaml, "2025-01-01", "2025-12-31")
    kompetens = [
        a
        for a in found
        if "kompetens" in a.get("utredning", {}).get("orsaker", []) or a["kategori"].endswith("bristande-kompetens")
    ]
    said = [k for k in yaml["klagomal"] if k["mottaget"].year == 2025 and "kompetens" in k.get("tema", [])]
    row = next(row for row in table(text, "tbl-teman") if row[0] == "Kompetens")
    assert (int(row[1]), int(row[3])) == (len(kompetens), len(said))
    for theme, unit, events_there, said_there in table(text, "tbl-flera"):
        assert theme
        assert unit
        assert int(events_there) > 0
        assert int(said_there) > 0


def test_a_rate_needs_the_days_of_just_that_period(made: Made, yaml: Yaml) -> None:
    """A half-year is two known quarters and has a rate; a tertial is made of none and has no column for it."""
    days: dict[str, dict[str, float]] = {}
    for exposure in yaml["exponering"]:
        if exposure["matt"] == "boendedygn":
            days[exposure["enhet"]] = {str(v["period"]): v["varde"] for v in exposure["varden"]}
    names = {unit["namn"]: unit["id"] for unit in yaml["enhet"]}
    rows = table(made("sammanstallning", "2025-H1").markdown, "tbl-enheter")
    rated = [row for row in rows if row[2] != "–"]
    assert rated
    for name, count, rate, *_ in rated:
        known = days[names[name]]
        total = known["2025-Q1"] + known["2025-Q2"]
        assert rate == f"{1000 * int(count) / total:.2f}".replace(".", ",")
    assert "Per 1 000 boendedygn" not in made("sammanstallning", "2025-T1").markdown


def test_what_is_open_tells_how_long(made: Made, yaml: Yaml) -> None:
    """Open avvikelser of the period by age, and those left from before, equal a count over the files."""
    text = made("sammanstallning", "2025-Q4").markdown
    still = [a for a in events(yaml, "2025-10-01", "2025-12-31") if a["status"] != "avslutad"]
    ages = [(DAY - a["rapporterad"]).days for a in still]
    rows = [int(row[1]) for row in table(text, "tbl-oppna")]
    assert rows == [
        sum(age <= 30 for age in ages),
        sum(30 < age <= 90 for age in ages),
        sum(age > 90 for age in ages),
        len(still),
    ]
    left = [a for a in events(yaml, "2000-01-01", "2025-09-30") if a["status"] != "avslutad"]
    assert left
    assert f"{len(left)} avvikelser är kvar från tidigare" in plain(text) or f"{len(left)} avvikelse är kvar" in plain(
        text
    )


def test_measures_are_those_decided_in_the_period(t1: str, yaml: Yaml) -> None:
    """The table has the åtgärder that were granted in the period, and the text counts the refused."""
    decided = [a for a in yaml["atgard"] if within(a.get("beslut", {}).get("datum"), "2025-01-01", "2025-04-30")]
    granted = [a["rubrik"] for a in decided if a["beslut"]["beslut"] != "avslagen"]
    assert sorted(row[0] for row in table(t1, "tbl-atgarder")) == sorted(granted)
    assert f"{len(decided) - len(granted)} förslag avslogs" in plain(t1)


def test_an_analysis_of_the_period_is_told_else_asked_for(made: Made, t1: str) -> None:
    """What people wrote stands in the report; where nobody has, a mark says what and where."""
    assert "Insulinhändelserna visar att en påminnelse inte räcker" in made("sammanstallning", "2025-H1").markdown
    assert "::: saknas" in t1
    assert "reports/2025/sammanstallning-t1/analys.md" in t1


@pytest.mark.parametrize("period", ["2025-02", "2025-Q2", "2025-T3", "2025-H2", "2025"])
def test_every_kind_of_period_gives_a_whole_page(made: Made, period: str) -> None:
    """Months, quarters, tertials, half-years and years alike have no holes and name the period they are of."""
    draft = made("sammanstallning", period)
    assert not faults(draft.markdown)
    asked = Period.parse(period)
    assert asked is not None
    assert draft.tally.entries[f"avvikelser.{period}.antal".lower()].value > 0


def test_the_numbers_know_their_records(made: Made, yaml: Yaml) -> None:
    """The key of a half's total has the ids of just its avvikelser behind it."""
    draft = made("sammanstallning", "2025-T1")
    expected = {a["id"] for a in events(yaml, "2025-01-01", "2025-04-30") if "hsl" in a["lagrum"]}
    assert set(draft.tally.entries["avvikelser-hsl.2025-t1.antal"].ids) == expected
    printed: dict[str, Any] = {one.key: one.text for one in draft.printed}
    assert printed["avvikelser-hsl.2025-t1.antal"] == str(len(expected))


@pytest.mark.parametrize(
    ("now", "earlier", "says"),
    [
        (1, 0, "1 avvikelse från perioden är inte avslutad."),
        (2, 1, "2 avvikelser från perioden är inte avslutade, och inte heller 1 från tidigare."),
        (0, 3, "3 avvikelser från tidigare är inte avslutade; alla från perioden är det."),
        (0, 0, "Alla avvikelser är avslutade."),
    ],
)
def test_what_is_left_is_said_as_it_is(osby: Records, now: int, earlier: int, says: str) -> None:
    """Of one, of several and of none, of the period and of before."""
    events = {year: [r for r in osby.of("avvikelse") if r.year == year][:3] for year in (2024, 2025)}
    open_ones = [r.id for r in [*events[2025][:now], *events[2024][:earlier]]]

    def with_state(record: Record) -> Record:
        state = "utredning" if record.id in open_ones else "avslutad"
        return replace(record, values={**record.values, "status": state})

    told = [with_state(record) for found in events.values() for record in found]
    records = Records(osby.catalogue, [*told, *(one for one in osby if one.kind.name in ("enhet", "roll"))])
    order = Order(REPORTS["sammanstallning"], Period.of_year(2025), DAY)
    assert f"- {says}" in plain(make(order, find_workspace(ROOT), records).markdown)
