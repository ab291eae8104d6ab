"""The PDF is accessible and archivable: judged without Java, by a check that each defect of a real file sets off."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from kvalitet.reporting.document import parse
from kvalitet.reporting.pdf import write_pdf
from kvalitet.reporting.tree import Block
from tests.conftest import ROOT
from tests.reporting.pdf_check import faults
from tests.reporting.pdf_defects import DEFECTS, spoiled

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="#0072B2"/></svg>'
)
EVERY_BLOCK = """---
title: Allt som kan stå i en rapport
author: K. L.
date: 2026-02-15
---

# Första {#a}

Text med **vikt**, *betoning*, `kod`, [länk](https://www.ivo.se/), [](#a), [](#tbl-b) och not.[^n]\\
Ny rad. Samma not.[^n]

## Andra

### Tredje

- punkt
- punkt

  med stycke

3. tredje
4. fjärde
   - under

| Enhet | Antal |
|:------|------:|
| Ekbacken[^m] | 1 284 |

: Antal per enhet {#tbl-b}

| Utan | text |
|------|:----:|
| a | b |

![Per enhet](bild.svg){#fig-b alt="Ekbacken har flest."}

::: faktaruta
**Viktigt**

![I ruta](bild.svg){alt="Lika många."}
:::

::: saknas
Skriv din analys här.
:::

> citat
>
> 1. i led

---

    kodrader
    i block

# Sista

Slut.

[^n]: Notens text.

    Dess andra stycke.
[^m]: En annan not.
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("rapport")
    (folder / "bild.svg").write_text(SVG, encoding="utf-8")
    document = parse(EVERY_BLOCK, folder=folder)
    kinds = {type(block).__name__ for block in document.blocks}
    assert kinds == {kind.strip() for kind in str(Block).split("|")}
    return write_pdf(document, folder=folder).data


@pytest.fixture(scope="module")
def attached(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("rapport")
    (folder / "bild.svg").write_text(SVG, encoding="utf-8")
    document = parse(EVERY_BLOCK, folder=folder)
    return write_pdf(document, folder=folder, attachments={"bild.csv": b"Enhet;Antal\nEkbacken;1284\n"}).data


def test_every_kind_of_block_is_accessible(good: bytes) -> None:
    """A document with all that a report can hold has no fault."""
    assert faults(good) == []


def test_attached_figures_leave_it_accessible(attached: bytes) -> None:
    """With the figures attached it is PDF/A-3a, and no fault either."""
    assert faults(attached) == []


def test_the_report_of_the_example_is_accessible(tmp_path: Path) -> None:
    """The kvalitetsberättelse that the example's user makes has no fault."""
    command = [sys.executable, "-m", "kvalitet", "report", "kvalitetsberattelse", "--year", "2025", "--format", "pdf"]
    subprocess.run([*command, "--out", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    assert faults((tmp_path / "kvalitetsberattelse.pdf").read_bytes()) == []


@pytest.mark.parametrize("name", DEFECTS)
def test_each_defect_is_found(good: bytes, name: str) -> None:
    """A file made defective in one way has that fault, and saving it again without a change has none."""
    spoil, point = DEFECTS[name]
    assert [fault for fault in faults(spoiled(good, spoil)) if fault.startswith(point)]


def test_saving_again_is_no_defect(good: bytes) -> None:
    """The controls owe their faults to what was changed, not to pikepdf's writing."""
    assert faults(spoiled(good, lambda pdf: None)) == []


def test_a_locked_file_is_found(good: bytes) -> None:
    """Encryption is a fault, also when anyone may open the file."""
    locked = spoiled(good, lambda pdf: None, encryption=pikepdf.Encryption(owner="x", user=""))
    assert any(fault.startswith("26-001") for fault in faults(locked))


@pytest.mark.parametrize("key", ["/AFRelationship", "/Desc"])
def test_an_attached_file_must_be_described(attached: bytes, key: str) -> None:
    """A file whose relation or content is not told is a fault."""
    broken = spoiled(attached, lambda pdf: pdf.Root.AF[0].__delitem__(key))
    assert any(fault.startswith("A-files") for fault in faults(broken))
