"""What charts over time show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

from kvalitet.analysis.charts import Series, Value, shown
from kvalitet.analysis.durations import Quartiles
from kvalitet.analysis.signals import FEWEST, Run
from kvalitet.reporting.describing.sentences import Noun, hidden, named, of_year, seen, told
from kvalitet.words import listing, long_date, number, plural


def over_the_year(noun: Noun, shape: str, parts: Sequence[str], years: Series) -> str:
    """Return the highest and the lowest part of the last year, the totals, and what is hidden.

    `shape` is the kind of chart and what each mark stands for.
    """
    last = list(years)[-1]
    return told(
        [
            f"{shape}.",
            _extremes(noun, last, list(zip(parts, years[last], strict=False))),
            _totals(years),
        ],
        hidden(_hidden_parts(parts, years), "värden"),
    )


def _hidden_parts(parts: Sequence[str], years: Series) -> list[str]:
    return [
        of_year(part, year)
        for year, values in years.items()
        for part, value in zip(parts, values, strict=False)
        if value is None
    ]


def _extremes(noun: Noun, year: str, pairs: Sequence[tuple[str, Value]]) -> str:
    known = [(name, value) for name, value in pairs if value is not None]
    if not known:
        return ""
    most, least = (chosen(value for _, value in known) for chosen in (max, min))
    if most == least:
        return f"{year} är antalet {number(most)} i alla delar som visas."
    highest, lowest = _where(known, most, "av delarna"), _where(known, least, "av delarna")
    among = seen(value for _, value in pairs)
    return (
        f"{year} är det{among} flest {noun.many} i {highest} ({number(most)}) och minst i {lowest} ({number(least)})."
    )


def _where(known: Sequence[tuple[str, float]], wanted: float, what: str) -> str:
    return named([name for name, value in known if value == wanted], what)


def _totals(years: Series) -> str:
    """Return the totals of the years that are whole and have nothing hidden, and which way they went."""
    longest = max(len(values) for values in years.values())
    whole = {year: shown(values) for year, values in years.items() if None not in values and len(values) == longest}
    sums = {year: sum(values) for year, values in whole.items()}
    if not sums:
        return ""
    if len(years) == 1:
        return f"Totalt {number(next(iter(sums.values())))}."
    words = listing((f"{number(total)} ({year})" for year, total in sums.items()), "och")
    return f"Totalt {words}{_direction(list(sums.values()))}."


def _direction(totals: Sequence[float]) -> str:
    steps = [after - before for before, after in pairwise(totals)]
    if not steps:
        return ""
    each = "" if len(steps) == 1 else " för varje år"
    if all(step > 0 for step in steps):
        return f", alltså fler{each}"
    if all(step < 0 for step in steps):
        return f", alltså färre{each}"
    return ", alltså lika många" if not any(steps) else ", alltså både upp och ned"


def run(noun: Noun, months: Sequence[str], values: Sequence[Value], found: Run) -> str:
    """Return the span, the median, the extremes and whether more than chance is at work."""
    known = [(name, value) for name, value in zip(months, values, strict=True) if value is not None]
    most, least = (chosen(value for _, value in known) for chosen in (max, min))
    highest, lowest = _where(known, most, "månader"), _where(known, least, "månader")
    return told(
        [
            f"Seriediagram med {noun.many} per månad från {months[0]} till {months[-1]}, "
            f"med medianen {number(found.median)} som linje.",
            f"Flest{seen(values)} är det i {highest} ({number(most)}) och minst i {lowest} ({number(least)}).",
            _signals(months, found),
        ],
        hidden(_hidden_names(months, values), "månader"),
    )


def _signals(months: Sequence[str], found: Run) -> str:
    if found.shift:
        side = "över" if found.above else "under"
        return (
            f"{number(found.longest)} månader i följd från {months[found.since]} ligger {side} medianen; "
            f"slumpen ger sällan fler än {number(found.longest_limit)}."
        )
    if found.few_crossings:
        return (
            f"Linjen korsar medianen {plural(found.crossings, 'gång', 'gånger')}; "
            f"slumpen ger sällan färre än {number(found.crossings_limit)}."
        )
    if found.useful < FEWEST:
        return "Det är för få månader för att skilja ett mönster från slumpen."
    return "Variationen är inte större än slumpen brukar ge."


def closing(
    noun: Noun, stretches: Sequence[str], counts: Sequence[Value], spreads: Mapping[str, Quartiles | None]
) -> str:
    """Return where most matters lie, how many took longest, and how the median went."""
    known = [(name, value) for name, value in zip(stretches, counts, strict=True) if value is not None]
    most = max(value for _, value in known)
    unshown = [f"{name} dagar" for name in _hidden_names(stretches, counts)]
    unshown += [f"medianen {name}" for name, found in spreads.items() if found is None]
    whole = "" if None in counts else f" av {noun.counted(sum(value for _, value in known))}"
    return told(
        [
            f"Staplar med antal {noun.many} efter antal dagar från rapport till beslut.",
            f"Flest{seen(counts)}, {number(most)}{whole}, tog {_where(known, most, '')} dagar.",
            "" if counts[-1] in {None, most} else f"{number(counts[-1] or 0)} tog {stretches[-1]} dagar.",
            _medians(spreads),
        ],
        hidden(unshown, "värden"),
    )


def _hidden_names(names: Sequence[str], values: Sequence[Value]) -> list[str]:
    return [name for name, value in zip(names, values, strict=True) if value is None]


def _medians(spreads: Mapping[str, Quartiles | None]) -> str:
    known = [(name, found) for name, found in spreads.items() if found is not None]
    if not known:
        return ""
    (first, start), (last, end) = known[0], known[-1]
    half = f"den mittersta hälften tog då {number(end.first)}–{number(end.third)} dagar"
    if first == last:
        return f"Mediantiden {last} är {number(end.median)} dagar; {half}."
    return f"Mediantiden är {number(start.median)} dagar {first} och {number(end.median)} dagar {last}; {half}."


def between(noun: Noun, days: Sequence[dt.date | None], gaps: Sequence[Value]) -> str:
    """Return the span, the shortest and the longest time between events, and the median."""
    known = [(day, gap) for day, gap in zip(days[1:], gaps, strict=True) if day is not None and gap is not None]
    (first, shortest), (last, longest) = (chosen(known, key=lambda pair: pair[1]) for chosen in (min, max))
    start, end = days[0], days[-1]
    span = f" från {long_date(start)} till {long_date(end)}" if start and end else ""
    return told(
        [
            f"Prickar med antalet dagar mellan {noun.counted(len(days))}{span}.",
            f"Kortast är {number(shortest)} dagar, fram till den {long_date(first)}, "
            f"och längst {number(longest)}, fram till den {long_date(last)}.",
            f"Medianen är {number(median(gap for _, gap in known))} dagar.",
        ],
        f"{number(sum(gap is None for gap in gaps))} värden visas inte." if None in gaps else "",
    )
