"""The same records in the form that each of the other tools reads."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from pacing.items import FIRST, Item, items
from pacing.workspaces import mark_of, ours

_MADE_FROM = (
    "bench/pacing/forms.py",
    "bench/pacing/items.py",
    "bench/pacing/peers.py",
    "kvalitet/schema",
    "kvalitet/data",
)
_DOORSTOP = "settings:\n  digits: 3\n{parent}  prefix: {prefix}\n  sep: '-'\n"
_ITEM = (
    "active: true\nderived: false\nheader: {title}\nlevel: '1.{number}'\nlinks:{links}\nnormative: true\n"
    "text: |\n{text}"
)
_NEEDS = (
    'project = "Records"\nextensions = ["sphinx_needs"]\nneeds_id_regex = "^[A-Za-z0-9_-]+"\nneeds_types = {types}\n'
)
_TREE = ".. toctree::\n   :glob:\n\n   *\n"


def schemas(workspace: Path, folder: Path) -> None:
    """Write the schema that our tool makes of each kind, under the kind's name."""
    words = [sys.executable, "-m", "kvalitet", "-C", str(workspace), "schema", "--out", str(folder)]
    subprocess.run(words, check=True, capture_output=True, env=ours())


def kinds(workspace: Path) -> list[str]:
    """Return the kinds that a workspace has records of."""
    return sorted(path.name for path in (workspace / "records").iterdir())


def doorstop(workspace: Path, folder: Path) -> None:
    """Write a tree of doorstop: one document a kind, all under that of the units, not yet in git."""
    (folder / ".mockvcs").mkdir()
    numbers: dict[str, int] = defaultdict(int)
    for item in items(workspace):
        at = folder / item.prefix
        if item.prefix not in numbers:
            at.mkdir()
            parent = "" if item.prefix == FIRST else f"  parent: {FIRST}\n"
            _write(at / ".doorstop.yml", _DOORSTOP.format(prefix=item.prefix, parent=parent))
        numbers[item.prefix] += 1
        _write(at / f"{_doorstop_name(item.id)}.yml", _doorstop_item(item, numbers[item.prefix]))


def _doorstop_item(item: Item, number: int) -> str:
    links = "".join(f"\n- {_doorstop_name(link)}" for link in item.links) or " []"
    return _ITEM.format(
        title=json.dumps(item.title, ensure_ascii=False), number=number, links=links, text=_shifted(item.text, "  ")
    )


def _doorstop_name(record_id: str) -> str:
    """Return an id as a prefix, a dash and a name of letters, digits and underscores."""
    prefix, _, name = record_id.partition("-")
    return f"{prefix}-{name.replace('-', '_')}"


def strictdoc(workspace: Path, folder: Path) -> None:
    """Write documents of strictdoc: one for each kind and year."""
    for name, members in _documents(workspace).items():
        _write(folder / f"{name}.sdoc", f"[DOCUMENT]\nTITLE: {name}\n" + "".join(map(_sdoc, members)))


def _sdoc(item: Item) -> str:
    parents = "".join(f"- TYPE: Parent\n  VALUE: {link}\n" for link in item.links)
    relations = f"RELATIONS:\n{parents}" if parents else ""
    return f"\n[REQUIREMENT]\nUID: {item.id}\nTITLE: {item.title}\nSTATEMENT: >>>\n{item.text}<<<\n{relations}"


def sphinx_needs(workspace: Path, folder: Path) -> None:
    """Write a project of Sphinx: one page for each kind and year, the text of a record as it stands."""
    found = _documents(workspace)
    prefixes = sorted({item.prefix for members in found.values() for item in members})
    types = [{"directive": name.lower(), "title": name, "prefix": f"{name}-"} for name in prefixes]
    _write(folder / "conf.py", _NEEDS.format(types=types))
    _write(folder / "index.rst", f"Records\n=======\n\n{_TREE}")
    for name, members in found.items():
        _write(folder / f"{name}.rst", f"{name}\n{'=' * len(name)}\n" + "".join(map(_need, members)))


def _need(item: Item) -> str:
    links = f"   :links: {', '.join(item.links)}\n" if item.links else ""
    head = f"\n.. {item.prefix.lower()}:: {item.title}\n   :id: {item.id}\n{links}"
    return f"{head}\n   ::\n\n{_shifted(item.text, '      ')}"


def _documents(workspace: Path) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items(workspace):
        found[f"{item.prefix}{item.year}"].append(item)
    return found


def _shifted(text: str, margin: str) -> str:
    return "".join(f"{margin}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def form(workspace: Path, name: str, write: Callable[[Path, Path], None]) -> Path:
    """Return the folder with a form of a workspace, written unless the same is there from before."""
    folder, mark = workspace.parent / f"{name}-form", workspace.parent / f"{name}-mark"
    version = mark_of(_MADE_FROM)
    if not mark.exists() or mark.read_text(encoding="utf-8") != version:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        write(workspace, folder)
        _write(mark, version)
    return folder
