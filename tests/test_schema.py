"""The schemas for editors: they never refuse what `validate` accepts, and refuse what is plainly wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check_one, has_errors
from kvalitet.data_files import read_data
from kvalitet.field_types import TYPES
from kvalitet.kind_files import read_kind
from kvalitet.kinds import Field, Kind
from kvalitet.records.collection import Records
from kvalitet.records.loading import record_from_text
from kvalitet.records.record import walk
from kvalitet.schema.files import modeline, schema_files, schema_text
from kvalitet.schema.properties import SCALARS, schema
from kvalitet.schema.readings import readings
from kvalitet.source import exact
from kvalitet.source.emitting import emit
from kvalitet.source.faults import Refused
from tests.conftest import DAY, ROOT

BROKEN: dict[str, list[object]] = {
    "text": ["", "två\nrader", None, ["lista"], {"a": 1}],
    "prose": ["", " \n ", None, ["lista"]],
    "date": ["2025-02-30", "2025-13-01", "7 mars", "20250307", 20250307, None],
    "time": ["25:00", "7:30", "07.30", 730],
    "stamp": ["2025-03-14", "2025-03-14T13:05:11+01:00", 5],
    "seal": ["f1", "f1f381e735db28978", "F1F381E735DB289785", 5],
    "integer": ["tolv", 1.5, "01", True],
    "number": ["1,5", "1.", "tolv", True],
    "yes_no": ["no", "Ja", True, 1],
    "period": ["2025-13", "2025-H3", 1825, "25"],
    "interval": ["3 månader", "P0D", "P", 3],
    "url": ["kvalitet.se", "https://namn@kommun.se", 5],
    "choice": ["finns_inte", "", 99, None],
    "state": ["finns_inte", None],
    "link": ["finns inte", "ENH", "XYZ-norr", 5],
    "role": ["chef", "ENH-norr", "ROL-Chef"],
    "category": ["hsl/finns-inte", "", None],
    "requirement": ["R-99-1", "", None],
    "scale": [0, 9, "9", "två", 1.5],
}
"""Ways to break a value of each type, as an editor's parser hands them over."""

OWN = """\
kind: prov
prefix: PRV
label: Prov
plural: Prov
help: Ett slag med alla sorters villkor.
ids: chosen
title: rubrik
columns: [rubrik]
fields:
  status: {type: state, label: Status, help: Läget., required: yes}
  rubrik: {type: text, label: Rubrik, help: En rad.}
  svar: {type: yes_no, label: Svar, help: Ja eller nej.}
  grad:
    type: choice
    label: Grad
    help: Ett val som ser ut som ett tal eller ett sanningsvärde.
    choices: {"1": Ett, "2.5": Mer, "true": Sant, a: Bokstav}
  slag:
    type: list of choice
    label: Slag
    help: Flera val.
    choices: {x: X, y: Y}
  nar: {type: text, label: När, help: Vid svaret ja., required: {svar: ja}, only: {svar: ja}}
  ett: {type: text, label: Ett, help: Vid grad ett., required: {grad: ["1", "true"]}, only: {slag: x, grad: "1"}}
  langt: {type: text, label: Långt, help: En lista har inget svar sett utifrån., required: {rader.svar: ja}}
  grupp:
    type: group
    label: Grupp
    help: En grupp.
    required: {slag: [y]}
    fields:
      svar: {type: yes_no, label: Svar, help: Ja eller nej.}
      egen: {type: text, label: Egen, help: Vid gruppens svar., required: {.svar: nej}, only: {.svar: nej}}
      full: {type: text, label: Full, help: Vid postens svar., required: {svar: ja}}
      inre:
        type: group
        label: Inre
        help: En grupp i gruppen.
        fields:
          x: {type: integer, label: X, help: Ett tal., required: {grupp.svar: ja, svar: nej}}
          y: {type: text, label: Y, help: En rad.}
  rader:
    type: list of group
    label: Rader
    help: Flera grupper.
    fields:
      svar: {type: yes_no, label: Svar, help: Ja eller nej., required: yes}
      egen: {type: text, label: Egen, help: Vid radens svar., required: {.svar: ja}, only: {.svar: ja}}
      full: {type: text, label: Full, help: Vid postens svar., required: {svar: nej}, only: {svar: nej}}
      bada: {type: text, label: Båda, help: Vid båda svaren., required: {.svar: nej, svar: ja}}
states:
  ny: {label: Ny, next: [gang]}
  gang:
    label: Igång
    next: [slut]
    demands:
      - field: rubrik
      - any_of: [svar, grupp.svar]
  slut:
    label: Slut
    builds_on: gang
    closed: yes
    demands:
      - {field: grupp.inre.y, when: {svar: ja}}
      - {field: rader.egen, when: {slag: x}}
"""


def as_editor(text: str) -> Any:
    """What an editor's parser makes of a text: YAML 1.2, where dates stay as they are written."""
    return _dates_as_written(YAML(typ="safe", pure=True).load(text))


def _dates_as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dates_as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dates_as_written(item) for item in value]
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, dt.date) else value


def refusals(found: Any, value: object) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in Draft7Validator(found).iter_errors(value)]


@pytest.fixture(scope="module")
def schemas(catalogue: Catalogue) -> dict[str, Any]:
    """The schemas as an editor reads them: through their text."""
    return {kind.name: json.loads(schema_text(schema(kind, catalogue))) for kind in catalogue.kinds.values()}


@pytest.fixture(scope="module")
def own(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """A catalogue with a kind that has every sort of condition and demand."""
    file = tmp_path_factory.mktemp("kinds") / "prov.yaml"
    file.write_text(OWN, encoding="utf-8")
    return dataclasses.replace(catalogue, kinds={"prov": read_kind(read_data(file, "prov.yaml"))})


def test_every_schema_is_a_draft_7_schema(schemas: dict[str, Any]) -> None:
    """The schemas are what they say they are, for every kind."""
    for found in schemas.values():
        Draft7Validator.check_schema(found)
        assert found["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("kind", sorted(path.name for path in (ROOT / "records").iterdir()))
def test_no_record_of_the_example_is_refused(kind: str, osby: Records, schemas: dict[str, Any]) -> None:
    """Every record in records/, as an editor reads it, keeps to the schema of its kind."""
    records = osby.of(kind)
    assert records
    for record in records:
        assert refusals(schemas[kind], as_editor(record.document.text)) == [], record.id


def places(found: Any, kind_fields: Any) -> Iterator[tuple[Field, Any]]:
    """Yield every field with the schema of one value of it."""
    for field in kind_fields.values():
        inner = found["properties"][field.name]
        value = inner["items"] if field.many else inner
        yield field, value
        if field.fields:
            yield from places(value, field.fields)


def test_a_broken_value_is_refused_in_every_field(catalogue: Catalogue, schemas: dict[str, Any]) -> None:
    """Each field of each kind refuses each way to break a value of its type, and a group refuses what is no group."""
    seen = set()
    for kind in catalogue.kinds.values():
        for field, value in places(schemas[kind.name], kind.fields):
            ways: list[object] = ["text", [], {}, None] if field.fields else BROKEN[field.type]
            seen.add(field.type)
            for wrong in ways:
                assert refusals(value, wrong), (kind.name, field.path, wrong)
    assert seen >= set(TYPES) - {"time"}


def test_a_list_field_takes_only_a_list_with_something_in_it(catalogue: Catalogue, schemas: dict[str, Any]) -> None:
    """What is a list in the kind is a list in the schema, never empty, and links and choices stand in it once."""
    for kind in catalogue.kinds.values():
        for field in kind.fields.values():
            found = schemas[kind.name]["properties"][field.name]
            if field.many:
                assert refusals(found, []), field.path
                assert refusals(found, "ett"), field.path
            if field.many and field.choices:
                first = next(iter(field.choices))
                assert refusals(found, [first]) == []
                assert refusals(found, [first, first])


def test_an_unknown_field_is_refused_in_every_group(catalogue: Catalogue, schemas: dict[str, Any]) -> None:
    """A misspelt name is told at the top of a record and inside every group."""
    for kind in catalogue.kinds.values():
        groups = [
            schemas[kind.name],
            *(value for field, value in places(schemas[kind.name], kind.fields) if field.fields),
        ]
        for group in groups:
            assert any("okant_falt" in text for text in refusals(group, {"okant_falt": "x"})), kind.name


def test_what_is_required_is_required(osby: Records, schemas: dict[str, Any]) -> None:
    """A record without one of the fields that it must always have is refused."""
    for kind in {record.kind.name: record.kind for record in osby}.values():
        values = as_editor(osby.of(kind.name)[0].document.text)
        for field in kind.fields.values():
            if field.required is True:
                without = {name: value for name, value in values.items() if name != field.name}
                assert refusals(schemas[kind.name], without), (kind.name, field.name)


def test_a_state_demands_what_it_demands(osby: Records, schemas: dict[str, Any]) -> None:
    """A newly come avvikelse that calls itself avslutad is refused, with our words for what is missing."""
    record = next(record for record in osby.of("avvikelse") if record.text("status") == "inkommen")
    values = as_editor(record.document.text)
    assert refusals(schemas["avvikelse"], values) == []
    errors = list(Draft7Validator(schemas["avvikelse"]).iter_errors({**values, "status": "avslutad"}))
    told = {str(error.schema.get("errorMessage")) for error in errors if isinstance(error.schema, dict)}
    assert "Det här steget kräver Slutsats (utredning.slutsats)." in told
    assert len(errors) >= 5


def test_every_field_says_what_it_is_and_by_which_law(catalogue: Catalogue, schemas: dict[str, Any]) -> None:
    """An editor shows label, help and law of every field, and the label of every choice and step."""
    for kind in catalogue.kinds.values():
        for field, _ in places(schemas[kind.name], kind.fields):
            shown = _shown_at(schemas[kind.name], field)
            assert shown["title"] == field.label
            assert field.help.strip() in shown["description"]
            assert not field.law or shown["description"].endswith(f"Lagrum: {field.law}")
    slag = schemas["avvikelse"]["properties"]["slag"]
    assert dict(zip(slag["enum"], slag["enumDescriptions"], strict=True))["missforhallande"] == "Missförhållande"
    step = schemas["avvikelse"]["properties"]["riskbedomning"]["properties"]["konsekvens"]
    assert "- 4 Katastrofal. Leder till dödsfall" in step["description"]
    kategori = schemas["avvikelse"]["properties"]["kategori"]
    assert kategori["enum"] == list(catalogue.categories.labels)


def _shown_at(found: Any, field: Field) -> Any:
    for name in field.path.split("."):
        found = found.get("items", found)["properties"][name]
    return found


def test_every_type_of_field_has_a_schema(catalogue: Catalogue) -> None:
    """A new type of field cannot be forgotten: it is in the table, or made from the catalogue."""
    made = {"choice", "state", "link", "role", "category", "requirement", "scale"}
    assert set(SCALARS) | made == set(TYPES)


_WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)
_PLAIN = st.text(st.sampled_from("0123456789.-+:eExo_~/ aTPHYMWDQnulIf"), max_size=10)
_STAMPS = st.tuples(st.dates(dt.date(1950, 1, 1)), st.times(), st.sampled_from(["+01:00", "-11:30"]))
VALUES: dict[str, st.SearchStrategy[str]] = {
    "text": _WORDS | _PLAIN,
    "prose": _WORDS | _PLAIN,
    "date": st.dates(dt.date(1000, 1, 1)).map(str) | _PLAIN,
    "time": st.times().map(lambda time: f"{time:%H:%M}") | _PLAIN,
    "stamp": _STAMPS.map(lambda parts: f"{parts[0]}T{parts[1].isoformat('microseconds')}{parts[2]}"),
    "integer": st.integers(-(10**16), 10**16).map(str) | _PLAIN,
    "number": st.decimals(-(10**6), 10**6, places=3).map(str) | _PLAIN,
    "yes_no": st.sampled_from(["ja", "nej", "yes", "true"]),
    "period": st.from_regex(r"(19|20)[0-9]{2}(-(H[12]|T[123]|Q[1-4]|0[1-9]|1[0-2]))?", fullmatch=True) | _PLAIN,
    "interval": st.from_regex(r"P([0-9]{1,2}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?", fullmatch=True) | _PLAIN,
    "seal": st.from_regex(r"f1[0-9a-f]{16}", fullmatch=True),
    "url": st.from_regex(r"https?://[a-z.]{1,9}(/[a-z?=&%]{0,9})?", fullmatch=True),
}
"""Texts that may be values of each type, and texts that YAML takes for something else."""


@pytest.mark.parametrize("name", sorted(VALUES))
@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_no_text_that_a_type_takes_is_refused(name: str, data: st.DataObject) -> None:
    """Whatever a field takes as text, plain or within quotation marks, its schema takes as an editor reads it."""
    text = data.draw(VALUES[name])
    if TYPES[name].convert(text) is None:
        return
    for yaml in (emit_or_nothing(text), f"f: {text}\n"):
        try:
            same = exact.read(yaml).values == {"f": text}
        except Refused:
            continue
        if not same or text == "=":  # the loader of the test does not know what to make of a single =
            continue
        try:
            value = as_editor(yaml)["f"]
        except ValueError:  # it takes ._ and 0o_ for numbers, and then cannot read them
            continue
        assert refusals(SCALARS[name], value) == [], yaml


def emit_or_nothing(text: str) -> str:
    try:
        return emit({"f": text})
    except ValueError:
        return ""


_YES_NO = st.sampled_from(["ja", "nej"])
_LINE = st.sampled_from(["rad", "3", "true"])
_GROUP = st.fixed_dictionaries(
    {},
    optional={
        "svar": _YES_NO,
        "egen": _LINE,
        "full": _LINE,
        "inre": st.fixed_dictionaries({}, optional={"x": st.just("5"), "y": _LINE}).filter(bool),
    },
).filter(bool)
_ROW = st.fixed_dictionaries({}, optional={"svar": _YES_NO, "egen": _LINE, "full": _LINE, "bada": _LINE}).filter(bool)
PROV = st.fixed_dictionaries(
    {"id": st.just("PRV-a"), "status": st.sampled_from(["ny", "gang", "slut"])},
    optional={
        "rubrik": _LINE,
        "svar": _YES_NO,
        "grad": st.sampled_from(["1", "2.5", "true", "a"]),
        "slag": st.lists(st.sampled_from(["x", "y"]), min_size=1, max_size=2, unique=True),
        "nar": _LINE,
        "ett": _LINE,
        "grupp": _GROUP,
        "rader": st.lists(_ROW, min_size=1, max_size=2),
    },
)
"""Records of the kind above, right and wrong."""


def judged(values: Any, own: Catalogue, *, plain: bool) -> tuple[bool, list[str]]:
    """What `validate` says of a record, and what its schema does."""
    kind = own.kinds["prov"]
    text = emit(values)
    text = text.replace('"', "") if plain else text
    record = record_from_text("records/prov/PRV-a.yaml", text, own)
    assert record is not None
    wrong = has_errors(check_one(record, Records(own, [record]), DAY))
    return wrong, refusals(schema(kind, own), as_editor(text))


@settings(max_examples=600, deadline=None)
@given(values=PROV, plain=st.booleans())
def test_no_condition_refuses_what_validate_accepts(values: Any, plain: bool, own: Catalogue) -> None:
    """With every sort of condition and demand, a record without errors is never refused by its schema."""
    wrong, refused = judged(values, own, plain=plain)
    assert wrong or not refused, values


RIGHT: dict[str, Any] = {"id": "PRV-a", "status": "ny"}


@pytest.mark.parametrize(
    ("more", "is_refused"),
    [
        ({}, False),
        ({"svar": "ja"}, True),
        ({"svar": "ja", "nar": "rad"}, False),
        ({"svar": "nej", "nar": "rad"}, True),
        ({"nar": "rad"}, False),
        ({"grad": "1"}, True),
        ({"grad": "true"}, True),
        ({"grad": "2.5"}, False),
        ({"grad": "1", "ett": "rad"}, False),
        ({"grad": "a", "ett": "rad"}, True),
        ({"slag": ["y"], "ett": "rad", "grupp": {"egen": "rad"}}, True),
        ({"slag": ["y"]}, True),
        ({"grupp": {"svar": "nej"}}, True),
        ({"grupp": {"svar": "nej", "egen": "rad"}}, False),
        ({"grupp": {"svar": "ja", "egen": "rad"}}, True),
        ({"svar": "ja", "nar": "rad", "grupp": {"egen": "rad"}}, True),
        ({"svar": "nej", "grupp": {"svar": "ja", "inre": {"y": "rad"}}}, True),
        ({"svar": "nej", "grupp": {"svar": "ja", "inre": {"x": "5"}}}, False),
        ({"rader": [{"svar": "ja"}]}, True),
        ({"rader": [{"svar": "nej"}, {"svar": "ja", "egen": "rad"}]}, False),
        ({"rader": [{"svar": "nej", "egen": "rad"}]}, True),
        ({"svar": "nej", "rader": [{"svar": "nej"}]}, True),
        ({"svar": "ja", "nar": "rad", "rader": [{"svar": "ja", "egen": "rad", "full": "rad"}]}, True),
        ({"status": "gang"}, True),
        ({"status": "gang", "rubrik": "rad"}, True),
        ({"status": "gang", "rubrik": "rad", "svar": "nej"}, False),
        ({"status": "gang", "rubrik": "rad", "grupp": {"svar": "ja"}}, False),
        ({"status": "slut", "svar": "nej"}, True),
        ({"status": "slut", "rubrik": "rad", "svar": "ja", "nar": "rad"}, True),
        ({"status": "slut", "rubrik": "rad", "svar": "nej", "slag": ["x"]}, True),
    ],
)
def test_each_sort_of_condition_is_said(more: dict[str, Any], is_refused: bool, own: Catalogue) -> None:
    """`required`, `only` and demands, beside, above, inside lists and in groups of groups: both say the same."""
    wrong, refused = judged({**RIGHT, **more}, own, plain=True)
    assert (wrong, bool(refused)) == (is_refused, is_refused), refused


def test_words_are_read_as_an_editor_reads_them() -> None:
    """A choice that looks like a number or a truth value is taken both as that and as text."""
    assert readings("1") == ["1", 1]
    assert readings("2.5") == ["2.5", 2.5]
    assert readings("true") == ["true", True]
    assert readings("ja") == ["ja"]


def test_the_files_are_the_same_bytes_each_time(catalogue: Catalogue) -> None:
    """Two makings of the schemas give equal bytes, so that git shows a change only where there is one."""
    files = schema_files(catalogue)
    assert files == schema_files(catalogue)
    assert set(files) == {f"{name}.json" for name in catalogue.kinds}
    assert all(data.endswith(b"}\n") for data in files.values())


@pytest.mark.parametrize(
    ("path", "relative"),
    [("records/enhet/ENH-norr.yaml", "../../"), ("records/avvikelse/2025/AVV-2025-K7Q4XM.yaml", "../../../")],
)
def test_the_modeline_leads_to_the_schema(path: str, relative: str, catalogue: Catalogue) -> None:
    """From a record's own folder the line leads to the schema of its kind, in a year's folder too."""
    kind: Kind = catalogue.kinds[path.split("/")[1]]
    line = modeline(kind, path)
    assert line == f"# yaml-language-server: $schema={relative}.kvalitet/schema/{kind.name}.json"
    target = Path("/w", path).parent / line.partition("=")[2]
    assert target.resolve() == Path(f"/w/.kvalitet/schema/{kind.name}.json")


def test_a_record_changed_in_any_field_is_refused_only_if_wrong(osby: Records, schemas: dict[str, Any]) -> None:
    """Any field of the example taken away, and any choice made another: refused only where `validate` finds errors."""
    others, refused_count = osby, 0
    for kind in ("avvikelse", "atgard", "klagomal", "utredning", "risk"):
        for record in osby.of(kind)[:5]:
            for field, path, value in walk(record):
                if field is None or isinstance(path[-1], int) or field.name == "id":
                    continue
                for wanted in _others(field, value):
                    values = changed(dict(record.values), path, wanted)
                    text = emit(values)
                    new = record_from_text(record.document.path, text, osby.catalogue)
                    assert new is not None
                    refused = refusals(schemas[kind], as_editor(text))
                    refused_count += bool(refused)
                    if refused:
                        assert has_errors(check_one(new, others, DAY)), (record.id, path, wanted, refused)
    assert refused_count > 50


def _others(field: Field, value: object) -> list[Any]:
    """No value at all, and another of the choices."""
    if field.choices and isinstance(value, str):
        return [None, *[name for name in field.choices if name != value][:3]]
    if field.type == "yes_no":
        return [None, "nej" if value == "ja" else "ja"]
    return [None]


def changed(values: Any, path: tuple[str | int, ...], wanted: object) -> Any:
    """A copy of the values with one changed, or taken away with whatever would be left empty."""
    first, *rest = path
    copy: Any = dict(values) if isinstance(values, dict) else list(values)
    inner = changed(copy[first], tuple(rest), wanted) if rest else wanted
    if inner in (None, {}, []) and isinstance(copy, dict):
        del copy[first]
    else:
        copy[first] = inner
    return copy
