"""What charts that compare groups and units show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from kvalitet.analysis.charts import Rated, Series, Value, shown
from kvalitet.reporting.describing.sentences import Noun, hidden, named, of_year, percent, seen, short, told
from kvalitet.words import listing, number, plural

_TOLD = 3
_MOST_OF = 0.8


def pareto(noun: Noun, labels: Sequence[str], counts: Sequence[Value]) -> str:
    """Return the largest groups with their counts, how few make up four fifths, and the smallest."""
    known = [(label, count) for label, count in zip(labels, counts, strict=True) if count is not None]
    return told(
        [
            f"Liggande staplar med {noun.many} i {plural(len(labels), 'grupp', 'grupper')}, störst överst.",
            f"Störst{seen(counts)} är {_largest(known, sum(shown(counts)), whole=None not in counts)}.",
            "" if None in counts else _few_that_matter([count for _, count in known]),
        ],
        hidden([label for label, count in zip(labels, counts, strict=True) if count is None], "grupper"),
    )


def _largest(known: Sequence[tuple[str, float]], total: float, *, whole: bool) -> str:
    (first, most), *others = known[:_TOLD]
    share = f" av {number(total)}, {percent(most, total)}" if whole else ""
    then = listing((f"{short(label)} ({number(count)})" for label, count in others), "och")
    return f"{short(first)} ({number(most)}{share})" + (f", därefter {then}" if then else "")


def _few_that_matter(counts: Sequence[float]) -> str:
    needed = next(place for place, part in enumerate(accumulate(counts), 1) if part >= _MOST_OF * sum(counts))
    if needed == len(counts):
        return ""
    words = "Den första gruppen står" if needed == 1 else f"De {number(needed)} första grupperna står tillsammans"
    return f"{words} för minst 80 procent."


def categories(noun: Noun, labels: Sequence[str], years: Series) -> str:
    """Return the largest groups of the last year, what rose and fell most since the year before, and what is hidden."""
    last, before = list(years)[-1], list(years)[-2] if len(years) > 1 else None
    known = [(label, count) for label, count in zip(labels, years[last], strict=True) if count is not None]
    ordered, total = sorted(known, key=lambda pair: -pair[1]), sum(shown(years[last]))
    return told(
        [
            f"Liggande staplar med {noun.many} i {plural(len(labels), 'grupp', 'grupper')}, {listing(years, 'och')}.",
            f"Störst {last}{seen(years[last])} är {_largest(ordered, total, whole=None not in years[last])}."
            if ordered
            else "",
            _moved(labels, years[before], years[last], before) if before else "",
        ],
        hidden(_hidden(labels, years), "värden"),
    )


def _hidden(labels: Sequence[str], years: Series) -> list[str]:
    return [
        of_year(label, year)
        for year, counts in years.items()
        for label, count in zip(labels, counts, strict=True)
        if count is None
    ]


def _moved(labels: Sequence[str], before: Sequence[Value], after: Sequence[Value], year: str) -> str:
    """Return which group rose most and which fell most."""
    steps = [
        (label, now - then)
        for label, then, now in zip(labels, before, after, strict=True)
        if then is not None and now is not None
    ]
    if not steps:
        return ""
    up, down = (chosen(steps, key=lambda step: step[1]) for chosen in (max, min))
    words = [f"ökade {short(up[0])} mest (med {number(up[1])})"] if up[1] > 0 else []
    words += [f"minskade {short(down[0])} mest (med {number(-down[1])})"] if down[1] < 0 else []
    among = seen([*before, *after])
    return f"Jämfört med {year} {listing(words, 'och')}{among}." if words else f"Inget skiljer sig från {year}."


def rates(noun: Noun, per: str, units: Sequence[Rated], whole: Value) -> str:
    """Return the highest and lowest rate, the whole's, and which units differ by more than chance."""
    known = [unit for unit in units if unit.rate is not None]
    highest, lowest = (chosen(known, key=lambda unit: unit.rate or 0) for chosen in (max, min))
    ends = f"Högst{seen(unit.rate for unit in units)} har {_rate(highest)}" + (
        f" och lägst {_rate(lowest)}" if len(known) > 1 else ""
    )
    return told(
        [
            f"Prickar med antal {noun.many} per {per} för {plural(len(units), 'enhet', 'enheter')}, "
            "med osäkerheten som streck.",
            f"{ends}.",
            "" if whole is None else f"Tillsammans är takten {number(whole, 2)}.",
            "" if whole is None else _outside(known, whole),
        ],
        hidden([unit.name for unit in units if unit.rate is None], "enheter"),
    )


def _rate(unit: Rated) -> str:
    return f"{short(unit.name)} ({number(unit.rate or 0, 2)})"


def _outside(units: Sequence[Rated], whole: float) -> str:
    """Return the units whose whole interval lies on one side of the whole's rate."""
    above = [unit.name for unit in units if unit.low is not None and unit.low > whole]
    below = [unit.name for unit in units if unit.high is not None and unit.high < whole]
    if not above and not below:
        return "Ingen enhet skiljer sig klart från helheten." if len(units) > 1 else ""
    words = [f"klart över helheten ligger {named(above, 'enheter')}"] if above else []
    words += [f"klart under ligger {named(below, 'enheter')}"] if below else []
    text = listing(words, "och")
    return f"{text[0].upper()}{text[1:]}."
