"""`init`, `show`, `list`, `validate` and `rule`: exit codes and exact output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.records.collection import Records
from tests.conftest import ROOT, Run

BROKEN = "id: ENH-norr\nnamn: Boende Norr\nniva: vaning\noverordnad: ENH-nam\n"
SHORT = (
    "records/enhet/ENH-norr.yaml:3:7: FRM004 fel: vaning är inget val för niva; "
    "skriv något av namnd, forvaltning, omrade eller enhet\n"
    "records/enhet/ENH-norr.yaml:4:13: LNK001 fel: ENH-nam finns inte; menade du ENH-namnd?\n"
)
TEXT = """
records/enhet/ENH-norr.yaml
     3:7  fel  FRM004  vaning är inget val för niva; skriv något av namnd, forvaltning, omrade eller enhet
          niva: vaning
                ^^^^^^
    4:13  fel  LNK001  ENH-nam finns inte; menade du ENH-namnd?
          overordnad: ENH-nam
                      ^^^^^^^

"""


@pytest.fixture
def faulty(workspace: Path) -> Path:
    (workspace / "records/enhet/ENH-norr.yaml").write_text(BROKEN, encoding="utf-8")
    return workspace


def test_validate_tells_every_finding_with_its_line(kvalitet: Callable[..., Run], faulty: Path) -> None:
    """The text format groups by file, quotes the line and points at the value."""
    run = kvalitet("-C", faulty, "validate")
    assert (run.code, run.out) == (1, TEXT)
    assert run.err == "6\u00a0poster granskade: 2\u00a0fel, 0\u00a0varningar.\n"


def test_validate_short_is_one_line_a_finding(kvalitet: Callable[..., Run], faulty: Path) -> None:
    """The short format is what editors and grep read."""
    run = kvalitet("-C", faulty, "validate", "--format", "short", "--quiet")
    assert (run.code, run.out, run.err) == (1, SHORT, "")


def test_validate_json_is_one_document_also_on_failure(kvalitet: Callable[..., Run], faulty: Path) -> None:
    """The JSON format holds what the other formats show, and more, in a versioned envelope."""
    run = kvalitet("-C", faulty, "validate", "--format", "json")
    told = json.loads(run.out)
    assert (run.code, run.err, told["schema"], told["kind"]) == (1, "", 1, "validering")
    assert told["summary"] == {"records": 6, "errors": 2, "warnings": 0}
    first = told["findings"][0]
    assert (first["file"], first["line"], first["column"], first["code"]) == (
        "records/enhet/ENH-norr.yaml",
        3,
        7,
        "FRM004",
    )
    assert len({finding["fingerprint"] for finding in told["findings"]}) == 2


def test_a_path_limits_what_is_told_and_not_what_is_known(kvalitet: Callable[..., Run], faulty: Path) -> None:
    """Findings elsewhere are not shown; links to elsewhere are still known."""
    assert kvalitet("-C", faulty, "validate", "records/roll").code == 0
    assert kvalitet("-C", faulty, "validate", "records/enhet").code == 1
    assert kvalitet("-C", faulty, "validate", "records/finns-inte").code == 2


def test_strict_makes_warnings_fail(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A warning is exit 0, and exit 1 with `--strict`."""
    file = workspace / "records/roll/ROL-chef.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert kvalitet("-C", workspace, "validate").code == 0
    assert kvalitet("-C", workspace, "validate", "--strict").code == 1


def test_a_fingerprint_stays_when_lines_move(kvalitet: Callable[..., Run], faulty: Path) -> None:
    """A comment above does not make an old finding a new one."""
    before = json.loads(kvalitet("-C", faulty, "validate", "--format", "json").out)["findings"]
    (faulty / "records/enhet/ENH-norr.yaml").write_text(f"# Norr\n{BROKEN}", encoding="utf-8")
    after = json.loads(kvalitet("-C", faulty, "validate", "--format", "json").out)["findings"]
    assert [finding["fingerprint"] for finding in before] == [finding["fingerprint"] for finding in after]
    assert [finding["line"] + 1 for finding in before] == [finding["line"] for finding in after]


def test_a_personnummer_is_never_echoed(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """No format shows the number, in a value, a key, a file name or the quoted line."""
    number = "199705172394"
    (workspace / f"records/enhet/ENH-{number}.yaml").write_text(
        f'id: ENH-{number}\nnamn: "{number}"\n{number}: x\nniva: {number}\n', encoding="utf-8"
    )
    for form in ("text", "short", "json"):
        run = kvalitet("-C", workspace, "validate", "--format", form)
        assert run.code == 1
        assert "SEK001" in run.out
        assert number not in run.out + run.err


def test_outside_a_workspace_is_told(kvalitet: Callable[..., Run], folder: Path) -> None:
    """Without a workspace the exit code is 3 and the next command is named."""
    run = kvalitet("-C", folder, "validate")
    assert run.code == 3
    assert "kvalitet init" in run.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("namn = \n", ":1:1: filen går inte att läsa som TOML"),
        ('namn = "A"\nexempl = true\n', ":2:1: exempl är ingen inställning; menade du exempel?"),
    ]
    + [
        ("exempel = true\n", "namn saknas"),
        ('namn = "A"\n\nexempel = "ja"\n', ":3:11: exempel har fel sorts värde"),
    ],
)
def test_broken_configuration_is_told_with_its_line(
    kvalitet: Callable[..., Run], workspace: Path, text: str, says: str
) -> None:
    """A mistake in the configuration has file and line, and exit 3."""
    (workspace / "kvalitet.toml").write_text(text, encoding="utf-8")
    run = kvalitet("-C", workspace, "validate")
    assert run.code == 3
    assert says in run.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["valdate"], "valdate är inget kommando; menade du validate?"),
        (["validate", "--formt", "x"], "menade du --format?"),
    ]
    + [
        (["validate", "--format", "xml"], "skriv text eller short eller json"),
        (["show"], "ID saknas; skriv kvalitet show ID"),
    ]
    + [
        (["show", "ENH-nor"], "menade du ENH-norr?"),
        (["list", "enhter"], "menade du enhet?"),
        (["list", "enhet", "nivå"], "är inget filter"),
    ]
    + [
        (["list", "enhet", "niva=hus"], "är inget val"),
        (["list", "enhet", "overordnad=namn"], "menade du ENH-namnd?"),
        (["list", "risk", "bedomd.datum>=igår"], "är inget datum"),
        (["rule", "TID01"], "menade du TID001?"),
        (["--day", "igårkväll", "validate"], "är inget datum"),
    ]
    + [
        (["report", "kvalitetsberattels", "--year", "2025"], "menade du kvalitetsberattelse?"),
        (["report", "kvalitetsberattelse"], "--year saknas"),
    ]
    + [
        (["report", "kvalitetsberattelse", "--year", "tjugo"], "skriv ett heltal"),
        (["report", "kvalitetsberattelse", "--year", "2025", "--format", "odt"], "odt finns inte"),
    ]
    + [
        (["report", "kvalitetsberattelse", "--year", "2025", "--namnd", "ENH-x"], "ENH-x finns inte"),
        (["rule", "TID001", "mer"], "fler än kommandot tar emot"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_wrong_words_are_told_in_swedish(
    kvalitet: Callable[..., Run], workspace: Path, words: list[str], says: str
) -> None:
    """A usage error is exit 2, says what to write, and prints nothing on stdout."""
    run = kvalitet("-C", workspace, *words)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert "Traceback" not in run.err


def test_rule_prints_the_manual_page(kvalitet: Callable[..., Run]) -> None:
    """A code in any case gives its page; no code gives the table of all."""
    assert kvalitet("rule", "tid001").out.startswith("TID001 (fel)\n\nDatumen kommer i den ordning")
    assert "FRM003" in kvalitet("rule").out


def test_rule_gives_the_table_in_other_formats(kvalitet: Callable[..., Run]) -> None:
    """Markdown is a table of all rules or of the named one; JSON is one document with each rule's page."""
    assert kvalitet("rule", "--format", "markdown").out.count("\n| ") > 70
    assert kvalitet("rule", "tid001", "--format", "markdown").out.endswith(
        "| TID001 | fel | Datumen kommer i den ordning som saker händer. |\n"
    )
    (found,) = json.loads(kvalitet("rule", "tid001", "--format", "json").out)["rules"]
    assert (found["code"], found["severity"], found["law"]) == ("TID001", "fel", "SOSFS 2011:9 7 kap. 1 §")
    assert kvalitet("rule", "--format", "csv").code == 2


def test_show_tells_both_directions(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A record is shown with labels, titles of what it links to, and what links to it; any case of the id."""
    run = kvalitet("-C", workspace, "show", "rut-OMSORG")
    assert run.code == 0
    assert "Omsorg (PRO-omsorg)" in run.out
    assert "Pekar hit:\nPRO-omsorg" in run.out


@pytest.mark.parametrize("typed", ["omsorg-finns-inte", "omsorg", "records/rutin/RUT-omsorg.yaml", "norr"])
def test_show_takes_what_new_prints_and_takes(kvalitet: Callable[..., Run], workspace: Path, typed: str) -> None:
    """A path or the end of an id is enough when only one record has it; two of them is none."""
    run = kvalitet("-C", workspace, "show", typed)
    assert run.code == (0 if typed in ("norr", "records/rutin/RUT-omsorg.yaml") else 2)


def test_a_rule_that_breaks_is_told_and_hides_no_other(
    kvalitet: Callable[..., Run], faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is one finding that names the rule, exit 4, and the others' findings still come."""
    from kvalitet.checking import TOGETHER
    from kvalitet.diagnostics import Severity
    from kvalitet.rules.rule import Rule

    def breaks(*subject: object) -> None:
        raise ZeroDivisionError("hemligt")

    broken = Rule("PRV001", Severity.ERROR, "Prov.", on_records=breaks)  # type: ignore[arg-type]
    monkeypatch.setattr("kvalitet.register.together.TOGETHER", (*TOGETHER, broken))
    run = kvalitet("-C", faulty, "validate", "--format", "short")
    assert run.code == 4
    assert "KVA001 fel: regeln PRV001 gick sönder (ZeroDivisionError)" in run.out
    assert "LNK001" in run.out
    assert "hemligt" not in run.out + run.err


def test_list_filters(kvalitet: Callable[..., Run], osby: Records) -> None:
    """Filters on unit (with what lies below), choice, date by month and category by branch."""

    def ids(*filters: str) -> list[str]:
        run = kvalitet("-C", ROOT, "list", "avvikelse", *filters, "--format", "json")
        return [record["id"] for record in json.loads(run.out)["records"]]

    everything = ids()
    assert ids("enhet=ENH-halsa-och-valfardsnamnden") + ids("enhet=ENH-barn-och-utbildningsnamnden")
    assert len(ids("enhet=ENH-halsa-och-valfardsnamnden")) + len(ids("enhet=ENH-barn-och-utbildningsnamnden")) == len(
        everything
    )
    assert len(ids("status=avslutad")) + len(ids("status!=avslutad")) == len(everything)
    assert len(ids("rapporterad>=2025-07")) + len(ids("rapporterad<2025-07")) == len(everything)
    march = ids("kategori=hsl/lakemedel", "rapporterad>=2025-03", "rapporterad<=2025-03")
    assert march == [
        record.id
        for record in osby.of("avvikelse")
        if (record.text("kategori") or "").startswith("hsl/lakemedel/")
        and str(record.value("rapporterad")).startswith("2025-03")
    ]
    assert march


def test_a_list_tells_what_it_could_not_read(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """An unreadable record is counted and named as such, in list and in show."""
    (workspace / "records/enhet/ENH-soder.yaml").write_text("id: a: b\n", encoding="utf-8")
    assert "2 av 3 enheter; 1 går inte att läsa" in kvalitet("-C", workspace, "list", "enhet").err
    assert "går inte att läsa; kör kvalitet validate" in kvalitet("-C", workspace, "show", "ENH-soder").err


def test_list_csv_opens_in_excel_and_runs_nothing(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """CSV begins with a byte order mark, and a cell that a spreadsheet would run is made text."""
    (workspace / "records/enhet/ENH-farlig.yaml").write_text(
        'id: ENH-farlig\nnamn: "=1+1"\nniva: enhet\n', encoding="utf-8"
    )
    run = kvalitet("-C", workspace, "list", "enhet", "--format", "csv", "--quiet")
    assert run.out.startswith('\ufeff"Id";')
    assert '"\'=1+1"' in run.out


def test_init_makes_a_workspace_that_validates(kvalitet: Callable[..., Run], folder: Path) -> None:
    """A new workspace has git, its name, records that validate, and the steps left; a second init refuses."""
    run = kvalitet("-C", folder, "init", "ny", "--name", 'Kommun "X"')
    made = folder / "ny"
    assert run.code == 0, run.err
    assert (made / ".git").is_dir()
    assert (made / "KOM_IGANG.md").is_file()
    assert kvalitet("-C", made, "validate").code == 0
    assert kvalitet("-C", folder, "init", "ny").code == 2


def test_init_writes_over_nothing(kvalitet: Callable[..., Run], folder: Path) -> None:
    """A folder that already has one of the files is left as it is."""
    (folder / ".gitignore").write_text("mitt\n", encoding="utf-8")
    run = kvalitet("-C", folder, "init")
    assert (run.code, sorted(path.name for path in folder.iterdir())) == (2, [".gitignore"])


@pytest.mark.parametrize("words", [["--help"], ["validate", "--help"], ["new", "--help"], []])
def test_help_is_swedish(kvalitet: Callable[..., Run], workspace: Path, words: list[str]) -> None:
    """No English word of the frameworks is left on a help page."""
    out = kvalitet("-C", workspace, *words).out
    assert "Användning: kvalitet" in out
    assert not [word for word in ("Usage", "Options", "Commands", "Show this", "Error") if word in out]


@pytest.mark.parametrize(
    "mask",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"HOME": "/finns/inte"},
        {"COLUMNS": "1"},
        {"PYTHONWARNINGS": "error"},
    ],
)
def test_any_environment_gives_no_traceback(faulty: Path, mask: dict[str, str]) -> None:
    """An odd locale, terminal or home changes neither the exit code nor the findings."""
    import os

    run = subprocess.run(
        [sys.executable, "-m", "kvalitet", "validate"],
        cwd=faulty,
        env={**os.environ, **mask},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1
    assert b"LNK001" in run.stdout
    assert b"Traceback" not in run.stderr


def test_a_closed_pipe_is_no_error_message(workspace: Path) -> None:
    """`kvalitet rule | head -c 1` ends quietly."""
    command = f"{sys.executable} -m kvalitet rule | head -c 1"
    run = subprocess.run(["sh", "-c", command], cwd=workspace, capture_output=True, text=True, check=False)
    assert run.stderr == ""
