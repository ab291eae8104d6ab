"""One unit for its own meeting: what was done, what is to be done and by whom, and what to talk about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvalitet.records.record import Entry, Record
from kvalitet.reporting.basis import Basis, ids
from kvalitet.reporting.sections.common import Values, label
from kvalitet.reporting.sections.common import outcome as value_of
from kvalitet.reporting.sections.improvement import EFFECTS, remaining, todo_row, told_effect
from kvalitet.reporting.sections.measured import LIMITS, is_reached
from kvalitet.reporting.sections.sharing import is_of, is_shared, spoken_for
from kvalitet.reporting.standing import OPEN_RISK, effect, existed, measure_state, risk_state
from kvalitet.scales import Risk
from kvalitet.words import in_sentence, long_date, number, sort_key

_SOON = dt.timedelta(days=90)
_QUESTIONS = 3
_MOST_DONE = 8
"""So many åtgärder are told of; a meeting reads no longer list."""


def workplace(basis: Basis) -> Values:
    """Return what a unit's meeting needs of the period besides its avvikelser and klagomål."""
    selection = basis.selection
    unit = selection.records.find(selection.enhet)
    done = [r for r in selection.dated("atgard", "genomford") if measure_state(r, basis.day) == "genomford"]
    latest = sorted(done, key=lambda record: (str(record.value("genomford")), record.id), reverse=True)
    left = remaining(basis)
    return {
        "namn": unit.title if unit else "",
        "gjort": [_done_row(basis, record) for record in latest[:_MOST_DONE]],
        "fler_gjort": _count(basis, "fler-genomforda-under-tiden", latest[_MOST_DONE:]),
        "antal_gjort": _count(basis, "genomforda-under-tiden", done),
        "kvar": [todo_row(basis, record) for record in left],
        "antal_kvar": _count(basis, "kvar", left),
        "egenkontroller": list(_controls(basis)),
        "risker": [_risk_row(basis, record) for record in _open_risks(basis)],
        "nya_rutiner": [
            {"titel": r.title, "version": r.text("version") or "", "datum": r.date("faststalld.datum")}
            for r in _documents(basis)
            if r.date("faststalld.datum") in selection.period
        ],
        "ses_over": [{"titel": r.title, "datum": due, "sen": due < basis.day} for r, due in _to_review(basis)],
        "sagt": [] if basis.public else [_said(record) for record in selection.dated("klagomal", "mottaget")],
    }


def talk(basis: Basis) -> list[str]:
    """Return three questions for the meeting: those that the figures raise, else those that can always be asked."""
    return [*dict.fromkeys([*_raised(basis), *_ALWAYS])][:_QUESTIONS]


_ALWAYS = (
    "Vad gick fel den här veckan som ingen skrev ner, och vad gjorde att det inte skrevs?",
    "Vet alla hur man rapporterar, och vad som händer med en rapport efteråt?",
    "Vad fungerade bra fast det kunde ha gått fel, och vad kan andra lära av det?",
)


def _raised(basis: Basis) -> Iterator[str]:
    """Yield the questions that the unit's own figures raise, the most pressing first."""
    values = workplace(basis)
    late = [row for row in values["kvar"] if row["sen"]]
    if late:
        due = long_date(late[0]["klart"])
        yield f"Åtgärden ”{late[0]['rubrik']}” skulle ha varit klar den {due}. Vad hindrar den, och vem gör vad nu?"
    common = _commonest(basis)
    if common:
        yield f"{common} är det som har hänt oftast hos oss. När händer det, och vad kan vi själva ändra?"
    missed = [row for row in values["egenkontroller"] if row["natt"] is False]
    if missed:
        what = in_sentence(missed[0]["omrade"])
        yield f"Egenkontrollen av {what} nådde inte målet. Vad skulle göra det lättare att göra rätt?"
    if values["ses_over"]:
        yield f"Rutinen ”{values['ses_over'][0]['titel']}” ska ses över. Vad i den stämmer inte med hur vi arbetar?"
    if values["nya_rutiner"]:
        yield f"”{values['nya_rutiner'][-1]['titel']}” är ny eller ändrad. Vad betyder det för oss i morgon?"
    if values["risker"]:
        yield f"Risken ”{values['risker'][0]['handelse']}” är öppen. Ser vi tecken på den?"


def _commonest(basis: Basis) -> str:
    """Return the group that most of the period's avvikelser belong to, or nothing where none comes back."""
    tree = basis.selection.records.catalogue.categories
    groups: dict[str, int] = {}
    for record in basis.selection.dated("avvikelse", "rapporterad"):
        group = tree.group(record.text("kategori") or "")
        if group and record.text("status") != "avskriven":
            groups[group] = groups.get(group, 0) + 1
    most = max(groups, key=lambda group: (groups[group], group), default="")
    return "" if basis.public or groups.get(most, 0) < 2 else tree.label(most)


def _count(basis: Basis, measure: str, found: list[Record]) -> object:
    key = basis.key("atgarder", basis.selection.period.text, measure)
    return basis.tally.count(key, ids(found), guarded=False)


def _done_row(basis: Basis, record: Record) -> Values:
    judged = effect(record, basis.day)
    return {
        "rubrik": record.title,
        "datum": record.date("genomford"),
        "effekt": EFFECTS[judged].lower() if judged else "",
        "beskrivning": told_effect(record, basis.day),
    }


def _controls(basis: Basis) -> Iterator[Values]:
    """Yield the egenkontroller with an outcome in the period: the unit's own, else that of all together."""
    selection = basis.selection
    for control in sorted(selection.speaking("egenkontroll"), key=lambda record: sort_key(record.title)):
        outcomes = selection.outcomes(control)
        for unit in spoken_for(selection, control, outcomes):
            chosen = [entry for entry in outcomes if is_of(entry, unit)]
            if chosen:
                is_own = bool(unit) or not is_shared(selection, control)
                yield _control_row(basis, control, chosen[-1], is_own=is_own)


def _control_row(basis: Basis, control: Record, entry: Entry, *, is_own: bool) -> Values:
    goal, unit = control.number("malvarde.varde"), control.text("malvarde.mattenhet") or ""
    return {
        "omrade": control.title,
        "mal": f"{LIMITS[control.text('malvarde.riktning')]} {number(goal)} {unit}".strip() if goal is not None else "",
        "utfall": value_of(basis, control, entry),
        "natt": is_reached(control, entry),
        "slutsats": entry.text("slutsats") or "",
        "egen": is_own,
    }


def _open_risks(basis: Basis) -> list[Record]:
    """Return the unit's risks that were open on the day, the gravest first."""
    known = min(basis.day, basis.selection.last_day)
    found = [r for r in basis.selection.of("risk") if existed(r, known) and risk_state(r, basis.day) in OPEN_RISK]

    def gravity(record: Record) -> tuple[int, str]:
        risk = _risk(basis, record)
        return (-risk.varde if risk else 0, record.id)

    return sorted(found, key=gravity)


def _risk(basis: Basis, record: Record) -> Risk | None:
    """Return how a risk was judged on the day: again after its åtgärder, else before them."""
    again = record.date("efter.datum")
    return (record.risk("efter") if again is None or again <= basis.day else None) or record.risk("")


def _risk_row(basis: Basis, record: Record) -> Values:
    risk = _risk(basis, record)
    state = record.kind.states.get(risk_state(record, basis.day))
    scale = basis.selection.records.scale_of(record, record)
    found = scale.classify(risk) if risk and scale else None
    titles = [in_sentence(basis.selection.records.title(name)) for name in record.texts("atgarder")]
    return {
        "handelse": record.title,
        "klass": found.label if found else "",
        "status": state.label if state else "",
        "igen": record.date("ny_bedomning_senast"),
        "atgarder": titles,
    }


def _documents(basis: Basis) -> list[Record]:
    found = [*basis.selection.speaking("rutin"), *basis.selection.speaking("process")]
    return sorted(found, key=lambda record: (str(record.value("faststalld.datum")), record.id))


def _to_review(basis: Basis) -> list[tuple[Record, dt.date]]:
    """Return the documents whose review is due within three months of the day, or late, the most urgent first."""
    until = basis.day + _SOON
    due = [(r, day) for r in _documents(basis) if (day := r.date("revideras_senast")) and day <= until]
    return sorted(due, key=lambda pair: (pair[1], pair[0].id))


def _said(record: Record) -> Values:
    return {
        "art": label(record, "art"),
        "rubrik": record.title,
        "besvarat": record.date("besvarat"),
        "var_avvikelse": record.yes("stallningstagande.avvikelse"),
    }
