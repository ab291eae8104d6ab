"""The plan for taking identity numbers out of git, as text: what is affected, what to run, what to write down after."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from pathlib import Path

from kvalitet.diagnostics import Diagnostic
from kvalitet.history.objects import Kind
from kvalitet.screening.purge import REPLACED, Spread, commits_of, unreached
from kvalitet.words import plural
from kvalitet.workspace import MEMORY

SPELLINGS, STRIPPED = "ersatt.txt", "innehall.txt"
"""The files that git-filter-repo reads: the numbers as they are written, and the contents that must go whole."""

_SHORT = 10


def written(root: Path, found: Spread, folder: Path, day: dt.date) -> str:
    """Return the plan. It holds no identity number, so it may be kept; `folder` holds what git-filter-repo needs."""
    blobs = sum(kind is Kind.BLOB for kind in found.objects.values())
    lines = [
        f"# Plan för rensning, {day}",
        "",
        "Planen visar inget nummer. Ingenting är ändrat än. Läs sidan Personuppgifter i handboken före steg 1.",
        "",
        "## Vad som berörs",
        "",
        f"- {plural(blobs, 'version av en fil', 'versioner av filer')}",
        f"- {plural(found.messages, 'meddelande', 'meddelanden')} till incheckningar och märken",
        f"- {plural(found.names, 'filnamn eller mappnamn', 'filnamn och mappnamn')}",
        f"- {plural(len(found.refs), 'namn på en gren eller ett märke', 'namn på grenar och märken')}",
        f"- {plural(len(unreached(root, found)), 'av dem når', 'av dem når')} ingen gren: bara git har dem kvar",
        "",
        *_listed(found.findings),
        *_commits(root, found),
        "",
        "## Gör så här",
        "",
        *_steps(found, folder),
        "",
        "## Protokoll att spara",
        "",
        *_protocol(found, day),
    ]
    return "\n".join(lines)


def _listed(findings: list[Diagnostic]) -> Iterator[str]:
    yield "| var | vad |"
    yield "| --- | --- |"
    for finding in findings:
        yield f"| {str(finding.place).replace('|', '/')} | {finding.message} |"


def _commits(root: Path, found: Spread) -> Iterator[str]:
    listed = commits_of(root, found)
    if listed:
        yield ""
        yield "Incheckningar som lade till eller tog bort innehållet:"
        yield ""
    for oid, commits in listed.items():
        yield f"- {oid[:_SHORT]}: {', '.join(commits) or 'ingen som en gren når'}"


def _steps(found: Spread, folder: Path) -> Iterator[str]:
    """Yield the commands. The names of branches that hold a number are not shown: git shows them to who asks."""
    spellings, stripped = (shlex.quote(str(folder / name)) for name in (SPELLINGS, STRIPPED))
    yield "1. Be alla sluta checka in. Ta bort numret i filerna som de är nu och checka in det."
    if found.refs:
        yield "2. Byt namn på eller ta bort grenar och märken som har ett nummer i namnet. De här raderna visar dem:"
        yield from ("", *(f"       git for-each-ref --points-at {oid[:_SHORT]}" for oid in sorted(found.refs)), "")
    else:
        yield "2. Inga grenar eller märken behöver byta namn."
    yield "3. Kör i den här mappen (git-filter-repo installeras med pip install git-filter-repo):"
    yield ""
    yield f"       git filter-repo --force --sensitive-data-removal --no-fetch --replace-text {spellings} \\"
    yield f"         --replace-message {spellings} --strip-blobs-with-ids {stripped}"
    if found.names:
        yield f"       git filter-repo --force --sensitive-data-removal --no-fetch --paths-from-file {spellings}"
    yield "       git reflog expire --expire=now --all"
    yield "       git gc --prune=now"
    yield ""
    yield f"   Numren blir ordet {REPLACED}. Innehåll som inte är vanlig text tas bort helt."
    memory = shlex.quote(str(folder.parent / MEMORY))
    yield f"4. Ta bort mappen med numren, och det som verktyget minns: rm -rf {shlex.quote(str(folder))} {memory}"
    yield "5. Kör kvalitet privacy purge --verify. Svaret ska vara 0 kvar."
    yield "6. Skicka till servern: git push --force --all och git push --force --tags."
    yield "7. Be den som sköter servern ta bort det som ingen gren når, och alla att klona på nytt."


def _protocol(found: Spread, day: dt.date) -> Iterator[str]:
    yield f"- Upptäckt: {day}. Antal ställen: {len(found.findings)}. Vilka nummer det gällde skrivs inte här."
    for text in (
        "Anmält till dataskyddsombudet, dag och diarienummer:",
        "Bedömt om det är en personuppgiftsincident (anmälan till IMY inom 72 timmar), dag och beslut:",
        "Rensat här, dag och av vilken roll:",
        "Kontrollerat med purge --verify, dag och svar:",
        "Rensat på servern, dag och av vilken roll:",
        "Alla kloner borttagna och gjorda om, dag:",
        "Rapporter och bilagor som lämnats ut, dag och åtgärd:",
        "Säkerhetskopior, dag då den sista med numret är borta:",
    ):
        yield f"- [ ] {text}"
