"""The ground of the race: the same records for all, and changes that are changes and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kvalitet.source.document import document
from pacing import forms, ourselves, peers
from pacing.floor import read
from pacing.installing import SOURCEMETA, Installed, versions
from pacing.items import Item, items, order
from pacing.workspaces import Clone, clone, git, ours, workspace
from speed import BEGIN, END, put_into

SIZE = 1000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated workspace of a thousand records."""
    return workspace(tmp_path_factory.mktemp("work"), SIZE)


@pytest.fixture(scope="module")
def known(made: Path) -> list[Item]:
    """Its records as other tools see them."""
    return list(items(made))


@pytest.fixture
def copy(made: Path) -> Clone:
    """A clone of it, as it is committed."""
    return clone(made, "copy")


def findings(folder: Path) -> str:
    words = [sys.executable, "-m", "kvalitet", "--day", ourselves.DAY, "validate", "--format", "short"]
    return subprocess.run(words, cwd=folder, env=ours(), capture_output=True, text=True, encoding="utf-8").stdout


def test_a_workspace_that_is_there_is_not_made_again(made: Path) -> None:
    """The second time the same folder is given back untouched."""
    before = (made / ".git" / "HEAD").stat().st_mtime_ns
    assert workspace(made.parent.parent, SIZE) == made
    assert (made / ".git" / "HEAD").stat().st_mtime_ns == before


def test_the_floor_reads_every_byte(made: Path) -> None:
    """What the floor tells is the number of the files and the sum of their sizes."""
    sizes = [path.stat().st_size for path in (made / "records").rglob("*.yaml")]
    assert read(str(made / "records")) == (SIZE, sum(sizes))


def test_changed_records_are_other_bytes_and_say_the_same(copy: Clone) -> None:
    """Each turn changes the same files, to content that no turn had before, and no finding comes or goes."""
    before = findings(copy.folder)
    first = copy.change(10, 1)
    seen = [(copy.folder / path).read_bytes() for path in first]
    assert copy.change(10, 2) == first
    assert all((copy.folder / path).read_bytes() != old for path, old in zip(first, seen, strict=True))
    assert len(git(copy.folder, "status", "--porcelain").splitlines()) == len(set(first)) == 10
    assert findings(copy.folder) == before


def test_a_clone_is_given_back_as_it_was_committed(made: Path, copy: Clone) -> None:
    """Changes, new files and what a tool keeps in the git directory are gone, and git is as it was."""
    copy.change(10, 1)
    (copy.folder / "records" / "ny.yaml").write_text("x", encoding="utf-8")
    (copy.folder / ".git" / "kvalitet").mkdir()
    again = clone(made, "copy")
    assert not (again.folder / ".git" / "kvalitet").exists()
    assert git(again.folder, "status", "--porcelain") == ""
    assert git(again.folder, "log", "--format=%s") == "Generate\n"


def test_every_linked_pair_is_one_link_back_in_the_order(known: list[Item]) -> None:
    """No record links to a later one, so there is no circle; every link leads to a record, and units come first."""
    names = {item.id for item in known}
    assert len(names) == len(known) == SIZE
    assert all(link in names and order(link) < order(item.id) for item in known for link in item.links)
    assert sum(len(item.links) for item in known) > 3 * SIZE
    assert known[0].prefix == "ENH"


def test_doorstop_is_given_every_text_and_link(made: Path, known: list[Item], tmp_path: Path) -> None:
    """Each record is a file whose text is the record's own, and whose links are files."""
    forms.doorstop(made, tmp_path)
    for item in known:
        (file,) = tmp_path.glob(f"{item.prefix}/{item.id.partition('-')[0]}-{_rest(item.id)}.yml")
        values = document(file.name, file.read_bytes()).values or {}
        assert (str(values["text"]).rstrip(), values["header"]) == (item.text.rstrip(), item.title)
        assert values["links"] == [f"{link.partition('-')[0]}-{_rest(link)}" for link in item.links]


def test_strictdoc_and_sphinx_are_given_every_text_and_link(made: Path, known: list[Item], tmp_path: Path) -> None:
    """Their documents hold every record with its text and as many links."""
    links = sum(len(item.links) for item in known)
    for write, ending in ((forms.strictdoc, "sdoc"), (forms.sphinx_needs, "rst")):
        folder = tmp_path / ending
        folder.mkdir()
        write(made, folder)
        text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob(f"*.{ending}")))
        assert all(f"ID: {item.id}\n" in text or f":id: {item.id}\n" in text for item in known)
        assert text.count("VALUE: ") + sum(_listed(line) for line in text.splitlines()) == links
        assert len(text) > sum(len(item.text) for item in known)


def test_a_tool_that_is_not_installed_is_named_with_its_version(made: Path, tmp_path: Path) -> None:
    """With nothing installed every tool stands there as missing, and none is given a form of the records."""
    there = list(peers.contestants(made, Installed(tmp_path), {}))
    assert [one.name for one in there] == [peer.name for peer in peers.PEERS]
    assert there[0].missing == f"not installed: {SOURCEMETA} {versions()[SOURCEMETA]}"
    assert all(one.missing for one in there)


def test_only_who_is_asked_for_runs_beside_what_all_are_measured_against(made: Path, tmp_path: Path) -> None:
    """Reading and `git status` always run; of the others those whose names hold a word that was asked for."""
    there = ourselves.contestants(made, ["--staged"])
    assert [one.name for one in there] == [ourselves.FLOOR, ourselves.STATUS, ourselves.STAGED]
    others = peers.contestants(made, Installed(tmp_path), {}, ["lint", "strictdoc"])
    assert [one.name for one in others] == [peers.LINT, peers.STRICT, peers.AGAIN]


def test_schemas_are_those_of_the_kinds_that_there_are(made: Path, tmp_path: Path) -> None:
    """Every kind that there are records of has a schema under its name."""
    forms.schemas(made, tmp_path)
    assert set(forms.kinds(made)) <= {path.stem for path in tmp_path.glob("*.json")}
    assert json.loads((tmp_path / "avvikelse.json").read_text(encoding="utf-8"))["title"] == "Avvikelse"


def test_results_stand_between_their_marks(tmp_path: Path) -> None:
    """Results take the place of those before them and of nothing else; a file without the marks is refused."""
    file = tmp_path / "README.md"
    file.write_text(f"before\n{BEGIN}old\n{END}after\n", encoding="utf-8")
    put_into(file, "new\n")
    put_into(file, "newer\n")
    assert file.read_text(encoding="utf-8") == f"before\n{BEGIN}\nnewer\n\n{END}after\n"
    file.write_text("before\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        put_into(file, "new\n")


def _rest(name: str) -> str:
    return name.partition("-")[2].replace("-", "_")


def _listed(line: str) -> int:
    return len(line.split(",")) if line.startswith("   :links: ") else 0
