"""The tools of others, each run as the fastest that it offers for all records at once.

A schema knows one kind, so the two validators of JSON Schema are run once a kind, in one shell.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pacing import forms
from pacing.contest import Contestant, is_asked_for
from pacing.installing import SOURCEMETA, Installed, compiled

SCHEMA, FAST = "Sourcemeta jsonschema", "Sourcemeta jsonschema --fast"
CHECK, LINT = "check-jsonschema", "yamllint, relaxed"
DOORSTOP = "doorstop"
CHECKED, UNCHECKED = "doorstop, no rewriting", "doorstop, no rewriting, every check off"
STRICT, AGAIN = "strictdoc, no cache", "strictdoc, nothing changed"
NEEDS = "sphinx-needs, needs.json only"

_EACH = "for kind in {kinds}; do %s || exit 1; done"
_FILES = "find {records}/$kind -name '*.yaml' -print0 | xargs -0 -s 1000000 "
_SOURCEMETA = _EACH % "{programs}/{compiled} validate {form}/$kind.json --extension .yaml %s {records}/$kind"
_CHECK = _EACH % (_FILES + "{programs}/check-jsonschema --schemafile {form}/$kind.json")
_LINT = "exec {programs}/yamllint -d '{{extends: relaxed, rules: {{line-length: disable}}}}' {records}"
_DOORSTOP = "exec {programs}/doorstop %s"
_SETTLE = "{programs}/doorstop -C -R && rm -r .mockvcs && git init -q . && git add -A"
"""Stamps every link and marks every item as reviewed. In git doorstop would run `git add` once for each of them."""


@dataclass(frozen=True)
class Peer:
    """A tool: its name here, its package, its form of the records, and the line of shell that runs it in that form."""

    name: str
    package: str
    form: Callable[[Path, Path], None]
    line: str
    settle: str = ""
    """A line that is run once, untimed, when the form has been written."""
    kept: str = ""
    """What the tool keeps in the folder, taken away before each turn."""


PEERS = (
    Peer(SCHEMA, SOURCEMETA, forms.schemas, _SOURCEMETA % ""),
    Peer(FAST, SOURCEMETA, forms.schemas, _SOURCEMETA % "--fast"),
    Peer(CHECK, "check-jsonschema", forms.schemas, _CHECK),
    Peer(LINT, "yamllint", forms.schemas, _LINT),
    Peer(UNCHECKED, "doorstop", forms.doorstop, _DOORSTOP % "-F -L -R -C -S -W", _SETTLE),
    Peer(CHECKED, "doorstop", forms.doorstop, _DOORSTOP % "-F", _SETTLE),
    Peer(DOORSTOP, "doorstop", forms.doorstop, _DOORSTOP % "", _SETTLE),
    # the lightest of its commands that reads all documents and follows every relation
    Peer(STRICT, "strictdoc", forms.strictdoc, "exec {programs}/strictdoc manage auto-uid .", kept="output"),
    Peer(AGAIN, "strictdoc", forms.strictdoc, "exec {programs}/strictdoc manage auto-uid ."),
    Peer(NEEDS, "sphinx-needs", forms.sphinx_needs, "exec {programs}/sphinx-build -q -b needs . out", kept="out"),
)


def contestants(
    workspace: Path, installed: Installed, told: Mapping[str, str], only: Sequence[str] = ("",)
) -> Iterator[Contestant]:
    """Yield every tool that is asked for, with the records in its form; `told` says of some why they are not run."""
    for peer in PEERS:
        if not is_asked_for(peer.name, only):
            continue
        missing = installed.missing(peer.package) or told.get(peer.name, "")
        yield Contestant(peer.name, [], workspace, missing=missing) if missing else _ready(peer, workspace, installed)


def _ready(peer: Peer, workspace: Path, installed: Installed) -> Contestant:
    names = {
        "kinds": " ".join(forms.kinds(workspace)),
        "records": shlex.quote(str(workspace / "records")),
        "programs": shlex.quote(str(installed.programs(peer.package))),
        "compiled": compiled(),
    }

    def write(source: Path, folder: Path) -> None:
        peer.form(source, folder)
        if peer.settle:
            words = ["sh", "-c", peer.settle.format(**names)]
            subprocess.run(words, check=True, cwd=folder, capture_output=True, env=_surroundings())

    folder = forms.form(workspace, peer.form.__name__, write)
    line = peer.line.format(form=shlex.quote(str(folder)), **names)

    def prepare(turn: int) -> None:
        if peer.kept:
            shutil.rmtree(folder / peer.kept, ignore_errors=True)

    return Contestant(peer.name, ["sh", "-c", line], folder, prepare)


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
