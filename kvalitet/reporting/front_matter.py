"""The head of a document: simple `key: value` lines between two lines of hyphens."""

from __future__ import annotations

import datetime as dt
import json
import re

from kvalitet import words
from kvalitet.reporting.dialect import refuse_forbidden
from kvalitet.reporting.tree import DocumentError, Form, FrontMatter
from kvalitet.reporting.typography import typeset

KEYS = (
    "title",
    "subtitle",
    "organisation",
    "namnd",
    "author",
    "date",
    "status",
    "lang",
    "exempel",
    "nyckel",
    "underlag",
    "form",
    "diarienummer",
)
_HEAD = 'Börja filen med ett huvud: en rad ---, "title: ...", "date: ÅÅÅÅ-MM-DD" och en rad ---.'
_WHOLE = re.compile(r"---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"([A-Za-zÅÄÖåäö_-]+):(?:\s+(.*))?$")


def front_matter_in(markdown: str) -> str | None:
    """Return the lines of a document's head, or None where it begins with something else."""
    found = _WHOLE.match(markdown)
    return found[1] if found else None


def read_front_matter(content: str | None) -> FrontMatter:
    """Return the front matter, or raise the first thing that is wrong with it."""
    if content is None:
        raise DocumentError(f"Dokumentet saknar huvud. {_HEAD}")
    values = _values(content)
    if not values.get("title", ("", 1))[0]:
        raise DocumentError('Huvudet saknar titel. Skriv raden "title: Dokumentets titel".')
    return FrontMatter(
        title=_text(values, "title"),
        subtitle=_text(values, "subtitle"),
        organisation=_text(values, "organisation"),
        namnd=_text(values, "namnd"),
        author=_text(values, "author"),
        status=_text(values, "status"),
        date=_date(values),
        lang=_lang(values),
        example=_example(values),
        key=_text(values, "nyckel"),
        ground=_text(values, "underlag"),
        form=_form(values),
        case=_text(values, "diarienummer"),
    )


_Values = dict[str, tuple[str, int]]


def _values(content: str) -> _Values:
    values: _Values = {}
    for line, written in enumerate(content.split("\n"), start=2):
        if not written.strip():
            continue
        key, value = _key_and_value(written.strip(), line)
        if key in values:
            raise DocumentError(f"{key} står två gånger i huvudet. Behåll en av raderna.", line)
        values[key] = (value, line)
    return values


def _key_and_value(written: str, line: int) -> tuple[str, str]:
    match = _LINE.match(written)
    if not match:
        raise DocumentError(
            f'Raden "{words.visible(written)}" i huvudet går inte att läsa. Skriv "nyckel: värde".',
            line,
        )
    key, value = match.group(1), (match.group(2) or "").strip()
    if key not in KEYS:
        raise DocumentError(f"Huvudet har en okänd nyckel, {key}{words.hint(key, KEYS)}", line)
    return key, _unquoted(value)


def _unquoted(value: str) -> str:
    """Return a value without its quotation marks; between double ones, as in YAML and JSON, a backslash is a code."""
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    try:
        return str(json.loads(value)) if value[0] == '"' else value[1:-1]
    except ValueError:
        return value[1:-1]


def _text(values: _Values, key: str) -> str:
    text, line = values.get(key, ("", 1))
    refuse_forbidden(text, line)  # once more, since a code between quotation marks can stand for any character
    return typeset(text)


def _date(values: _Values) -> dt.date:
    written, line = values.get("date", ("", 1))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
        what = f'har datumet "{words.visible(written)}"' if written else "saknar datum"
        raise DocumentError(f'Huvudet {what}. Skriv som "date: 2026-02-15".', line)
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise DocumentError(f"Datumet {written} finns inte. Rätta date i huvudet.", line) from None


def _lang(values: _Values) -> str:
    written, line = values.get("lang", ("sv-SE", 1))
    if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", written):
        raise DocumentError('Språket är inte en kod som "sv-SE". Rätta lang i huvudet.', line)
    return written


def _example(values: _Values) -> bool:
    written, line = values.get("exempel", ("nej", 1))
    if written not in ("ja", "nej"):
        raise DocumentError('exempel i huvudet är varken "ja" eller "nej". Skriv något av dem.', line)
    return written == "ja"


def _form(values: _Values) -> Form:
    written, line = values.get("form", (Form.REPORT.value, 1))
    if written not in [form.value for form in Form]:
        raise DocumentError(f'form i huvudet är inte "{Form.REPORT}" eller "{Form.LETTER}". Skriv något av dem.', line)
    return Form(written)
