"""The one writer: alone, compared with what was read, all or none, whatever stops it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kvalitet.diagnostics import WritingError
from kvalitet.writing import journal
from kvalitet.writing.changes import Change
from kvalitet.writing.files import HEAD, TAIL, make_folders, put_new, put_over, sync, why
from kvalitet.writing.lock import is_free, locked
from kvalitet.writing.writer import Writer, alone, was_cut_short
from tests.conftest import files
from tests.writing.faults import CALLS, Calls, failing


@pytest.fixture
def root(folder: Path) -> Path:
    (folder / "records").mkdir()
    (folder / "records/a").write_bytes(b"1")
    (folder / "records/b").write_bytes(b"2")
    return folder


@pytest.fixture
def writer(root: Path) -> Iterator[Writer]:
    with alone(root, "provet") as writer:
        yield writer


THREE = [Change("records/ny/c", None, b"3"), Change("records/a", b"1", b"11"), Change("records/b", b"2", None)]
BEFORE = {"records/a": b"1", "records/b": b"2"}
AFTER = {"records/a": b"11", "records/ny/c": b"3"}


def write(root: Path, changes: Sequence[Change]) -> Writer:
    with alone(root, "provet") as writer:
        writer.write(changes)
    return writer


def test_new_changed_and_gone_in_one_go(root: Path) -> None:
    """A file is made, one is changed and one goes; nothing else is left in the workspace."""
    writer = write(root, THREE)
    assert (writer.has_written, writer.is_certain, files(root)) == (True, True, AFTER)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change("records/b", b"annat", b"22"), "b ändrades av någon annan; ingenting skrevs"),
        (Change("records/b", b"annat", None), "b ändrades av någon annan"),
        (Change("records/b", None, b"22"), "b finns redan"),
        (Change("records/c", b"3", b"33"), "c togs bort av någon annan"),
    ],
)
def test_nothing_is_begun_when_a_file_is_not_as_expected(root: Path, change: Change, says: str) -> None:
    """What was read is compared before anything is written: the first file is not even touched."""
    before = (root / "records/a").stat()
    with pytest.raises(WritingError, match=says):
        write(root, [Change("records/a", b"1", b"11"), change])
    assert files(root) == BEFORE
    after = (root / "records/a").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_an_editor_saves_at_the_last_moment_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that knows no lock and saves while the new text is written wins."""
    really = os.fsync

    def meanwhile(descriptor: int) -> None:
        really(descriptor)
        (root / "records/a").write_bytes(b"deras")

    monkeypatch.setattr(os, "fsync", meanwhile)
    with pytest.raises(WritingError, match="a ändrades av någon annan"):
        write(root, [Change("records/a", b"1", b"11")])
    assert files(root) == {**BEFORE, "records/a": b"deras"}


def test_what_someone_saves_while_a_change_fails_is_left(
    root: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was changed already and is then saved by somebody is theirs, and named; the others are as before."""
    really = os.unlink

    def refuse(path: str | Path) -> None:
        if Path(path) == root / "records/b":
            (root / "records/a").write_bytes(b"deras")
            raise PermissionError(13, "", str(path))
        really(path)

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(WritingError, match="b kunde inte skrivas: du har inte rätt"):
        writer.write(THREE)
    assert writer.left == ("records/a",)
    assert files(root) == {**BEFORE, "records/a": b"deras"}


def test_what_could_not_be_written_is_named(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system names no file, or one on its way, the file that was meant is named, without its folders."""
    monkeypatch.setattr(os, "fsync", lambda _: _raise(OSError(28, "")))
    with pytest.raises(WritingError, match=r"^c kunde inte skrivas: disken är full\. Ingenting sparades$"):
        writer.write(THREE)


def test_a_reason_without_words_is_told_by_its_kind() -> None:
    """What the system says is told in words, its own where we have none, and never as nothing."""
    assert (why(OSError()), why(TimeoutError())) == ("OSError", "TimeoutError")
    assert (why(OSError(28, "x")), why(OSError(99, "nätet är nere"))) == ("disken är full", "nätet är nere")


def test_a_change_cut_short_is_seen_where_nobody_ever_locked(root: Path) -> None:
    """A journal without a lock's file, as a branch may carry it, is nobody's at work."""
    (root / ".kvalitet").mkdir()
    assert not was_cut_short(root)
    (root / journal.JOURNAL).write_text("[]", encoding="utf-8")
    assert was_cut_short(root)


def test_put_writes_over_what_is_there(root: Path, writer: Writer) -> None:
    """What can be made again is written without asking what was there."""
    writer.put("records/a", b"x")
    writer.put("ut/b", b"y")
    assert files(root) == {**BEFORE, "records/a": b"x", "ut/b": b"y"}


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640])
def test_permissions_stay(root: Path, writer: Writer, mode: int) -> None:
    """A changed file keeps its permissions, also those that a umask would take."""
    (root / "records/a").chmod(mode)
    writer.put("records/a", b"x")
    assert stat.S_IMODE((root / "records/a").stat().st_mode) == mode


def test_a_new_file_is_as_the_person_wants_them(root: Path) -> None:
    """A new file gets what the umask leaves; a draft is its owner's, whatever the umask."""
    before = os.umask(0o022)
    try:
        write(root, [Change("records/c", None, b"3")])
        os.umask(0)
        put_new(root / "utkast", b"x", private=True)
        os.umask(0o026)
        put_new(root / "ny/plan", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "records/c").stat().st_mode) == 0o644
    assert stat.S_IMODE((root / "utkast").stat().st_mode) == 0o600
    assert stat.S_IMODE((root / "ny/plan").stat().st_mode) == 0o640
    with pytest.raises(WritingError, match="finns redan"):
        put_new(root / "utkast", b"y", private=True)
    (root / "fil").touch()
    with pytest.raises(
        WritingError, match=r"^utkast kunde inte skrivas: en mapp på vägen är en fil\. Ingenting sparades$"
    ):
        put_new(root / "fil/utkast", b"y", private=True)
    assert (root / "utkast").read_bytes() == b"x"


@pytest.mark.parametrize("target", ["records/a", "records/ny"])
def test_a_link_is_neither_replaced_nor_written_through(root: Path, tmp_path: Path, target: str) -> None:
    """Neither the file that a link points at nor the link itself changes, wherever on the way it stands."""
    elsewhere = tmp_path / "annanstans"
    elsewhere.mkdir()
    (elsewhere / "c").write_bytes(b"x")
    (root / target).unlink(missing_ok=True)
    (root / target).symlink_to(elsewhere / "c" if target == "records/a" else elsewhere)
    path = target if target == "records/a" else f"{target}/c"
    for change in (Change(path, b"x", b"y"), Change(path, None, b"y"), Change(path, b"x", None)):
        with pytest.raises(WritingError, match="är en länk"):
            write(root, [change])
    assert (root / target).is_symlink()
    assert (elsewhere / "c").read_bytes() == b"x"


def test_what_a_disk_spoils_is_not_saved(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not read back as it was meant never gets its name."""
    really = os.fsync

    def spoil(descriptor: int) -> None:
        really(descriptor)
        for file in root.rglob(f"{HEAD}*{TAIL}"):
            file.write_bytes(b"skrap")

    monkeypatch.setattr(os, "fsync", spoil)
    for name in ("a", "a.yaml"):
        with pytest.raises(WritingError, match="lästes tillbaka som något annat"):
            write(
                root,
                [Change(f"records/{name}", (root / f"records/{name}").read_bytes() if name == "a" else None, b"x")],
            )
    assert files(root) == BEFORE


def test_a_record_that_could_not_be_read_again_is_not_saved(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record above the size that is read is refused by name; so is one that cannot be opened."""
    with pytest.raises(WritingError, match=r"stor.yaml blir större än 1 MB; korta texten"):
        write(root, [Change("records/stor.yaml", None, b"x" * 1_000_001)])
    monkeypatch.setattr("kvalitet.source.files.os.read", lambda *_: _raise(OSError(5, "")))
    with pytest.raises(WritingError, match=r"c.yaml gick inte att läsa tillbaka"):
        write(root, [Change("records/c.yaml", None, b"x")])
    assert files(root) == BEFORE


def _raise(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    "changes", [THREE, [THREE[0]], [THREE[1]], [THREE[2]]], ids=["three", "new", "changed", "gone"]
)
@pytest.mark.parametrize("make", [lambda: OSError(28, ""), KeyboardInterrupt], ids=["full disk", "ctrl-c"])
def test_whatever_call_fails_all_or_nothing_is_written(
    root: Path, monkeypatch: pytest.MonkeyPatch, changes: list[Change], make: Callable[[], BaseException]
) -> None:
    """At each call to the system in turn: every file old, or every file new and told so; then a retry succeeds."""
    points, problem = 0, None
    for number in range(500):
        old = files(root)
        with failing(monkeypatch, number, make) as calls:
            writer, problem = _try(root, changes)
        if not calls.has_failed:
            break
        points += 1
        now = files(root)
        _expect_old_or_new(old, now, changes, writer, problem)
        _put_back(root)
    assert points >= 5
    assert problem is None
    assert not journal.has_begun(root)


def _try(root: Path, changes: Sequence[Change]) -> tuple[Writer | None, BaseException | None]:
    writer = None
    try:
        with alone(root, "provet") as writer:
            writer.write(changes)
    except (WritingError, KeyboardInterrupt) as problem:
        return writer, problem
    return writer, None


def _expect_old_or_new(
    old: dict[str, bytes], now: dict[str, bytes], changes: Sequence[Change], writer: Writer | None, problem: object
) -> None:
    new = {**old, **{change.path: change.after for change in changes if change.after is not None}}
    new = {path: data for path, data in new.items() if not any(c.path == path and c.after is None for c in changes)}
    rest = {path: data for path, data in now.items() if not path.endswith(TAIL)}
    if problem is None:
        assert rest == new
    elif isinstance(problem, WritingError):
        assert rest == old
    else:
        assert rest == (new if writer is not None and writer.has_written else old)
    assert len(now) - len(rest) <= 1  # only where the call that takes it away was the one to fail


def _put_back(root: Path) -> None:
    for path in files(root):
        (root / path).unlink()
    for path, data in BEFORE.items():
        (root / path).write_bytes(data)


class TestKilled:
    """A run that is killed cannot put anything back: the next one does."""

    @pytest.mark.parametrize("number", range(60))
    def test_at_any_call_the_next_writer_finds_all_or_nothing(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, number: int
    ) -> None:
        """After a kill at any call, the next writer leaves every file old or every file new, and no journal."""
        child = os.fork()
        if not child:
            with failing(monkeypatch, number, lambda: os._exit(9)):
                _try(root, THREE)
            os._exit(0)
        os.waitpid(child, 0)
        cut_short = journal.has_begun(root)
        assert was_cut_short(root) == cut_short
        with alone(root, "nästa") as writer:
            pass
        now = {path: data for path, data in files(root).items() if not path.endswith(TAIL)}
        assert now in (BEFORE, AFTER)
        assert not cut_short or now == BEFORE
        assert not journal.has_begun(root)
        assert not writer.undone.left
        if now == BEFORE:
            write(root, THREE)
            assert {path: data for path, data in files(root).items() if not path.endswith(TAIL)} == AFTER

    def test_what_someone_has_changed_since_is_left_and_told(self, root: Path, writer: Writer) -> None:
        """Putting back never takes what a person has written after the kill; permissions come back too."""
        (root / "records/b").chmod(0o640)
        journal.begin(root, THREE)
        writer._place(THREE[1:], {"records/a": _prepared(root / "records/a", b"11")})
        (root / "records/a").write_bytes(b"deras")
        undone = journal.undo(root)
        assert undone == journal.Undone(restored=("records/b",), left=("records/a",))
        assert files(root) == {**BEFORE, "records/a": b"deras"}
        assert stat.S_IMODE((root / "records/b").stat().st_mode) == 0o640

    @pytest.mark.parametrize("text", [b"", b"{", b"{}x", b"[1]", b'[{"path": "x"}]', b"\xff"])
    def test_a_journal_that_cannot_be_read_stops_all_writing(self, root: Path, text: bytes) -> None:
        """Nobody writes on top of a state that nobody understands; what to do is told."""
        (root / ".kvalitet").mkdir()
        (root / journal.JOURNAL).write_bytes(text)
        with pytest.raises(WritingError, match="går inte att läsa"):
            write(root, THREE)
        assert {path: data for path, data in files(root).items() if path.startswith("records")} == BEFORE

    @pytest.mark.parametrize(
        "path", [".git/hooks/pre-commit", ".GIT/x", "../ute", "/tmp/ute", "records/lank/x", "a\nb"]
    )
    def test_of_somebody_elses_making_is_not_obeyed(self, root: Path, tmp_path: Path, path: str) -> None:
        """A branch may carry one: what it names outside the workspace, in git or behind a link is never written."""
        (root / "records/lank").symlink_to(tmp_path)
        (root / ".git/hooks").mkdir(parents=True)
        entry = {"path": path, "mode": 0o755, "before": "IyEvYmluL3No", "after": None}
        (root / ".kvalitet").mkdir()
        (root / journal.JOURNAL).write_text(json.dumps([entry]), encoding="utf-8")
        before = files(root), sorted(tmp_path.rglob("*"))
        with pytest.raises(WritingError, match="går inte att läsa"):
            write(root, [Change("records/a", b"1", b"11")])
        assert files(root) == before[0]
        assert set(tmp_path.rglob("*")) - set(before[1]) <= {root / ".kvalitet/lock", root / ".kvalitet/.gitignore"}

    def test_what_cannot_be_put_back_yet_is_put_back_later(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """While the disk is full nothing is written on top; when it is not, all is as before."""
        with alone(root, "provet") as writer, monkeypatch.context() as patch:
            journal.begin(root, THREE)
            writer._place(THREE[2:], {})
            patch.setattr(os, "fsync", lambda _: _raise(OSError(28, "")))
            with pytest.raises(WritingError, match="kan inte ställas tillbaka nu: disken är full"):
                journal.undo(root)
        assert was_cut_short(root)
        with alone(root, "nästa") as writer:
            assert writer.undone.restored == ("records/b",)
        assert files(root) == BEFORE


def _prepared(file: Path, data: bytes) -> Path:
    from kvalitet.writing.files import prepare

    return prepare(file, data)


class TestStrays:
    def test_of_long_ago_are_swept_and_of_now_stay(self, root: Path) -> None:
        """What a killed run left goes an hour later; what may be on its way stays, and so does all else."""
        for place in ("", ".vscode/", "records/", "records/djupt/", ".kvalitet/utkast/", "reports/2025/"):
            make_folders(root / place)
            for name, age in (("gammal", 3700), ("ny", 3500)):
                stray = root / f"{place}{HEAD}{name}{TAIL}"
                stray.touch()
                os.utime(stray, (time.time() - age,) * 2)
        other = root / "records/.annans.tmp"
        other.touch()
        os.utime(other, (0, 0))
        with alone(root, "provet"):
            pass
        left = [path for path in files(root) if path.endswith(TAIL)]
        assert len(left) == 7
        assert not [path for path in left if "gammal" in path]


class TestLock:
    def test_another_waits_and_is_told_for_whom(self, root: Path) -> None:
        """While one writes no other does; whoever waits in vain is told who writes, and writes nothing."""
        with alone(root, "anna på DATOR7"), pytest.raises(WritingError) as told, alone(root, "bo", patience=0.05):
            raise AssertionError
        assert str(told.value) == (
            "arbetsytan ändras just nu av anna på DATOR7. Vänta och försök igen. Ingenting sparades"
        )
        assert write(root, THREE).has_written

    @pytest.mark.parametrize(("name", "told"), [(b"\xffbo\n", "\ufffdbo"), (b" \n", "någon annan")])
    def test_a_holder_whose_name_cannot_be_read_is_told_as_far_as_it_can(
        self, root: Path, name: bytes, told: str
    ) -> None:
        """Whatever stands in the lock's file, whoever waits is told that another writes."""
        with alone(root, "anna"):
            (root / ".kvalitet/lock").write_bytes(name)
            with (
                pytest.raises(WritingError, match=f"ändras just nu av {told}\\. Vänta"),
                alone(root, "bo", patience=0.05),
            ):
                raise AssertionError

    def test_ends_with_its_holder_however_it_ends(self, root: Path) -> None:
        """A holder that is killed holds nothing: the next one needs not wait."""
        code = """
import os, signal, sys
from pathlib import Path
from kvalitet.writing.writer import alone
with alone(Path(sys.argv[1]), "död"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
        subprocess.run([sys.executable, "-c", code, str(root)], check=False)
        assert is_free(root / ".kvalitet/lock")
        with alone(root, "nästa", patience=0.01):
            assert not is_free(root / ".kvalitet/lock")

    def test_a_colleagues_lock_is_taken_without_signing(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A lock file that another made and one may not write in is a lock all the same."""
        with alone(root, "anna"):
            pass
        really = os.open

        def refuse(path: object, flags: int, *more: int) -> int:
            if flags & os.O_RDWR:
                raise PermissionError(13, "")
            return really(path, flags, *more)  # type: ignore[arg-type]

        monkeypatch.setattr("kvalitet.writing.lock.os.open", refuse)
        with alone(root, "bo"), pytest.raises(WritingError, match="av anna"), locked(root / ".kvalitet/lock", "c", 0):
            raise AssertionError

    def test_a_disk_that_cannot_lock_is_told(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody writes unlocked: two could lose what the other wrote."""
        monkeypatch.setattr("kvalitet.writing.lock._take", lambda _: _raise(OSError(37, "No locks available")))
        with pytest.raises(WritingError, match=r"kunde inte låsas: No locks available"):
            write(root, THREE)
        assert files(root) == BEFORE

    def test_who_nobody_knows_is_someone(self, root: Path) -> None:
        """An unsigned lock is held by someone."""
        with alone(root, ""), pytest.raises(WritingError, match="av någon annan"), alone(root, "b", patience=0):
            raise AssertionError

    def test_git_sees_nothing_of_it(self, root: Path) -> None:
        """The lock, the journal and drafts are never offered to be committed; schemas are."""
        subprocess.run(["git", "init", "-q", root], check=True)
        (root / ".kvalitet/schema").mkdir(parents=True)
        (root / ".kvalitet/schema/x.json").touch()
        with alone(root, "provet"):
            journal.begin(root, [])
            put_new(root / ".kvalitet/utkast/x.yaml", b"x", private=True)
            (root / f"records/{HEAD}x{TAIL}").touch()
            command = ["git", "-C", str(root), "status", "--porcelain", "-uall", ".kvalitet"]
            seen = subprocess.run(command, check=True, capture_output=True).stdout
        assert seen == b"?? .kvalitet/schema/x.json\n"


class TestDisk:
    def test_without_hard_links_a_new_file_is_still_never_written_over(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the file system has no links, the name is looked for before it is taken."""
        monkeypatch.setattr(os, "link", lambda *_: _raise(OSError(1, "")))
        write(root, [Change("records/c", None, b"3")])
        assert files(root) == {**BEFORE, "records/c": b"3"}
        monkeypatch.setattr("kvalitet.writing.writer.expect", lambda *_: None)
        with pytest.raises(WritingError, match="c finns redan"):
            write(root, [Change("records/c", None, b"4")])
        assert files(root) == {**BEFORE, "records/c": b"3"}

    def test_windows_is_given_time(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where a program that reads a file stops it from being replaced, a few tries are made, and then no more."""
        really, tries = os.replace, 0

        def busy(source: object, target: object) -> None:
            nonlocal tries
            tries += 1
            if tries % 10:
                raise PermissionError(13, "")
            really(source, target)  # type: ignore[arg-type]

        with alone(root, "provet") as writer, monkeypatch.context() as patch:
            patch.setattr(os, "replace", busy)
            patch.setattr("kvalitet.writing.files.time.sleep", lambda _: None)
            with pytest.raises(WritingError, match="a kunde inte skrivas: du har inte rätt att skriva där"):
                writer.put("records/a", b"x")
            assert tries == 1
            patch.setattr("kvalitet.writing.files.os.name", "nt")
            patch.setattr("kvalitet.writing.files.Path", type(root))
            tries = 0
            writer.put("records/a", b"x")
            assert tries == 10
        assert files(root) == {**BEFORE, "records/a": b"x"}

    def test_an_uncertain_folder_is_no_failure(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is written is written; that a power cut might take it is known, and told by the command."""
        really = os.fsync

        def fail(descriptor: int) -> None:
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                raise OSError(5, "")
            really(descriptor)

        monkeypatch.setattr(os, "fsync", fail)
        writer = write(root, THREE)
        assert (writer.has_written, writer.is_certain, files(root)) == (True, False, AFTER)
        monkeypatch.setattr(os, "fsync", lambda _: _raise(OSError(22, "")))
        assert sync(root)  # a file system that knows no such thing
        assert not sync(root / "finns inte")

    def test_words_for_what_the_system_says(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A full disk, a folder without rights and a name that is too long are told in Swedish, with the file's name."""
        with pytest.raises(WritingError, match="kunde inte skrivas: namnet är för långt"):
            write(root, [Change(f"records/{'x' * 300}", None, b"")])
        with monkeypatch.context() as patch:
            patch.setattr("kvalitet.writing.files._new_file", lambda *_: _raise(OSError(28, "No space")))
            with pytest.raises(WritingError, match="a kunde inte skrivas: disken är full"):
                write(root, [Change("records/a", b"1", b"2")])
        (root / ".kvalitet/.gitignore").unlink()
        monkeypatch.setattr("kvalitet.writing.writer.make_folders", lambda _: _raise(OSError(999, "okänt")))
        with pytest.raises(WritingError, match="kvalitet kunde inte skrivas: okänt"):
            write(root, THREE)


def test_every_call_that_can_fail_is_failed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faults above hit every kind of call that writing makes."""
    with failing(monkeypatch, 10_000, KeyboardInterrupt) as calls:
        write(root, THREE)
    assert set(CALLS) - {"rmdir"} <= set(calls.made) | {"chmod"}
    assert isinstance(calls, Calls)


class TestOutsideTheLock:
    """Hooks, drafts, plans and files of findings: whole or not at all there too."""

    def test_is_written_new_or_over_what_is_there_with_its_mode(self, root: Path) -> None:
        """What is there keeps its permissions unless others are asked for; nothing is left beside it."""
        put_over(root / "fynd.json", b"1")
        (root / "fynd.json").chmod(0o640)
        put_over(root / "fynd.json", b"2")
        assert ((root / "fynd.json").read_bytes(), (root / "fynd.json").stat().st_mode & 0o777) == (b"2", 0o640)
        put_over(root / "fynd.json", b"3", mode=0o600)
        assert ((root / "fynd.json").read_bytes(), (root / "fynd.json").stat().st_mode & 0o777) == (b"3", 0o600)
        assert files(root) == BEFORE | {"fynd.json": b"3"}

    @pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
    def test_never_goes_over_what_is_no_file(self, root: Path, kind: str) -> None:
        """A link is not followed, and neither a pipe nor a folder is taken away."""
        place = root / "ut"
        if kind == "link":
            place.symlink_to("records/a")
        elif kind == "pipe":
            os.mkfifo(place)
        else:
            place.mkdir()
        with pytest.raises(WritingError, match="ut är ingen vanlig fil; välj ett annat namn"):
            put_over(place, b"x")
        assert (root / "records/a").read_bytes() == b"1"

    def test_in_a_folder_that_is_missing_or_closed_is_told(self, root: Path) -> None:
        """Why it could not be written is said in words."""
        with pytest.raises(WritingError, match=r"x kunde inte skrivas: mappen försvann på vägen\. Ingenting sparades"):
            put_over(root / "saknas/x", b"1")
        with pytest.raises(WritingError, match="x kunde inte skrivas: en mapp på vägen är en fil"):
            put_over(root / "records/a/x", b"1")


class TestSeveralFiles:
    """Files that belong together, such as those of a report: all or none, also where no journal is kept."""

    @pytest.mark.parametrize("into", ["reports/2025", "{}", "../bredvid", ".git/ut"])
    def test_none_is_written_where_one_cannot_be(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, into: str
    ) -> None:
        """A failure after the first is in its place puts that back, below the workspace and outside it."""
        place = into.format(tmp_path / "annanstans")
        (root / place).mkdir(parents=True)
        (root / place / "a").write_bytes(b"0")
        before, really = files(tmp_path), os.link

        def refuse(source: Path, target: Path) -> None:
            if target.name == "c":
                raise PermissionError(13, "", str(target))
            really(source, target)

        monkeypatch.setattr(os, "link", refuse)
        monkeypatch.setattr(
            "kvalitet.writing.files.place_over", lambda _, file: _raise(PermissionError(13, "", str(file)))
        )
        with (
            alone(root, "provet") as writer,
            pytest.raises(WritingError, match="c kunde inte skrivas: du har inte rätt"),
        ):
            writer.put_all({f"{place}/a": b"1", f"{place}/b": b"2", f"{place}/c": b"3"})
        assert not was_cut_short(root)
        assert {path: data for path, data in files(tmp_path).items() if ".kvalitet/" not in path} == before
        monkeypatch.undo()
        with alone(root, "provet") as writer:
            writer.put_all({f"{place}/a": b"1", f"{place}/b": b"2"})
        assert ((root / place / "a").read_bytes(), (root / place / "b").read_bytes()) == (b"1", b"2")

    def test_a_file_where_a_folder_should_be_is_named(self, root: Path, tmp_path: Path) -> None:
        """Which path it is, from the workspace's root, and what to do; nothing is written."""
        (root / "reports").write_bytes(b"")
        (tmp_path / "fil").write_bytes(b"")
        before = files(tmp_path)
        with alone(root, "provet") as writer:
            for path, called in (("reports/2025/x.md", "reports"), (f"{tmp_path}/fil/x.md", f"{tmp_path}/fil")):
                with pytest.raises(WritingError) as told:
                    writer.put_all({"records/y": b"1", path: b"1"})
                assert str(told.value).startswith(f"{called} är en fil, men ska vara en mapp; flytta filen")
        assert {path: data for path, data in files(tmp_path).items() if ".kvalitet/" not in path} == before
