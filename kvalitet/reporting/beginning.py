"""A template begun: what a workspace writes to change a packaged report, or to have one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kvalitet.reporting.reports import REPORTS
from kvalitet.reporting.templates import PACKAGED, templates_of
from kvalitet.workspace import Workspace

_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
_EXTENDS = re.compile(rf'\{{%-?\s*extends\s+"{PACKAGED}/([^"]+)"')
_BASE = "rapport.md.j2"
_OWN = """\
{{% extends "{packaged}/rapport.md.j2" %}}

{{%# Alla värden står på sidan Rapportvärden i handboken. #%}}
{{% block innehall %}}
# Sammanfattning

{{{{ eget("sammanfattning", "Vad är viktigast att veta?") }}}}

# Avvikelser

{{% if avvikelser.antal %}}
{{{{ avvikelser.antal|antal("avvikelse", "avvikelser") }}}} rapporterades.

| Grupp | Antal |
|:------|---:|
{{% for rad in avvikelser.grupper %}}
| {{{{ rad.namn }}}} | {{{{ rad.antal }}}} |
{{% endfor %}}

: Avvikelser efter kategori {{#tbl-grupper}}
{{% else %}}
Inga avvikelser rapporterades.
{{% endif %}}
{{% endblock %}}
"""
_CHANGED = """\
{{% extends "{packaged}/{template}" %}}

{{%# Det som står i ett block här ersätter samma block i verktygets mall; {{{{ super() }}}} skriver ut det som stod där.
Blocken heter: {blocks}. #%}}
{{% block {first} %}}
{{{{ super() }}}}
{{% endblock %}}
"""


def begun(workspace: Workspace, name: str) -> str:
    """Return the first text of a template: of a packaged report's name, one that changes it; else a new report."""
    report = REPORTS.get(name)
    if report is None:
        return _OWN.format(packaged=PACKAGED)
    sources = templates_of(workspace, own=False).sources
    blocks = [block for block in dict.fromkeys(_blocks(report.template, sources)) if block != "innehall"]
    first = blocks[0] if blocks else "innehall"
    return _CHANGED.format(packaged=PACKAGED, template=report.template, blocks=", ".join(blocks) or first, first=first)


def _blocks(name: str, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the blocks of a template and of what it builds on, but for those that every report has."""
    yield from _BLOCK.findall(sources[name])
    for other in _EXTENDS.findall(sources[name]):
        if other != _BASE:
            yield from _blocks(other, sources)
