"""A kind as JSON Schema (draft-07), so that an editor helps while one writes: names, choices, help, law.

The schema never refuses a record that `validate` accepts. What only all records together can tell it lets
through, and it takes a value as an editor's YAML parser hands it over: `3` in a text field as a number.
Regular expressions are written so that Python and JavaScript read them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from kvalitet.catalogue import Catalogue
from kvalitet.field_types import TYPES
from kvalitet.kinds import Field, Kind
from kvalitet.records.ids import LONGEST, example, pattern
from kvalitet.schema.conditions import group_conditions, record_conditions
from kvalitet.schema.readings import readings
from kvalitet.words import listing

Schema: TypeAlias = "dict[str, object]"

DRAFT = "http://json-schema.org/draft-07/schema#"

_MONTHS_DAYS = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_PERIOD = "(?:19|20)[0-9]{2}(?:-(?:H[12]|T[123]|Q[1-4]|0[1-9]|1[0-2]))?"
_INTERVAL = "P(?=.*[1-9])(?:[0-9]{1,2}Y)?(?:[0-9]{1,3}M)?(?:[0-9]{1,3}W)?(?:[0-9]{1,4}D)?"
_ANY_SCALAR = ["string", "number", "boolean"]

SCALARS: Mapping[str, Schema] = {
    "text": {"type": _ANY_SCALAR, "pattern": r"^[^\n]*\S[^\n]*\n*$"},
    "prose": {"type": _ANY_SCALAR, "pattern": r"\S"},
    "date": {"type": "string", "pattern": f"^[0-9]{{4}}-{_MONTHS_DAYS}$"},
    "time": {"type": "string", "pattern": f"^{_CLOCK}$"},
    "stamp": {
        "type": "string",
        "pattern": rf"^[0-9]{{4}}-{_MONTHS_DAYS}T{_CLOCK}:[0-5][0-9]\.[0-9]{{6}}[+-]{_CLOCK}$",
    },
    "seal": {"type": "string", "pattern": "^f1[0-9a-f]{16}$"},
    "integer": {"type": ["integer", "string"], "pattern": "^(?:0|-?[1-9][0-9]{0,15})$"},
    "number": {"type": ["number", "string"], "pattern": r"^-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,9})?$"},
    "yes_no": {"enum": ["ja", "nej"]},
    "period": {"type": ["string", "integer"], "minimum": 1900, "maximum": 2099, "pattern": f"^{_PERIOD}$"},
    "interval": {"type": "string", "pattern": f"^{_INTERVAL}$"},
    "url": {"type": "string", "pattern": r"^https?://[^\s/@]+(?:/\S*)?$"},
}
"""The types whose values are the same in every workspace; numbers may stand within quotation marks."""

_SPELT_IN_WAYS = ("text", "prose", "number")
"""Types in which two texts can be one value to an editor: 1 and 1.0 are not the same member to us."""


def schema(kind: Kind, catalogue: Catalogue) -> Schema:
    """Return the schema of a kind's records."""
    return {
        "$schema": DRAFT,
        "title": kind.label,
        "description": _description(kind.help, kind.law),
        **_group(kind.fields, catalogue, record_conditions(kind)),
        "properties": {
            **_properties(kind.fields, catalogue),
            "id": {**_shared(kind.fields["id"]), **_id((kind,))},
        },
    }


def _group(fields: Mapping[str, Field], catalogue: Catalogue, conditions: Iterable[Schema]) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": _properties(fields, catalogue),
        "required": [field.name for field in fields.values() if field.required is True],
        "additionalProperties": False,
        "minProperties": 1,
    }
    rules = list(conditions)
    return {**found, "allOf": rules} if rules else found


def _properties(fields: Mapping[str, Field], catalogue: Catalogue) -> Schema:
    return {field.name: _property(field, catalogue) for field in fields.values()}


def _property(field: Field, catalogue: Catalogue) -> Schema:
    value = _value(field, catalogue)
    if not field.many:
        return {**_shared(field, _steps(field, catalogue)), **value}
    once = not field.fields and field.type not in _SPELT_IN_WAYS
    members: Schema = {"type": "array", "items": value, "minItems": 1, **({"uniqueItems": True} if once else {})}
    return {**_shared(field), **members}


def _shared(field: Field, more: str = "") -> Schema:
    return {"title": field.label, "description": _description(field.help, field.law, more)}


def _description(help_: str, law: str, more: str = "") -> str:
    return "\n\n".join(part for part in (help_.strip(), more, f"Lagrum: {law}" if law else "") if part)


def _steps(field: Field, catalogue: Catalogue) -> str:
    """Return what each step of a scale means, one a line."""
    steps = catalogue.scale.steps[field.scale] if field.scale else ()
    return "\n".join(f"- {step.value} {step.label}. {step.help}".rstrip() for step in steps)


def _value(field: Field, catalogue: Catalogue) -> Schema:
    """Return the schema of one value of a field: what stands after the colon, or one member of its list."""
    if field.fields:
        return _group(field.fields, catalogue, group_conditions(field.fields))
    if field.choices:
        return _choices(field.choices)
    if field.is_link:
        return _id(catalogue.kinds[target] for target in field.targets)
    match field.type:
        case "category":
            tree = catalogue.categories
            return _choices({path: tree.label(path) for path in tree.labels}, "Skriv en sökväg i kategoriträdet.")
        case "requirement":
            known = {name: found.text for name, found in catalogue.requirements.items()}
            return _choices(known, "Skriv ett kravs beteckning, som den står i kvalitet checklist.")
        case "scale":
            return _scale(max(scale.size for scale in catalogue.scales.values()))  # a record may name any of them
    return {**SCALARS[field.type], "errorMessage": f"Skriv {TYPES[field.type].expected}."}


def _choices(choices: Mapping[str, str], message: str = "") -> Schema:
    """Return a closed set of words, each with its label, in every form in which an editor may see it."""
    pairs = [(value, label) for text, label in choices.items() for value in readings(text)]
    return {
        "enum": [value for value, _ in pairs],
        "enumDescriptions": [label for _, label in pairs],
        "errorMessage": message or f"Skriv {listing(choices)}.",
    }


def _id(kinds: Iterable[Kind]) -> Schema:
    found = list(kinds)
    return {
        "type": "string",
        "pattern": f"^(?:{'|'.join(pattern(kind) for kind in found)})$",
        "maxLength": LONGEST,
        "errorMessage": f"Skriv ett id, till exempel {listing(example(kind) for kind in found)}.",
    }


def _scale(size: int) -> Schema:
    return {
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": size,
        "pattern": f"^(?:{'|'.join(str(step) for step in range(1, size + 1))})$",
        "errorMessage": f"Skriv ett steg på skalan, 1 till {size}.",
    }
