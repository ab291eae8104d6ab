"""Tab: what each shell is offered through its own protocol, and that real shells take it."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.cli import completing
from kvalitet.cli.frame import SUMMARIES
from kvalitet.cli.shells import SHELLS
from tests.conftest import Run

Offered = Callable[[str], list[str]]


@pytest.fixture
def offered(
    kvalitet: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[str]]:
    """What bash is offered where a line ends; `¦` marks where bash breaks the last word, if not at its start."""
    monkeypatch.chdir(workspace)

    def run(line: str) -> list[str]:
        whole = line.replace("¦", "")
        word = line.rpartition("¦")[2] if "¦" in line else line.rpartition(" ")[2]
        for key, value in {"_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": whole, "COMP_WORD": word}.items():
            monkeypatch.setenv(key, value)
        found = kvalitet()
        assert (found.code, found.err) == (0, "")
        return [text.partition(",")[2] for text in found.out.split("\n") if text]

    return run


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kvalitet va", ["validate"]),
        ("kvalitet --qu", ["--quiet"]),
        ("kvalitet new --dr", ["--dry-run"]),
        ("kvalitet new klag", ["klagomal"]),
        ("kvalitet new syn", ["synpunkt"]),
        ("kvalitet new Åt", ["atgard"]),
        ("kvalitet new åtg", ["atgard"]),
        ("kvalitet show ENH-", ["ENH-namnd", "ENH-norr"]),
        ("kvalitet show rol-u", ["ROL-usk"]),
        ("kvalitet show oms", ["PRO-omsorg", "RUT-omsorg"]),
        ("kvalitet new atgard --for PRO", ["PRO-omsorg"]),
        ("kvalitet new avvikelse --set intr", ["intraffad="]),
        ("kvalitet new avvikelse --set upptä", ["upptackt="]),
        ("kvalitet new avvikelse --quick --set riskbedomning.sa", ["riskbedomning.sannolikhet="]),
        ("kvalitet new avvikelse --for ENH-norr --set kateg", ["kategori="]),
        ("kvalitet new avvikelse --set enhet=¦", ["ENH-namnd", "ENH-norr"]),
        ("kvalitet new avvikelse --set enhet=¦nor", ["ENH-norr"]),
        ('kvalitet new avvikelse --set "¦enhet=nor', ["enhet=ENH-norr"]),
        ("kvalitet new avvikelse --set=enhet=¦nor", ["ENH-norr"]),
        ("kvalitet new avvikelse ¦--set=enhet=nor", ["--set=enhet=ENH-norr"]),
        ("kvalitet new avvikelse --set rapporterad_av=¦", ["ROL-chef", "ROL-usk"]),
        ("kvalitet new avvikelse --set slag=¦Miss", ["missforhallande"]),
        ("kvalitet new avvikelse --set lagrum=¦hsl,s", ["hsl,sol"]),
        ("kvalitet new avvikelse --set enskild_berord=¦", ["ja", "nej"]),
        ("kvalitet new avvikelse --set kategori=¦hsl/fall/u", ["hsl/fall/utan-skada"]),
        ("kvalitet new avvikelse --set riskbedomning.konsekvens=¦", ["1", "2", "3", "4"]),
        ("kvalitet new avvikelse --set intraffad=¦ig", ["igår"]),
        ("kvalitet new rutin --set krav=¦R-4-1", ["R-4-1"]),
        ("kvalitet new avvikelse --set rubrik=¦", []),
        ("kvalitet list avvikelse statu", ["status="]),
        ("kvalitet list avvikelse enhet=ENH-norr status=¦avs", ["avslutad", "avskriven"]),
        ("kvalitet rule tid001", ["TID001"]),
        ("kvalitet report kv", ["kvalitetsberattelse"]),
        ("kvalitet report kvalitetsberattelse --namnd ", ["ENH-namnd", "ENH-norr"]),
        ("kvalitet report kvalitetsberattelse --format ", ["md", "html", "pdf", "docx", "md,html,pdf,docx"]),
        ("kvalitet validate --format j", ["json", "jsonl", "junit"]),
        ("kvalitet validate --output sa", ["sarif="]),
        ("kvalitet show --format ", ["text", "json"]),
        ("kvalitet checklist --requirements osby", ["osby-2019"]),
        ("kvalitet checklist G-5-2", ["G-5-2"]),
        ("kvalitet schema avv", ["avvikelse"]),
        ("kvalitet completion ", ["bash", "zsh", "fish", "powershell"]),
        ("kvalitet finns-inte ", []),
        ("kvalitet new finns-inte --set en", []),
        ("kvalitet show finns-inte", []),
    ],
)
def test_what_can_stand_there_is_offered(offered: Offered, line: str, expected: list[str]) -> None:
    """Commands, options, kinds, fields, choices, ids, codes and formats, however they were begun."""
    assert offered(line) == expected


def test_every_command_is_offered(offered: Offered) -> None:
    """At the first word all commands are offered, in the order of the help page."""
    assert offered("kvalitet ") == list(SUMMARIES)


def test_the_folder_that_was_chosen_counts(offered: Offered, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids are those of the folder after -C, wherever on the line it stands; without a workspace there are none."""
    monkeypatch.chdir(workspace.parent)
    assert offered("kvalitet show ENH-n") == []
    assert offered(f'kvalitet -C "{workspace}" show ENH-no') == ["ENH-norr"]
    assert offered(f'kvalitet show -C "{workspace}" ENH-no') == ["ENH-norr"]
    assert offered("kvalitet -C ar") == ["ar"]


def test_many_ids_are_offered_by_their_beginnings(offered: Offered, workspace: Path) -> None:
    """More ids than anyone can choose from are offered as what they begin with, which narrows with every hyphen."""
    folder = workspace / "records/avvikelse"
    for year in (2024, 2025):
        (folder / str(year)).mkdir(parents=True)
        for number in range(300):
            (folder / str(year) / f"AVV-{year}-{number:06}.yaml").touch()
    assert offered("kvalitet show ") == ["AVV-", "ENH-", "PRO-", "ROL-", "RUT-"]
    assert offered("kvalitet show AVV-") == ["AVV-2024-", "AVV-2025-"]
    assert len(offered("kvalitet show AVV-2024-")) == 300


def test_words_that_only_begin_something_ask_for_no_space(
    offered: Offered, kvalitet: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shell is told which words go on: FIELD= is open, a whole id is not."""
    offered("kvalitet new avvikelse --set intr")
    assert kvalitet().out == "open,intraffad=\n"
    offered("kvalitet show ENH-no")
    assert kvalitet().out == "plain,ENH-norr\n"


def test_completion_types_are_ready_for_commands_that_change_records(workspace: Path) -> None:
    """A command whose first word is an id completes that record's fields and states, from the id alone."""
    import click

    command = click.Command(
        "step",
        params=[
            click.Argument(["record_id"], type=completing.RECORD),
            click.Argument(["state"], type=completing.STATE),
            click.Argument(["changes"], nargs=-1, type=completing.ASSIGNMENT),
        ],
    )
    context = click.Context(command, info_name="step")
    for word in ("AVV-2025-K7Q4XM", "records/avvikelse/2025/AVV-2025-K7Q4XM.yaml", "avv-2025-k7q4xm"):
        context.params = {"folder": str(workspace), "record_id": word}
        states = [item.value for item in completing.STATE.shell_complete(context, command.params[1], "av")]
        assert states == ["avslutad", "avskriven"]
    context.params["record_id"] = "norr"
    fields = [item.value for item in completing.ASSIGNMENT.shell_complete(context, command.params[2], "niv")]
    assert fields == ["niva="]


def ask(shell: str, workspace: Path, **environment: str) -> str:
    """Ask as a shell's script does, in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "kvalitet"],
        cwd=workspace,
        env={**os.environ, "_KVALITET_COMPLETE": f"{shell}_complete", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_each_shell_gets_its_own_form(workspace: Path) -> None:
    """bash gets words, the others words with what they mean; fish gets them begun as they were typed."""
    line = "kvalitet new avvikelse --set slag=till"
    cases = {
        "bash": ({"COMP_LINE": line, "COMP_WORD": "till"}, "plain,tillbud\n"),
        "zsh": ({"COMP_WORDS": line, "COMP_CWORD": "4"}, "plain\nslag=tillbud\nTillbud\n"),
        "fish": ({"COMP_WORDS": line, "COMP_CWORD": "slag=till"}, "plain,slag=tillbud\tTillbud\n"),
        "powershell": (
            {"COMP_WORDS": "kvalitet\nnew\navvikelse\n--set", "COMP_WORD": "slag=till"},
            "plain\tslag=tillbud\tTillbud\n",
        ),
    }
    assert set(cases) == set(SHELLS)
    for shell, (environment, expected) in cases.items():
        assert ask(shell, workspace, **environment) == expected
    assert ask("fish", workspace, COMP_WORDS="kvalitet new åt", COMP_CWORD="åt") == "plain,åtgard\tÅtgärd\n"
    spaced = {"COMP_WORDS": "kvalitet\nnew\navvikelse\n--for", "COMP_WORD": '"ENH-no'}
    assert ask("powershell", workspace, **spaced) == "plain\tENH-norr\tENH-norr\n"


@pytest.fixture
def shell(kvalitet: Callable[..., Run], workspace: Path, tmp_path: Path) -> Callable[[str, str], str]:
    """Run a real shell with a program named kvalitet on its path, and its completion script beside it."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "kvalitet"
    program.write_text(
        f'#!/bin/sh\n[ -z "$_KVALITET_COMPLETE" ] && echo "SAID:$*" && exit\nexec "{sys.executable}" -m kvalitet "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)

    def run(name: str, code: str) -> str:
        program_of_shell = shutil.which(name)
        if program_of_shell is None:
            pytest.skip(f"{name} is not on this machine")
        script = tmp_path / f"script.{name}"
        script.write_text(kvalitet("completion", name).out, encoding="utf-8")
        options = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[name]
        found = subprocess.run(
            [program_of_shell, *options, "-c", code.replace("SCRIPT", f"'{script}'")],
            cwd=workspace,
            env={
                **os.environ,
                "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
                "LC_ALL": "C.UTF-8",
                "HOME": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (found.returncode, found.stderr) == (0, "")
        return found.stdout

    return run


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("kvalitet new åtg", "åtg", "atgard"),
        ("kvalitet new avvikelse --set enhet=no", "no", "ENH-norr"),
        ("kvalitet show ENH-", "ENH-", "ENH-namnd ENH-norr"),
        ("kvalitet new avvikelse --set lagrum=hsl,l", "hsl,l", "hsl,lss"),
    ],
)
def test_bash_takes_what_is_offered(shell: Callable[[str, str], str], line: str, word: str, expected: str) -> None:
    """A real bash that has read the script fills COMPREPLY when its completion function is called."""
    code = (
        f"source SCRIPT; complete -p kvalitet >/dev/null; COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; "
        f"_kvalitet_completion kvalitet '{word}' x; echo \"${{COMPREPLY[*]}}\""
    )
    assert shell("bash", code) == f"{expected}\n"


def test_zsh_takes_what_is_offered(shell: Callable[[str, str], str]) -> None:
    """A real zsh that has read the script describes words with what they mean, and open ones apart."""
    code = (
        'compdef() { }; _describe() { print -r -- "${(j: | :)${(P)3}} ${4-} ${5-}" }; source SCRIPT; '
        "words=(kvalitet new åt); CURRENT=3; _kvalitet_completion; "
        "words=(kvalitet new avvikelse --set intr); CURRENT=5; _kvalitet_completion; "
        "words=(kvalitet show ENH-); CURRENT=3; _kvalitet_completion"
    )
    assert shell("zsh", code).replace(" \n", "\n") == (
        "atgard:Åtgärd -U\nintraffad=:Inträffade -U -S\nENH-namnd | ENH-norr -U\n"
    )


def test_fish_takes_what_is_offered(shell: Callable[[str, str], str]) -> None:
    """A real fish that has read the script offers words with what they mean."""
    code = "source SCRIPT; complete -C 'kvalitet new åt'; complete -C 'kvalitet new avvikelse --set enhet=no'"
    assert shell("fish", code) == "åtgard\tÅtgärd\nenhet=ENH-norr\n"


def test_tab_in_a_real_bash_completes_the_line(
    shell: Callable[[str, str], str], workspace: Path, tmp_path: Path
) -> None:
    """Someone who types in bash and presses Tab and Enter has run the command with the whole id."""
    shell("bash", "true")
    environment = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "PS1": "READY> ",
        "LC_ALL": "C.UTF-8",
    }
    ours, theirs = pty.openpty()
    bash = subprocess.Popen(
        ["bash", "--norc", "-i"], cwd=workspace, env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        read_until(ours, "READY> ")
        os.write(ours, f"source '{tmp_path / 'script.bash'}'; echo SOUR''CED\n".encode())
        read_until(ours, "SOURCED")
        os.write(ours, b"kvalitet new avvikelse --set enhet=no\t")
        read_until(ours, "ENH-norr")
        os.write(ours, b"\n")
        assert "SAID:new avvikelse --set enhet=ENH-norr\r\n" in read_until(ours, "ENH-norr\r\n", after="SAID:")
    finally:
        bash.kill()
        bash.wait()
        os.close(ours)


def read_until(terminal: int, wanted: str, after: str = "") -> str:
    """What a terminal shows until something stands there; a minute is long enough for any machine."""
    shown, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.5)[0]:
            shown += os.read(terminal, 65536)
        text = shown.decode(errors="replace")
        if wanted in text[max(0, text.find(after)) :] and after in text:
            return text
    raise AssertionError(f"{wanted} never came: {shown!r}")


@pytest.mark.parametrize("name", SHELLS)
def test_the_script_is_plain_ascii_and_named_in_help(kvalitet: Callable[..., Run], name: str) -> None:
    """Each script survives any code page, and the help page says how to install it."""
    run = kvalitet("completion", name)
    assert (run.code, run.err) == (0, "")
    assert run.out.isascii()
    assert "_KVALITET_COMPLETE" in run.out
    assert f"kvalitet completion {name}" in kvalitet("completion", "--help").out


def test_an_unknown_shell_is_told(kvalitet: Callable[..., Run]) -> None:
    """A shell that completion is not there for is wrong usage, with those that are."""
    run = kvalitet("completion", "tcsh")
    assert (run.code, run.out) == (2, "")
    assert "skriv bash eller zsh eller fish eller powershell" in run.err
