"""The canary: one published test number, put in everywhere, in every spelling, and never shown by anything.

Every command gets it in every place that takes text, every kind of file holds it; whatever the tool then says or
writes as a report has it in no spelling.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.cli.frame import SUMMARIES
from kvalitet.privacy.spelling import plain
from tests.conftest import Run
from tests.privacy.numbers import ASKED_FORMS, CANARY, CERTAIN_FORMS

Kvalitet = Callable[..., Run]

FORMS = {name: form(CANARY).strip("\n") for name, form in {**CERTAIN_FORMS, **ASKED_FORMS}.items()}
IN_ONE_WORD = ("hyphen", "wide digits", "unseen within", "ten joined")
"""Spellings that every command is given: plain, with other digits, with something unseen within, uncertain."""
ALL_ABOUT = ("value", "key", "comment")
"""The kinds of file that are tried with every spelling; the others with those."""

AVVIKELSE = (
    "id: AVV-2025-K7Q4XM\nstatus: inkommen\nrubrik: Larmet gick inte fram\nenhet: ENH-norr\nintraffad: 2025-03-14\n"
    "rapporterad: 2025-03-14\nlagrum: [hsl]\nslag: avvikelse\nbeskrivning: |\n  Larmet ringde inte.\n"
    "skapad: 2025-03-14T13:05:11.482913+01:00\n"
)
RECORD = "records/avvikelse/2025/AVV-2025-K7Q4XM.yaml"
FACTS = ("--set", "enhet=norr", "--set", "intraffad=2025-03-14", "--set", "lagrum=hsl", "--set", "rubrik=x")
WORDS: dict[str, list[list[str]]] = {
    "init": [["--name", "{}", "ny"], ["ny/{}"]],
    "new": [
        ["avvikelse", "--set", "beskrivning={}", *FACTS, "--no-input"],
        ["avvikelse", "--set", "beskrivning={}", *FACTS, "--no-input", "--dry-run"],
        *(
            ["avvikelse", "--set", f"{field}={{}}", "--no-input"]
            for field in ("enhet", "intraffad", "lagrum", "status", "x")
        ),
        ["avvikelse", "--set", "{}=x", "--no-input"],
        ["avvikelse", "--for", "{}", "--no-input"],
        ["avvikelse", "--from", "{}", "--no-input"],
        ["avvikelse", "--from", "indata.yaml", "--no-input"],
    ],
    "set": [
        ["AVV-2025-K7Q4XM", "beskrivning={}"],
        ["AVV-2025-K7Q4XM", "enhet={}"],
        ["AVV-2025-K7Q4XM", "{}=x"],
        ["{}", "a=b"],
    ],
    "step": [["AVV-2025-K7Q4XM", "{}"], ["AVV-2025-K7Q4XM", "utreds", "--set", "x={}"]],
    "rename": [["ROL-chef", "{}"], ["ROL-chef", "ROL-{}"]],
    "approve": [["RUT-omsorg", "--by", "{}", "--decision", "x"], ["RUT-omsorg", "--by", "chef", "--decision", "{}"]],
    "list": [["avvikelse", "enhet={}"], ["avvikelse", "{}=x"], ["avvikelse", "--format", "{}"]],
    "validate": [["--format", "{}"], ["--since", "{}"]],
    "checklist": [["--requirements", "{}"], ["--enhet", "{}"], ["--as-of", "{}"]],
    "report": [["kvalitetsberattelse", "--year", "2025", option, "{}"] for option in ("--namnd", "--format", "--out")],
    "privacy": [["scan", "{}"], ["scan", "{}..HEAD"], ["purge", "--plan", "{}"]],
}


def echoes(text: str) -> list[str]:
    """Return the lines that show the canary: its days and last four, whatever stands between, or what Excel makes."""
    lines = [*text.split("\n"), *(f"{a} {b}" for a, b in zip(text.split("\n"), text.split("\n")[1:], strict=False))]
    return [line for line in lines if "12121212" in re.sub(r"\D", "", plain(line).text) or "1,91212E" in line]


def test_the_canary_is_seen_in_every_spelling() -> None:
    """The test itself can fail: each spelling is an echo."""
    assert all(echoes(f"a\nb {text}\n") for text in FORMS.values())


@pytest.fixture
def place(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one event, where the commands are run."""
    (workspace / RECORD).parent.mkdir(parents=True)
    (workspace / RECORD).write_text(AVVIKELSE, encoding="utf-8")
    monkeypatch.chdir(workspace)
    monkeypatch.setitem(os.environ, "EDITOR", "false")
    return workspace


@pytest.mark.parametrize("command", SUMMARIES)
def test_no_command_shows_it(command: str, place: Path, kvalitet: Kvalitet) -> None:
    """Given as any word, as the value of any option and within values: it is in no answer."""
    generic = [["{}"], ["{}", "{}"], ["--{}"], ["{}", "--{}", "{}"]]
    for name in IN_ONE_WORD:
        value = FORMS[name]
        (place / "indata.yaml").write_text(f"beskrivning: {value}\n{value}: x\n", encoding="utf-8")
        for words in WORDS.get(command, []) + generic:
            run = kvalitet("--day", "2025-03-20", command, *(word.format(value) for word in words))
            assert not echoes(run.out + run.err), (command, words)


def test_no_word_before_a_command_shows_it(place: Path, kvalitet: Kvalitet) -> None:
    """The options that hold everywhere, and a command that does not exist."""
    for value in FORMS.values():
        for words in (
            ["-C", value, "validate"],
            ["--day", value, "validate"],
            [value],
            [f"--{value}"],
            ["help", value],
        ):
            run = kvalitet(*words)
            assert run.code
            assert not echoes(run.out + run.err), words


FILES: dict[str, Callable[[str], dict[str, str]]] = {
    "value": lambda said: {RECORD: AVVIKELSE.replace("Larmet ringde", said.replace("\n", "\n  "))},
    "quoted": lambda said: {
        RECORD: AVVIKELSE.replace("Larmet gick", '"' + said.replace('"', "").replace("\n", "\\n") + '" #')
    },
    "typed field": lambda said: {RECORD: AVVIKELSE.replace("2025-03-14\nrapp", said.replace("\n", " ") + "\nrapp")},
    "link": lambda said: {RECORD: AVVIKELSE.replace("ENH-norr", "ENH-" + said.replace("\n", " "))},
    "key": lambda said: {RECORD: AVVIKELSE + said.split("\n", maxsplit=1)[0] + ": x\n" + said + ": y\n"},
    "comment": lambda said: {RECORD: AVVIKELSE + "# " + said.replace("\n", "\n# ") + "\n"},
    "unreadable": lambda said: {RECORD: AVVIKELSE + "x: [" + said + "\n\ty: &" + said + "\n"},
    "name": lambda said: {f"records/roll/ROL-{said.split(chr(10))[0].replace('/', '')}.yaml": "id: x\n"},
    "settings": lambda said: {"kvalitet.toml": f'namn = "{said.split(chr(10))[0].replace(chr(34), "")}"\n'},
    "broken settings": lambda said: {"kvalitet.toml": f"namn = {said}\n"},
    "own kind": lambda said: {"kinds/avvikelse.yaml": f"extends: avvikelse\nfields:\n  x:\n    type: {said}\n"},
    "own data": lambda said: {"kvalitet.toml": 'namn = "x"\nkategorier = "k.yaml"\n', "k.yaml": f"a: {said}\n"},
}


@pytest.mark.parametrize("kind", FILES)
def test_no_file_makes_anything_show_it(kind: str, place: Path, kvalitet: Kvalitet) -> None:
    """Each kind of file, each spelling: validate tells that something is there and does not show it."""
    clean = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    for name in FORMS if kind in ALL_ABOUT else IN_ONE_WORD:
        said = FORMS[name]
        laid = FILES[kind](said)
        for path, text in laid.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text, encoding="utf-8")
        run = kvalitet("validate", "--format", "short")
        assert not echoes(run.out + run.err), (kind, name, run)
        if name in IN_ONE_WORD:
            for words in (["validate"], ["validate", "--format", "json"], ["privacy", "scan"]):
                run = kvalitet(*words)
                assert not echoes(run.out + run.err), (kind, name, words)
                assert name in ASKED_FORMS or run.code in (1, 3), (kind, name, words)
        for path in laid:
            (place / path).unlink()
        for file, data in clean.items():
            file.write_bytes(data)


def test_a_report_is_not_written_with_it(place: Path, kvalitet: Kvalitet) -> None:
    """The last gate: a template of the workspace's own that holds it makes no report, and is named."""
    from tests.conftest import ROOT

    template = (ROOT / "templates/kvalitetsberattelse.md.j2").read_text(encoding="utf-8")
    (place / "templates").mkdir()
    for name in IN_ONE_WORD[:3]:
        spoilt = template.replace("# Sammanfattning\n", f"# Sammanfattning\n\n{FORMS[name]}\n", 1)
        (place / "templates/kvalitetsberattelse.md.j2").write_text(spoilt, encoding="utf-8")
        run = kvalitet("report", "kvalitetsberattelse", "--year", "2025", "--format", "md")
        assert run.code == 1
        assert "reports/2025/kvalitetsberattelse.md:" in run.err
        assert "templates/kvalitetsberattelse.md.j2:" in run.err
        assert "Rapporten skrevs inte" in run.err
        assert not echoes(run.out + run.err)
        assert not (place / "reports").exists()
    run = kvalitet("report", "kvalitetsberattelse", "--year", "2025", "--format", "md", "--out", f"ut-{CANARY}")
    assert run.code == 1
    assert not echoes(run.out + run.err)


def test_a_fault_of_ours_shows_none_even_with_debug(
    place: Path, kvalitet: Kvalitet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--debug tells where it broke, and neither what the error says nor any value."""

    def broken(*given: object) -> None:
        held = f"{FORMS['hyphen']} {given[0].__class__.__name__}"
        raise KeyError(held)

    monkeypatch.setattr("kvalitet.register.verdict.in_order", broken)
    run = kvalitet("--debug", "validate")
    assert run.code == 4
    assert "in broken" in run.err
    assert "Records" not in run.err
    assert not echoes(run.out + run.err)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "nul", "control"])
def test_a_number_that_stands_between_unseen_bytes_is_neither_shown_nor_missed(
    encoding: str, place: Path, kvalitet: Kvalitet
) -> None:
    """As in a file that a word processor saved: no digits in order on the screen, and the scan finds it."""
    text = f"# {CANARY[:8]}-{CANARY[8:]}\n"
    made = {"nul": "\0".join(text).encode(), "control": "\x01".join(text).encode()}
    (place / "records/roll/ROL-u.yaml").write_bytes(made.get(encoding) or text.encode(encoding))
    validated, scanned = kvalitet("validate"), kvalitet("privacy", "scan")
    shown = re.sub(r"\\u[0-9a-f]{4}", "", validated.out + validated.err + scanned.out + scanned.err)
    assert (validated.code, scanned.code, echoes(shown)) == (1, 1, [])
