"""The generated records: `bench/generate.py` makes the example's, and workspaces of any size, from a seed."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from generating.chance import Chance
from generating.common import read_common
from generating.material import topics
from generating.names import is_generated, mark
from generating.plan import scenes
from generating.town import Town
from kvalitet.catalogue import Catalogue
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace
from tests.conftest import ROOT, Run

Files = dict[str, bytes]

LEAST_SCENES = 6
"""So many things at least can happen in each category; in common ones many more."""


def generate(*words: str, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, with the tool of this repository."""
    command = [sys.executable, str(root / "bench/generate.py"), *words]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True, encoding="utf-8")


def records_in(folder: Path) -> Files:
    """Every record of a workspace as it lies on disk."""
    root = folder / "records"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.yaml")}


@pytest.fixture(scope="module")
def documented() -> list[str]:
    """What bench/README.md says after `bench/generate.py` to make this repository's own records."""
    text = (ROOT / "bench/README.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"^(?:\S*/)?python bench/generate\.py (.+ --out \.)$", text, re.MULTILINE)
    return str(found).split()


@pytest.fixture(scope="module")
def made(documented: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made by the documented command, but in an empty folder."""
    folder = tmp_path_factory.mktemp("påhittad ort $(x)")
    words = [str(folder) if word == "." else word for word in documented]
    assert generate(*words, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo").returncode == 0
    return folder


def test_the_examples_records_are_what_the_documented_command_makes(made: Path) -> None:
    """Byte for byte: those that it makes, and those that people wrote, which it leaves as they are."""
    ours, its = records_in(ROOT), records_in(made)
    assert sorted(its) == sorted(ours)
    assert [name for name, text in its.items() if text != ours[name]] == []


def test_made_again_in_its_place_the_example_is_the_same(
    documented: list[str], made: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    """Run on the repository itself, the command brings back what is lost and takes away what it would not make."""
    root = tmp_path / "kopia"
    for folder in ("bench", "records"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "pyproject.toml", root)
    before = records_in(root)
    lost, changed, old = [record for record in load(find_workspace(root), catalogue) if is_generated(record)][:3]
    (root / lost.document.path).unlink()
    (root / changed.document.path).write_text(changed.document.text + "# mer\n", encoding="utf-8")
    stale = "AVV-2023-Z0Z0Z0"
    text = re.sub(r"\.\d{6}\+", f".{mark(stale):06}+", old.document.text).replace(old.id, stale)
    (root / f"records/avvikelse/2023/{stale}.yaml").write_text(text, encoding="utf-8")
    run = generate(*documented, root=root, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="UTC")
    assert run.returncode == 0
    assert records_in(root) == before


def test_an_empty_folder_becomes_a_valid_workspace(tmp_path: Path, kvalitet: Callable[..., Run]) -> None:
    """It holds as many records as were asked for, is an example with a day, and has no error."""
    folder = tmp_path / "ny"
    run = generate("--records", "1200", "--out", str(folder), "--seed", "7")
    assert run.returncode == 0
    assert "1200 with those that people wrote" in run.stdout
    workspace = find_workspace(folder)
    assert workspace.example_day == find_workspace(ROOT).example_day
    assert len(records_in(folder)) == 1200
    checked = kvalitet("-C", folder, "validate")
    assert checked.code == 0
    assert "0\u00a0fel" in checked.err


def test_another_seed_makes_other_records(made: Path, tmp_path: Path) -> None:
    """But the stories' åtgärder keep their ids, because rutiner link to them."""
    folder = tmp_path / "annan"
    assert generate("--records", "1000", "--out", str(folder), "--seed", "8").returncode == 0
    same = set(records_in(folder)) & set(records_in(made))
    generated = {name for name in same if name.startswith(("avvikelse/", "atgard/"))}
    assert "atgard/2024/ATG-2024-P9F6KS.yaml" in generated
    assert len(records_in(folder).keys() - same) > 500


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--records", "1000", "--out", "{full}"], "is not empty"),
        (["--records", "999", "--out", "{empty}"], "at least 1000"),
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], message: str, tmp_path: Path) -> None:
    """Nothing is written, and the command ends with 2."""
    full, empty = tmp_path / "full", tmp_path / "tom"
    full.mkdir()
    (full / "fil").write_text("x", encoding="utf-8")
    run = generate(*(word.format(full=full, empty=empty) for word in words))
    assert run.returncode == 2
    assert message in run.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["full", "fil"]


def test_links_go_both_ways(osby: Records) -> None:
    """What answers an event and what it came from know each other; so do a rutin and what improved it."""
    named = {(action.id, source) for action in osby.of("atgard") for source in action.texts("kalla")}
    naming = {
        (action, record.id)
        for kind in ("avvikelse", "klagomal", "utredning", "risk")
        for record in osby.of(kind)
        for action in record.texts("atgarder")
    }
    made = {record.id for record in osby if is_generated(record)}
    assert {pair for pair in named ^ naming if made & set(pair)} == set()
    improved = {(action, record.id) for record in osby.of("rutin") for action in record.texts("forbattrad_av")}
    improving = {(action.id, target) for action in osby.of("atgard") for target in action.texts("forbattrar")}
    assert improved == {pair for pair in improving if pair[1].startswith("RUT-")}


def test_everything_in_the_material_can_be_said(osby: Records) -> None:
    """Every scene in every unit that it can happen in, and what may be said of it: no slot without words."""
    common, chance = read_common(), Chance("prov")
    units = Town(osby).units
    for topic, leaves in topics():
        lines = [*topic.details, *topic.at_once, *topic.no_measure]
        lines += [line for ways in (*topic.motives.values(), *topic.follow_ups.values()) for line in ways]
        for cause in topic.causes.values():
            lines += [*cause.behind, *cause.conclusion]
            lines += [line for way in cause.measures for line in (*way.title, *way.text, *way.result)]
        for leaf in leaves:
            assert len(leaf.scenes) >= LEAST_SCENES, leaf.path
            for unit in units:
                for scene in scenes(leaf, unit):
                    voice = common.voice(chance, unit, scene.words, marks=scene.marks)
                    voice.knows("sedan", "fyra veckor")
                    voice.knows("sannolikhet", "liten")
                    for line in (*scene.title, *scene.text, *scene.at_once, *voice.fitting(lines)):
                        assert not re.search(r"[{}()|<>]|  |\b(\w+) \1\b", said := voice.say(line)), said


def test_the_stories_are_seen_in_the_numbers(osby: Records) -> None:
    """What the analyses say in words holds for what is counted."""
    events = [event for event in osby.of("avvikelse") if event.text("status") != "avskriven"]

    def count(of: str = "", unit: str = "", since: str = "2023-01-01", until: str = "2026-02-20", **texts: str) -> int:
        first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
        return sum(
            (event.text("kategori") or "").startswith(of)
            and unit in (event.text("enhet") or "")
            and first <= (event.date("rapporterad") or first) <= last
            and all(text in event.texts(name.replace("__", ".")) for name, text in texts.items())
            for event in events
        )

    for year in ("2023", "2024", "2025"):
        first, last = f"{year}-01-01", f"{year}-12-31"
        groups = Counter(
            "/".join((event.text("kategori") or "").split("/")[:2]) for event in events if year in event.id
        )
        assert [name for name, _ in groups.most_common(2)] == ["hsl/lakemedel", "hsl/fall"], groups
        winter = [
            count("hsl/fall", since=f"{year}-{month:02}-01", until=f"{year}-{month:02}-28") for month in (1, 11, 12)
        ]
        assert sum(winter) * 3 > count("hsl/fall", since=first, until=last), winter
        assert 300 <= count(since=first, until=last) <= 400
        assert count(unit="integration", since=first, until=last) <= 1
    silent = count(unit="hemtjanst-vast", until="2025-09-09")
    assert silent <= 11
    assert count(unit="hemtjanst-vast", since="2025-10-01", until="2025-12-31") >= 10
    hygien = {"of": "hsl/annat/hygienrutin", "unit": "sabo-soder", "utredning__orsaker": "rutin-foljs-inte"}
    assert count(**hygien, until="2024-04-30") >= 2
    assert count(**hygien, since="2024-05-01", until="2025-09-30") == 0
    assert count(**hygien, since="2025-10-01") >= 2
