"""`schema`, and what `init` and `new` give an editor."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.schema.files import schema_files
from tests.conftest import Run


def test_schema_of_a_kind_is_printed(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """With a kind, however it is spelt, its schema is one JSON document on stdout, and nothing is written."""
    run = kvalitet("-C", workspace, "schema", "Åtgärd")
    assert (run.code, json.loads(run.out)["title"], run.err) == (0, "Åtgärd", "")
    assert not (workspace / ".kvalitet" / "schema").exists()


def test_schema_writes_every_kind_and_only_what_changed(
    kvalitet: Callable[..., Run], workspace: Path, catalogue: Catalogue
) -> None:
    """Without a kind every schema is written; a second run leaves the files alone, and mends one that was changed."""
    wanted = schema_files(catalogue)
    first = kvalitet("-C", workspace, "schema")
    folder = workspace / ".kvalitet/schema"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == wanted
    assert first.err == f"{len(wanted)}\u00a0scheman i .kvalitet/schema: {len(wanted)}\u00a0ändrade filer.\n"
    before = {file.name: file.stat().st_ino for file in folder.iterdir()}
    assert kvalitet("-C", workspace, "schema").err.endswith("inget att ändra.\n")
    assert {file.name: file.stat().st_ino for file in folder.iterdir()} == before
    (folder / "enhet.json").write_text("{}", encoding="utf-8")
    assert kvalitet("-C", workspace, "schema").err.endswith("1\u00a0ändrad fil.\n")
    assert (folder / "enhet.json").read_bytes() == wanted["enhet.json"]


def test_out_chooses_the_folder(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """`--out` writes elsewhere, and says so."""
    run = kvalitet("-C", workspace, "schema", "--out", "annan mapp")
    assert run.code == 0
    assert "i annan mapp" in run.err
    assert (workspace / "annan mapp" / "roll.json").is_file()
    assert not (workspace / ".kvalitet" / "schema").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [(["avvikels"], "menade du avvikelse?"), (["avvikelse", "--out", "x"], "--out gäller alla scheman")],
)
def test_wrong_words_are_told(kvalitet: Callable[..., Run], workspace: Path, words: list[str], says: str) -> None:
    """A kind that is none, and a folder for one schema, are wrong usage."""
    run = kvalitet("-C", workspace, "schema", *words)
    assert (run.code, run.out) == (2, "")
    assert says in run.err


def test_init_sets_the_editor_up(kvalitet: Callable[..., Run], folder: Path, catalogue: Catalogue) -> None:
    """A new workspace has the schemas, a mapping of each to its records, and settings for other editors."""
    assert kvalitet("-C", folder, "init", "ny").code == 0
    root = folder / "ny"
    settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert list(settings["yaml.schemas"].values()) == [f"records/{kind}/**/*.yaml" for kind in catalogue.kinds]
    for path in settings["yaml.schemas"]:
        assert (root / path).read_bytes() == schema_files(catalogue)[path.rpartition("/")[2]]
    assert (settings["files.encoding"], settings["files.eol"], settings["yaml.customTags"]) == ("utf8", "\n", [])
    assert settings["yaml.yamlVersion"] == "1.2"
    extensions = json.loads((root / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert extensions["recommendations"] == ["redhat.vscode-yaml"]
    assert "end_of_line = lf" in (root / ".editorconfig").read_text(encoding="utf-8")


def test_every_record_of_a_new_workspace_leads_to_its_schema(kvalitet: Callable[..., Run], folder: Path) -> None:
    """The records that `init` and `new` make begin with a line that leads to a file that is there; git takes it all."""
    kvalitet("-C", folder, "init", "ny")
    root = folder / "ny"
    made = kvalitet("-C", root, "new", "synpunkt", "--no-input", "--set", "enhet=enheten", "--set", "kanal=telefon",
                    "--set", "mottaget=igår", "--set", "fran=personal", "--set", "beskrivning=Maten var kall.")  # fmt: skip
    assert made.code == 0, made.err
    records = list((root / "records").rglob("*.yaml"))
    assert len(records) == 4
    for record in records:
        line = record.read_text(encoding="utf-8").split("\n")[0]
        assert line.startswith("# yaml-language-server: $schema=")
        target = (record.parent / line.partition("=")[2]).resolve()
        assert target == root.resolve() / ".kvalitet/schema" / f"{record.relative_to(root / 'records').parts[0]}.json"
        assert target.is_file()
    assert kvalitet("-C", root, "validate", "--strict").code == 0
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-o", "--exclude-standard"], capture_output=True, text=True, check=True
    )
    assert ".kvalitet/schema/avvikelse.json" in listed.stdout
