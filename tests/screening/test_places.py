"""Identity numbers are found wherever they lie: any file, any name, what is staged, what git keeps."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kvalitet.diagnostics import Diagnostic, Severity, UsageError
from kvalitet.history.runner import GitError
from kvalitet.screening import places
from kvalitet.screening.places import screen_files, screen_history, screen_range, screen_staged
from kvalitet.screening.texts import screen, screen_message
from tests.history.conftest import Repo
from tests.privacy.numbers import ASKED_FORMS, CANARY, CERTAIN_FORMS, NUMBERS
from tests.screening.conftest import DAY, FOUR


def where(findings: list[Diagnostic]) -> list[str]:
    return [str(one.place) for one in findings]


def office(parts: dict[str, str]) -> bytes:
    """A file as a word processor or a spreadsheet packs it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize("form", CERTAIN_FORMS)
def test_every_form_is_found_in_any_file(form: str) -> None:
    """What the rules find in a record, the scan finds in any text file, at its line and column."""
    (found,) = screen("kladd/a.md", f"första raden\n{CERTAIN_FORMS[form](CANARY)}\n".encode())
    assert found.severity is Severity.ERROR
    assert found.code == "SEK001"
    assert (found.place.path, found.place.line > 1) == ("kladd/a.md", True)


@pytest.mark.parametrize("form", ASKED_FORMS)
def test_what_may_be_a_number_is_a_warning(form: str) -> None:
    """What may be something else does not stop anyone."""
    (found,) = screen("a.md", ASKED_FORMS[form](CANARY).encode())
    assert (found.code, found.severity) == ("SEK003", Severity.WARNING)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    """A number is found in text however it is stored."""
    text = f"åäö\npnr {DAY}\u2013{FOUR}\n" if encoding != "cp1252" else f"åäö\npnr {DAY}-{FOUR}\n"
    assert where(screen("a.txt", text.encode(encoding))) == ["a.txt:2:5"]


def test_a_spreadsheet_and_a_document_are_looked_into() -> None:
    """Cells, paragraphs that a program has parted with marks, comments and the names of parts are text."""
    sheet = office({"xl/worksheets/sheet1.xml": f"<row><c><v>{CANARY}</v></c><c><v>7</v></c></row>"})
    assert where(screen("lista.xlsx", sheet)) == ["lista.xlsx!xl/worksheets/sheet1.xml:1:1"]
    parted = f"<w:p><w:t>{DAY[:4]}</w:t></w:r><w:r><w:t>{DAY[4:]}-{FOUR}</w:t></w:p>"
    assert len(screen("brev.docx", office({"word/document.xml": parted}))) == 1
    assert screen("b.docx", office({f"media/{CANARY}.png": "x"}))
    cells = f"<c><v>{DAY}</v></c><c><v>{FOUR}</v></c>"
    assert screen("b.xlsx", office({"xl/s.xml": cells})) == []


def test_a_packed_file_that_cannot_be_opened_is_searched_as_it_is() -> None:
    """A broken or a hostile packed file stops nothing: it is read as bytes, and within bounds."""
    assert len(screen("a.docx", b"PK\x03\x04 trasig " + CANARY.encode())) == 1
    bomb = office({"a.xml": " " * 60_000_000, "b.xml": CANARY})
    assert len(screen("bomb.docx", bomb)) == 1
    whole = office({"a.xml": CANARY * 40})
    assert screen("klippt.docx", whole[: len(whole) // 2]) == []


def test_of_what_is_no_text_only_what_is_certain_is_told() -> None:
    """In a picture or a database chance makes ten digits; twelve with a right check digit it does not."""
    assert [one.severity for one in screen("a.db", b"\0\1" + f" {DAY}-{FOUR} {DAY[2:]}{FOUR} ".encode())] == [
        Severity.ERROR
    ]
    assert screen("a.pdf", f"%PDF-1.7\n{DAY[2:]}{FOUR} 00000 n\n".encode()) == []
    assert len(screen("a.pdf", f"%PDF-1.7\n({DAY}-{FOUR}) Tj\n".encode())) == 1
    packed = f"<</Filter/FlateDecode>>\nstream\n({DAY}-{FOUR})\nendstream\n"  # what is packed is drawn by chance
    assert screen("a.pdf", f"%PDF-1.7\n{packed}".encode()) == []
    assert len(screen("a.pdf", f"%PDF-1.7\n{packed}({DAY}-{FOUR}) Tj\n".encode())) == 1
    assert screen("a.png", b"\x89PNG\0\0" + bytes(range(256)) * 10) == []


def test_nothing_that_is_told_shows_the_number() -> None:
    """Places and messages name the kind and never the value, also where the file's name has it."""
    for finding in screen(f"{CANARY}/scan_{DAY}-{FOUR}.txt", f"{DAY}-{FOUR}".encode()):
        assert FOUR not in f"{finding.place}{finding.message}{finding}".replace("1:1", "")


def test_all_files_are_looked_through_but_those_of_other_tools(repo: Repo) -> None:
    """Hidden files, drafts, templates, reports and links are; git's own, virtual environments and caches are not."""
    for path in (".kvalitet/utkast/a.yaml", ".dold", "templates/a.md.j2", "reports/2025/a.md", "records/b/kladd.txt"):
        repo.write(path, f"{DAY}-{FOUR}\n")
    for path in (".git/a", ":(x)*[a]/__pycache__/å", ".venv/a", "node_modules/a", "x/__pycache__/a", ".cache/a"):
        repo.write(path, f"{DAY}-{FOUR}\n")
    repo.write(".venv/pyvenv.cfg", "")
    repo.write(".venv/.gitignore", "*\n")
    repo.write(".cache/CACHEDIR.TAG", "")
    repo.write(".gitignore", ".cache\nnode_modules\n__pycache__\n")
    (repo.top / "pekar").symlink_to(f"../{CANARY}")
    found = where(screen_files(repo.top))
    assert [place.partition(":")[0] for place in found] == [
        *(".dold", ".kvalitet/utkast/a.yaml", "pekar", "records/b/kladd.txt", "reports/2025/a.md", "templates/a.md.j2"),
    ]
    assert [place.partition(":")[0] for place in where(screen_files(repo.top, ["reports", ".dold"]))] == [
        *(".dold", "reports/2025/a.md"),
    ]


def test_a_mark_of_a_tool_hides_nothing_that_git_keeps(repo: Repo, workspace: Path) -> None:
    """A folder is left out only where git ignores all of it, though tools made it; the one that is asked for never."""
    for path in ("records/enhet", "node_modules", "a/b", ".cache"):
        repo.write(f"{path}/CACHEDIR.TAG", "")
        repo.write(f"{path}/brev.txt", f"{CANARY}\n")
    repo.write("a/b/c/pyvenv.cfg", f"{CANARY}\n")
    repo.write("a/.gitignore", "CACHEDIR.TAG\n")
    for path in ("bort/__pycache__/brev.txt", "inne/node_modules/brev.txt"):
        repo.write(path, f"{CANARY}\n")
    repo.git("init", "-q", "inne")
    repo.git("add", "-f", "bort/__pycache__/brev.txt")
    repo.write("bort/.gitignore", "__pycache__\n")
    repo.write(".gitignore", ".cache/\n")
    repo.write("CACHEDIR.TAG", "")
    expected = ["a/b/brev.txt", "a/b/c/pyvenv.cfg", "bort/__pycache__/brev.txt", "inne/node_modules/brev.txt"]
    expected += ["node_modules/brev.txt", "records/enhet/brev.txt"]
    assert [one.place.path for one in screen_files(repo.top)] == expected
    assert [one.place.path for one in screen_files(repo.top, [".cache"])] == [".cache/brev.txt"]


def test_without_git_no_mark_of_a_tool_hides_anything(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can say what is ignored, only git's own folder is left out."""
    for path in ("node_modules", ".git"):
        (workspace / path).mkdir()
        (workspace / path / "brev.txt").write_text(CANARY, encoding="utf-8")
    assert where(screen_files(workspace)) == ["node_modules/brev.txt:1:1"]
    monkeypatch.setenv("PATH", "")
    assert where(screen_files(workspace)) == ["node_modules/brev.txt:1:1"]


def test_a_closed_folder_is_told_and_stops_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies beside it is looked through all the same."""
    for path in ("a/brev.txt", f"stangd-{CANARY}/brev.txt", "z/brev.txt"):
        repo.write(path, f"{CANARY}\n")
    really = os.scandir

    def refuse(path: str | Path) -> Any:
        if "stangd" in str(path):
            raise PermissionError(path)
        return really(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = [(one.code, str(one.place)) for one in screen_files(repo.top)]
    assert found == [
        ("SEK001", "a/brev.txt:1:1"),
        ("KVA002", "stangd-••••••:1:1"),
        ("SEK001", "stangd-••••••:1:1"),
        ("SEK001", "z/brev.txt:1:1"),
    ]
    assert [one.code for one in screen_files(repo.top, [f"stangd-{CANARY}"])] == ["KVA002", "SEK001"]


def test_a_folder_deeper_than_a_path_can_be_is_told(repo: Repo) -> None:
    """However deep folders lie in each other, what the system lets one open is looked through."""
    home = os.open(repo.top, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("x" * 200, dir_fd=home)
        inner = os.open("x" * 200, os.O_RDONLY, dir_fd=home)
        os.close(home)
        home = inner
    os.close(home)
    repo.write("z.txt", f"{CANARY}\n")
    assert [one.code for one in screen_files(repo.top)] == ["KVA002", "SEK001"]


def test_what_cannot_be_looked_through_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large or cannot be read is a warning; a pipe is not waited for."""
    repo.write("stor.bin", b"0" * 200)
    os.mkfifo(repo.top / "ror")
    monkeypatch.setattr(places, "LARGEST", 199)
    found = screen_files(repo.top, ["stor.bin", "ror"])
    assert [(one.code, one.severity, one.place.path) for one in found] == [("KVA002", Severity.WARNING, "stor.bin")]
    assert [one.code for one in screen_files(repo.top, ["finns-inte"])] == []


def test_what_no_one_may_read_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be opened is a warning, and its name is judged all the same."""
    repo.write(f"a-{CANARY}.txt", "x")

    def refuse(file: Path) -> bytes:
        raise PermissionError(file)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    found = screen_files(repo.top, [f"a-{CANARY}.txt"])
    assert [one.code for one in found] == ["KVA002", "SEK001"]
    assert CANARY not in str(found)


def test_what_git_holds_of_very_large_files_is_told_as_not_read(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the history too nothing is passed over in silence."""
    repo.write("stor.bin", b"0" * 5000)
    repo.commit("stor")
    monkeypatch.setattr("kvalitet.history.objects.LARGEST", 4999)
    assert [(one.code, one.place.path.split(" ")[0]) for one in screen_history(repo.top)] == [("KVA002", "stor.bin")]


def test_staged_content_is_what_counts(repo: Repo) -> None:
    """What is staged is judged, not what lies on disk: both ways round, and large files too."""
    file = repo.write("records/roll/anteckning.txt", f"{DAY}-{FOUR}\n")
    assert screen_staged(repo.top) == []
    repo.git("add", "-A")
    file.write_text("rent\n", encoding="utf-8")
    assert where(screen_staged(repo.top)) == ["records/roll/anteckning.txt:1:1"]
    repo.git("add", "-A")
    file.write_text(f"{DAY}-{FOUR}\n", encoding="utf-8")
    assert screen_staged(repo.top) == []
    repo.write("stor.txt", f"{'x' * 2_000_000}\n{DAY}-{FOUR}\n")
    repo.git("add", "stor.txt")
    assert where(screen_staged(repo.top)) == ["stor.txt:2:1"]


def test_what_is_staged_and_too_large_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never held in memory, and its name is judged all the same."""
    repo.write(f"film-{CANARY}.mp4", b"0" * 5000)
    repo.git("add", "-A")
    monkeypatch.setattr(places, "LARGEST", 4999)
    assert [(one.code, str(one.place)) for one in screen_staged(repo.top)] == [
        ("KVA002", "film-••••••.mp4:1:1"),
        ("SEK001", "film-••••••.mp4:1:1"),
    ]


def test_a_range_is_judged_by_what_it_brings(spoilt: Repo) -> None:
    """Contents, names and messages of the new commits; what was there before is not told again."""
    assert screen_range(spoilt.top, "main~2..main~2") == []
    found = screen_range(spoilt.top, "main~2..main")
    assert {one.place.path.split(" ")[0] for one in found} == {
        *("bilaga-••••••.txt", "bred.txt", "meddelandet", "records/x/anteckning.txt"),
    }
    assert screen_range(spoilt.top, "main~1..main") == []
    with pytest.raises(UsageError):
        screen_range(spoilt.top, "ingen..main")


def test_all_of_git_is_looked_through(spoilt: Repo) -> None:
    """Contents, names, messages of commits and tags, names of branches, git's logs, and what no branch reaches."""
    found = screen_history(spoilt.top)
    told = "\n".join(where(found))
    for place in (
        *("bilaga-••••••.txt", "bred.txt (", "records/x/anteckning.txt (", "z.txt (", "refs/heads/arende-••••••"),
        *("meddelandet till incheckning ", "meddelandet till märket ", "git-loggen för "),
    ):
        assert place in told
    assert sum("anteckning.txt" in place for place in where(found)) == 3
    assert FOUR not in told
    assert {one.severity for one in found} == {Severity.ERROR}


def test_who_made_a_commit_is_not_judged(repo: Repo) -> None:
    """The author's name and address are of the one who worked, whatever they look like."""
    repo.git("-c", f"user.email={CANARY}@example.invalid", "commit", "-q", "--allow-empty", "-m", "tom")
    assert screen_history(repo.top) == []


def test_without_git_or_all_its_history_nothing_is_claimed(workspace: Path, repo: Repo, tmp_path: Path) -> None:
    """No repository, or one that was cut off when it was fetched, is refused."""
    with pytest.raises(GitError):
        screen_history(tmp_path)
    repo.write("b.txt", "b\n")
    repo.commit("två")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.top}", str(tmp_path / "kort"))
    with pytest.raises(GitError, match="avkortad"):
        screen_history(tmp_path / "kort")


def test_a_message_is_judged_with_lines(repo: Repo) -> None:
    """The message of a commit that is being made: each number at its line."""
    found = screen_message(f"Rättat\n\nGällde {DAY[2:]}-{FOUR}.\n".encode())
    assert where(found) == ["meddelandet:3:8"]
    assert screen_message("Rättat enligt HVN 2025/184\n".encode()) == []


@pytest.mark.parametrize("number", NUMBERS[::9])
def test_a_large_file_without_a_number_hides_none(number: str) -> None:
    """A number deep in a large text is found at its line."""
    text = "skapad: 2025-03-14T13:05:11.482913+01:00\n" * 20_000 + f"x {number}\n"
    assert where(screen("a.log", text.encode())) == ["a.log:20001:3"]
