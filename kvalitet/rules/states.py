"""Rules on states: what each demands, and what may not be left open when a matter ends."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from kvalitet.kinds import Demand, Field, State
from kvalitet.records.collection import Records
from kvalitet.records.conditions import applies
from kvalitet.records.record import Record
from kvalitet.rules.form import is_misspelt, last_line_missing
from kvalitet.rules.proof import Shape, Test, all_pass, condition_holds, value_at
from kvalitet.rules.rule import Hit, rule
from kvalitet.words import listing


def _has_it_all(shape: Shape) -> Test | bool:
    """What a state demands is the same for all in it; what stands there, or for certain is not demanded, is no lack."""
    state = shape.kind.states.get(shape.state)
    inside: dict[str, set[str]] = defaultdict(set)
    tests = []
    for demand in state.demands if state else ():
        paths = [path for path in demand.any_of if not shape.lacks(path)]
        group, _, name = paths[0].rpartition(".") if paths else ("", "", "")
        if any("." not in path for path in paths):
            continue
        if len(paths) == 1 and demand.when is None and "." not in group:
            inside[group].add(name)
        elif paths or demand.when is not None:
            tests.append(_meets(demand, paths))
        else:
            return False
    return all_pass([*(_holds_all(group, names) for group, names in inside.items()), *tests])


def _holds_all(group: str, names: set[str]) -> Test:
    def proves(record: Record) -> bool:
        found = record.values[group]
        return isinstance(found, dict) and found.keys() >= names

    return proves


def _meets(demand: Demand, paths: list[str]) -> Test:
    looks, holds = [value_at(path) for path in paths], condition_holds(demand.when) if demand.when else None

    def proves(record: Record) -> bool:
        values = record.values
        is_demanded = holds is None or holds(values, values)
        return not is_demanded or any(look(values) is not None for look in looks)

    return proves


@rule("STA001", proof=_has_it_all)
def has_what_its_state_demands(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Det som ett steg kräver är ifyllt.

    Varför: Ett ärende som är avslutat utan orsak, beslut eller uppföljning har inte lett till något som går att visa.
    Lagrum: SOSFS 2011:9 5 kap. 3–8 §§ och 7 kap. 1 §
    Fel: status: avslutad utan uppfoljning
    Rätt: status: avslutad med uppfoljning.effekt och aterkoppling
    Gör så här: Fyll i det som saknas, eller backa till det steg där ärendet verkligen är.
    """
    field, state = current_state(record)
    if field is None or state is None or last_line_missing(record):
        return
    for demand in dict.fromkeys(state.demands):
        if _is_unmet(demand, record):
            message = f"status {state.name} kräver {_in_words(demand, record)}"
            yield Hit(record.place(field.path), message, demand.any_of[0])


def current_state(record: Record) -> tuple[Field | None, State | None]:
    """Return the field that holds the state and the state that it names, where both are there."""
    field = record.kind.state_field
    return field, record.kind.states.get(record.text(field.path) or "") if field else None


def _is_unmet(demand: Demand, record: Record) -> bool:
    return applies(demand, record) and not any(_is_written(path, record) for path in demand.any_of)


def _is_written(path: str, record: Record) -> bool:
    """Return whether a field is there, or its lack is told by another rule already."""
    group, _, name = path.rpartition(".")
    holder = record.field(group) if group else None
    values = record.value(group) if group else dict(record.values)
    if values is None:
        return group.split(".")[0] in record.values or is_misspelt(
            record.values, record.kind.fields, group.split(".")[0]
        )
    if not isinstance(values, dict):
        return True
    field = record.field(path)
    is_required_there = holder is not None and field is not None and field.required is True
    fields = holder.fields if holder else record.kind.fields
    return name in values or is_required_there or is_misspelt(values, fields, name)


def _in_words(demand: Demand, record: Record) -> str:
    fields = (record.kind.find(path) for path in demand.any_of)
    names = [f"{field.label} ({field.path})" for field in fields if field]
    return listing(names)


def _is_open_or_has_none(shape: Shape) -> bool:
    """Only what is closed and names åtgärder is told of."""
    return shape.state != "avslutad" or shape.lacks("atgarder")


@rule("AVV001", asks=True, kind="avvikelse", proof=_is_open_or_has_none)
def is_closed_with_decided_measures(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En avslutad avvikelse har inga åtgärder som väntar på beslut.

    Varför: Ett förslag som ingen tagit ställning till är ingen åtgärd. Då är ärendet inte klart.
    Lagrum: SOSFS 2011:9 5 kap. 7 §
    Fel: status: avslutad med en åtgärd som har status: foreslagen
    Rätt: status: avslutad med en åtgärd som är genomförd eller avslagen
    Gör så här: Besluta om åtgärden, eller vänta med att avsluta avvikelsen.
    """
    if record.text("status") != "avslutad":
        return
    found = {target: records.find(target) for target in record.texts("atgarder")}
    proposed = {target for target, atgard in found.items() if atgard and atgard.text("status") == "foreslagen"}
    for link in record.links() if proposed else ():
        if link.field.path == "atgarder" and link.target in proposed:
            message = f"{link.target} är bara föreslagen; besluta om åtgärden innan avvikelsen avslutas"
            yield Hit(record.document.place(link.path), message, "atgarder")


RULES = (has_what_its_state_demands, is_closed_with_decided_measures)
