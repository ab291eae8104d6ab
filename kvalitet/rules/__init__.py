"""The rules. Every family of rules is a module; ALL_RULES lists them in the order of their codes."""

from __future__ import annotations

from kvalitet.rules import (
    approval,
    atgard,
    berattelse,
    egenkontroll,
    figures,
    form,
    ivo,
    klagomal,
    law,
    links,
    names,
    privacy,
    process,
    prose,
    reading,
    requirements,
    review,
    risk,
    states,
    time,
)
from kvalitet.rules.rule import Rule

_OF_FORM = (reading, names, privacy, form, links, time, states, risk, requirements, law, prose, figures)
_OF_THE_WORK = (process, approval, review, egenkontroll, atgard, ivo, klagomal, berattelse)
_FAMILIES = (*_OF_FORM, *_OF_THE_WORK)

ALL_RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.code)
)
"""Every rule, sorted by code."""

RETIRED_CODES: frozenset[str] = frozenset()
"""Codes that once were rules. A code is never used again."""
