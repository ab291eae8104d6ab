"""The rules under which git is run, one by one, through a git that notes how it was called."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from kvalitet.diagnostics import UsageError
from kvalitet.history import runner
from kvalitet.history.comparing import changed_since
from kvalitet.history.program import find_git, unbroken
from kvalitet.history.repository import repository_at, setting
from kvalitet.history.runner import GitError, GitMissingError, ask, revision, run, tell
from kvalitet.history.trees import snapshot
from tests.conftest import ROOT
from tests.history.conftest import Repo
from tests.history.reading import DAY_END, ask_everything, staged

CANARY = "19121212-1212"


class Call(NamedTuple):
    """How git was called: its arguments, its environment, and what it could read."""

    words: list[str]
    environment: dict[str, str]
    given: str


class Spy(NamedTuple):
    """A git that notes each call in a file and then does its work."""

    notes: Path

    def calls(self) -> list[Call]:
        found = []
        for note in self.notes.read_bytes().split(b"\0\0end\0\0"):
            if note.strip():
                words, environment, given = note.split(b"\0\0then\0\0")
                pairs = dict(line.split("=", 1) for line in os.fsdecode(environment).split("\0") if "=" in line)
                found.append(Call(os.fsdecode(words).split("\0"), pairs, given.decode().strip()))
        return found


@pytest.fixture
def spy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Spy:
    notes = tmp_path / "anrop"
    program = fake(
        tmp_path / "spion",
        f"""exec 3>>'{notes}'
        printf '%s\\0' "$@" >&3; printf '\\0then\\0\\0' >&3
        env -0 >&3; printf '\\0\\0then\\0\\0' >&3
        readlink /proc/self/fd/0 >&3; printf '\\0\\0end\\0\\0' >&3
        exec 3>&-
        exec {find_git(tmp_path)} "$@"
        """,
    )
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return Spy(notes)


def fake(folder: Path, script: str) -> Path:
    """A program called git in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "git"
    program.write_text(f"#!/bin/bash\n{script}\n")
    program.chmod(0o755)
    return program


def test_every_call_follows_every_rule(repo: Repo, spy: Spy) -> None:
    """No lock, no command of the repository's, plain names and messages, no question, pager, network or input."""
    repo.write("records/a.yaml", "a: 2\n")
    repo.commit()
    spy.notes.unlink()
    ask_everything(repo.top)
    calls = [call for call in spy.calls() if call.words[:1] != ["rev-parse"]]
    assert len(calls) > 25
    for call in calls:
        words = call.words
        assert words[:2] == ["--no-optional-locks", "--no-replace-objects"]
        for expected in (
            *("core.fsmonitor=false", "core.quotepath=off", "diff.external=", "log.showSignature=false"),
            f"core.hooksPath={os.devnull}",
        ):
            assert words[words.index(expected) - 1] == "-c"
        assert words[words.index("-C") + 1] == str(repo.top)
        assert {
            "LC_ALL": "C.UTF-8",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_PAGER": "cat",
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",
        }.items() <= call.environment.items()
        assert call.given == os.devnull or call.given.startswith("pipe:")
    commands = {call.words[call.words.index("-C") + 2] for call in calls}
    assert commands <= READING
    for call in calls:
        if any(word.startswith("records") for word in call.words):
            assert call.words[-2] == "--"


READING = {
    *("rev-parse", "symbolic-ref", "config", "log", "ls-files", "ls-tree", "cat-file", "merge-base", "for-each-ref"),
    *("rev-list", "diff-index", "hash-object"),
}


def test_nothing_is_read_from_where_the_program_runs(repo: Repo, spy: Spy) -> None:
    """A command that is given nothing reads nothing: it can never wait for the keyboard."""
    spy.notes.unlink(missing_ok=True)
    tell(repo.top, "rev-parse", "HEAD")
    assert {call.given for call in spy.calls()} == {os.devnull}


@pytest.mark.parametrize("entry", [".", "", "{folder}", "{folder}/bin", "relativ/bin", "{linked}"])
def test_a_git_in_the_folder_is_never_run(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, entry: str
) -> None:
    """Not by its own name, by a relative one, or through a link elsewhere; also not while the library is loaded."""
    for place in (".", "bin", "relativ/bin"):
        fake(repo.top / place, f"touch '{tmp_path}/PWNED'")
    head = repo.git("rev-parse", "HEAD")
    linked = tmp_path / "länk"
    linked.mkdir()
    (linked / "git").symlink_to(repo.top / "bin" / "git")
    monkeypatch.chdir(repo.top)
    path = entry.format(folder=repo.top, linked=linked)
    monkeypatch.setenv("PATH", path)
    if entry.startswith("{"):
        with pytest.raises(GitMissingError, match="finns bara i mappen du arbetar i"):
            find_git(repo.top)
    else:
        with pytest.raises(GitMissingError, match="git finns inte på datorn"):
            find_git(repo.top)
    monkeypatch.setenv("PATH", f"{path}{os.pathsep}/usr/local/bin{os.pathsep}/usr/bin{os.pathsep}/bin")
    code = f"from kvalitet.history.runner import tell; from pathlib import Path; print(tell(Path({str(repo.top)!r}), 'rev-parse', 'HEAD'))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert told.stdout.strip() == head, told.stderr
    assert not (tmp_path / "PWNED").exists()


def test_without_any_path_there_is_no_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitMissingError, match="git finns inte på datorn; installera git"):
        run(repo.top, "version")


@pytest.mark.parametrize("name", ["$HOME", "~", "-C", "%PATH%", "a\nb", "${X}"])
def test_the_name_of_the_folder_is_taken_as_it_is(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitPython would open variables in it, and run in another folder."""
    monkeypatch.setenv("X", "/")
    found = Repo(tmp_path / name)
    found.top.mkdir()
    found.git("init", "-q")
    found.write("a", "a")
    found.commit()
    opened = repository_at(found.top)
    assert opened is not None
    assert opened.git_dir == found.top / ".git"


def test_a_folder_that_is_gone_is_an_error_and_not_this_folder(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitPython would run git where the program happens to stand."""
    monkeypatch.chdir(repo.top)
    with pytest.raises(GitError, match="misslyckades"):
        tell(repo.top / "borta", "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "-h",
            "--output=/tmp/x",
            "--",
            "a..b",
            "a...b",
            "a b",
            "",
            "\n",
            "main\n",
            "a\0b",
            ":/fix",
            "HEAD:records",
            "a*",
        ),
        *("a?", "[a]", "$(x)", "`x`", "a;b", "a|b", "a\\b", "'a'", "^{/fix}!", "\u202emain"),
    ],
)
def test_what_git_could_misread_is_no_revision(text: str) -> None:
    with pytest.raises(UsageError):
        revision(text)


@pytest.mark.parametrize(
    "text", ["main", "HEAD~2", "HEAD^", "v1.0", "a/b-c", "@{u}", "@{-1}", "0f3e", "åtgärd-1", "fix#12+"]
)
def test_names_that_people_use_are_revisions(text: str) -> None:
    assert revision(text) == text


def test_what_git_says_is_redacted(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git repeats names of files and branches; a number in one is not repeated here."""
    fake(tmp_path / "ond", f"echo 'fatal: could not open records/{CANARY}.yaml' >&2; exit 128")
    monkeypatch.setenv("PATH", str(tmp_path / "ond"), prepend=os.pathsep)
    with pytest.raises(GitError) as told:
        tell(repo.top, "log")
    assert CANARY not in str(told.value)
    assert "could not open records/" in str(told.value)


def children() -> bool:
    """Whether this process has any child, ended ones included."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def test_a_git_that_hangs_is_ended(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time limit there is a message and no process."""
    fake(tmp_path / "trög", f"echo $$ > '{tmp_path}/pid'; trap '' TERM; exec sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path / "trög"), prepend=os.pathsep)
    monkeypatch.setattr(runner, "LONGEST", 0.5)
    monkeypatch.setattr(runner, "_PATIENCE", 0.2)
    with pytest.raises(GitError, match="svarade inte inom"):
        tell(repo.top, "log")
    assert not children()
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


@pytest.mark.parametrize("given", [None, b"x" * 10_000_000], ids=["nothing", "much"])
def test_an_interrupted_git_is_ended(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: bytes | None
) -> None:
    """Ctrl-C while git works leaves no process, no descriptor and no variable behind."""
    fake(tmp_path / "avbruten", f"kill -INT {os.getpid()}; exec sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path / "avbruten"), prepend=os.pathsep)
    monkeypatch.setenv("GIT_PREFIX", "x")
    before, variables = set(Path("/proc/self/fd").iterdir()), dict(os.environ)
    start = time.monotonic()
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            run(repo.top, "cat-file", "--batch", data=given)
    finally:
        signal.signal(signal.SIGINT, handler)
    assert time.monotonic() - start < 10
    assert not children()
    assert set(Path("/proc/self/fd").iterdir()) == before
    assert dict(os.environ) == variables


@pytest.mark.parametrize("lightly", [False, True])
def test_a_git_that_cannot_start_is_told(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, lightly: bool
) -> None:
    program = fake(tmp_path / "trasig", "")
    program.write_bytes(b"\x7fELF junk")
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    with pytest.raises(GitMissingError, match="gick inte att starta"):
        run(repo.top, "version", lightly=lightly)


def test_a_git_that_is_started_lightly_is_the_same_git(
    repo: Repo, spy: Spy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is given the same words, surroundings and input, and the answer is the same, whether or not it failed."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path))  # of another repository: not for git to see
    monkeypatch.setenv("GIT_INDEX_FILE", "index")
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    monkeypatch.setenv("EGEN", "egen")
    for words, data in ((("rev-parse", "HEAD"), None), (("hash-object", "--stdin"), b"x\n"), (("show", "borta"), None)):
        for staged_too in (False, True):
            plainly = ask(repo.top, *words, data=data, staged=staged_too)
            before = _noted(spy)
            assert ask(repo.top, *words, data=data, staged=staged_too, lightly=True) == plainly
            assert _noted(spy) == before
            assert before[-1].environment["EGEN"] == "egen"


def _noted(spy: Spy) -> list[Call]:
    """Return what was noted and forget it; a pipe's number is its own each time."""
    found = [call._replace(given=call.given.partition(":")[0]) for call in spy.calls()]
    spy.notes.write_bytes(b"")
    return found


def test_a_loud_git_does_not_block(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a pipe holds, on both ways out, while much is written to it."""
    fake(tmp_path / "högljudd", "head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; cat >/dev/null")
    monkeypatch.setenv("PATH", str(tmp_path / "högljudd"), prepend=os.pathsep)
    assert len(ask(repo.top, "log", data=b"x" * 3_000_000).out) == 3_000_000


def test_nothing_is_fetched(repo: Repo, tmp_path: Path) -> None:
    """What a partial clone lacks is told as lacking, though the repository could fetch it."""
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(tmp_path / "delvis")
    repo.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repo.top}", str(clone.top))
    clone.git("reset", "-q", "--mixed", check=False)
    packs = sorted((clone.top / ".git" / "objects").rglob("*"))
    opened = repository_at(clone.top)
    assert opened is not None
    assert opened.partial
    with pytest.raises(GitError, match="klona om förrådet helt, utan --filter"):
        snapshot(clone.top, "records", DAY_END)
    with pytest.raises(GitError, match="klona om förrådet helt, utan --filter"):
        staged(clone.top, "records")
    assert sorted((clone.top / ".git" / "objects").rglob("*")) == packs


class TestVariables:
    """git's variables for one repository reach only reads of that repository."""

    def test_another_repository_is_not_read(self, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        other = Repo(tmp_path / "annat")
        other.top.mkdir()
        other.git("init", "-q")
        other.write("records/annat.yaml", "x: 1\n")
        other.commit("annat", day="2024-01-01")
        own = repo.git("rev-parse", "HEAD")
        for name, value in {
            "GIT_DIR": other.top / ".git",
            "GIT_WORK_TREE": other.top,
            "GIT_INDEX_FILE": other.top / ".git" / "index",
            "GIT_COMMON_DIR": other.top / ".git",
            "GIT_OBJECT_DIRECTORY": other.top / ".git" / "objects",
            "GIT_NAMESPACE": "x",
            "GIT_PREFIX": "x/",
        }.items():
            monkeypatch.setenv(name, str(value))
        assert tell(repo.top, "rev-parse", "HEAD") == own
        assert set(staged(repo.top)) == {"records/a.yaml", "records/djupt/b.yaml"}
        assert os.environ["GIT_DIR"] == str(other.top / ".git")

    def test_settings_meant_for_another_repository_do_not_reach(
        self, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Settings given in variables count where they were meant to, and not where GIT_DIR names another."""
        for name, value in (("COUNT", "1"), ("KEY_0", "kvalitet.prov"), ("VALUE_0", "ja")):
            monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
        assert setting(repo.top, "kvalitet.prov") == "ja"
        monkeypatch.setenv("GIT_DIR", str(repo.top / ".git"))
        assert setting(repo.top, "kvalitet.prov") == "ja"
        monkeypatch.setenv("GIT_DIR", str(tmp_path))
        assert not setting(repo.top, "kvalitet.prov")

    def test_the_index_of_a_commit_being_made_is_read_as_staged(
        self, repo: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As in a hook of `commit -a`, which keeps its index in a file beside."""
        beside = repo.top / ".git" / "next-index-1.lock"
        monkeypatch.setenv("GIT_INDEX_FILE", str(beside))
        repo.write("records/a.yaml", "a: 2\n")
        repo.git("add", "records/a.yaml")
        assert staged(repo.top, "records") == {"records/a.yaml": b"a: 2\n"}
        assert len(changed_since(repo.top, "records", "HEAD", staged=True)) == 2

    def test_the_index_of_another_repository_is_not(
        self, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Repo(tmp_path / "annat")
        other.top.mkdir()
        other.git("init", "-q")
        other.write("annat", "x")
        other.commit()
        monkeypatch.setenv("GIT_INDEX_FILE", str(other.top / ".git" / "index"))
        assert set(staged(repo.top)) == {"records/a.yaml", "records/djupt/b.yaml"}


@pytest.mark.parametrize(
    "words", [("commit", "-am", "x"), ("commit", "records/a.yaml", "-m", "x"), ("commit", "-m", "x")]
)
@pytest.mark.parametrize("place", ["själv", "arbetsträd"])
def test_a_hook_sees_what_is_being_committed(repo: Repo, tmp_path: Path, place: str, words: tuple[str, ...]) -> None:
    """In git's own hook: all that is changed, only what was named, or what was staged; in a second working tree too."""
    notes = tmp_path / "sett"
    code = "from pathlib import Path; from tests.history.reading import staged; "
    code += f"Path({str(notes)!r}).write_text(repr(staged(Path.cwd(), 'records')))"
    hook = repo.write(".git/hooks/pre-commit", f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -c "{code}"\n')
    hook.chmod(0o755)
    inner = repo
    if place == "arbetsträd":
        inner = Repo(tmp_path / "andra")
        repo.git("worktree", "add", "-q", str(inner.top))
    inner.write("records/a.yaml", "a: 2\n")
    inner.write("records/djupt/b.yaml", "b: 2\n")
    if words == ("commit", "-m", "x"):
        inner.git("add", "records/djupt/b.yaml")
        inner.write("records/djupt/b.yaml", "b: 3\n")
    inner.git(*words)
    seen = {
        ("commit", "-am", "x"): (b"a: 2\n", b"b: 2\n"),
        ("commit", "records/a.yaml", "-m", "x"): (b"a: 2\n", b"b: 1\n"),
        ("commit", "-m", "x"): (b"a: 1\n", b"b: 2\n"),
    }[words]
    assert notes.read_text() == repr({"records/a.yaml": seen[0], "records/djupt/b.yaml": seen[1]})


def test_git_is_found_though_the_folder_one_stands_in_is_gone(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "borta"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert len(tell(repo.top, "rev-parse", "HEAD")) == 40


def test_git_may_be_asked_outside_the_main_thread(repo: Repo) -> None:
    """Where signals may not be handled, nothing is put off."""
    with ThreadPoolExecutor(1) as pool:
        assert len(pool.submit(tell, repo.top, "rev-parse", "HEAD").result()) == 40


def test_an_interrupt_while_git_is_being_started_ends_it() -> None:
    """What comes then is put off until it can be ended, and is not lost."""
    reached = []

    def interrupted() -> None:
        with unbroken():
            os.kill(os.getpid(), signal.SIGINT)
            reached.append("efter")

    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, handler)
    assert reached == ["efter"]


def test_the_shared_folder_of_working_trees_is_known(repo: Repo, tmp_path: Path) -> None:
    """Hooks and settings lie with the first working tree, also for the second."""
    other = tmp_path / "andra"
    repo.git("worktree", "add", "-q", str(other))
    for folder in (repo.top, other):
        found = repository_at(folder)
        assert found is not None
        assert found.common == repo.top / ".git"


def test_a_setting_is_told_as_the_user_has_it(repo: Repo) -> None:
    """The runner's own settings do not hide the user's; a folder in a setting may begin with ~."""
    assert not setting(repo.top, "core.hooksPath")
    repo.git("config", "core.hooksPath", "~/krokar")
    repo.git("config", "core.quotepath", "no")
    assert setting(repo.top, "core.hooksPath") == "~/krokar"
    assert setting(repo.top, "core.hooksPath", "--type=path") == str(Path("~/krokar").expanduser())
    assert setting(repo.top, "core.quotePath", "--type=bool") == "false"
    repo.write(".git/config", "[core\n")
    with pytest.raises(GitError, match="bad config line"):
        setting(repo.top, "core.hooksPath")
