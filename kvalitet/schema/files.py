"""Where the schemas lie in a workspace, and the line in a record that tells an editor so."""

from __future__ import annotations

import json
from pathlib import Path

from kvalitet.catalogue import Catalogue
from kvalitet.kinds import Kind
from kvalitet.schema.properties import Schema, schema

SCHEMAS = ".kvalitet/schema"
"""Where the schemas lie, from the root of the workspace."""


def schema_name(kind: Kind) -> str:
    """Return the name of a kind's schema file."""
    return f"{kind.name}.json"


def schema_text(found: Schema) -> str:
    """Return a schema as text; the same schema is always the same text."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def schema_files(catalogue: Catalogue) -> dict[str, bytes]:
    """Return every kind's schema by the name of its file."""
    return {schema_name(kind): schema_text(schema(kind, catalogue)).encode() for kind in catalogue.kinds.values()}


def stale_files(folder: Path, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the schemas that a folder does not hold as they should be; only line endings may differ."""
    return {name: data for name, data in schema_files(catalogue).items() if not _holds(folder / name, data)}


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes().replace(b"\r\n", b"\n") == data


def editor_mapping(catalogue: Catalogue) -> dict[str, str]:
    """Return which records each schema is for, as editors' settings say it: schema to pattern of paths."""
    return {f"./{SCHEMAS}/{schema_name(kind)}": f"records/{kind.name}/**/*.yaml" for kind in catalogue.kinds.values()}


def modeline(kind: Kind, path: str) -> str:
    """Return the first line of a record at a path, which tells an editor where the record's schema lies."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{SCHEMAS}/{schema_name(kind)}"
