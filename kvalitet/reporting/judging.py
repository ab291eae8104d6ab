"""What a finished report still lacks: parts that it must have, and words that people should write.

These findings are of one document, not of records, so they have no codes and no pages in `kvalitet rule`: each says
by itself what is missing, which law asks for it and where to write.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.reporting.making import Draft
from kvalitet.reporting.parts import Part, marks, missing_parts, parts_of
from kvalitet.reporting.tree import Box, Document, Heading, Paragraph, plain
from kvalitet.words import nearest

_A_SLIP = 0.8
"""How alike a name and that of a section are where one is the other misspelt; a section that has gone is like none."""


def judge(draft: Draft, document: Document, file: str) -> list[Diagnostic]:
    """Return what a report lacks, in the order of the document; `file` is its Markdown file as findings call it."""
    demanded = parts_of(draft.order.report.name)
    missing = list(missing_parts(document.blocks, demanded, draft.carriers))
    told = {heading.id for _, heading in missing if heading}
    findings = [
        Diagnostic(
            Place(file, heading.line if heading else 1),
            "",
            demanded.severity,
            _part_message(draft, part, heading),
            law=part.law,
        )
        for part, heading in missing
    ]
    findings += [
        Diagnostic(Place(file, box.line), "", Severity.WARNING, _mark_message(heading, box))
        for heading, box in marks(document.blocks)
        if heading is None or heading.id not in told
    ]
    if draft.nothing_recorded:
        findings.append(Diagnostic(Place(file, 1), "", Severity.WARNING, draft.nothing_recorded))
    return sorted([*findings, *_unasked(draft)], key=lambda finding: finding.sort_key)


def left_out(draft: Draft, document: Document) -> list[str]:
    """Return what is to be said of the parts that the document has no heading for: its template leaves them out."""
    demanded = parts_of(draft.order.report.name)
    missing = missing_parts(document.blocks, demanded, draft.carriers)
    return [_part_message(draft, part, None) for part, heading in missing if heading is None]


def _part_message(draft: Draft, part: Part, heading: Heading | None) -> str:
    label = draft.order.report.label.lower()
    verb = "ska" if parts_of(draft.order.report.name).severity is Severity.ERROR else "bör"
    what = f"{label}n {verb} visa {part.what} ({part.law})"
    names = draft.carriers.get(part.name, ())
    if heading is None:
        mark = names[0] if names else part.name
        return f"{what}, men ingen rubrik gör det; ta med den som är märkt {{#{mark}}} i mallen"
    where = f"under rubriken {plain(heading.content)} står inget"
    if heading.id in draft.asked:
        return f"{what}, men {where}; skriv i {draft.words.place}/{heading.id}.md"
    return f"{what}, men {where}; registrera det som hör dit, eller ta med det i mallen"


def _mark_message(heading: Heading | None, box: Box) -> str:
    where = " ".join(filter(None, ("avsnitt", heading.number, plain(heading.content)))) if heading else "rapporten"
    asked = " ".join(plain(block.content) for block in box.blocks[1:] if isinstance(block, Paragraph))
    return f"{where} väntar på någons ord: {asked}"


def _unasked(draft: Draft) -> Iterator[Diagnostic]:
    """Yield a finding for each text that no section takes in: a misspelt name, or a section that has gone."""
    for name in draft.words.texts:
        if name not in draft.asked:
            near = nearest(name, draft.word_names, _A_SLIP)
            names = ", ".join(sorted(draft.word_names))
            advice = f"menade du {near}?" if near else f"läs den och lägg den i en fil med ett av namnen {names}"
            message = f"texten är inte med i rapporten, för inget avsnitt heter {name}; {advice}"
            yield Diagnostic(Place(f"{draft.words.place}/{name}.md"), "", Severity.WARNING, message)
