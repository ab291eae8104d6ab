"""A template begun: what a workspace writes to change a packaged report, or to have one of its own."""

from __future__ import annotations

import re

from kvalitet.reporting.reports import REPORTS
from kvalitet.reporting.templates import PACKAGED, templates_of
from kvalitet.workspace import Workspace

_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
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
    source = templates_of(workspace, own=False).sources[report.template]
    blocks = [block for block in dict.fromkeys(_BLOCK.findall(source)) if block != "innehall"]
    first = blocks[0] if blocks else "innehall"
    return _CHANGED.format(packaged=PACKAGED, template=report.template, blocks=", ".join(blocks) or first, first=first)
