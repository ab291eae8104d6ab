"""The record that faults are made in: one that uses all that records may be written with."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
SURROUNDINGS = ROOT / "tests/background"
"""A small workspace without a finding."""

TARGET = "records/avvikelse/2025/AVV-2025-FV1101.yaml"
"""Where the record lies."""

TEXT = """\
# En post med allt som en post får skrivas med.
id: AVV-2025-FV1101
status: avslutad
rubrik: "Larmet gick inte fram: åtta minuter"   # en kommentar efter värdet
enhet: ENH-norr
intraffad: 2025-03-14
tid: '21:40'
upptackt: 2025-03-14
rapporterad: 2025-03-15
rapporterad_av: ROL-chef
lagrum: [hsl]
slag: avvikelse
kategori: hsl/fall/egen-aktivitet
diarienummer: HVN 2025/184
beskrivning: |
  Larmet gick inte fram. Den boende väntade i åtta minuter.

  Batteriet var slut (typ 3 V), och ingen larmade: det syntes inte.
omedelbar_atgard: >-
  Batteriet byttes, och larmet
  provades tre gånger.
riskbedomning: {sannolikhet: 2, konsekvens: 3}
utredning:
  ansvarig: ROL-chef
  paborjad: 2025-03-17
  klar: 2025-04-02
  orsaker:
    - teknik
    - omgivning
  slutsats: |
    Larmet saknar varning för svagt batteri.
beslut:
  grad_hsl: risk_for_vardskada
  motivering: 'Ingen skadades, men ''tur'' räcker inte.'
  av: ROL-chef
  datum: 2025-04-03
enskild_berord: ja
ingen_atgard: Larmet byttes samma dag # inget mer att göra
enskild_informerad: {informerad: ja, datum: 2025-03-15}
aterkoppling:
  datum: 2025-04-07
  hur: "Muntligt på arbetsplatsträffen"
uppfoljning:
  datum: 2025-05-05
  effekt: ja
  beskrivning: |
    Larmen provas nu varje vecka.
skapad: 2025-03-15T07:05:11.482913+01:00
"""

STANDING = "records/roll/ROL-undersokare.yaml"
STANDING_TEXT = """\
id: ROL-undersokare
namn: Undersökare
niva: enhet
ansvar:
  - Hör de som var med.
farg: blue
"""
"""Another record, with one mistake that is always to be told, whatever is wrong beside it: FRM001 in its last line."""


def lay_out(folder: Path) -> Path:
    """Copy the surroundings and the record into a folder, and return where the record lies."""
    shutil.copytree(SURROUNDINGS, folder, dirs_exist_ok=True)
    (folder / STANDING).write_bytes(STANDING_TEXT.encode())
    target = folder / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(TEXT.encode())
    return target
