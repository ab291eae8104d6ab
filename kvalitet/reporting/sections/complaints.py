"""What people said: klagomål and synpunkter received in the period, and how they were met."""

from __future__ import annotations

from statistics import median

from kvalitet.periods import Period
from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, commonest, hidden_last

_TOPIC = "klagomal"
_MOST_NAMED = 3
"""So many themes are named as the commonest."""


def complaints(basis: Basis) -> Values:
    """Return the klagomål and synpunkter of the period by art and theme, and how fast they were answered."""
    selection, tally = basis.selection, basis.tally
    period = selection.period.text
    found = selection.dated("klagomal", "mottaget")
    before = selection.dated("klagomal", "mottaget", selection.before)
    total, earlier = received(basis, selection.period, found), received(basis, selection.before, before)
    answered = sorted(
        ((day - came).days, record.id)
        for record in found
        if (day := record.date("besvarat")) and (came := record.date("mottaget"))
    )
    days, names = [days for days, _ in answered], [name for _, name in answered]
    count = tally.count(basis.key(_TOPIC, period, "besvarade"), names)
    themes = _themes(basis, found)
    found_wrong = [r.id for r in found if r.yes("stallningstagande.avvikelse")]
    return {
        "antal": total,
        "forra": earlier if before else None,
        "arter": _arts(basis, found, before),
        "teman": themes,
        "oftast": commonest(themes, _MOST_NAMED),
        "avvikelser": tally.count(basis.key(_TOPIC, period, "var-avvikelser"), found_wrong),
        "besvarade": count,
        "langst": tally.figure(
            basis.key(_TOPIC, period, "langst-dagar"), days[-1] if days else None, names, of=[count]
        ),
        "mediandagar": tally.figure(
            basis.key(_TOPIC, period, "mediandagar"), median(days) if days else None, names, of=[count]
        ),
    }


def received(basis: Basis, period: Period, found: list[Record]) -> Number:
    """Return how many klagomål and synpunkter were received in a period."""
    return basis.tally.count(basis.key(_TOPIC, period.text, "antal"), ids(found))


def _arts(basis: Basis, found: list[Record], before: list[Record]) -> list[Values]:
    art = basis.selection.records.catalogue.kinds["klagomal"].fields["art"]
    counted = []
    for period, records in ((basis.selection.period, found), (basis.selection.before, before)):
        groups = {
            basis.key(_TOPIC, period.text, "art", name): [r.id for r in records if r.text("art") == name]
            for name in art.choices
        }
        counted.append(basis.tally.split(basis.key(_TOPIC, period.text, "antal"), groups))
    return [
        {"namn": label, "antal": now, "forra": then}
        for label, now, then in zip(art.choices.values(), counted[0].values(), counted[1].values(), strict=True)
    ]


def _themes(basis: Basis, found: list[Record]) -> list[Values]:
    """Return the themes, the commonest first; a matter can have several, so they add up to nothing."""
    theme = basis.selection.records.catalogue.kinds["klagomal"].fields["tema"]
    groups: dict[str, list[str]] = {}
    for record in found:
        for name in record.texts("tema"):
            groups.setdefault(name, []).append(record.id)
    rows = [
        {
            "namn": theme.choices.get(name, name),
            "antal": basis.tally.count(basis.key(_TOPIC, basis.selection.period.text, "tema", name), names),
        }
        for name, names in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return hidden_last(rows)
