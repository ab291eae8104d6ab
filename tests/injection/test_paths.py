"""A path that somebody wrote leads to an ordinary file below its folder, or nowhere."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.paths import PathError, plain_file, plain_path
from tests.conftest import Run
from tests.injection.hostile import PATHS

OUTSIDE = "hemligheten"


@pytest.fixture
def trap(workspace: Path, tmp_path: Path) -> Path:
    """A workspace with links, a pipe and a folder in it, and a secret beside it."""
    (tmp_path / "x.yaml").write_text(OUTSIDE, encoding="utf-8")
    (tmp_path / "utanfor").mkdir()
    (tmp_path / "utanfor/x.yaml").write_text(OUTSIDE, encoding="utf-8")
    (workspace / "lank.yaml").symlink_to(tmp_path / "x.yaml")
    (workspace / "lankad-mapp").symlink_to(tmp_path / "utanfor")
    (workspace / "snurra.yaml").symlink_to("snurra.yaml")
    (workspace / "mapp").mkdir()
    os.mkfifo(workspace / "roret")
    (workspace / "x.yaml").mkdir()
    return workspace


def test_there_are_enough_paths() -> None:
    """At least forty ways out are tried."""
    assert len(PATHS) >= 40


@pytest.mark.parametrize("written", PATHS)
def test_a_path_leads_nowhere_else(trap: Path, written: str) -> None:
    """What leads out, through a link, to another drive or to what is no file is refused in words."""
    with pytest.raises(PathError, match=r"^(ska skrivas|ligger utanför|finns inte|nås genom en länk|är ingen fil)"):
        plain_file(trap, written)


def test_an_ordinary_path_leads_to_its_file(workspace: Path) -> None:
    """Folders, blanks, Swedish letters and what a shell would obey are only names."""
    for written in ("a.yaml", "mapp åäö/b c.yaml", "$(touch x)/;|&.yaml", "./a.yaml"):
        file = workspace / written
        file.parent.mkdir(exist_ok=True)
        file.touch()
        assert plain_file(workspace, written).samefile(file)


@pytest.mark.parametrize("written", ["../x", "a/../../x", "/x", "a/..", "//x"])
def test_no_written_path_climbs(written: str) -> None:
    """A name that climbs is refused, whatever it was made of."""
    with pytest.raises(PathError, match="ligger utanför"):
        plain_path(written)


@pytest.mark.parametrize("link", ["reports", "reports/2025", "reports/2025/kvalitetsberattelse.md"])
def test_no_link_leads_a_report_out(kvalitet: Callable[..., Run], workspace: Path, tmp_path: Path, link: str) -> None:
    """A report goes through no link of the workspace; what lies behind it is as it was, and --out chooses freely."""
    outside = tmp_path / "utanfor"
    outside.mkdir()
    (workspace / link).parent.mkdir(parents=True, exist_ok=True)
    (workspace / link).symlink_to(outside if "." not in link else outside / "fil")
    words = ("--day", "2026-02-01", "report", "kvalitetsberattelse", "--year", "2025", "--format", "md")
    run = kvalitet("-C", workspace, *words)
    assert (run.code, run.out) == (6, "")
    assert f"{link.rpartition('/')[2]} är en länk till ett annat ställe; ingenting skrevs" in run.err
    assert list(outside.iterdir()) == []
    run = kvalitet("-C", workspace, *words, "--out", outside)
    assert (run.code, (outside / "kvalitetsberattelse.md").exists()) == (0, True)


@pytest.mark.parametrize("setting", ["skala", "krav"])
def test_no_setting_leads_out(kvalitet: Callable[..., Run], trap: Path, setting: str) -> None:
    """Each path, in a setting of one file and in one of many, ends at its line with exit 3, without a word of what lies there."""
    settings = trap / "kvalitet.toml"
    before = settings.read_text(encoding="utf-8")
    for written in PATHS:
        quoted = json.dumps(written, ensure_ascii=False)
        settings.write_text(f"{before}{setting} = {f'[{quoted}]' if setting == 'krav' else quoted}\n", encoding="utf-8")
        run = kvalitet("-C", trap, "validate")
        assert (run.code, run.out) == (3, ""), written
        assert OUTSIDE not in run.err
        assert "kvalitet.toml:" in run.err
        assert not (trap / "pwned").exists()
