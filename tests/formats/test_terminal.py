"""Text of records, names of files, of units and of the workspace itself reach the terminal as text and nothing else."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kvalitet.privacy.redaction import hide_numbers
from kvalitet.words import visible
from tests.conftest import ROOT, Run
from tests.formats.making import lay_out_odd_names
from tests.formats.payloads import CANARY, EVERY, MARKUP, TERMINAL, WORKFLOW
from tests.formats.runner import obeyed

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
HARD = [*TERMINAL, *WORKFLOW, *MARKUP]


def quoted(text: str) -> str:
    """Return text in YAML's double quotes, written in plain ASCII."""
    return "".join(_escaped(char) for char in text).join('""')


def _escaped(char: str) -> str:
    if " " <= char <= "~" and char not in '"\\':
        return char
    return f"\\U{ord(char):08x}"


def unit(number: int, text: str) -> str:
    """Return a unit of which the name is a text."""
    return f"id: ENH-n{number}\nnamn: {quoted(text)}\nniva: enhet\noverordnad: ENH-namnd\nlagrum: [sol]\n"


def lay_out(root: Path, texts: Sequence[str]) -> Path:
    """Make a workspace in which each text is the name of a unit, and the workspace's own name is hostile too."""
    shutil.copytree(ROOT / "tests/background", root)
    for number, text in enumerate(texts):
        (root / f"records/enhet/ENH-n{number}.yaml").write_text(unit(number, text), encoding="utf-8")
    name = "".join(f"\\U{ord(char):08x}" for char in f"\x1b]0;x\x07[/red]\u202e::error::x ##[error]y {CANARY}")
    (root / "kvalitet.toml").write_text(f'namn = "{name}"\n', encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the hardest payloads and of odd file names; nobody changes it."""
    root = lay_out(tmp_path_factory.mktemp("hostile") / "arbets yta", HARD)
    lay_out_odd_names(root)
    return root


@pytest.mark.parametrize("format_", ["table", "json", "csv"])
def test_no_list_lets_any_text_through(kvalitet: Callable[..., Run], tmp_path: Path, format_: str) -> None:
    """Every published naughty string and every payload, as the name of a unit, is listed as text."""
    root = lay_out(tmp_path / "alla", EVERY)
    run = kvalitet("-C", root, "list", "enhet", "--format", format_)
    assert (run.code, is_plain(run.out + run.err)) == (0, True)
    assert all(f"ENH-n{number}" in run.out for number in range(len(EVERY)))


def is_plain(text: str) -> bool:
    """Return whether a text has nothing that a terminal obeys but the line's end."""
    return all(char.isprintable() or char in "\n\u00a0\ufeff" for char in text)


@pytest.mark.parametrize(
    "words",
    [
        *(
            ["list", "enhet"],
            ["list", "enhet", "--format", "json"],
            ["list", "enhet", "--format", "csv"],
            ["list", "process"],
        ),
        *(
            ["checklist"],
            ["checklist", "--format", "markdown"],
            ["checklist", "--format", "json"],
            ["checklist", "R-4-2"],
        ),
        *(
            ["checklist", "--format", "csv"],
            ["validate"],
            ["validate", "records/enhet"],
            ["doctor"],
            ["doctor", "--format", "json"],
        ),
        *(
            ["show", "ENH-namnd"],
            ["show", "ENH-namnd", "--format", "json"],
            ["show", "PRO-omsorg"],
            ["rule"],
            ["schema", "enhet"],
        ),
        *(["report", "kvalitetsberattelse", "--year", "2025"], ["set", "ENH-norr", "namn=Norra", "--dry-run"]),
        *(
            ["step", "ENH-norr"],
            ["new", "avvikelse", "--no-input", "--set", "enhet=ENH-n1"],
            ["--help"],
            ["validate", "--help"],
        ),
    ],
    ids=" ".join,
)
def test_no_command_lets_a_record_speak_to_the_terminal(
    kvalitet: Callable[..., Run], hostile: Path, words: list[str]
) -> None:
    """Neither stream has a control character, and no identity number is shown."""
    run = kvalitet("-C", hostile, "--day", "2026-02-20", *words)
    assert run.code in (0, 1, 2, 3, 5), run.err
    assert is_plain(run.out + run.err)
    assert CANARY not in run.out + run.err
    assert "fel i verktyget" not in run.err


@pytest.mark.parametrize(
    "words",
    [
        *(["list", "enhet"], ["list", "enhet", "--format", "json"], ["show", "ENH-n25"], ["checklist"], ["validate"]),
        *(["set", "ENH-norr", "namn=::error::x", "--dry-run"], ["set", "ENH-norr", "niva=\n::error::x"], ["doctor"]),
        *(["checklist", "--format", "markdown"], ["validate", "--format", "text", "--max-errors", "0"]),
    ],
    ids=" ".join,
)
def test_no_command_lets_a_record_speak_to_ci(
    kvalitet: Callable[..., Run], hostile: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """In the log of a workflow the runner finds no command but our own annotations."""
    monkeypatch.setitem(os.environ, "GITHUB_ACTIONS", "true")
    log = kvalitet("-C", hostile, "--day", "2026-02-20", *words)
    ours = {"error", "warning", "notice"} if words == ["validate"] else set()
    assert {command.name for command in obeyed(log.out)} <= ours
    assert obeyed(log.err) == []


@pytest.mark.parametrize("number", range(len(HARD)))
def test_show_shows_each_text_as_it_stands(kvalitet: Callable[..., Run], hostile: Path, number: int) -> None:
    """A name full of codes, markup or links is shown letter by letter."""
    run = kvalitet("-C", hostile, "show", f"ENH-n{number}")
    assert is_plain(run.out + run.err)
    words = visible(hide_numbers(HARD[number].strip())).split()
    assert [word for word in words if word not in run.out] == []


def test_colours_are_the_tools_own(
    kvalitet: Callable[..., Run], hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With colour on, the only codes are colours."""
    monkeypatch.setitem(os.environ, "FORCE_COLOR", "1")
    monkeypatch.setitem(os.environ, "NO_COLOR", "")
    for words in (["list", "enhet"], ["validate", "--max-errors", "0"], ["show", "ENH-namnd"]):
        run = kvalitet("-C", hostile, "--day", "2026-02-20", *words)
        assert COLOURS.search(run.out)
        assert is_plain(COLOURS.sub("", run.out + run.err))


@pytest.mark.parametrize("text", [*TERMINAL, *WORKFLOW[:6]])
def test_words_on_the_command_line_are_shown_and_not_sent(
    kvalitet: Callable[..., Run], workspace: Path, text: str
) -> None:
    """What was typed comes back in an error as text, whichever part of the line it was."""
    if "\0" in text or not text.strip():
        return
    for words in (
        [text],
        ["show", text],
        ["list", "enhet", text],
        ["set", "ENH-norr", f"niva={text}"],
        ["validate", text],
        ["validate", f"--{text}"],
        ["validate", "--format", text],
        ["checklist", text],
        ["rule", text],
        ["new", text],
        ["--day", text, "validate"],
        ["-C", text, "validate"],
    ):
        run = kvalitet("-C", workspace, *words)
        assert is_plain(run.out + run.err), words
        assert "fel i verktyget" not in run.err, words


def test_completion_offers_no_name_that_a_shell_or_terminal_obeys(
    kvalitet: Callable[..., Run], hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids come from the names of files; one with a control character or a line break is not offered."""
    monkeypatch.chdir(hostile)
    for key, value in {"_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": "kvalitet show ", "COMP_WORD": ""}.items():
        monkeypatch.setenv(key, value)
    run = kvalitet()
    offered = [line.partition(",")[2] for line in run.out.splitlines()]
    assert "ENH-n1" in offered
    assert [word for word in offered if set(word) & set("$`\\;&|<>()'\"*?!#~ ")] == []
    assert is_plain(run.out + run.err)
    assert CANARY not in run.out


def test_what_changes_is_shown_and_not_sent(
    kvalitet: Callable[..., Run], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines beside a change are those of the file: a command that somebody put there is not obeyed."""
    monkeypatch.setitem(os.environ, "GITHUB_ACTIONS", "true")
    file = workspace / "records/enhet/ENH-norr.yaml"
    lines = file.read_text(encoding="utf-8").split("\n")
    name = next(number for number, line in enumerate(lines) if line.startswith("namn:"))
    lines[name:name] = ["# x ##[error]y", "::error::x: x"]
    file.write_text("\n".join(lines), encoding="utf-8")
    run = kvalitet("-C", workspace, "set", "ENH-norr", "namn=Norra", "--dry-run")
    assert "# x # #[error]y" in run.out
    assert "Norra" in run.out
    assert is_plain(run.out + run.err)
    assert obeyed(run.out + run.err) == []


@pytest.mark.parametrize("between", ["", "\u200b", "\u00ad", "\u2060"])
def test_show_shows_contact_details_and_no_identity_number(
    kvalitet: Callable[..., Run], workspace: Path, between: str
) -> None:
    """Who reads a record sees what it says, but for a number, parted by unseen characters or not; findings show neither."""
    text = f"Ring 070-174 06 05 eller svar@exempel.se om {between.join(CANARY)}"
    (workspace / "records/enhet/ENH-n0.yaml").write_text(unit(0, text), encoding="utf-8")
    for words in (["show", "ENH-n0"], ["show", "ENH-n0", "--format", "json"], ["list", "enhet", "--format", "csv"]):
        told = kvalitet("-C", workspace, *words).out
        assert "070-174 06 05 eller svar@exempel.se" in told
        assert not re.search(r"(?:19)?12\D{0,8}12\D{0,8}12", re.sub(r"\\u[0-9a-f]{4}", "", told))
    found = kvalitet("-C", workspace, "validate").out
    assert "svar@exempel.se" not in found
    assert "070-174" not in found


def test_a_warning_on_a_text_names_its_field(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Two fields with the same fault give two warnings that can be told apart, and each is given once."""
    words = ["rubrik=Svar till svar@exempel.se", "beskrivning=Hon skrev till svar@exempel.se.", "enhet=norr"]
    options = [option for word in [*words, "intraffad=2026-02-01"] for option in ("--set", word)]
    run = kvalitet("-C", workspace, "--day", "2026-02-20", "new", "avvikelse", "--no-input", *options)
    told = [line for line in run.err.splitlines() if "SEK004" in line]
    assert len(told) == len(set(told)) == 2
    assert [next(name for name in ("rubrik", "beskrivning") if name in line) for line in told] == [
        "rubrik",
        "beskrivning",
    ]
