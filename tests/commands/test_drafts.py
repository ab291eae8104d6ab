"""What a person has typed is never lost, and never holds an identity number when it is kept."""

from __future__ import annotations

import shlex
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, files
from tests.terminal import Terminal
from tests.writing.commands import AVVIKELSE, DAY, lay_out

Tool = Callable[..., Run]
NUMBER = "19121212-1212"
DRAFT = ".kvalitet/utkast/avvikelse.yaml"


@pytest.fixture
def small(folder: Path) -> Path:
    lay_out(folder)
    return folder


@pytest.fixture
def tool(kvalitet: Tool, small: Path, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """The tool run in the workspace itself, so that paths are told from there."""
    monkeypatch.chdir(small)
    return lambda *words: kvalitet("--day", DAY, *words)


def records(workspace: Path) -> set[str]:
    return {path for path in files(workspace) if path.startswith("records/")}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_answers_before_a_stop_are_kept_and_gone_on_with(small: Path, tool: Tool, number: int, code: int) -> None:
    """Whatever stops the questions, the answers so far lie in a file of their owner's; the told command takes them up."""
    before = records(small)
    words = ("--quick", "--set", "enhet=norr", "--set", "rubrik=Larmet: det var trasigt")
    terminal = Terminal(small, "--day", DAY, "new", "avvikelse", *words)
    terminal.answer("Inträffade: ", "igår")
    terminal.wait_for("Beskrivning: ")
    terminal.interrupt(number)
    command = f"kvalitet new avvikelse --from {DRAFT}"
    terminal.wait_for(f"Det du skrev finns kvar i {DRAFT}")
    terminal.wait_for(f"Fortsätt med {command}")
    terminal.wait_for("Avbrutet. Inget sparades.")
    assert terminal.end() == code
    assert records(small) == before
    assert stat.S_IMODE((small / DRAFT).stat().st_mode) == 0o600
    run = tool(*shlex.split(command)[1:], "--no-input", "--set", "beskrivning=Larmet gick inte fram.")
    assert run.code == 0, run.err
    (made,) = records(small) - before
    text = (small / made).read_text(encoding="utf-8")
    assert 'rubrik: "Larmet: det var trasigt"\n' in text
    assert "enhet: ENH-norr\nintraffad: 2025-03-19\n" in text
    assert not (small / DRAFT).exists()


def test_nothing_answered_keeps_nothing(small: Path) -> None:
    """Who stops at the first question has nothing to keep, whatever the kind fills in by itself."""
    before = files(small)
    terminal = Terminal(small, "--day", DAY, "new", "avvikelse")
    terminal.wait_for(": ")
    terminal.interrupt()
    terminal.wait_for("Avbrutet. Inget sparades.")
    assert terminal.end() == 130
    assert files(small) == before


def test_answers_are_kept_when_the_whole_is_refused(small: Path, tool: Tool) -> None:
    """A record that is refused at the end costs no typing anew: what is wrong is set beside the draft."""
    before = records(small)
    words = ("--quick", "--set", "enhet=norr", "--set", "rapporterad=2025-03-01")
    terminal = Terminal(small, "--day", DAY, "new", "avvikelse", *words)
    terminal.answer("Inträffade: ", "igår")
    terminal.answer("Beskrivning: ", "Larmet gick inte fram.")
    terminal.wait_for("Posten sparades inte.")
    terminal.wait_for(f"Fortsätt med kvalitet new avvikelse --from {DRAFT}")
    assert terminal.end() == 1
    assert records(small) == before
    run = tool("new", "avvikelse", "--from", DRAFT, "--no-input", "--set", "rapporterad=2025-03-20")
    assert run.code == 0, run.err
    assert len(records(small) - before) == 1


def test_a_number_is_not_kept(small: Path) -> None:
    """A draft of what was refused for a personnummer has all but the number, says so, and never shows it."""
    words = ("--quick", "--set", "enhet=norr", "--set", f"beskrivning=Gällde {NUMBER} i natt.")
    terminal = Terminal(small, "--day", DAY, "new", "avvikelse", *words)
    terminal.answer("Inträffade: ", "igår")
    terminal.wait_for("Personnumret är utbytt mot ••••••")
    assert terminal.end() == 1
    assert NUMBER not in terminal.seen
    text = (small / DRAFT).read_text(encoding="utf-8")
    assert "beskrivning: |\n  Gällde •••••• i natt.\n" in text
    assert not [path for path, data in files(small).items() if NUMBER.encode() in data]


@pytest.mark.parametrize("hidden", [NUMBER, "19121212\u00ad-1212", "1912\u00ad1212-1212"])
def test_a_refused_edit_keeps_all_but_the_number(
    small: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    """The same for what was typed in the person's own editor, however the number is spelt; nothing shows it."""
    _edit_by(monkeypatch, "fram.", f"fram för {hidden}.")
    run = tool("edit", AVVIKELSE)
    (kept,) = (small / ".kvalitet/utkast").rglob("*.yaml")
    assert run.code == 1
    assert "1212-1212" not in run.out + run.err
    assert "Personnumret är utbytt mot ••••••" in run.err
    assert "gick inte fram för ••••••" in kept.read_text(encoding="utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_refused_edit_is_gone_on_with(small: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The told command opens the draft, and when it is right the draft is gone."""
    _edit_by(monkeypatch, "rubrik: Larmet gick inte fram", "rubriken: Larmet var sönder")
    assert tool("edit", AVVIKELSE).code == 1
    (kept,) = (small / ".kvalitet/utkast").rglob("*.yaml")
    _edit_by(monkeypatch, "rubriken", "rubrik")
    run = tool("edit", AVVIKELSE, "--from", kept.relative_to(small))
    assert (run.code, run.err) == (0, "Sparat.\n")
    assert "+rubrik: Larmet var sönder\n" in run.out
    assert not kept.exists()
    assert tool("edit", AVVIKELSE, "--from", kept.relative_to(small)).code == 2


def test_answers_to_a_step_are_kept(small: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that is stopped keeps the record as it was about to be, to go on with in the editor."""
    before = (small / f"records/avvikelse/2025/{AVVIKELSE}.yaml").read_bytes()
    tool("step", AVVIKELSE, "granskning")
    terminal = Terminal(small, "--day", DAY, "step", AVVIKELSE, "utredning")
    terminal.answer("Sannolikhet: ", "2")
    terminal.wait_for("Konsekvens")
    terminal.interrupt()
    terminal.wait_for(f"Fortsätt med kvalitet edit {AVVIKELSE} --from ")
    assert terminal.end() == 130
    (kept,) = (small / ".kvalitet/utkast").rglob("*.yaml")
    text = kept.read_text(encoding="utf-8")
    assert "status: utredning\n" in text
    assert "sannolikhet: 2\n" in text
    assert (
        before.replace(b"inkommen", b"granskning") == (small / f"records/avvikelse/2025/{AVVIKELSE}.yaml").read_bytes()
    )


def test_another_file_than_a_draft_stays(small: Path, tool: Tool) -> None:
    """A template is its owner's: only what the tool itself kept goes when it is saved."""
    template = small / "mall.yaml"
    template.write_text("enhet: norr\nintraffad: 2025-03-12\nbeskrivning: Larmet.\n", encoding="utf-8")
    run = tool("new", "avvikelse", "--from", "mall.yaml", "--no-input", "--set", "enhet=norr")
    assert run.code == 0, run.err
    assert template.exists()


def test_what_cannot_be_kept_is_told(small: Path, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even a draft can be written, that is said, and the code is that of the stop."""
    (small / ".kvalitet").write_text("")
    terminal = Terminal(small, "--day", DAY, "new", "avvikelse", "--quick", "--set", "enhet=norr")
    terminal.answer("Inträffade: ", "igår")
    terminal.wait_for("Beskrivning: ")
    terminal.interrupt()
    terminal.wait_for("Utkastet kunde inte sparas: ")
    assert terminal.end() == 130


def _edit_by(patch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Let the editor be a program that replaces words."""
    code = f"import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text('utf-8').replace({old!r}, {new!r}), 'utf-8')"
    patch.setenv("EDITOR", f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}")
    patch.delenv("VISUAL", raising=False)
