"""What git merges without a word and wrongly is found in the result, with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.merging.conftest import Clone, Tool

AVV, ATG = "AVV-2025-K7Q4XM", "ATG-2025-4ZN8WT"
EVENT = f"records/avvikelse/2025/{AVV}.yaml"
MEASURE = f"records/atgard/2025/{ATG}.yaml"
RUTIN = "records/rutin/RUT-omsorg.yaml"

OPEN = """\
id: AVV-2025-K7Q4XM
status: uppfoljning
rubrik: Larmet gick inte fram
enhet: ENH-norr
intraffad: 2025-03-03
upptackt: 2025-03-03
rapporterad: 2025-03-03
rapporterad_av: ROL-usk
lagrum:
  - hsl
slag: avvikelse
beskrivning: |
  Larmet ringde inte hos nattpersonalen.
riskbedomning:
  sannolikhet: 2
  konsekvens: 3
utredning:
  ansvarig: ROL-chef
  orsaker:
    - teknik
    - kommunikation
    - kompetens
    - bemanning
  slutsats: |
    Larmets batteri var slut.
beslut:
  grad_hsl: ej_vardskada
  motivering: |
    Den boende behövde ingen hjälp.
  av: ROL-chef
  datum: 2025-03-10
ivo:
  anmald: ja
  datum: 2025-03-11
  diarienummer: HVN 2025/184
  # registrator skriver in IVO:s svar
  # när det har kommit
enskild_berord: nej
aterkoppling:
  datum: 2025-03-12
  hur: Möte
atgarder:
  - ATG-2025-4ZN8WT
diarienummer: HVN 2025/183
skapad: 2025-03-03T13:05:11.482913+01:00
"""

DONE = """\
id: ATG-2025-4ZN8WT
status: genomford
rubrik: Byta larm
enhet: ENH-norr
kalla:
  - AVV-2025-K7Q4XM
orsak: teknik
omedelbar: nej
ansvarig: ROL-chef
klart_senast: 2025-04-30
beslut:
  beslut: godkand
  av: ROL-chef
  datum: 2025-03-10
genomford: 2025-03-15
skapad: 2025-03-09T13:05:11.482913+01:00
"""


class Case(NamedTuple):
    """What two people do at once, and what must be told of the result: code, file, and a word on the line."""

    name: str
    mine: Callable[[Clone], None]
    theirs: Callable[[Clone], None]
    code: str
    path: str
    line: str


def _adds(after: str, text: str, path: str = EVENT) -> Callable[[Clone], None]:
    return lambda who: who.edit(path, after, after + text)


def _changes(old: str, new: str, path: str = EVENT) -> Callable[[Clone], None]:
    return lambda who: who.edit(path, old, new)


def _closes(who: Clone) -> None:
    who.edit(EVENT, "status: uppfoljning", "status: avslutad")
    who.edit(
        EVENT,
        "diarienummer: HVN 2025/183\n",
        "uppfoljning:\n  datum: 2025-03-18\n  effekt: ja\ndiarienummer: HVN 2025/183\n",
    )


def _begins_another_measure(who: Clone) -> None:
    text = DONE.replace(ATG, "ATG-2025-M3T0PA").replace("status: genomford", "status: pagar")
    who.write("records/atgard/2025/ATG-2025-M3T0PA.yaml", text.replace("genomford: 2025-03-15\n", ""))


def _takes_up_the_measure_again(who: Clone) -> None:
    who.edit(MEASURE, "status: genomford", "status: pagar")
    who.edit(MEASURE, "genomford: 2025-03-15\n", "")


def _withdraws_the_report_to_ivo(who: Clone) -> None:
    who.edit(EVENT, "  anmald: ja\n  datum: 2025-03-11\n  diarienummer: HVN 2025/184\n", "  anmald: nej\n")


def _links_to_the_routine(who: Clone) -> None:
    who.edit(EVENT, "utredning:\n", "rutin: RUT-omsorg\nutredning:\n")


def _renames_the_routine(who: Clone) -> None:
    (who.top / RUTIN).unlink()
    who.write(
        "records/rutin/RUT-natt.yaml", Clone(who.top).git("show", f"HEAD:{RUTIN}").replace("RUT-omsorg", "RUT-natt")
    )
    who.edit("records/process/PRO-omsorg.yaml", "RUT-omsorg", "RUT-natt")


def _links_to_the_event(who: Clone) -> None:
    text = DONE.replace(ATG, "ATG-2025-M3T0PA")
    who.write("records/atgard/2025/ATG-2025-M3T0PA.yaml", text)


def _moves_the_event(who: Clone) -> None:
    new = "AVV-2025-PPPPPP"
    who.write(EVENT.replace(AVV, new), who.read(EVENT).replace(AVV, new))
    (who.top / EVENT).unlink()
    who.edit(MEASURE, AVV, new)


def _removes_the_event(who: Clone) -> None:
    (who.top / EVENT).unlink()
    (who.top / MEASURE).unlink()


CASES = [
    Case(
        "a field twice",
        _adds("slag: avvikelse\n", "process: PRO-omsorg\n"),
        _adds("    Larmets batteri var slut.\n", "process: PRO-omsorg\n"),
        "YML004",
        EVENT,
        "process:",
    ),
    Case(
        "closed, measure added",
        _closes,
        _begins_another_measure,
        "ATG005",
        "records/atgard/2025/ATG-2025-M3T0PA.yaml",
        "status: pagar",
    ),
    Case("closed, measure open again", _closes, _takes_up_the_measure_again, "ATG005", MEASURE, "status: pagar"),
    Case(
        "answers that exclude each other",
        _withdraws_the_report_to_ivo,
        _adds("  # när det har kommit\n", "  arendenummer: 3.1-12345/2025\n"),
        "FRM006",
        EVENT,
        "  arendenummer",
    ),
    Case("renamed and linked to", _renames_the_routine, _links_to_the_routine, "LNK001", EVENT, "rutin: RUT-omsorg"),
    Case(
        "renumbered and linked to",
        _moves_the_event,
        _links_to_the_event,
        "LNK001",
        "records/atgard/2025/ATG-2025-M3T0PA.yaml",
        f"  - {AVV}",
    ),
    Case(
        "removed and linked to",
        _removes_the_event,
        _links_to_the_event,
        "LNK001",
        "records/atgard/2025/ATG-2025-M3T0PA.yaml",
        f"  - {AVV}",
    ),
    Case(
        "a member twice",
        _adds("    - teknik\n", "    - omgivning\n"),
        _adds("    - bemanning\n", "    - omgivning\n"),
        "FRM007",
        EVENT,
        "    - omgivning",
    ),
    Case(
        "dates in the wrong order",
        _changes("rapporterad: 2025-03-03", "rapporterad: 2025-03-06"),
        _changes("  datum: 2025-03-10\nivo", "  datum: 2025-03-05\nivo"),
        "TID001",
        EVENT,
        "  datum: 2025-03-05",
    ),
]


@pytest.fixture
def pair(shared: Clone, clone: Callable[[str], Clone]) -> tuple[Clone, Clone]:
    """Two copies of a workspace with one avvikelse and its åtgärd, in which nothing is wrong."""
    shared.write(EVENT, OPEN)
    shared.write(MEASURE, DONE)
    shared.commit("En händelse")
    return clone("anna"), clone("bo")


def found(tool: Tool, who: Clone) -> list[tuple[str, str, int]]:
    run = tool(who, "validate", "--format", "json")
    return [(one["code"], one["file"], one["line"]) for one in json.loads(run.out)["findings"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_clean_merge_with_a_wrong_result_is_told(case: Case, pair: tuple[Clone, Clone], tool: Tool) -> None:
    """Each side alone has nothing of the kind, git merges them without a word, and the result is told at its line."""
    anna, bo = pair
    before = found(tool, anna)
    for who, does in ((anna, case.mine), (bo, case.theirs)):
        does(who)
        assert case.code not in {code for code, _, _ in found(tool, who)}, case.name
        who.commit()
    assert anna.merge(bo), "git asked"
    new = [one for one in found(tool, anna) if one not in before]
    lines = anna.read(case.path).split("\n")
    assert [(code, path, lines[line - 1].startswith(case.line)) for code, path, line in new if code == case.code] == [
        (case.code, case.path, True)
    ], new


def test_equal_parts_of_a_list_are_told(shared: Clone, clone: Callable[[str], Clone], tool: Tool) -> None:
    """The same role's duty written on both sides, each in its place in the list, stands there twice and is told."""
    duties = "".join(
        f"  - roll: ROL-{role}\n    uppgift: {duty}\n"
        for role, duty in (("chef", "Leder."), ("usk", "Gör."), ("chef", "Följer upp."), ("usk", "Säger till."))
    )
    text = shared.read(RUTIN)
    shared.write(
        RUTIN,
        f"{text[: text.index('ansvar:')]}ansvar:\n{duties}dokumentansvarig{text.partition('dokumentansvarig')[2]}",
    )
    shared.commit()
    anna, bo = clone("anna"), clone("bo")
    same = "  - roll: ROL-usk\n    uppgift: Larmar.\n"
    anna.edit(RUTIN, "    uppgift: Leder.\n", f"    uppgift: Leder.\n{same}")
    bo.edit(RUTIN, "    uppgift: Säger till.\n", f"    uppgift: Säger till.\n{same}")
    for who in (anna, bo):
        assert "FRM007" not in {code for code, _, _ in found(tool, who)}
        who.commit()
    assert anna.merge(bo)
    assert [code for code, path, _ in found(tool, anna) if path == RUTIN] == ["FRM007"]


@pytest.mark.parametrize("side", ["anna", "bo"])
def test_a_union_merge_is_told(side: str, pair: tuple[Clone, Clone], tool: Tool) -> None:
    """Where someone has told git to keep both sides' lines, the field that is there twice is told."""
    anna, bo = pair if side == "anna" else pair[::-1]
    for who, title in ((anna, "Larmet var tyst"), (bo, "Larmet nådde inte fram")):
        who.edit(EVENT, "Larmet gick inte fram", title)
        who.write(".gitattributes", "*.yaml merge=union\n")
        who.commit()
    assert anna.merge(bo)
    assert ("YML004", EVENT, 4) in found(tool, anna)


def test_a_new_workspace_never_asks_for_a_union_merge(tool: Tool, clone: Callable[[str], Clone]) -> None:
    """What `init` writes leaves git's own way of merging records: lines that differ are a conflict."""
    who = clone("nytt")
    assert tool(who, "init", "arbetsyta").code == 0
    inner = Clone(who.top / "arbetsyta")
    told = inner.git("check-attr", "merge", "records/avvikelse/2025/x.yaml", "kvalitet.toml", "KOM_IGANG.md")
    assert {line.rpartition(": ")[2] for line in told.splitlines()} == {"unspecified"}
    assert "union" not in inner.read(".gitattributes")
