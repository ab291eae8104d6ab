"""Rules on a record's form: known fields, none missing, every value of its field's type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from kvalitet.diagnostics import Place
from kvalitet.field_types import shown
from kvalitet.kinds import Condition, Field
from kvalitet.records.collection import Records
from kvalitet.records.conditions import holds, is_required
from kvalitet.records.record import Entry, Record, groups, walk
from kvalitet.rules.proof import always
from kvalitet.rules.rule import Hit, rule
from kvalitet.scales import STORED_PRODUCTS
from kvalitet.source.exact import Path, Value
from kvalitet.words import fold, hint, nearest


def is_misspelt(values: Mapping[str, Value], fields: Mapping[str, Field], name: str) -> bool:
    """Return whether an unknown key among the values is most like this missing field."""
    missing = [known for known in fields if known not in values]
    return any(key not in fields and nearest(key, missing) == name for key in values)


def lacks(record: Entry, path: str) -> bool:
    """Return whether a field is absent, and no misspelt key beside it is told in its stead."""
    group, _, name = path.rpartition(".")
    values = record.value(group) if group else record.values
    holder = record.field(group) if group else None
    fields = holder.fields if holder else record.fields
    return isinstance(values, Mapping) and name not in values and not is_misspelt(values, fields, name)


def last_line_missing(record: Record) -> Field | None:
    """Return the field that ends every record of a drawn kind where it is missing, or None.

    Such a record may be cut off: what else is missing from it may have stood there.
    """
    last = list(record.kind.fields.values())[-1]
    return last if last.type == "stamp" and lacks(record, last.name) else None


@rule("FRM001", proof=always)
def has_only_known_fields(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Posten har bara fält som finns.

    Varför: Ett fält med fel namn räknas inte med någonstans, utan att någon märker det.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: händelse: Larmet gick inte fram.
    Rätt: beskrivning: Larmet gick inte fram.
    Gör så här: Rätta namnet. kvalitet new visar fälten, och kvalitet show visar vad en post har.
    """
    for group, path in groups(record):
        for key in group.values:
            is_product = key in STORED_PRODUCTS and "sannolikhet" in group.fields
            if key not in group.fields and not is_product:
                place = record.document.key_place((*path, key))
                yield Hit(place, _unknown(key, group.fields), ".".join(map(str, (*path, key))))


def _unknown(key: str, fields: Mapping[str, Field]) -> str:
    if fold(key) in fields:
        return f"{shown(key)} skrivs {fold(key)}, med små bokstäver utan å, ä och ö"
    return f"{shown(key)} är inget fält här{hint(key, list(fields))}"


@rule("FRM002", proof=always)
def has_what_is_required(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Posten har alla fält som måste finnas.

    Varför: Utan dem säger posten inte det som den ska visa.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: En avvikelse utan enhet.
    Rätt: enhet: ENH-sabo-norr
    Gör så här: Lägg till fältet. Är uppgiften inte känd än, låt ärendet ligga kvar i ett tidigare steg.
    """
    last = last_line_missing(record)
    if last:
        message = f"fältet {last.name} ({last.label}) saknas sist; är posten avklippt, hämta den ur git, annars{_example(last)[1:]}"
        yield Hit(_home(record, ()), message, last.name)
        return
    for group, path in groups(record):
        for field in group.fields.values():
            if field.name in group.values or not is_required(field, group, record):
                continue
            if not is_misspelt(group.values, group.fields, field.name):
                message = f"fältet {field.name} ({field.label}) saknas{_example(field)}"
                yield Hit(_home(record, path), message, ".".join(map(str, (*path, field.name))))


def _home(record: Record, path: Path) -> Place:
    """Where a missing field is told: at the group that lacks it, or at the record's id."""
    return record.document.key_place(path) if path else record.document.key_place(("id",))


def _example(field: Field) -> str:
    if field.choices:
        return f"; skriv {field.name}: {next(iter(field.choices))} eller ett annat val"
    return f"; skriv {field.scalar.expected}" if field.scalar and field.type not in ("text", "prose") else ""


@rule("FRM003", proof=always)
def has_values_of_the_right_type(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Varje värde är av rätt sort: ett datum är ett datum, ett tal ett tal.

    Varför: Ett värde som inte går att förstå går inte att räkna, följa upp eller bevaka.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: intraffad: 2025-02-30
    Rätt: intraffad: 2025-02-28
    Gör så här: Skriv värdet på det sätt som meddelandet visar.
    """
    for field, path, value in walk(record):
        if field is None or not value:
            continue
        problem = _problem(field, path, value)
        if problem:
            yield Hit(record.document.place(path), problem, ".".join(map(str, path)))


def _problem(field: Field, path: Path, value: Value) -> str | None:
    is_member = isinstance(path[-1], int)
    if field.many and not is_member:
        return None if isinstance(value, list) else _list_wanted(field)
    if field.scalar is None:
        return None if isinstance(value, dict) else f"{field.name} är en grupp; skriv dess fält på egna rader under"
    if not isinstance(value, str):
        return f"{field.name} ska ha ett enda värde: {field.scalar.expected}"
    if field.choices or not value.strip() or field.scalar.convert(value) is not None:
        return None
    if field.type == "text":
        return f"{field.name} ska stå på en rad"
    return f"{shown(value)} är inte {_article(field)}; skriv {field.scalar.expected}"


def _list_wanted(field: Field) -> str:
    if field.fields:
        return f"{field.name} är en lista; börja varje del med ett bindestreck på en egen rad"
    return f"{field.name} är en lista; skriv inom hakparenteser, till exempel [{_member(field)}]"


def _member(field: Field) -> str:
    return next(iter(field.choices), "ett, två")


def _article(field: Field) -> str:
    label = field.scalar.label if field.scalar else ""
    neuter = ("datum", "klockslag", "heltal", "tal", "intervall", "avtryck", "steg på skalan")
    return f"ett {label}" if label in neuter else label if field.type == "yes_no" else f"en {label}"


@rule("FRM004", proof=always)
def has_known_choices(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett fält med val har något av valen.

    Varför: Egna ord går inte att räkna ihop med andras.
    Lagrum: SOSFS 2011:9 5 kap. 6 §
    Fel: slag: händelse
    Rätt: slag: avvikelse
    Gör så här: Skriv något av valen. Saknas ett val som behövs, föreslå det för den som sköter arbetsytan.
    """
    for field, path, value in walk(record):
        if field is None or not field.choices or not isinstance(value, str) or not value.strip():
            continue
        if value not in field.choices:
            yield Hit(record.document.place(path), _no_choice(value, field), field.path)


def _no_choice(value: str, field: Field) -> str:
    if fold(value) in field.choices:
        return f"{shown(value)} skrivs {fold(value)}"
    return f"{shown(value)} är inget val för {field.name}{hint(value, list(field.choices))}"


@rule("FRM005", proof=always)
def has_no_empty_values(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Inget fält är tomt.

    Varför: Ett tomt fält ser ifyllt ut i en lista men säger ingenting. Det som inte är känt lämnas bort.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: upptackt:
    Rätt: Raden upptackt finns inte förrän dagen är känd.
    Gör så här: Skriv ett värde, eller ta bort raden.
    """
    for field, path, value in walk(record):
        if field is not None and _is_empty(value):
            yield Hit(record.document.place(path), _empty(field), ".".join(map(str, path)))


def _is_empty(value: Value) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _empty(field: Field) -> str:
    way = "skriv ett värde" if field.required is True else "skriv ett värde eller ta bort raden"
    return f"{field.name} är tomt; {way}"


@rule("FRM006", proof=always)
def has_fields_only_where_they_belong(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """Ett fält som bara hör till ett visst svar står bara där.

    Varför: Ett diarienummer för en anmälan som inte är gjord är en motsägelse. Den som läser vet inte vad som gäller.
    Lagrum: SOSFS 2011:9 7 kap. 1 §
    Fel: ivo: {anmald: nej, diarienummer: HVN 2025/184}
    Rätt: ivo: {anmald: ja, datum: 2025-03-20, diarienummer: HVN 2025/184}
    Gör så här: Rätta svaret, eller ta bort fältet som inte hör till det.
    """
    for group, path in groups(record):
        for field in group.fields.values():
            if field.only is None or field.name not in group.values:
                continue
            if holds(field.only, group, record) is False:
                place = record.document.key_place((*path, field.name))
                yield Hit(place, f"{field.name} ska bara finnas när {_in_words(field.only)}", field.path)


def _in_words(condition: Condition) -> str:
    parts = (f"{path.removeprefix('.')} är {' eller '.join(wanted)}" for path, wanted in condition.clauses)
    return " och ".join(parts)


@rule("FRM007", proof=always)
def has_each_member_once(record: Record, records: Records, day: dt.date) -> Iterator[Hit]:
    """En lista har inget värde två gånger.

    Varför: Ett värde som står två gånger räknas två gånger i varje sammanställning.
    Lagrum: SOSFS 2011:9 5 kap. 6 §
    Fel: lagrum: [hsl, hsl]
    Rätt: lagrum: [hsl]
    Gör så här: Ta bort det ena.
    """
    for group, path in groups(record):
        for name, value in group.values.items():
            if name not in group.fields or not isinstance(value, list):
                continue
            seen: list[Value] = []
            for index, item in enumerate(value):
                if _says_something(item) and item in seen:
                    place = record.document.place((*path, name, index))
                    what = shown(item) if isinstance(item, str) else "en likadan del"
                    yield Hit(place, f"{what} står redan i {name}; ta bort det ena", name)
                seen.append(item)


def _says_something(item: Value) -> bool:
    return bool(item.strip() if isinstance(item, str) else item)


RULES = (
    has_each_member_once,
    has_only_known_fields,
    has_what_is_required,
    has_values_of_the_right_type,
    has_known_choices,
    has_no_empty_values,
    has_fields_only_where_they_belong,
)
