"""The goals of the year along their chain: each below the goal that it serves, and how it went."""

from __future__ import annotations

from kvalitet.records.record import Record
from kvalitet.rendering.values import Number
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, label, outcome, unit_name
from kvalitet.reporting.sections.sharing import marked
from kvalitet.reporting.tally import key_of
from kvalitet.words import sort_key

_TOPIC = "mal"
_UNJUDGED = "ej_bedomt"


def goal_chain(basis: Basis) -> Values:
    """Return the year's goals by judgement, and below the standing goals that they serve."""
    found = _goals(basis)
    total = _count(basis, "antal", found)
    choices = {**_judgements(basis), _UNJUDGED: "Inte bedömt"}
    groups = {name: [goal.id for goal in found if _judged(goal) == name] for name in choices}
    keys = {name: basis.key(_TOPIC, basis.selection.period.text, "bedomning", name) for name in choices}
    counts = basis.tally.split(
        basis.key(_TOPIC, basis.selection.period.text, "antal"),
        {keys[name]: groups[name] for name in choices},
        guarded=False,
    )
    by_name = {name: counts[key] for name, key in keys.items()}
    return {
        "antal": total,
        "uppfyllda": by_name.get("uppfyllt"),
        "bedomningar": [{"namn": title, "antal": by_name[name]} for name, title in choices.items() if groups[name]],
        "har_kedja": any(goal.has("overordnat") for goal in found),
        "kedjor": _chains(basis, found),
    }


def _judgements(basis: Basis) -> dict[str, str]:
    field = basis.selection.records.catalogue.kinds["mal"].find("uppfyllelse.bedomning")
    return dict(field.choices) if field else {}


def _judged(goal: Record) -> str:
    return goal.text("uppfyllelse.bedomning") or _UNJUDGED


def _count(basis: Basis, measure: str, found: list[Record]) -> Number:
    return basis.tally.count(basis.key(_TOPIC, basis.selection.period.text, measure), ids(found), guarded=False)


def _goals(basis: Basis) -> list[Record]:
    """Return the goals that hold for the year or a part of it."""
    period = basis.selection.period
    return [goal for goal in basis.selection.of("mal") if (own := goal.period("period")) and own in period]


def _chains(basis: Basis, found: list[Record]) -> list[Values]:
    """Return the goals under each standing goal, those of a nämnd first and those that serve them after each."""
    groups: dict[str, list[Record]] = {}
    for goal in found:
        groups.setdefault(_standing(basis, goal, found), []).append(goal)
    records = basis.selection.records
    return [
        {
            "over": records.title(name) if name else "",
            "ovanfor": [records.title(one) for one in _above(basis, name)],
            "rader": [_row(basis, goal, depth) for goal, depth in _in_order(groups[name])],
        }
        for name in sorted(groups, key=lambda name: (not name, sort_key(records.title(name))))
    ]


def _standing(basis: Basis, goal: Record, found: list[Record]) -> str:
    """Return the nearest goal above one that is none of the year's, or nothing."""
    own = {record.id for record in found}
    return next((name for name in _above(basis, goal.id) if name not in own), "")


def _above(basis: Basis, name: str) -> list[str]:
    """Return the ids of the goals that a goal serves, nearest first; a ring ends where it closes."""
    chain: list[str] = []
    goal = basis.selection.records.find(name)
    while goal and (above := goal.text("overordnat")) and above not in (*chain, name):
        goal = basis.selection.records.find(above)
        chain += [above] if goal else []
    return chain


def _in_order(goals: list[Record]) -> list[tuple[Record, int]]:
    """Return goals with how deep they lie: each is followed by those that serve it, and last come those in a ring."""
    own = {goal.id for goal in goals}

    def below(name: str, depth: int) -> list[tuple[Record, int]]:
        here = [goal for goal in goals if (above if (above := goal.text("overordnat")) in own else "") == name]
        ordered = sorted(here, key=lambda goal: sort_key(goal.title))
        return [pair for goal in ordered for pair in ((goal, depth), *below(goal.id, depth + 1))]

    found = below("", 0)
    shown = {goal.id for goal, _ in found}
    return found + [(goal, 0) for goal in goals if goal.id not in shown]


def _row(basis: Basis, goal: Record, depth: int) -> Values:
    records = basis.selection.records
    found = [record for name in goal.texts("indikatorer") if (record := records.find(name))]
    return {
        "text": goal.title,
        "djup": depth,
        "enhet": unit_name(basis.selection, goal.text("enhet")),
        "bedomning": label(goal, "uppfyllelse.bedomning") or "Inte bedömt",
        "kommentar": goal.text("uppfyllelse.kommentar") or "",
        "indikatorer": [_indicator(basis, record) for record in found],
    }


def _indicator(basis: Basis, record: Record) -> Values:
    year = str(basis.selection.year)
    entries = {str(entry.value("period")): entry for entry in record.entries("varden") if not entry.has("kon")}
    return {
        "namn": marked(basis.selection, record),
        "enhet": record.text("mattenhet") or "",
        "varde": outcome(basis, record, entries.get(year)),
        "mal": basis.tally.figure(key_of("mal", record.id), record.number("malvarde"), [record.id]),
    }
