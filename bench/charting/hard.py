"""Values that are hard to draw: long names, many units, one value, hidden ones, very large numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.analysis.durations import Quartiles
from kvalitet.catalogue import standard_catalogue
from kvalitet.reporting import charting
from kvalitet.reporting.charting import Chart, Exposed, Indicator, Noun

FALL = Noun("fallolycka", "fallolyckor")
_LONG = (
    "Läkemedelshantering, iordningställande och överlämnande av läkemedel vid delegerad uppgift",
    "Informationsöverföring och samverkan mellan vårdgivare vid in- och utskrivning från slutenvård",
    "Fall",
    "Medicintekniska produkter, hjälpmedelsförskrivning och bostadsanpassning",
    "Basala hygienrutiner",
)


def charts() -> Iterator[Chart]:
    """Yield what has broken charts before."""
    yield from _time()
    yield from _groups()
    yield from _units()
    yield from _judgements()


def _time() -> Iterator[Chart]:
    yield charting.months("svar-manader-dolda", FALL, {"2025": [12, None, 7, 0, None, 9, 14, 11, None, 6, 8, 10]})
    close = {str(year): [100 + (month * 7 + year) % 11 for month in range(12)] for year in range(2021, 2026)}
    yield charting.months("svar-manader-fem-ar", FALL, close)
    partly = {"2024": [14, 9, 12, 8, None, 11, 13, 10, 9, 12, 15, None], "2025": [10, 12, None, 9, 11, 13, 8]}
    yield charting.months("svar-manader-halva-aret", FALL, partly)
    yield charting.quarters(
        "svar-kvartal-stora", FALL, {str(y): [1234567, 987654, 1500000, y * 400] for y in range(2023, 2026)}
    )
    yield charting.months("svar-manader-stora", FALL, {"2025": [12345 + 777 * month for month in range(12)]})
    yield charting.quarters("svar-ett-varde", FALL, {"2025": [0, 0, 1, 0]})
    shifted = [8 + (place * 5) % 7 + (6 if place > 20 else 0) for place in range(36)]
    yield charting.run(
        "svar-serie-skifte", FALL, (2023, 4), [None if place in {4, 30} else v for place, v in enumerate(shifted)]
    )
    spreads = {
        "kvartal 1 2025": Quartiles(1, 45, 45, 45),
        "kvartal 2 2025": None,
        "kvartal 3 2025": Quartiles(90, 21, 3.5, 230),
    }
    yield charting.time_to_close("svar-tid", FALL, [3, None, 0, 12, 1, 15000], spreads)
    days = [dt.date(2019, 1, 1) + dt.timedelta(days=(place * place * 13) % 2600) for place in range(40)]
    yield charting.days_between("svar-dagar-manga", FALL, sorted(days))
    few = [dt.date(2023, 2, 3), dt.date(2023, 2, 3), None, dt.date(2024, 6, 30), dt.date(2025, 9, 1)]
    yield charting.days_between("svar-dagar-dold", FALL, few)


def _groups() -> Iterator[Chart]:
    yield charting.pareto("svar-pareto-langa", FALL, dict(zip(_LONG, (1234, 500, 77, 3, 1), strict=True)))
    yield charting.pareto("svar-pareto-dolda", FALL, dict(zip(_LONG, (45, None, 17, 12, None), strict=True)))
    yield charting.pareto("svar-pareto-tre", FALL, {"Fall": 3, "Hygien": 1, "Larm": 1})
    yield charting.pareto("svar-pareto-24", FALL, {f"Grupp nummer {n}": 480 // n for n in range(1, 25)}, most=24)
    years = {"2024": [40, 12, None, 9, 3], "2025": [38, None, 21, 0, 5]}
    yield charting.categories("svar-kategorier", FALL, _LONG, years)


def _units() -> Iterator[Chart]:
    units = [Exposed(f"Särskilt boende {chr(65 + n)}lmhult", (n * 37) % 90, 9000 + 700 * n) for n in range(24)]
    yield charting.rates("svar-enheter-24", FALL, units, measure="boendedygn")
    hidden = [
        *units[:4],
        Exposed("Gruppbostad Ek", None, 2100),
        Exposed("Hemtjänst öster", 33, None),
        Exposed("Natt", 0, 400),
    ]
    yield charting.rates("svar-enheter-dolda", FALL, hidden, measure="boendedygn", total=200)
    yield charting.rates("svar-enhet-en", FALL, [Exposed("Norrgården", 12, 14000)], measure="vårddygn")


def _judgements() -> Iterator[Chart]:
    scale = standard_catalogue().scales["standard-4x4"]
    cells = {(row, column): row * column * 9 for row in range(1, 5) for column in range(1, 5)}
    after = {(1, 1): 4, (2, 3): None, (4, 4): 1234}
    yield charting.risk_matrix("svar-risker", scale, {"Första bedömningen": cells, "Efter åtgärd": after})
    effects: dict[str, list[float | None]] = {
        "Ja": [120, None, 1],
        "Delvis": [2, 4, 1],
        "Nej": [1, None, 1],
        "Inte bedömd": [1, 30, 2],
    }
    yield charting.strength_effect("svar-atgarder", Noun("åtgärd", "åtgärder"), ("Stark", "Medel", "Svag"), effects)
    rows = [
        Indicator(
            "Brukarbedömning hemtjänst äldreomsorg, hänsyn till åsikter och önskemål",
            "procent",
            "högre",
            {"2023": 88.5, "2025": 84},
            95,
            87.2,
            "riket",
        ),
        Indicator(
            "Fallskador bland personer 80 år och äldre",
            "per 1 000 invånare",
            "lägre",
            {"2023": 61, "2024": None, "2025": 55},
            50,
            54,
            "liknande kommuner",
        ),
        Indicator("Kostnad per brukare", "kronor", "lägre", {"2023": 1234567, "2024": 1300000, "2025": 1299999.5}),
        Indicator("Väntetid", "dagar", "lägre", {"2023": 30, "2024": 30, "2025": 30}, 30, 30, "riket"),
    ]
    yield from charting.indicators("svar-indikatorer", ("2023", "2024", "2025"), rows)
