"""What other programs make of the file: LibreOffice, the published schemas, and a validator of Word files."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pypdf
import pytest
from lxml import etree

from kvalitet.reporting.document import parse
from kvalitet.reporting.tree import Blocks, Document, Heading, Table, figures, plain
from kvalitet.reporting.word.document import write_docx
from tests.reporting.word.templates import template

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "reports/2025/kvalitetsberattelse.md"
EXTRA = """
::: faktaruta
En ruta.

- punkt
:::

> citat

9. nio[^nya]

[^nya]: Notens egna ord.
"""
OFFICE = os.environ.get("KVALITET_SOFFICE", "")
SCHEMAS = os.environ.get("KVALITET_OOXML_XSD", "")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tree() -> Document:
    return parse(SOURCE.read_text(encoding="utf-8") + EXTRA, folder=SOURCE.parent)


@pytest.fixture(scope="module", params=["own", "template"])
def file(request: pytest.FixtureRequest, tree: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("word")
    base = None
    if request.param == "template":
        base = folder / "mall.docx"
        base.write_bytes(template())
    made = folder / "rapport.docx"
    made.write_bytes(write_docx(tree, folder=SOURCE.parent, base=base))
    return made


def converted(file: Path, kind: str) -> Path:
    profile = f"-env:UserInstallation={(file.parent / 'profil').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return file.with_suffix("." + kind.partition(":")[0])


def joined(text: str) -> str:
    return "".join(text.split())


def expected(blocks: Blocks) -> list[str]:
    """Return the headings and captions of a document, with their numbers."""
    found = [f"{block.number}{plain(block.content)}" for block in blocks if isinstance(block, Heading)]
    found += [f"Tabell {one.number} {plain(one.caption)}" for one in blocks if isinstance(one, Table) and one.caption]
    return found + [f"Figur {one.number} {plain(one.caption)}" for one in figures(blocks)]


@pytest.mark.skipif(not OFFICE, reason="needs LibreOffice, KVALITET_SOFFICE")
def test_libreoffice_shows_headings_captions_and_notes(file: Path, tree: Document) -> None:
    """On its pages stands every heading, caption and note, with the numbers that the tree has."""
    pages = pypdf.PdfReader(converted(file, "pdf")).pages
    seen = joined("".join(page.extract_text() for page in pages))
    assert [one for one in expected(tree.blocks) if joined(one) not in seen] == []
    notes = [f"{note.number}{joined(plain(note.blocks[0].content))}" for note in tree.footnotes]
    assert [one for one in notes if one not in seen] == []


@pytest.mark.skipif(not OFFICE, reason="needs LibreOffice, KVALITET_SOFFICE")
def test_libreoffice_knows_headings_and_notes_for_what_they_are(file: Path, tree: Document) -> None:
    """Converted to its own format the headings have their levels, the notes are notes and the images have words."""
    root = etree.parse(converted(file, "fodt")).getroot()
    headings = [(one.get(f"{{{root.nsmap['text']}}}outline-level"), said(one)) for one in root.iter("{*}h")]
    assert headings == [
        (str(block.level), joined(plain(block.content))) for block in tree.blocks if isinstance(block, Heading)
    ]
    assert [said(one) for one in root.iter("{*}note-body")] == [
        "".join(joined(plain(block.content)) for block in note.blocks) for note in tree.footnotes
    ]
    described = [joined(one.text or "") for one in root.iter("{*}desc")]
    assert [one.alt for one in figures(tree.blocks) if joined(one.alt) not in described] == []


def said(element: Any) -> str:
    return joined("".join(element.itertext()))


@pytest.mark.skipif(not SCHEMAS, reason="needs the schemas of ECMA-376, KVALITET_OOXML_XSD")
def test_every_part_is_valid_against_the_published_schema(file: Path) -> None:
    """The parts of WordprocessingML follow the transitional schema, and a wrong order of children does not."""
    schema = etree.XMLSchema(etree.parse(Path(SCHEMAS) / "wml.xsd"))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if re.fullmatch(r"word/\w+\.xml", name)}
    for name, data in parts.items():
        assert schema.validate(etree.fromstring(data)), (name, schema.error_log)
    root = etree.fromstring(parts["word/document.xml"])
    properties = next(one for one in root.iter("{*}pPr") if len(one) > 1)
    properties.append(properties[0])
    assert not schema.validate(root)


def test_the_validator_of_word_files_finds_no_fault(file: Path) -> None:
    """What Microsoft's own validator knows of Word files, in Python, finds nothing but parts that are not needed."""
    audit = pytest.importorskip("openxml_audit", reason="needs the package openxml-audit")
    found = audit.OpenXmlValidator().validate(str(file)).errors
    assert [one for one in found if "A required relationship type" not in str(one)] == []
