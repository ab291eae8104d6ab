"""Hooks are put in place beside those that are there, once, and taken away without a trace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.hooks.scripts import EARLIER, NAMES, is_ours, script
from tests.conftest import Run
from tests.hooks.conftest import UNIT, Git, change

ODD_PATHS = [
    "/usr/bin/python3",
    "/r t/python",
    "/r$(touch PWN)/python",
    "/r`touch PWN`/python",
    "/r'; touch PWN; '/python",
    '/r"; touch PWN; "/python',
    "/r\\/python",
    "/r\ntouch PWN\n/python",
    "/åäö ⚕/python",
    "/-n/!&|<>*?[x]{a,b}~#/python",
]


def state(folder: Path) -> dict[str, tuple[bytes | str, int]]:
    """Everything in a folder of hooks: bytes or where a link leads, and modes."""
    return {
        file.name: (str(file.readlink()) if file.is_symlink() else file.read_bytes(), file.lstat().st_mode)
        for file in folder.iterdir()
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("python", ODD_PATHS)
def test_a_script_is_right_wherever_python_lies(name: str, python: str, tmp_path: Path) -> None:
    """Every script is right shell, and what it runs first is the Python it names and nothing else."""
    file = tmp_path / name
    file.write_bytes(script(name, python))
    assert is_ours(file.read_bytes())
    for shell in filter(None, map(shutil.which, ("sh", "dash", "bash"))):
        assert subprocess.run([shell, "-n", str(file)], check=False).returncode == 0
    shown = tmp_path / "shown"
    shown.write_bytes(script(name, python).partition(b"earlier=")[0] + b'printf %s "$python"\n')
    assert subprocess.run(["sh", str(shown)], capture_output=True, text=True, check=True, cwd=tmp_path).stdout == python
    assert not (tmp_path / "PWN").exists()


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_shellcheck_finds_nothing(name: str, tmp_path: Path) -> None:
    """The linter of shell scripts has nothing to say."""
    (tmp_path / name).write_bytes(script(name, "/r t 'åäö'/python"))
    subprocess.run(["shellcheck", str(tmp_path / name)], check=True)


def test_installed_twice_is_once_and_uninstalled_is_never(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """Others' hooks are kept with their bytes, modes and links; twice changes nothing, and nothing of ours is left."""
    hooks, settings = odd / ".git/hooks", odd / ".git/config"
    (hooks / "pre-commit").write_bytes(b"#!/bin/sh\nexit 0\n\xff\r\n")
    (hooks / "pre-commit").chmod(0o751)
    (hooks / "commit-msg").symlink_to("../../ingenting")
    (hooks / "pre-push").write_bytes(b"")
    (hooks / "pre-push").chmod(0o600)
    before, config = state(hooks), settings.read_bytes()
    run = kvalitet("-C", odd, "hook", "install")
    assert (run.code, run.out) == (
        0,
        f"Krokarna pre-commit, commit-msg, pre-push och post-merge är på plats i {hooks}.\n",
    )
    first = state(hooks)
    assert all(first[f"{name}{EARLIER}"] == before[name] for name in ("pre-commit", "commit-msg", "pre-push"))
    assert all(is_ours((hooks / name).read_bytes()) and os.access(hooks / name, os.X_OK) for name in NAMES)
    kvalitet("-C", odd, "hook", "install")
    assert state(hooks) == first
    assert git("config", "--get-all", "kvalitet.workspace").stdout == ".\n"
    assert kvalitet("-C", odd, "hook", "uninstall").code == 0
    assert (state(hooks), settings.read_bytes()) == (before, config)
    assert kvalitet("-C", odd, "hook", "uninstall").code == 0
    assert (state(hooks), settings.read_bytes()) == (before, config)


def test_a_hook_of_another_python_is_made_new(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """A script that an earlier installation wrote is replaced, not kept as somebody else's."""
    hooks = odd / ".git/hooks"
    (hooks / "pre-commit").write_bytes(script("pre-commit", "/borta/python"))
    kvalitet("-C", odd, "hook", "install")
    assert (hooks / "pre-commit").read_bytes() == script("pre-commit", sys.executable)
    assert not (hooks / f"pre-commit{EARLIER}").exists()


def test_two_hooks_of_others_are_not_mixed_up(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """Where our hook was replaced by somebody's, and one is kept already, nothing is written and both are named."""
    hooks = odd / ".git/hooks"
    (hooks / "post-merge").write_bytes(b"#!/bin/sh\n")
    (hooks / f"post-merge{EARLIER}").write_bytes(b"#!/bin/sh\n")
    before = state(hooks)
    run = kvalitet("-C", odd, "hook", "install")
    assert (run.code, state(hooks)) == (6, before)
    assert "post-merge är inte vår, men post-merge.before-kvalitet finns redan" in run.err
    run = kvalitet("-C", odd, "hook", "uninstall")
    assert (run.code, state(hooks)) == (0, before)
    assert "post-merge har bytts ut" in run.out


def test_the_folder_that_git_uses_is_used(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """`core.hooksPath` is obeyed, the last that is set, also among the files, of which the user is told."""
    git("config", "--global", "core.hooksPath", str(odd.parent / "allas"))
    assert f"i {odd.parent / 'allas'}." in kvalitet("-C", odd, "hook", "install").out
    git("config", "core.hooksPath", ".krokar")
    run = kvalitet("-C", odd, "hook", "install")
    assert (odd / ".krokar/pre-commit").is_file()
    assert "Ta inte med krokarna" in run.err
    assert not (odd / ".git/hooks/pre-commit").exists()
    change(odd / UNIT, "niva: enhet", "niva: vaning")
    git("add", UNIT, "kvalitet.toml", "records")
    assert "FRM004" in git("commit", "-qm", "ett", code=1).stderr


def test_hooks_that_repositories_share_stay(kvalitet: Callable[..., Run], git: Git, odd: Path, tmp_path: Path) -> None:
    """In a folder for all repositories only this one is taken out; there the hooks do nothing, in the other all."""
    shared, other = tmp_path / "allas", Path(shutil.copytree(odd, tmp_path / "annat"))
    git("config", "--global", "core.hooksPath", str(shared))
    for home in (odd, other):
        assert kvalitet("-C", home, "hook", "install").code == 0
        change(home / UNIT, "niva: enhet", "niva: vaning")
        git("add", "-A", at=home)
    before = state(shared)
    said = kvalitet("-C", odd, "hook", "uninstall").out
    assert (f"Krokarna i {shared} är kvar" in said, state(shared)) == (True, before)
    (shared / f"pre-commit{EARLIER}").write_text("#!/bin/sh\necho egen >&2\n", encoding="utf-8")
    (shared / f"pre-commit{EARLIER}").chmod(0o755)
    assert git("commit", "-qm", "19121212-1212").stderr == "egen\n"
    assert "FRM004" in git("commit", "-qm", "ett", at=other, code=1).stderr


def _as_it_was(git: Git, odd: Path) -> tuple[object, ...]:
    return state(odd / ".git/hooks"), (odd / ".git/config").read_bytes()


@pytest.mark.parametrize("at", NAMES)
def test_all_hooks_are_put_in_place_or_none(
    kvalitet: Callable[..., Run], git: Git, odd: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Where one cannot be written, those before it are taken away, and others' and older ones are as they were."""
    hooks = odd / ".git/hooks"
    (hooks / "pre-commit").write_bytes(script("pre-commit", "/borta/python"))
    (hooks / "pre-commit").chmod(0o701)
    (hooks / "commit-msg").write_bytes(b"#!/bin/sh\n")
    before = _as_it_was(git, odd)
    really = os.chmod

    def refuse(path: str | Path, mode: int, **how: bool) -> None:
        if Path(path).name == at:
            raise PermissionError(1, "nej", str(path))
        really(path, mode, **how)

    monkeypatch.setattr(os, "chmod", refuse)
    run = kvalitet("-C", odd, "hook", "install")
    assert (run.code, _as_it_was(git, odd)) == (6, before)
    assert f"{at} kunde inte göras körbar: du har inte rätt att skriva där" in run.err


def test_no_hook_is_in_place_where_the_setting_cannot_be_written(
    kvalitet: Callable[..., Run], git: Git, odd: Path
) -> None:
    (odd / ".git/hooks/post-merge").write_bytes(b"#!/bin/sh\n")
    (odd / ".git/config.lock").touch()
    before = _as_it_was(git, odd)
    assert (kvalitet("-C", odd, "hook", "install").code, _as_it_was(git, odd)) == (6, before)


@pytest.mark.parametrize("name", ["pre-push", f"commit-msg{EARLIER}"])
def test_a_folder_with_the_name_of_a_hook_is_refused(
    kvalitet: Callable[..., Run], git: Git, odd: Path, name: str
) -> None:
    """It is named, and no hook is put in place beside it."""
    (odd / ".git/hooks" / name).mkdir()
    names = sorted(path.name for path in (odd / ".git/hooks").iterdir())
    run = kvalitet("-C", odd, "hook", "install")
    assert (run.code, sorted(path.name for path in (odd / ".git/hooks").iterdir())) == (6, names)
    assert f"{name} i {odd / '.git/hooks'} är en mapp, och git kör bara filer; flytta den" in run.err


def test_a_worktree_shares_the_hooks(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """Installed from a second working tree they are those of the repository; its folder of files is left alone."""
    git("add", "-A")
    git("commit", "-qm", "ett")
    git("worktree", "add", "-q", "../andra")
    assert kvalitet("-C", odd.parent / "andra", "hook", "install").code == 0
    assert (odd / ".git/hooks/pre-commit").is_file()
    change(odd / UNIT, "niva: enhet", "niva: vaning")
    git("commit", "-qam", "två", code=1)
    assert kvalitet("-C", odd, "hook", "uninstall").code == 0
    git("commit", "-qam", "två")


def test_two_workspaces_of_one_repository(kvalitet: Callable[..., Run], git: Git, odd: Path) -> None:
    """Both are judged at a commit; when one is taken out the other still is; a folder that is no workspace never."""
    for name in ("en $(touch PWN)", "två"):
        shutil.copytree(odd / "records", odd / name / "records")
        shutil.copy(odd / "kvalitet.toml", odd / name)
    (odd / "kvalitet.toml").unlink()
    shutil.rmtree(odd / "records")
    for name in ("en $(touch PWN)", "två"):
        assert kvalitet("-C", odd / name, "hook", "install").code == 0
    git("add", "-A")
    git("commit", "-qm", "ett")
    for name in ("en $(touch PWN)", "två"):
        change(odd / name / UNIT, "niva: enhet", "niva: vaning")
        git("add", "-A")
        assert git("commit", "-qm", "två", code=1).stderr.count("FRM004") == (1 if name.startswith("en") else 2)
    assert "Krokarna är kvar för två" in kvalitet("-C", odd / "en $(touch PWN)", "hook", "uninstall").out
    assert git("commit", "-qm", "två", code=1).stderr.count("FRM004") == 1
    kvalitet("-C", odd / "två", "hook", "uninstall")
    git("commit", "-qm", "två")
    assert not list(odd.parent.rglob("PWN"))


def test_what_is_no_repository_is_told(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Without git there is nowhere to put a hook: exit 6, and what to do."""
    run = kvalitet("-C", workspace, "hook", "install")
    assert run.code == 6
    assert "kör git init" in run.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["installera"], "valet installera finns inte; skriv install eller uninstall eller run"),
        (["install", "pre-commit"], "install gäller alla krokar"),
        (["run"], "run ska följas av en krok; skriv pre-commit, commit-msg, pre-push eller post-merge"),
        (["run", "commit-msg"], "kroken commit-msg tar en fil"),
    ],
)
def test_wrong_words_are_told(kvalitet: Callable[..., Run], git: Git, odd: Path, words: list[str], says: str) -> None:
    """Each mistake on the line gives 2 and what to write instead."""
    run = kvalitet("-C", odd, "hook", *words)
    assert run.code == 2
    assert says in run.err
