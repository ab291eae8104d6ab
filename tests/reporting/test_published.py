"""Published figures: records made to match a table give a report that shows the table's numbers and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.loading import load, record_from_text
from kvalitet.reporting.making import make
from kvalitet.reporting.orders import THRESHOLD, Order
from kvalitet.reporting.reports import REPORTS
from kvalitet.workspace import Workspace, find_workspace
from tests.conftest import DAY, Run
from tests.reporting.reading import column, table

OSTERSUND = {
    "barn-och-utbildning": ((23, 2, 25), (17, 0, 17)),
    "kommunstyrelsen": ((14, 1, 15), (9, 2, 11)),
    "kultur-och-fritid": ((7, 1, 8), (4, 2, 6)),
    "miljo-och-samhalle": ((24, 6, 30), (47, 6, 53)),
    "social": ((24, 5, 29), (5, 2, 7)),
    "serviceforvaltning": ((21, 16, 37), (17, 30, 47)),
    "teknisk-forvaltning": ((546, 38, 584), (118, 11, 129)),
    "vard-och-omsorg": ((406, 1, 407), (9, 1, 10)),
}
"""Klagomål, beröm and their sum of each nämnd, January to August: 2015 and 2014."""

TOTALS = ((1065, 70, 1135), (226, 54, 280))
YEARS = (2015, 2014)

UNIT = "id: ENH-{name}\nnamn: {name}\nniva: enhet\nlagrum: [{law}]\n"
COMPLAINT = """id: KLA-{year}-{number:06}
art: {art}
rubrik: {art}
enhet: ENH-{unit}
mottaget: {year}-0{month}-15
fran: vard_omsorgstagare_narstaende
beskrivning: {art}
skapad: {year}-0{month}-15T10:00:00+01:00
"""
EVENT = """id: AVV-{year}-{number:06}
status: beslut
rubrik: Händelse
enhet: ENH-{unit}
intraffad: {year}-03-01
rapporterad: {year}-03-01
lagrum: [{law}]
slag: {slag}
beskrivning: Händelse
beslut:
  {grade}
  motivering: Bedömd.
  av: ROL-chef
  datum: {year}-03-20
ivo:
  anmald: ja
  datum: {year}-03-21
  diarienummer: N {number}
skapad: {year}-03-01T10:00:00+01:00
"""


def complaints() -> Iterator[tuple[str, str]]:
    """The records of Östersund's table: path and text, spread over the eight months."""
    number = 0
    for unit, counts in OSTERSUND.items():
        yield f"records/enhet/ENH-{unit}.yaml", UNIT.format(name=unit, law="sol")
        for year, (complained, praised, _) in zip(YEARS, counts, strict=True):
            for art in ["klagomal"] * complained + ["berom"] * praised:
                number += 1
                text = COMPLAINT.format(year=year, number=number, art=art, unit=unit, month=1 + number % 8)
                yield f"records/klagomal/{year}/KLA-{year}-{number:06}.yaml", text


@pytest.fixture(scope="module")
def ostersund(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("ostersund")
    (root / "kvalitet.toml").write_text('namn = "Exempel"\nexempel = true\nexempel_dag = 2026-02-20\n', "utf-8")
    for path, text in complaints():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return find_workspace(root)


def test_klagomal_of_a_municipality(kvalitet: Callable[..., Run], ostersund: Workspace, catalogue: Catalogue) -> None:
    """Every cell and every total of Östersund's table of klagomål and beröm stands in the sammanställning.

    http://www.ostersund.se/politikinflytande/lamnasynpunkter/uppfoljningavinlamnadesynpunkter.4.1302fd331223646312b800025678.html
    (published 2015-10-08). Its rows and columns add up. That the table covers January to August makes the year's
    counts those of the table; the page of 2015 has no month.
    """
    for column_of in range(3):
        for year, totals in enumerate(TOTALS):
            assert sum(counts[year][column_of] for counts in OSTERSUND.values()) == totals[column_of]
    run = kvalitet("-C", ostersund.root, "report", "sammanstallning", "--year", "2015", "--format", "md")
    assert run.code == 0, run.err
    text = (ostersund.root / "reports/2015/sammanstallning.md").read_text(encoding="utf-8")
    assert _arts(text) == TOTALS
    assert column(table(text, "tbl-enheter"), 3) == {unit: str(now[2]) for unit, (now, _) in OSTERSUND.items()}
    records = load(ostersund, catalogue)
    for unit, counts in OSTERSUND.items():
        order = Order(REPORTS["sammanstallning"], Period.of_year(2015), DAY, f"ENH-{unit}")
        assert _arts(make(order, ostersund, records).markdown) == counts


def _arts(text: str) -> tuple[tuple[int, ...], ...]:
    """Klagomål, beröm and sum of both years, as the page shows them."""
    rows = {row[0]: row[1:] for row in table(text, "tbl-arter-sol-lss")}
    names = ("Klagomål", "Beröm", "Summa")
    return tuple(tuple(int(rows[name][year].replace("\u00a0", "")) for name in names) for year in range(2))


IVO = {"Lex Sarah": (243, 233), "Lex Maria": (480, 418)}
"""Notifications from Stockholms län: 2023 and 2022."""


def test_lex_sarah_and_lex_maria_of_a_county(tmp_path: Path, catalogue: Catalogue) -> None:
    """The notifications to IVO from Stockholms län of two years stand in the lexrapport.

    https://www.ivo.se/statistik/lex-sarah-anmalningar/ and https://www.ivo.se/statistik/lex-maria-anmalningar/
    (2023-12-12), and the same addresses without www (2023-06-07) for 2022. The national totals of these pages do not
    agree with each other: 1 132 lex Sarah in 2022 on one, 1 165 in 2023 as an increase of 34 on the other, which also
    says 1 134 for 2022; lex Maria 2 076 in 2022, and 2 333 in 2023 as an increase of 260. So they are not used here.
    """
    made = {
        "Lex Sarah": ("sol", "missforhallande", "grad_sol_lss: allvarligt_missforhallande"),
        "Lex Maria": ("hsl", "avvikelse", "grad_hsl: allvarlig_vardskada"),
    }
    files = {f"records/enhet/ENH-{law}.yaml": UNIT.format(name=law, law=law) for law in ("sol", "hsl")}
    for name, counts in IVO.items():
        law, slag, grade = made[name]
        for year, count in zip((2023, 2022), counts, strict=True):
            for _ in range(count):
                path = f"records/avvikelse/{year}/AVV-{year}-{len(files):06}.yaml"
                files[path] = EVENT.format(year=year, number=len(files), unit=law, law=law, slag=slag, grade=grade)
    read = [record_from_text(path, text, catalogue) for path, text in files.items()]
    records = Records(catalogue, [record for record in read if record])
    assert len(records) == len(files)
    (tmp_path / "records").mkdir()
    (tmp_path / "kvalitet.toml").write_text('namn = "Exempel"\n', encoding="utf-8")
    order = Order(REPORTS["lexrapport"], Period.of_year(2023), DAY, public=THRESHOLD)
    rows = {row[0]: row[1:] for row in table(make(order, find_workspace(tmp_path), records).markdown, "tbl-antal")}
    for name, counts in IVO.items():
        assert rows[f"{name}: anmälda till IVO"] == [str(count) for count in counts]
