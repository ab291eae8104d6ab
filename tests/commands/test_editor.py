"""`edit` and `new --edit`: the person's own editor, judged when saved, and nothing typed is ever lost."""

from __future__ import annotations

import os
import shlex
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.cli.editor import editor_command
from kvalitet.diagnostics import ConfigurationError
from tests.conftest import Run
from tests.terminal import Terminal

Tool = Callable[..., Run]
ROLE = "records/roll/ROL-usk.yaml"


@pytest.fixture
def tool(kvalitet: Tool, workspace: Path) -> Tool:
    return lambda *words: kvalitet("-C", workspace, "--day", "2025-03-20", *words)


@pytest.fixture
def editor(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Make an editor, at an odd path, that runs a line of Python over `text` and is found in EDITOR."""
    program = folder.parent / "min editor's $(touch x).py"

    def make(line: str) -> str:
        program.write_text(
            f"#!{sys.executable}\nimport sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\n"
            f"text = file.read_bytes().decode()\n{line}\nfile.write_bytes(text.encode())\n",
            encoding="utf-8",
        )
        program.chmod(0o755)
        command = f"{shlex.quote(str(program))} --wait"
        monkeypatch.setitem(os.environ, "EDITOR", command)
        monkeypatch.delenv("VISUAL", raising=False)
        return command

    return make


def drafts(workspace: Path) -> list[Path]:
    return sorted((workspace / ".kvalitet").rglob("*.yaml"))


def test_what_is_right_is_saved(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """The record is changed as it was typed, the change is shown, and no copy is left."""
    before = (workspace / ROLE).read_text(encoding="utf-8")
    editor("text = text.replace('Rapporterar.', 'Rapporterar och följer upp.')")
    run = tool("edit", "usk")
    assert (run.code, run.err) == (0, "Sparat.\n")
    assert "+  - Rapporterar och följer upp.\n" in run.out
    assert (workspace / ROLE).read_text(encoding="utf-8") == before.replace(
        "Rapporterar.", "Rapporterar och följer upp."
    )
    assert drafts(workspace) == []


def test_what_is_wrong_is_kept_in_a_file(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """Without a terminal it is one go: the finding with its line, exit code 1, and the text in a file of its owner's."""
    before = (workspace / ROLE).read_bytes()
    editor("text = text.replace('namn: ', 'nam: ')")
    run = tool("edit", "ROL-usk")
    assert (run.code, run.out) == (1, "")
    assert f"{ROLE}\n     2:1  fel  FRM001" in run.err
    assert "nam: Undersköterska" in run.err
    assert (workspace / ROLE).read_bytes() == before
    (kept,) = drafts(workspace)
    shown = kept.relative_to(workspace)
    assert f"Det du skrev finns kvar i {shown}\nFortsätt med kvalitet edit ROL-usk --from {shown}\n" in run.err
    assert kept.read_bytes() == before.replace(b"namn: ", b"nam: ")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "\n/utkast/\n" in (workspace / ".kvalitet/.gitignore").read_text()
    editor("text = text.replace('Rapporterar.', 'Rapporterar allt.')")
    run = tool("edit", "ROL-usk")
    assert f"Sedan tidigare finns ett utkast som inte sparades: {kept}" in run.err
    assert (run.code, drafts(workspace)) == (0, [kept])


def test_what_is_not_changed_writes_nothing(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """An editor that is only closed says so and leaves no copy."""
    editor("pass")
    assert tool("edit", "ROL-usk") == Run(0, "", "ingenting ändrades\n")
    assert drafts(workspace) == []


@pytest.mark.parametrize(
    "line",
    ["text = text.rstrip('\\n')", "text = text.replace('\\n', '\\r\\n')", "text = '\\ufeff' + text"],
    ids=["no last line end", "Windows line ends", "byte order mark"],
)
def test_what_editors_do_by_themselves_is_undone(
    tool: Tool, workspace: Path, editor: Callable[[str], str], line: str
) -> None:
    """Line ends, the last one and the mark stay as the file had them."""
    before = (workspace / ROLE).read_bytes()
    editor(f"text = text.replace('Rapporterar.', 'Allt.'); {line}")
    assert tool("edit", "ROL-usk").code == 0
    assert (workspace / ROLE).read_bytes() == before.replace(b"Rapporterar.", b"Allt.")


def test_a_record_that_cannot_be_read_is_mended(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """Also a broken file is found by its name and opened."""
    file = workspace / ROLE
    right = file.read_text(encoding="utf-8")
    file.write_text(right.replace("namn: ", "namn: '"), encoding="utf-8")
    editor("text = text.replace(\"namn: '\", 'namn: ')")
    assert tool("edit", "ROL-usk").code == 0
    assert file.read_text(encoding="utf-8") == right


def test_a_personnummer_is_refused_and_not_shown(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """The finding tells where it stands, not what it is."""
    editor("text = text.replace('Rapporterar.', 'Gällde 19970517-2394.')")
    run = tool("edit", "ROL-usk")
    assert run.code == 1
    assert "SEK001" in run.err
    assert "2394" not in run.out + run.err


def test_what_someone_else_saved_meanwhile_stays(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """The record is not written over, and what was typed is kept."""
    file = workspace / ROLE
    other = file.read_bytes().replace(b"Rapporterar.", b"Annat.")
    editor(
        f"pathlib.Path({str(file)!r}).write_bytes({other!r}); text = text.replace('Rapporterar.', 'Mitt.')",
    )
    run = tool("edit", "ROL-usk")
    assert run.code == 6
    assert "ändrades av någon annan" in run.err
    assert file.read_bytes() == other
    (kept,) = drafts(workspace)
    assert b"Mitt." in kept.read_bytes()


def test_an_editor_that_fails_saves_nothing(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """What was typed before it failed is kept."""
    editor("text = text.replace('Rapporterar.', 'Halvt.'); file.write_bytes(text.encode()); sys.exit(3)")
    run = tool("edit", "ROL-usk")
    assert run.code == 6
    assert "textredigeraren slutade med fel 3; ingenting sparades" in run.err
    assert len(drafts(workspace)) == 1


def test_without_an_editor_the_way_is_told(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    """No editor, or one that is not there, is a matter of set-up: exit code 3."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    run = tool("edit", "ROL-usk")
    assert run.code == 3
    assert "export EDITOR=nano" in run.err
    monkeypatch.setitem(os.environ, "VISUAL", "finns-inte-alls --wait")
    run = tool("edit", "ROL-usk")
    assert run.code == 3
    assert "textredigeraren finns-inte-alls --wait finns inte" in run.err


def test_the_editor_is_found_in_order(folder: Path) -> None:
    """VISUAL goes before EDITOR; a path with blanks may stand bare; words after it are arguments."""
    program = folder / "min ed"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    bare = {"VISUAL": str(program), "EDITOR": "sh"}
    assert editor_command(bare, is_windows=False) == [str(program)]
    quoted = {"EDITOR": f"'{program}' -a 'b c'"}
    assert editor_command(quoted, is_windows=False) == [str(program), "-a", "b c"]
    assert editor_command({"VISUAL": " ", "EDITOR": "sh -e"}, is_windows=False)[1:] == ["-e"]
    on_windows = {"EDITOR": f'"{program}" --wait'}
    assert editor_command(on_windows, is_windows=True) == [str(program), "--wait"]
    with pytest.raises(ConfigurationError, match="'oavslutat finns inte"):
        editor_command({"EDITOR": "'oavslutat"}, is_windows=False)
    with pytest.raises(ConfigurationError, match="notepad finns inte"):
        editor_command({}, is_windows=True)


def test_in_a_terminal_it_can_be_opened_again(workspace: Path, editor: Callable[[str], str]) -> None:
    """What is wrong is shown and opened again at ja; the second try is saved."""
    command = editor(
        "text = text.replace('nam: ', 'namn: ') if 'nam: ' in text else text.replace('namn: ', 'nam: Ny ')\n"
        "text = text.replace('Ny Under', 'Under').replace('Rapporterar.', 'Allt.')"
    )
    terminal = Terminal(workspace, "edit", "ROL-usk", EDITOR=command)
    terminal.wait_for("FRM001")
    terminal.answer("Öppna igen? (ja eller nej): ", "ja")
    terminal.wait_for("Sparat.")
    assert terminal.end() == 0
    assert "Allt." in (workspace / ROLE).read_text(encoding="utf-8")
    assert drafts(workspace) == []


def test_giving_up_in_a_terminal_keeps_the_text(workspace: Path, editor: Callable[[str], str]) -> None:
    """At nej, and at Ctrl-C, the path of the text is told."""
    command = editor("text = text.replace('namn: ', 'nam: ')")
    terminal = Terminal(workspace, "edit", "ROL-usk", EDITOR=command)
    terminal.answer("Öppna igen? (ja eller nej): ", "nej")
    terminal.wait_for("Det du skrev finns kvar i ")
    assert terminal.end() == 1
    terminal = Terminal(workspace, "edit", "ROL-usk", EDITOR=command)
    terminal.wait_for("Öppna igen? (ja eller nej): ")
    terminal.interrupt()
    terminal.wait_for("Det du skrev finns kvar i ")
    assert terminal.end() == 130
    assert len(drafts(workspace)) == 2


def test_ctrl_c_in_the_editor_is_the_editors_own(workspace: Path, editor: Callable[[str], str]) -> None:
    """A Ctrl-C that the editor handles does not end the tool."""
    command = editor(
        "import signal, time\nsignal.signal(signal.SIGINT, lambda *_: None)\nprint('redo', flush=True)\n"
        "time.sleep(2)\ntext = text.replace('Rapporterar.', 'Allt.')"
    )
    terminal = Terminal(workspace, "edit", "ROL-usk", EDITOR=command)
    terminal.wait_for("redo")
    terminal.interrupt()
    terminal.wait_for("Sparat.")
    assert terminal.end() == 0


def test_a_new_record_is_opened_before_it_is_saved(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """`new --edit` gives a line for each field that must be filled in, and saves what was typed."""
    editor(
        "assert 'dokumenttyp:\\ntillvagagangssatt:\\nansvar:\\n  - roll:\\n    uppgift:\\n' in text, text\n"
        "text = text.replace('dokumenttyp:', 'dokumenttyp: rutin').replace('satt:', 'satt: Gör så.')\n"
        "text = text.replace('roll:', 'roll: ROL-usk').replace('uppgift:', 'uppgift: Gör. # kvar')"
    )
    run = tool("new", "rutin", "--edit", "--set", "titel=Ny rutin")
    assert (run.code, run.out) == (0, "records/rutin/RUT-ny-rutin.yaml\n"), run.err
    assert "# kvar" in (workspace / "records/rutin/RUT-ny-rutin.yaml").read_text(encoding="utf-8")
    assert drafts(workspace) == []


def test_a_new_record_that_is_wrong_is_kept(tool: Tool, workspace: Path, editor: Callable[[str], str]) -> None:
    """What was typed is in a file; one that nobody filled in is dropped."""
    editor("text = text.replace('dokumenttyp:', 'dokumenttyp: bok')")
    run = tool("new", "rutin", "--edit", "--set", "titel=Ny rutin")
    assert run.code == 1
    assert "    4:14  fel  FRM004" in run.err
    (kept,) = drafts(workspace)
    kept.unlink()
    editor("pass")
    assert tool("new", "rutin", "--edit", "--set", "titel=Ny rutin").code == 1
    assert drafts(workspace) == []
    assert not (workspace / "records/rutin/RUT-ny-rutin.yaml").exists()
