"""Charts as a report keeps them: drawn the same each time, with every label, and with no trace of what is hidden."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charting import example, hard
from kvalitet.analysis.charts import Value
from kvalitet.catalogue import standard_catalogue
from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.reporting import charting
from kvalitet.reporting.basis import Basis
from kvalitet.reporting.charting import Chart, Exposed, Indicator, NoDataError, Noun
from kvalitet.reporting.describing.sentences import MOST
from kvalitet.reporting.figures import Figures
from kvalitet.reporting.sections.deviations import deviations
from kvalitet.reporting.selection import Selection
from kvalitet.reporting.tally import Tally
from tests.conftest import DAY, ROOT

FALL = Noun("fall", "fall")
SCALE = standard_catalogue().scales["standard-4x4"]
HARD = {chart.name: chart for chart in hard.charts()}


def words_in(svg: bytes) -> str:
    """All texts of a drawing: matplotlib writes each line of them as a comment beside its outlines."""
    return " ".join(re.findall(r"<!-- (.*?) -->", svg.decode(), re.DOTALL))


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    """Every hard chart, drawn once."""
    return {name: chart.draw() for name, chart in HARD.items()}


def test_the_same_values_give_the_same_bytes_anywhere(drawn: dict[str, bytes], tmp_path: Path) -> None:
    """Neither the hash seed, the folder, its matplotlibrc, the locale nor the order of drawing changes a byte."""
    (tmp_path / "matplotlibrc").write_text("axes.edgecolor: red\nfont.size: 30\nsvg.fonttype: none\n", encoding="utf-8")
    script = (
        "import hashlib\nfrom charting import hard\n"
        "for chart in reversed(list(hard.charts())): print(chart.name, hashlib.sha256(chart.draw()).hexdigest())"
    )
    paths = os.pathsep.join((str(ROOT), str(ROOT / "bench")))
    elsewhere = {**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=elsewhere, check=True, capture_output=True, text=True
    )
    assert dict(line.split() for line in run.stdout.splitlines()) == {
        name: hashlib.sha256(svg).hexdigest() for name, svg in drawn.items()
    }


def test_no_chart_is_drawn_before_it_is_asked_for() -> None:
    """Making every chart with its words and table loads neither matplotlib nor pandas."""
    script = (
        "import sys\nfrom charting import hard\ncharts = list(hard.charts())\n"
        "print(len(charts), [name for name in ('matplotlib', 'pandas', 'numpy') if name in sys.modules])"
    )
    paths = os.pathsep.join((str(ROOT), str(ROOT / "bench")))
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": paths},
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout == f"{len(HARD)} []\n"


@pytest.mark.parametrize("name", HARD)
def test_a_drawing_is_svg_of_outlines_as_wide_as_the_text(drawn: dict[str, bytes], name: str) -> None:
    """A drawing is well formed, needs no font where it is shown, and has no picture and no link in it."""
    root = ET.fromstring(drawn[name])
    assert root.attrib["width"] == "453.6pt"
    assert not {"image", "text", "a", "script"} & {element.tag.rpartition("}")[2] for element in root.iter()}


LABELLED = {
    "svar-pareto-dolda": ("Basala hygienrutiner", "Fall", "45", "17", "12"),
    "svar-kategorier": ("Basala hygienrutiner", "Fall", "2024", "2025", "40", "38"),
    "svar-enheter-dolda": ("Gruppbostad Ek", "Natt", "Tillsammans 4,68", "7,12", "1\u00a0000 boendedygn"),
    "svar-manader-dolda": ("jan", "feb", "dec", "14"),
    "svar-manader-fem-ar": ("2021", "2022", "2023", "2024", "2025", "jun"),
    "svar-kvartal-stora": ("1\u00a0234\u00a0567", "Kvartal 3", "1\u00a0500\u00a0000"),
    "svar-serie-skifte": ("Median 13", "jan 2025"),
    "svar-tid": ("15\u00a0000", "över 90", "21 (3,5–230)", "kvartal 2 2025"),
    "svar-dagar-dold": ("428", "2025"),
    "svar-risker": ("Mycket hög", "Katastrofal", "1\u00a0234", "Konsekvens", "Efter åtgärd"),
    "svar-atgarder": ("Stark", "Inte bedömd", "120", "delvis 2, nej 1, inte bedömd 1", "ja .., delvis 4, nej .."),
    "svar-indikatorer": ("87,2", "mål 95", "högre är bättre", "1\u00a0299\u00a0999,5", "Väntetid"),
}


@pytest.mark.parametrize(("name", "labels"), LABELLED.items())
def test_every_label_stands_in_the_drawing(drawn: dict[str, bytes], name: str, labels: Sequence[str]) -> None:
    """Names and numbers stand beside the marks, in Swedish."""
    words = words_in(drawn[name])
    assert [label for label in labels if label not in words] == []


def test_the_example_fills_every_kind_of_chart(osby: Records) -> None:
    """Of the example's own records every kind is drawn, with words to listen to and no value hidden."""
    made = list(example.charts(osby))
    assert {chart.name for chart in made} >= {"manader", "serie", "tid", "kategorier", "enheter", "risker", "lex-sarah"}
    for chart in made:
        assert ET.fromstring(chart.draw()) is not None
        assert "visas inte" not in chart.alt
        assert len(chart.alt) <= MOST


def test_a_section_hands_a_hidden_count_to_its_chart_as_hidden(osby: Records) -> None:
    """A month that a public report may not show has two dots in the chart, and no nought."""
    period = Period.of_year(2025)
    months = [f"avvikelser.2025-{month:02}.antal" for month in range(1, 13)]
    told = {}
    for hidden in ((), months[2:4]):
        basis = Basis(Selection(osby, period), DAY, Tally(hidden), Figures(), public=True)
        deviations(basis)
        told[len(hidden)] = words_in(basis.figures.charts["manader"].draw()).split()
    assert (told[0].count(".."), told[2].count("..")) == (0, 2)
    assert told[2].count("0") == told[0].count("0")


def test_all_24_units_and_groups_are_named(drawn: dict[str, bytes]) -> None:
    """However many there are, each row has its name and its number."""
    units = words_in(drawn["svar-enheter-24"])
    assert all(f"Särskilt boende {chr(65 + n)}lmhult" in units for n in range(24))
    groups = words_in(drawn["svar-pareto-24"])
    assert all(f"Grupp nummer {n}" in groups for n in range(1, 25))


def _masked(counts: dict[str, int]) -> dict[str, Value]:
    """Counts in the order that records give them, by their true value, but for two that may not be shown."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return {name: None if name in {"C", "D"} else count for name, count in ordered}


def _pareto(secret: int) -> Chart:
    return charting.pareto("p", FALL, _masked({"A": 40, "B": 7, "C": secret, "D": 60 - secret}), most=3)


def _rates(secret: int) -> Chart:
    counts = _masked({"A": 40, "B": 7, "C": secret, "D": 60 - secret})
    units = [Exposed(name, None if count is None else int(count), 1000) for name, count in counts.items()]
    return charting.rates("r", FALL, units, measure="dygn", total=107)


@pytest.mark.parametrize("make", [_pareto, _rates])
def test_the_place_among_others_tells_nothing_of_a_hidden_value(make: Callable[[int], Chart]) -> None:
    """Whatever the hidden values are, and wherever they stood, drawing, words and table are the same to the byte."""
    one, other = make(1), make(55)
    assert one.draw() == other.draw()
    assert (one.alt, one.table(), one.csv()) == (other.alt, other.table(), other.csv())


HIDING: dict[str, Callable[[], Chart]] = {
    "pareto": lambda: _pareto(1),
    "rates": lambda: _rates(1),
    "months": lambda: charting.months("m", FALL, {"2024": [5] * 12, "2025": [3, None, None, *[4] * 9]}),
    "quarters": lambda: charting.quarters("q", FALL, {"2025": [3, None, None, 4]}),
    "categories": lambda: charting.categories("g", FALL, ("A", "B"), {"2024": [4, 9], "2025": [5, None]}),
    "run": lambda: charting.run("s", FALL, (2023, 1), [4, 6] * 12 + [None]),
    "effects": lambda: charting.strength_effect("e", FALL, ("Stark", "Svag"), {"Ja": [None, 4], "Nej": [3, 9]}),
    "risks": lambda: charting.risk_matrix("k", SCALE, {"Före": {(1, 1): 3, (2, 2): None}}),
    "closing": lambda: charting.time_to_close("t", FALL, [3, None, 4, 5, 6, 7], {"2025": None}),
    "indicators": lambda: charting.indicators(
        "i", ("2024", "2025"), [Indicator("A", "%", "högre", {"2024": 50, "2025": None}, 90)]
    )[0],
    "between": lambda: charting.days_between(
        "d", FALL, [dt.date(2025, 1, 1), dt.date(2025, 3, 1), None, dt.date(2025, 9, 1)]
    ),
}


@pytest.mark.parametrize("name", HIDING)
def test_a_hidden_value_has_a_mark_and_is_told(name: str) -> None:
    """In its place stand two dots, in the drawing and in the table, and the words say that it is not shown."""
    chart = HIDING[name]()
    assert ".." in words_in(chart.draw())
    assert any(".." in row for row in chart.table())
    assert re.search("visas inte|en del dolt", chart.alt)


def test_hidden_groups_stand_last_and_no_share_is_told() -> None:
    """With a hidden group neither order nor shares tell it; a rest that holds it is hidden too."""
    chart = _pareto(12)
    assert chart.table() == [["A", "40"], ["B", "7"], ["Övriga 2 grupper", ".."]]
    assert "%" not in words_in(chart.draw())
    assert "procent" not in chart.alt


def test_without_a_total_a_hidden_unit_takes_the_whole_rate_with_it() -> None:
    """The rate of all is told only where it cannot be used to work out the hidden one by the drawing itself."""
    units = [Exposed("A", 4, 1000), Exposed("B", None, 1000)]
    chart = charting.rates("r", FALL, units, measure="dygn")
    assert "Tillsammans" not in words_in(chart.draw())
    assert "Tillsammans" not in chart.alt


def test_units_without_activity_are_named_and_not_drawn() -> None:
    """No rate is made without a denominator; who is left out is told."""
    units = [Exposed("A", 4, 1000), Exposed("B", 9, None), Exposed("C", 2, 0)]
    chart = charting.rates("r", FALL, units, measure="boendedygn")
    assert chart.left_out == ("B", "C")
    assert chart.table() == [["A", "4", "1\u00a0000", "4,00", "1,09", "10,24"]]
    assert chart.header[2:4] == ("Boendedygn", "Per 1\u00a0000 boendedygn")


@pytest.mark.parametrize(
    "make",
    [
        lambda: charting.months("x", FALL, {}),
        lambda: charting.months("x", FALL, {"2025": [0] * 12}),
        lambda: charting.quarters("x", FALL, {"2025": [None, 0, 0, 0]}),
        lambda: charting.run("x", FALL, (2023, 1), []),
        lambda: charting.pareto("x", FALL, {}),
        lambda: charting.categories("x", FALL, (), {}),
        lambda: charting.rates("x", FALL, [Exposed("A", 3, None)], measure="dygn"),
        lambda: charting.risk_matrix("x", SCALE, {"Före": {}}),
        lambda: charting.strength_effect("x", FALL, (), {}),
        lambda: charting.time_to_close("x", FALL, [0] * 6, {}),
        lambda: charting.indicators("x", ("2025",), []),
        lambda: charting.days_between("x", FALL, [dt.date(2025, 1, 1)]),
    ],
)
def test_nothing_to_show_is_told_and_not_drawn(make: Callable[[], object]) -> None:
    """A chart without data is an error with a Swedish message that names it, never an empty frame."""
    with pytest.raises(NoDataError, match=r"^diagrammet x har inget att visa: bara "):
        make()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: charting.pareto("x", FALL, {"A": 4, "B": 2, "C": 0}), "grupperna är 2 och behöver vara minst 3"),
        (
            lambda: charting.strength_effect("x", FALL, ("Stark", "Svag"), {"Ja": [1, 1], "Nej": [1, 1]}),
            "antalet är 4 och behöver vara minst 5",
        ),
    ],
)
def test_too_little_for_a_chart_is_told_and_not_drawn(make: Callable[[], object], told: str) -> None:
    """Two groups have no few that matter, and bars of one åtgärd each say no more than their table."""
    with pytest.raises(NoDataError, match=f"^diagrammet x har för lite att visa: {told}$"):
        make()


def test_the_table_is_what_is_drawn_and_a_spreadsheet_reads_its_numbers() -> None:
    """On the page thousands are parted; in the CSV a number has only its decimal comma."""
    chart = charting.pareto("p", FALL, {"Fall; och snubbel": 12345, "=1+1": 3, "Övrigt": 1})
    assert chart.header == ("Kategori", "Antal", "Andel, procent", "Sammanlagd andel, procent")
    assert chart.table()[0] == ["Fall; och snubbel", "12\u00a0345", "100,0", "100,0"]
    data = chart.csv()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:3] == [["Fall; och snubbel", "12345", "100,0", "100,0"], ["'=1+1", "3", "0,0", "100,0"]]


def test_a_year_that_is_not_at_its_end_is_not_drawn_beyond_it() -> None:
    """Months that have not come are dashes in the table, neither noughts nor hidden, and the year has no total."""
    chart = charting.months("m", FALL, {"2024": [2] * 12, "2025": [3, 1]})
    assert [row[2] for row in chart.table()] == ["3", "1", *["–"] * 10]
    assert "Totalt 24 (2024)." in chart.alt


def test_many_indicators_are_shared_between_charts_of_like_size() -> None:
    """Thirteen indicators make charts of seven and six, under names of their own."""
    rows = [Indicator(f"Mått {n}", "procent", "högre", {"2025": n + 1}) for n in range(13)]
    made = charting.indicators("mått", ("2024", "2025"), rows)
    assert [(chart.name, len(chart.rows)) for chart in made] == [("mått", 7), ("mått-2", 6)]
    assert made[0].table()[0] == ["Mått 0", "procent", "högre", "–", "1", "–", "–", "–"]


COUNTS = st.lists(st.none() | st.integers(0, 10**7), min_size=1, max_size=14)
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=90)
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _holds(make: Callable[[], Chart]) -> None:
    """Draw a chart, where there is anything to show; pytest makes any warning an error."""
    try:
        chart = make()
    except NoDataError:
        return
    ET.fromstring(chart.draw())
    assert 0 < len(chart.alt) <= MOST
    assert all(len(row) == len(chart.header) for row in chart.rows)
    chart.csv().decode("utf-8")


@SLOW
@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_any_counts_over_time_can_be_drawn(rows: list[list[Value]]) -> None:
    """Whatever the counts, how many and how hidden: months, a run and the time to close are drawn without a warning."""
    _holds(lambda: charting.months("m", FALL, {str(2020 + n): row[:12] for n, row in enumerate(rows)}))
    _holds(lambda: charting.run("r", FALL, (2024, 11), rows[0]))
    _holds(lambda: charting.time_to_close("t", FALL, (rows[0] * 6)[:6], {}))


@SLOW
@given(st.dictionaries(NAMES, st.none() | st.integers(0, 10**7), min_size=1, max_size=24))
def test_any_groups_can_be_drawn(groups: dict[str, Value]) -> None:
    """Whatever groups and units are called and however many there are."""
    _holds(lambda: charting.pareto("p", FALL, groups))
    units = [Exposed(name, None if count is None else int(count), len(name) * 0.5) for name, count in groups.items()]
    _holds(lambda: charting.rates("r", FALL, units, measure="dygn"))
    _holds(
        lambda: charting.categories("k", FALL, tuple(groups), {"2024": [1] * len(groups), "2025": [*groups.values()]})
    )


@SLOW
@given(
    st.lists(st.none() | st.integers(0, 10**5), min_size=12, max_size=12),
    st.dictionaries(NAMES, st.none() | st.floats(-1e6, 1e6), min_size=1, max_size=9),
    st.lists(st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2026, 1, 1)), min_size=1, max_size=30),
)
def test_any_judgements_can_be_drawn(
    counts: list[Value], measured: dict[str, Value], days: list[dt.date | None]
) -> None:
    """Whatever risks, effects, indicators and days there are."""
    cells = {(place // 4 + 1, place % 4 + 1): count for place, count in enumerate(counts)}
    _holds(lambda: charting.risk_matrix("k", SCALE, {"Före": cells, "Efter": {}}))
    effects = {name: counts[start : start + 3] for start, name in ((0, "Ja"), (3, "Delvis"), (6, "Nej"))}
    _holds(lambda: charting.strength_effect("e", FALL, ("Stark", "Medel", "Svag"), effects))
    rows = [Indicator(name, "%", "lägre", {"2025": value}, value, value) for name, value in measured.items()]
    _holds(lambda: charting.indicators("i", ("2024", "2025"), rows)[0])
    known = iter(sorted(day for day in days if day))
    _holds(lambda: charting.days_between("d", FALL, [day and next(known) for day in days]))
