"""`new`: a record from flags or answers, judged before it is written, never half made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.cli.dates import read_date
from kvalitet.diagnostics import UsageError
from tests.conftest import DAY, Run, files
from tests.terminal import Terminal

FACTS = (
    "--set",
    "enhet=norr",
    "--set",
    "intraffad=igår",
    "--set",
    "beskrivning=Larmet gick inte fram. Batteriet var slut.",
)


def created(workspace: Path, kind: str) -> list[Path]:
    return sorted((workspace / "records" / kind).rglob("*.yaml"))


def test_a_record_is_made_from_flags(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Three facts make a valid avvikelse; the kind gives the rest, and the path is printed."""
    run = kvalitet("-C", workspace, "--day", "2025-03-15", "new", "avvikelse", "--no-input", *FACTS)
    (file,) = created(workspace, "avvikelse")
    text = file.read_text(encoding="utf-8")
    assert (run.code, run.out) == (0, f"{file.relative_to(workspace).as_posix()}\n")
    assert re.fullmatch(r"AVV-2025-[0-9A-HJKMNP-TV-Z]{6}", file.stem)
    assert "intraffad: 2025-03-14\nrapporterad: 2025-03-15\nlagrum: [hsl, sol]\nslag: avvikelse\n" in text
    assert "rubrik: Larmet gick inte fram\n" in text
    assert kvalitet("-C", workspace, "validate").code == 0


def test_dry_run_writes_nothing(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """`--dry-run` prints the record and leaves the workspace as it was."""
    run = kvalitet("-C", workspace, "new", "avvikelse", "--no-input", "--dry-run", *FACTS)
    assert run.code == 0
    first, second, *_ = run.out.split("\n")
    assert first == "# yaml-language-server: $schema=../../../.kvalitet/schema/avvikelse.json"
    assert second.startswith("id: AVV-")
    assert created(workspace, "avvikelse") == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["avvikels"], 2, "menade du avvikelse?"),
        (["avvikelse", "--set", "enhet"], 2, "saknar likhetstecken"),
        (["avvikelse", "--set", "enheten=norr"], 2, "menade du enhet?"),
        (["avvikelse", "--set", "intraffad=2025-02-30"], 2, "2025-02-30 är inget datum; skriv idag"),
        (["avvikelse", "--set", "slag=händelse"], 2, "är inget val för slag"),
        (["avvikelse", "--set", "utredning=x"], 2, "utredning är en grupp; ange utredning.ansvarig"),
        (["avvikelse", "--set", "tid=25:00"], 2, "timme och minut"),
        (["avvikelse", *FACTS, "--set", "enhet=soder"], 1, "LNK001 fel: enhet: soder finns inte"),
        (["avvikelse", "--set", "enhet=norr"], 1, "FRM002"),
        (["avvikelse", *FACTS, "--set", "beskrivning=Gällde 19970517-2394."], 1, "SEK001"),
        (["avvikelse", *FACTS, "--set", "rubrik=Fel dos: 970517\u00ad2394"], 1, "SEK001"),
        (["avvikelse", *FACTS, "--set", "rubrik=rak\x1b[A"], 2, "osynligt tecken"),
        (["rutin", "--set", "id=RUT-omsorg"], 2, "RUT-omsorg finns redan"),
        (["avvikelse", "--for", "AVV-2025-AAAAAA"], 2, "finns inte"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else None,
)
def test_bad_input_writes_nothing(
    kvalitet: Callable[..., Run], workspace: Path, words: list[str], code: int, says: str
) -> None:
    """Each wrong word gets its exit code, a message that says what to write, and no file."""
    before = files(workspace)
    run = kvalitet("-C", workspace, "new", *words, "--no-input")
    assert (run.code, run.out) == (code, "")
    assert says in run.err
    assert "19970517" not in run.err + run.out
    assert files(workspace) == before


def test_for_links_both_ends(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """`--for` links the new record to the other and the other to the new, and changes nothing else in it."""
    kvalitet("-C", workspace, "new", "avvikelse", "--no-input", *FACTS)
    (source,) = created(workspace, "avvikelse")
    before = source.read_text(encoding="utf-8").split("\n")
    run = kvalitet(
        "-C",
        workspace,
        "new",
        "åtgärd",
        "--no-input",
        "--for",
        source.stem.lower(),
        "--set",
        "rubrik=Byt",
        "--set",
        "orsak=teknik",
    )
    (made,) = created(workspace, "atgard")
    assert run.code == 0
    assert f"kalla: [{source.stem}]" in made.read_text(encoding="utf-8")
    after = source.read_text(encoding="utf-8").split("\n")
    assert [line for line in after if line not in before] == [f"atgarder: [{made.stem}]"]
    kvalitet(
        "-C",
        workspace,
        "new",
        "åtgärd",
        "--no-input",
        "--for",
        source.stem,
        "--set",
        "rubrik=Köp",
        "--set",
        "orsak=teknik",
    )
    assert kvalitet("-C", workspace, "validate").code == 0
    assert source.read_text(encoding="utf-8").count("ATG-") == 2


def test_every_kind_can_be_made_from_flags(kvalitet: Callable[..., Run], workspace: Path, catalogue: Catalogue) -> None:
    """No kind is out of reach of `new`: each gets its required fields from flags, lists of groups too."""
    answers = {
        "text": "Ett ord",
        "prose": "En mening.",
        "date": "idag",
        "integer": "2025",
        "number": "1,5",
        "yes_no": "nej",
    }
    answers |= {"period": "2025", "interval": "P1Y", "scale": "2", "url": "https://example.se", "role": "chef"}
    answers |= {"requirement": "R-4-2"}
    ids = {"enhet": "norr", "rutin": "omsorg", "process": "omsorg", "roll": "chef"}
    run = kvalitet("-C", workspace, "new", "avvikelse", "--no-input", *FACTS)
    ids["avvikelse"] = Path(run.out.strip()).stem
    for kind in catalogue.kinds.values():
        words: list[str] = []
        required = [f for f in kind.walk() if f.required is True and not f.fields and f.type not in ("state", "stamp")]
        for field in required:
            parents = [
                kind.find(".".join(field.path.split(".")[: depth + 1])) for depth in range(field.path.count("."))
            ]
            if field.name == "id" or not all(parent and parent.required is True for parent in parents):
                continue
            choice = "eget" if "kolada" in field.choices else next(iter(field.choices), "")
            target = next((ids[name] for name in field.targets if name in ids), "")
            words += ["--set", f"{field.path}={choice or target or answers[field.type]}"]
        title = ["--set", f"id={kind.prefix}-prov"] if not kind.drawn else []
        made = kvalitet("-C", workspace, "new", kind.name, "--no-input", *title, *words)
        assert made.code == 0, (kind.name, words, made.err)
    assert kvalitet("-C", workspace, "validate").code == 0


def test_a_rutin_is_asked_for_part_by_part(workspace: Path) -> None:
    """A list of groups is asked for one by one, and more than one can be given."""
    terminal = Terminal(
        workspace, "new", "rutin", "--set", "titel=Natt", "--set", "dokumenttyp=rutin", "--set", "process=omsorg"
    )
    terminal.answer("gångssätt: ", "Gå en rond.")
    terminal.answer("Roll: ", "usk")
    terminal.answer("Uppgift: ", "Går ronden.")
    terminal.answer("En till?", "ja")
    terminal.answer("Roll: ", "chef")
    terminal.answer("Uppgift: ", "Ser till att den görs.")
    terminal.answer("En till?", "")
    terminal.wait_for("records/rutin/RUT-natt.yaml")
    assert terminal.end() == 0


def test_a_personnummer_is_refused_at_the_question(workspace: Path) -> None:
    """The answer is asked for again, and nothing of what was answered before is lost."""
    terminal = Terminal(workspace, "new", "avvikelse", "--quick")
    terminal.answer("Inträffade: ", "igår")
    terminal.answer("Enhet: ", "norr")
    terminal.answer("Beskrivning: ", "Gällde 19970517-2394.")
    terminal.wait_for("har ett personnummer")
    terminal.answer("Beskrivning: ", "Gällde en boende.")
    terminal.wait_for("records/avvikelse/")
    assert terminal.end() == 0


def test_a_link_back_keeps_the_files_own_line_endings(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A file with Windows line endings gets its link and keeps them; a list that is broken stops both files."""
    kvalitet("-C", workspace, "new", "avvikelse", "--no-input", *FACTS)
    (source,) = created(workspace, "avvikelse")
    source.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    words = ("new", "atgard", "--no-input", "--for", source.stem, "--set", "rubrik=Byt", "--set", "orsak=teknik")
    assert kvalitet("-C", workspace, *words).code == 0
    data = source.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    source.write_bytes(data.replace(b"atgarder: [", b"atgarder: saknas  # ["))
    before = created(workspace, "atgard")
    run = kvalitet("-C", workspace, *words)
    assert (run.code, created(workspace, "atgard")) == (6, before)
    assert "Ingenting skrevs" in run.err


def test_a_chosen_name_comes_from_the_title(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """A curated record is named after its title, folded; a synpunkt is a klagomal with its art set."""
    run = kvalitet(
        "-C",
        workspace,
        "new",
        "enhet",
        "--no-input",
        "--set",
        "namn=Äldreboende Söder",
        "--set",
        "niva=enhet",
    )
    assert run.out == "records/enhet/ENH-aldreboende-soder.yaml\n"
    run = kvalitet(
        "-C",
        workspace,
        "new",
        "synpunkt",
        "--no-input",
        *FACTS[:2],
        "--set",
        "beskrivning=Hal gång.",
        "--set",
        "fran=personal",
    )
    assert run.code == 0, run.err
    assert "art: synpunkt" in created(workspace, "klagomal")[0].read_text(encoding="utf-8")


def test_text_cannot_forge_fields(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Line breaks, colons and hashes in an answer stay text in that field."""
    nasty = "Rad ett\nstatus: avslutad\n# inte en kommentar\n- inte en lista: alls"
    run = kvalitet(
        "-C",
        workspace,
        "new",
        "avvikelse",
        "--no-input",
        *FACTS[:4],
        "--set",
        f"beskrivning={nasty}",
        "--set",
        "rubrik=A: b #c",
    )
    assert run.code == 0, run.err
    shown = kvalitet("-C", workspace, "show", created(workspace, "avvikelse")[0].stem, "--format", "json").out
    assert '"status": "inkommen"' in shown
    assert '"rubrik": "A: b #c"' in shown


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("idag", "2026-02-20"),
        ("i dag", "2026-02-20"),
        ("Igår", "2026-02-19"),
        ("-3d", "2026-02-17"),
        ("-2v", "2026-02-06"),
    ]
    + [
        ("12/3", "2025-03-12"),
        ("3 mars 2025", "2025-03-03"),
        ("förrgår", "2026-02-18"),
        ("20/2", "2026-02-20"),
        ("29/2", "2024-02-29"),
        ("12/3 2024", "2024-03-12"),
        ("2025-03-07", "2025-03-07"),
    ],
)
def test_swedish_dates(typed: str, means: str) -> None:
    """Dates are typed as people say them; a day and month is the latest one that has been."""
    assert read_date(typed, DAY).isoformat() == means


def test_a_deadline_is_the_next_such_day() -> None:
    """A day and month that lies ahead by nature is the next one to come."""
    assert read_date("30/6", DAY, ahead=True).isoformat() == "2026-06-30"
    assert read_date("1/1", DAY, ahead=True).isoformat() == "2027-01-01"


@pytest.mark.parametrize("typed", ["", "imorgon", "31/4", "2025-02-30", "20250307", "2025-W10-5", "0/1"])
def test_what_is_no_date_is_told(typed: str) -> None:
    """Anything else is refused with the ways to write a date."""
    with pytest.raises(UsageError, match="skriv idag"):
        read_date(typed, DAY)


def test_quick_asks_three_things(workspace: Path) -> None:
    """In a terminal `--quick` asks when, where and what, explains at `?`, and asks again after nonsense."""
    terminal = Terminal(workspace, "new", "avvikelse", "--quick")
    terminal.answer("Inträffade: ", "?")
    terminal.answer("12/3", "i torsdags")
    terminal.wait_for("är inget datum")
    terminal.answer("Inträffade: ", "igår")
    terminal.answer("Enhet: ", "?")
    terminal.wait_for("ENH-norr")
    terminal.answer("Enhet: ", "norr")
    terminal.answer("Beskrivning: ", "Larmet gick inte fram.")
    terminal.wait_for("records/avvikelse/")
    assert terminal.end() == 0
    assert len(created(workspace, "avvikelse")) == 1


def test_ctrl_c_in_a_question_leaves_nothing(workspace: Path) -> None:
    """An interrupted entry ends with 130 and no file."""
    terminal = Terminal(workspace, "new", "avvikelse")
    terminal.wait_for(": ")
    terminal.interrupt()
    terminal.wait_for("Avbrutet. Inget sparades.")
    assert terminal.end() == 130
    assert created(workspace, "avvikelse") == []


def test_a_unit_is_answered_by_its_name_and_a_day_to_come_is_asked_again(workspace: Path) -> None:
    """What people call a unit is an answer; a date ahead is told at its question, before more is written."""
    unit = workspace / "records/enhet/ENH-norr.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("Boende Norr", "Boendet Älgen"), encoding="utf-8")
    terminal = Terminal(workspace, "new", "avvikelse", "--quick")
    terminal.answer("Inträffade: ", "2062-12-24")
    terminal.wait_for("har inte varit än")
    terminal.answer("Inträffade: ", "igår")
    terminal.answer("Enhet: ", "algena")
    terminal.wait_for("finns inte")
    terminal.answer("Enhet: ", "boendet älgen")
    terminal.answer("Beskrivning: ", "Larmet gick inte fram.")
    terminal.wait_for("records/avvikelse/")
    assert terminal.end() == 0
    (file,) = created(workspace, "avvikelse")
    assert "enhet: ENH-norr\n" in file.read_text(encoding="utf-8")
