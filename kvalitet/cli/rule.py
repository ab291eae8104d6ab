"""`kvalitet rule`: a rule's manual page, or the table of all rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kvalitet.cli import output
from kvalitet.cli.completing import RULE, choice
from kvalitet.cli.session import one_of, session
from kvalitet.diagnostics import UsageError

if TYPE_CHECKING:
    from kvalitet.rules.rule import Rule

_FORMATS = ("table", "markdown", "json")
_TABLE_IN_MARKDOWN = """\
# Regler

Varje fynd i `kvalitet validate` har en kod. `kvalitet rule KOD` visar regelns sida: varför den finns, vilket lagrum som
ligger bakom och hur felet rättas. Nivån hör till regeln: det som lagen eller formen kräver är ett fel, det som är ett
råd eller en egen gräns är en varning.

Tabellen skrivs av `kvalitet rule --format markdown > docs/regler.md`.

| Kod | Nivå | Vad regeln kräver |
|---|---|---|
"""


def rule(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="KOD", click_type=RULE, help="Regelns kod, till exempel TID001.")] = "",
    format_: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", click_type=choice(*_FORMATS), help="table, markdown eller json."),
    ] = "table",
) -> None:
    """Visa vad en regel kräver, varför, och hur ett fel rättas. Utan kod: alla regler."""
    one_of(format_, _FORMATS, "formatet")
    if code and format_ == "table":
        output.say_own(_page(code))
        return
    rules = _named(code)
    if format_ == "json":
        output.print_json("regler", {"rules": [_as_json(found) for found in rules]})
    elif format_ == "markdown":
        output.say(in_markdown(rules).rstrip("\n"))
    else:
        rows = [(found.code, found.severity.value, found.summary) for found in rules]
        output.print_table(("Kod", "Nivå", "Regel"), rows, colour=session(ctx).colour)


def _page(code: str) -> str:
    """Return the page of a rule with its code and severity. Raises UsageError with the nearest code."""
    from kvalitet.cli.rule_pages import pages

    told = next((found for found in pages(code.upper()) if found[0] == code.upper()), None)
    if told is None:
        rule = _named(code)[0]
        told = rule.code, rule.severity, rule.page
    name, severity, page = told
    return f"{name} ({severity.value})\n\n{page}"


def _named(code: str) -> Sequence[Rule]:
    """Return the rule with a code, or all. Raises UsageError with the nearest code."""
    from kvalitet.rules import ALL_RULES
    from kvalitet.words import hint

    known = {found.code: found for found in ALL_RULES}
    if code and code.upper() not in known:
        raise UsageError(f"{code} är ingen regel{hint(code, list(known))}; kvalitet rule visar alla")
    return [known[code.upper()]] if code else ALL_RULES


def in_markdown(rules: Sequence[Rule]) -> str:
    """Return rules as the Markdown table that docs/regler.md holds."""
    rows = (f"| {found.code} | {found.severity.value} | {found.summary} |\n" for found in rules)
    return _TABLE_IN_MARKDOWN + "".join(rows)


def _as_json(found: Rule) -> dict[str, str]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "summary": found.summary,
        "law": found.law,
        "page": found.page,
    }
