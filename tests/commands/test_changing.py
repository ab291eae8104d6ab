"""`set`, `step`, `rename`, `approve`: what is written, what is refused, and that nothing else changes."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run, files
from tests.terminal import Terminal

AVVIKELSE = "AVV-2025-K7Q4XM"
CLOSED = """\
id: AVV-2025-K7Q4XM
status: granskning  # nytt
rubrik: Larmet gick inte fram
enhet: ENH-norr
intraffad: 2025-03-14
upptackt: 2025-03-14
rapporterad: 2025-03-14
lagrum: [hsl]
slag: avvikelse
beskrivning: |
  Larmet ringde inte hos nattpersonalen.
skapad: 2025-03-14T13:05:11.482913+01:00
"""

Tool = Callable[..., Run]


@pytest.fixture
def avvikelse(workspace: Path) -> Path:
    """One avvikelse under review, with a comment in it."""
    file = workspace / f"records/avvikelse/2025/{AVVIKELSE}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(CLOSED, encoding="utf-8")
    return file


@pytest.fixture
def tool(kvalitet: Tool, workspace: Path) -> Tool:
    """The tool in the small workspace, on a day after all that is in it."""
    return lambda *words: kvalitet("-C", workspace, "--day", "2025-03-20", *words)


class TestSet:
    def test_changes_one_field_and_shows_it(self, tool: Tool, avvikelse: Path) -> None:
        """The field's bytes change, the diff is shown, and the record validates."""
        run = tool("set", AVVIKELSE, "intraffad=igår", "upptackt=idag", "rapporterad=idag")
        assert (run.code, run.err) == (0, "Sparat.\n")
        assert "-intraffad: 2025-03-14\n" in run.out
        assert "+intraffad: 2025-03-19\n" in run.out
        expected = CLOSED.replace("intraffad: 2025-03-14", "intraffad: 2025-03-19")
        expected = re.sub(r"(upptackt|rapporterad): 2025-03-14", r"\1: 2025-03-20", expected)
        assert avvikelse.read_text(encoding="utf-8") == expected
        assert tool("validate").code == 0

    @pytest.mark.parametrize(
        ("words", "old", "new"),
        [
            (["lagrum+=sol,hsl"], "[hsl]", "[hsl, sol]"),
            (["slag=Tillbud"], "slag: avvikelse", "slag: tillbud"),
            (["upptackt="], "upptackt: 2025-03-14\n", ""),
            (["tid=7.30"], "upptackt:", 'tid: "07:30"\nupptackt:'),
            (["beskrivning=Rad ett.\nRad två."], "  Larmet ringde inte hos nattpersonalen.", "  Rad ett.\n  Rad två."),
            (["utredning.ansvarig=chef"], "skapad:", "utredning:\n  ansvarig: ROL-chef\nskapad:"),
            (["rubrik=Ä: #1"], "Larmet gick inte fram", '"Ä: #1"'),
            (["RUBRIK=Kort"], "Larmet gick inte fram", "Kort"),
            (["rubrik=a\u0308ndrad"], "Larmet gick inte fram", "ändrad"),
        ],
        ids=lambda value: value[0] if isinstance(value, list) else None,
    )
    def test_reads_values_as_new_does(self, tool: Tool, avvikelse: Path, words: list[str], old: str, new: str) -> None:
        """Swedish dates, labels, clocks and ids without prefix are read, and a new field is put in order."""
        run = tool("set", AVVIKELSE, *words)
        assert run.code == 0, run.err
        assert avvikelse.read_text(encoding="utf-8") == CLOSED.replace(old, new, 1)

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (["upptackt=2025-03-10"], 1, "TID001 fel: upptackt: datumet ligger före inträffade"),
            (["status=utredning"], 1, "STA001 fel: riskbedomning: status utredning kräver"),
            (["rubrik="], 1, "FRM002 fel: rubrik: fältet rubrik (Rubrik) saknas"),
            (["enhet=soder"], 1, "LNK001"),
            (["rubrik=Gällde 19970517-2394"], 1, "SEK001"),
            (["rubrik"], 2, "saknar likhetstecken"),
            (["rubriken=x"], 2, "menade du rubrik?"),
            (["id=AVV-2025-AAAAAA"], 2, "id ändras inte"),
            (["skapad=2025-03-14"], 2, "skapad skrivs av kvalitet"),
            (["utredning=x"], 2, "utredning är en grupp; ange utredning.ansvarig"),
            (["enhet+=norr"], 2, "enhet är ingen lista; skriv enhet=värde"),
            (["enhet[1]=norr"], 2, "enhet är ingen lista; skriv enhet"),
            (["lagrum-=lss"], 2, "lss finns inte i lagrum; där finns hsl"),
            (["lagrum[3]=lss"], 2, "lagrum är en lista med 1\u00a0del; skriv lagrum[1], eller lagrum[2] för en ny"),
            (["intraffad=2025-02-30"], 2, "är inget datum; skriv idag"),
            (["rubrik=rak\x1b[A"], 2, "osynligt tecken"),
        ],
        ids=lambda value: value[0] if isinstance(value, list) else None,
    )
    def test_refuses_what_would_be_wrong(
        self, tool: Tool, avvikelse: Path, workspace: Path, words: list[str], code: int, says: str
    ) -> None:
        """A new error gives 1, wrong words 2; either way the message says what, and no file is touched."""
        before = files(workspace)
        run = tool("set", AVVIKELSE, *words)
        assert (run.code, run.out) == (code, "")
        assert says in run.err
        assert "19970517" not in run.err
        assert files(workspace) == before

    def test_no_option_lets_an_error_through(self, tool: Tool, avvikelse: Path) -> None:
        """The command has no switch but the one that writes nothing."""
        page = tool("set", "--help").out
        assert set(re.findall(r"--[a-z-]+", page.split("Val:")[1])) == {"--dry-run", "--help"}

    def test_judges_fields_together(self, tool: Tool, avvikelse: Path) -> None:
        """What would be wrong alone is right together."""
        together = ["riskbedomning.sannolikhet=2", "riskbedomning.konsekvens=3", "utredning.ansvarig=chef"]
        assert tool("set", AVVIKELSE, "riskbedomning.sannolikhet=2").code == 1
        assert tool("set", AVVIKELSE, *together, "status=utredning").code == 0

    def test_mends_a_broken_record_step_by_step(self, tool: Tool, avvikelse: Path) -> None:
        """Errors that were there may stand and are told; they may not become more."""
        avvikelse.write_text(
            CLOSED.replace("slag: avvikelse", "slag: annat").replace("[hsl]", "[hsl, annat]"), encoding="utf-8"
        )
        run = tool("set", AVVIKELSE, "slag=tillbud")
        assert run.code == 0
        assert "FRM004" in run.err
        assert "lagrum" in run.err
        assert tool("set", AVVIKELSE, "upptackt=2025-03-01").code == 1
        assert tool("set", AVVIKELSE, "lagrum-=annat").code == 2
        assert tool("set", AVVIKELSE, "lagrum[2]=").code == 0
        assert tool("validate").code == 0

    def test_makes_no_error_in_a_record_that_links_here(self, tool: Tool, avvikelse: Path, workspace: Path) -> None:
        """An åtgärd does not go back to a mere proposal under an avvikelse that is closed with it."""
        other = avvikelse.with_stem("AVV-2025-K7Q4XN")
        other.write_text(CLOSED.replace(AVVIKELSE, other.stem), encoding="utf-8")
        made = tool(
            *("new", "atgard", "--no-input", "--for", AVVIKELSE, "--set", "rubrik=Byt", "--set", "orsak=teknik"),
            *("--set", "status=beslutad", "--set", "beslut.beslut=godkand", "--set", "beslut.av=chef"),
            *("--set", "beslut.datum=idag", "--set", "ansvarig=chef", "--set", "klart_senast=2025-06-01"),
        )
        assert made.code == 0, made.err
        atgard = workspace / made.out.split()[0]
        atgard.write_text(atgard.read_text(encoding="utf-8").replace(AVVIKELSE, other.stem), encoding="utf-8")
        text = avvikelse.read_text(encoding="utf-8").replace("granskning", "avslutad")
        extra = (
            "riskbedomning: {sannolikhet: 1, konsekvens: 1}\nenskild_berord: nej\n"
            "utredning: {ansvarig: ROL-chef, orsaker: [teknik], slutsats: Batteriet.}\n"
            "beslut: {grad_hsl: ej_vardskada, motivering: Ingen skada., av: ROL-chef, datum: 2025-03-16}\n"
            "aterkoppling: {datum: 2025-03-17, hur: Enskilt}\nuppfoljning: {datum: 2025-03-18, effekt: ja}\nskapad:"
        )
        avvikelse.write_text(text.replace("skapad:", extra), encoding="utf-8")
        assert tool("validate").code == 0
        before = files(workspace)
        run = tool("set", atgard.stem, "status=foreslagen")
        assert run.code == 1
        assert f"records/avvikelse/2025/{AVVIKELSE}.yaml:" in run.err
        assert "AVV001" in run.err
        assert files(workspace) == before

    def test_the_same_error_once_more_is_a_new_error(self, tool: Tool, workspace: Path) -> None:
        """An error that stands already makes no room for another like it, but a list may move it."""
        file = workspace / "records/rutin/RUT-omsorg.yaml"
        text = file.read_text(encoding="utf-8").replace("roll: ROL-usk", "roll: ROL-borta")
        file.write_text(text, encoding="utf-8")
        assert tool("set", "RUT-omsorg", "ansvar[2].roll=borta", "ansvar[2].uppgift=Gör.").code == 1
        run = tool("set", "RUT-omsorg", "ansvar[2].roll=ROL-borta", "ansvar[2].uppgift=Gör.")
        assert run.code == 1
        assert run.err.count("ROL-borta finns inte") == 1
        assert tool("set", "RUT-omsorg", "ansvar[2].roll=usk", "ansvar[2].uppgift=Gör.", "titel=Ny").code == 0
        without = file.read_text(encoding="utf-8").replace("  - roll: ROL-usk\n    uppgift", "  - uppgift")
        file.write_text(without, encoding="utf-8")
        run = tool("set", "RUT-omsorg", "ansvar[1]=")
        assert run.code == 0, run.err
        assert "FRM002 fel: ansvar[1].roll: fältet roll (Roll) saknas" in run.err

    def test_makes_no_ring_of_units(self, tool: Tool, workspace: Path) -> None:
        """Rules on all records together are asked too."""
        run = tool("set", "ENH-namnd", "overordnad=ENH-norr")
        assert (run.code, run.out) == (1, "")
        assert "LNK004" in run.err

    def test_a_risk_says_which_scale_it_is_judged_on(self, tool: Tool, avvikelse: Path) -> None:
        """What the tool alone fills in is filled in where a group is begun, and nowhere else."""
        assert tool("set", AVVIKELSE, "riskbedomning.sannolikhet=2", "riskbedomning.konsekvens=3").code == 0
        begun = "riskbedomning:\n  sannolikhet: 2\n  konsekvens: 3\n  skala: standard-4x4\n"
        text = CLOSED.replace("skapad:", f"{begun}skapad:")
        assert avvikelse.read_text(encoding="utf-8") == text
        without = text.replace("  skala: standard-4x4\n", "")
        avvikelse.write_text(without, encoding="utf-8")
        assert tool("set", AVVIKELSE, "riskbedomning.konsekvens=2").code == 0
        assert avvikelse.read_text(encoding="utf-8") == without.replace("konsekvens: 3", "konsekvens: 2")

    def test_parts_of_a_list_by_number(self, tool: Tool, workspace: Path) -> None:
        """A part is changed, added and taken away by its number from 1; in one call the numbers are those of now."""
        file = workspace / "records/rutin/RUT-omsorg.yaml"
        before = file.read_text(encoding="utf-8")
        run = tool("set", "RUT-omsorg", "ansvar[2].roll=chef", "ansvar[2].uppgift=Ser till.", "ansvar[1].uppgift=Gör.")
        assert run.code == 0, run.err
        first = "  - roll: ROL-usk\n    uppgift: Gör.\n"
        second = "  - roll: ROL-chef\n    uppgift: |\n      Ser till.\n"
        old = "  - roll: ROL-usk\n    uppgift: Utför omsorgen.\n"
        assert file.read_text(encoding="utf-8") == before.replace(old, first + second)
        assert tool("set", "RUT-omsorg", "ansvar[3].roll=chef", "ansvar[3].uppgift=Tre.").code == 0
        assert tool("set", "RUT-omsorg", "ansvar[1]=", "ansvar[3]=").code == 0
        assert file.read_text(encoding="utf-8") == before.replace(old, second)
        run = tool("set", "RUT-omsorg", "ansvar.roll=usk")
        assert (run.code, run.out) == (2, "")
        assert "skriv ansvar[1].roll, eller ansvar[2].roll för en ny" in run.err

    def test_takes_the_end_of_an_id_in_a_value(self, tool: Tool, avvikelse: Path) -> None:
        """The six characters that name a record everywhere else do so in a link too."""
        made = tool("new", "åtgärd", "--no-input", "--set", "rubrik=Byt", "--set", "orsak=teknik")
        name = Path(made.out.strip()).stem
        assert tool("set", avvikelse.stem, f"atgarder={name[-6:].lower()}").code == 0
        assert name in avvikelse.read_text(encoding="utf-8")

    def test_says_that_nothing_changed(self, tool: Tool, avvikelse: Path) -> None:
        """The value that stands there already, and taking away what is not there, write nothing."""
        at = avvikelse.stat().st_mtime_ns
        for words in (["slag=avvikelse"], ["tid="], ["lagrum+=hsl"]):
            assert tool("set", AVVIKELSE, *words) == Run(0, "", "ingenting ändrades\n")
        assert avvikelse.stat().st_mtime_ns == at

    def test_dry_run_shows_and_writes_nothing(self, tool: Tool, avvikelse: Path) -> None:
        """The diff is the only thing on stdout, and the file is as it was."""
        run = tool("set", AVVIKELSE, "slag=tillbud", "--dry-run")
        assert (run.code, run.err) == (0, "Ingenting skrevs.\n")
        assert run.out.startswith(f"--- records/avvikelse/2025/{AVVIKELSE}.yaml\n+++ ")
        assert avvikelse.read_text(encoding="utf-8") == CLOSED

    @pytest.mark.parametrize("number", ["19970517-2394", "970517\u00ad2394", "97\u00ad0517-23\u00ad94"])
    def test_never_shows_a_number(self, tool: Tool, avvikelse: Path, number: str) -> None:
        """A number that stands in the file is masked in the diff that mends it, also a hidden one."""
        avvikelse.write_text(CLOSED.replace("Larmet gick inte fram", f"Gällde {number}"), encoding="utf-8")
        run = tool("set", AVVIKELSE, "rubrik=Larmet gick inte fram")
        assert run.code == 0, run.err
        assert "+rubrik: Larmet gick inte fram" in run.out
        assert "0517" not in run.out + run.err

    def test_keeps_what_someone_else_wrote_meanwhile(
        self, tool: Tool, avvikelse: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A file that changed after it was read is not written over."""
        from kvalitet import changing

        def judge(*words: object) -> object:
            avvikelse.write_text(CLOSED.replace("gick inte", "gick aldrig"), encoding="utf-8")
            return real(*words)  # type: ignore[arg-type]

        real = changing.judge
        monkeypatch.setattr(changing, "judge", judge)
        run = tool("set", AVVIKELSE, "slag=tillbud")
        assert run.code == 6
        assert "ändrades av någon annan" in run.err
        assert avvikelse.read_text(encoding="utf-8") == CLOSED.replace("gick inte", "gick aldrig")

    def test_keeps_the_files_mode(self, tool: Tool, avvikelse: Path) -> None:
        """Colleagues who could read a record still can."""
        avvikelse.chmod(0o640)
        assert tool("set", AVVIKELSE, "slag=tillbud").code == 0
        assert stat.S_IMODE(avvikelse.stat().st_mode) == 0o640

    def test_refuses_a_file_that_cannot_be_read(self, tool: Tool, avvikelse: Path) -> None:
        """Nothing is changed in what nobody understands."""
        avvikelse.write_text(CLOSED.replace("[hsl]", "[hsl"), encoding="utf-8")
        run = tool("set", AVVIKELSE, "slag=tillbud")
        assert run.code == 2
        assert "går inte att läsa; kör kvalitet validate" in run.err

    def test_sends_what_cannot_be_done_in_place_to_edit(self, tool: Tool, avvikelse: Path) -> None:
        """A comment that would be lost stops the change, and the message names the way."""
        avvikelse.write_text(CLOSED.replace("slag: avvikelse", "slag:\n  # sagt\n  - avvikelse"), encoding="utf-8")
        run = tool("set", AVVIKELSE, "slag=tillbud")
        assert run.code == 6
        assert f"kör kvalitet edit {AVVIKELSE}" in run.err


class TestStep:
    def test_without_a_state_shows_the_way(self, tool: Tool, avvikelse: Path) -> None:
        """It says where the record is, where it can go, and what each step demands."""
        run = tool("step", AVVIKELSE)
        assert run.code == 0
        assert f"{AVVIKELSE} är i granskning." in run.out
        assert "utredning kräver\n  riskbedomning.sannolikhet (sannolikhet): Ett steg" in run.out
        assert "komplettering kräver inget mer" in run.out
        assert "avskriven kräver\n  avskriven_skal (skäl att avskriva): " in run.out

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (["avslutad"], 2, "från granskning går det inte till avslutad; härifrån går det till utredning, kompl"),
            (["granskning"], 2, "posten är redan i granskning; härifrån går det till"),
            (["utredninng"], 2, "utredninng är inget steg; menade du utredning?"),
            (["utredning"], 1, "utredning kräver mer än vad posten har:\n  riskbedomning.sannolikhet"),
            (["Utredning", "--set", "utredning.ansvarig=x"], 1, "riskbedomning.konsekvens"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else None,
    )
    def test_refuses_and_names_what_is_missing(
        self, tool: Tool, avvikelse: Path, words: list[str], code: int, says: str
    ) -> None:
        """A state that the present one does not lead to is wrong use, lacking fields are findings; nothing is written."""
        run = tool("step", AVVIKELSE, *words)
        assert (run.code, run.out) == (code, "")
        assert says in run.err
        assert avvikelse.read_text(encoding="utf-8") == CLOSED

    def test_names_what_a_group_that_is_begun_will_need(self, tool: Tool, avvikelse: Path) -> None:
        """All that is to be given is named at once, also what becomes required on the way."""
        run = tool(
            *("step", AVVIKELSE, "utredning", "--set", "riskbedomning.sannolikhet=1"),
            *("--set", "riskbedomning.konsekvens=1", "--set", "utredning.ansvarig=chef"),
        )
        assert run.code == 0, run.err
        told = tool("step", AVVIKELSE, "beslut").err
        paths = re.findall(r"^  ([a-z_.]+) \(", told, re.MULTILINE)
        assert paths == [
            *("utredning.orsaker", "utredning.slutsats", "beslut.grad_hsl"),
            *("beslut.motivering", "beslut.av", "beslut.datum"),
        ]

    def test_moves_a_record_and_keeps_the_rest(self, tool: Tool, avvikelse: Path) -> None:
        """State and given fields are written in one go; comments and order stay."""
        run = tool("step", AVVIKELSE, "avskriven", "--set", "avskriven_skal=Gällde inte oss.")
        assert run.code == 0, run.err
        expected = CLOSED.replace("granskning  # nytt", "avskriven  # nytt").replace(
            "skapad:", "avskriven_skal: |\n  Gällde inte oss.\nskapad:"
        )
        assert avvikelse.read_text(encoding="utf-8") == expected
        assert "det är det sista steget" in tool("step", AVVIKELSE, "utredning").err
        assert "Det är det sista steget." in tool("step", AVVIKELSE).out

    def test_a_kind_without_states_says_so(self, tool: Tool) -> None:
        """A unit has no steps."""
        run = tool("step", "ENH-norr")
        assert run.code == 2
        assert "enhet har inga steg" in run.err

    def test_asks_for_what_the_state_demands(self, workspace: Path, avvikelse: Path) -> None:
        """In a terminal each lack is a question with help, and an answer that demands more asks for that too."""
        terminal = Terminal(workspace, "--day", "2025-03-20", "step", AVVIKELSE, "utredning")
        terminal.answer("Sannolikhet: ", "9")
        terminal.wait_for("är inget steg")
        terminal.answer("Sannolikhet: ", "2")
        terminal.answer("Konsekvens: ", "3")
        terminal.answer("Ansvarig för utredningen: ", "?")
        terminal.wait_for("ROL-chef")
        terminal.answer("Ansvarig för utredningen: ", "chef")
        terminal.wait_for("Sparat.")
        assert terminal.end() == 0
        terminal = Terminal(workspace, "--day", "2025-03-20", "step", AVVIKELSE, "beslut")
        terminal.answer("Orsaksområden", "teknik")
        terminal.answer("Slutsats: ", "Batteriet var slut.")
        terminal.answer("Grad enligt PSL: ", "Allvarlig vårdskada")
        terminal.answer("Motivering: ", "Larmet är en beslutad insats.")
        terminal.answer("Beslutat av: ", "chef")
        terminal.answer("Beslutsdatum: ", "idag")
        terminal.answer("Anmäld (ja/nej): ", "nej")
        terminal.wait_for("Sparat.")
        assert terminal.end() == 0
        terminal = Terminal(workspace, "--day", "2025-03-20", "step", AVVIKELSE, "uppfoljning")
        terminal.answer("Vilket? ", "7")
        terminal.wait_for("Skriv 1 till 2")
        terminal.answer("Vilket? ", "2")
        terminal.answer("Varför ingen åtgärd: ", "Batteriet är bytt.")
        terminal.wait_for("Sparat.")
        assert terminal.end() == 0

    def test_ctrl_c_leaves_the_record(self, workspace: Path, avvikelse: Path) -> None:
        """An interrupted step writes nothing."""
        terminal = Terminal(workspace, "--day", "2025-03-20", "step", AVVIKELSE, "utredning")
        terminal.wait_for("Sannolikhet: ")
        terminal.interrupt()
        terminal.wait_for("Avbrutet. Inget sparades.")
        assert terminal.end() == 130
        assert avvikelse.read_text(encoding="utf-8") == CLOSED


class TestRename:
    def test_moves_the_file_and_every_link(self, tool: Tool, workspace: Path) -> None:
        """The id changes in its own file and in each that links to it; nothing else does."""
        process = workspace / "records/process/PRO-omsorg.yaml"
        old = workspace / "records/rutin/RUT-omsorg.yaml"
        expected = (process.read_bytes(), old.read_bytes())
        run = tool("rename", "RUT-omsorg", "natt")
        assert run.code == 0, run.err
        assert "+++ records/rutin/RUT-natt.yaml" in run.out
        assert "+++ records/process/PRO-omsorg.yaml" in run.out
        assert not old.exists()
        renamed = (process.read_bytes(), (workspace / "records/rutin/RUT-natt.yaml").read_bytes())
        assert renamed == tuple(data.replace(b"RUT-omsorg", b"RUT-natt") for data in expected)
        assert tool("validate").code == 0

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (
                [AVVIKELSE, "AVV-2025-AAAAAA"],
                "är ett draget id och får inget eget namn; kvalitet renumber drar ett nytt",
            ),
            (["RUT-omsorg", "RUT-omsorg"], "RUT-omsorg heter posten redan"),
            (["ROL-chef", "usk"], "ROL-usk finns redan"),
            (["RUT-omsorg", "på natten"], "är inget id för rutin; skriv till exempel RUT-kort-namn"),
            (["RUT-finns-inte", "natt"], "finns inte"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else None,
    )
    def test_refuses_what_is_no_new_name(
        self, tool: Tool, avvikelse: Path, workspace: Path, words: list[str], says: str
    ) -> None:
        """A drawn id, a taken name and a name that is none are refused, and nothing is written."""
        before = files(workspace)
        run = tool("rename", *words)
        assert (run.code, run.out) == (2, "")
        assert says in run.err
        assert files(workspace) == before

    def test_refuses_while_a_file_that_names_it_cannot_be_read(self, tool: Tool, workspace: Path) -> None:
        """A link that nobody can follow is told, not broken."""
        broken = workspace / "records/process/PRO-trasig.yaml"
        broken.write_text("id: PRO-trasig\nrutiner: [RUT-omsorg\n", encoding="utf-8")
        before = files(workspace)
        run = tool("rename", "RUT-omsorg", "natt")
        assert run.code == 2
        assert "records/process/PRO-trasig.yaml nämner RUT-omsorg men går inte att läsa" in run.err
        assert files(workspace) == before

    def test_tells_of_mentions_in_text(self, tool: Tool, workspace: Path) -> None:
        """An id in running text or a comment is written by hand: it stays and is told, with its place."""
        process = workspace / "records/process/PRO-omsorg.yaml"
        text = process.read_text(encoding="utf-8").replace("  Trygg omsorg.", "  Trygg omsorg, se RUT-omsorg.")
        process.write_text(text, encoding="utf-8")
        run = tool("rename", "RUT-omsorg", "natt")
        assert run.code == 0
        assert "records/process/PRO-omsorg.yaml:4:20: RUT-omsorg nämns i texten och står kvar" in run.err
        assert run.err.count("nämns i texten") == 1

    def test_a_record_that_was_wrong_before_may_be_renamed(self, tool: Tool, workspace: Path) -> None:
        """An error that only changed its record's name is no new error."""
        file = workspace / "records/rutin/RUT-omsorg.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("dokumenttyp: rutin", "dokumenttyp: bok"))
        assert tool("rename", "RUT-omsorg", "natt").code == 0

    @pytest.mark.parametrize(
        ("settings", "after"),
        [
            ('[roller]\r\nusk = "ROL-usk" # vår\r\n', '[roller]\r\nusk = "ROL-vardare" # vår\r\n'),
            ('roller = {a = \'ROL-usk\', b = "ROL-chef", c = "ROL-usk"}\n', None),
        ],
        ids=["table", "one line"],
    )
    def test_the_workspaces_own_words_for_a_role_follow(
        self, tool: Tool, workspace: Path, settings: str, after: str | None
    ) -> None:
        """The configuration names the role by its new id, and nothing else in it changes."""
        file = workspace / "kvalitet.toml"
        text = file.read_bytes().decode() + settings
        file.write_bytes(text.encode())
        run = tool("rename", "ROL-usk", "vardare")
        assert run.code == 0, run.err
        assert "+++ kvalitet.toml" in run.out
        expected = text.replace(settings, after or settings.replace("ROL-usk", "ROL-vardare"))
        assert file.read_bytes().decode() == expected
        assert tool("validate").code == 0

    def test_refuses_while_a_file_that_may_name_it_cannot_be_opened(
        self, tool: Tool, workspace: Path, ordinary_user: None
    ) -> None:
        """What cannot be opened may link to the record: it is mended first, so that no link is left behind."""
        (workspace / "records/process/PRO-omsorg.yaml").chmod(0)
        before = files(workspace)
        run = tool("rename", "ROL-usk", "vardare")
        assert run.code == 2
        assert "records/process/PRO-omsorg.yaml går inte att öppna och kan nämna ROL-usk" in run.err
        assert files(workspace) == before

    def test_a_name_that_is_a_word_for_another_role_is_refused(self, tool: Tool, workspace: Path) -> None:
        """A role cannot take the name that the workspace uses for another."""
        file = workspace / "kvalitet.toml"
        file.write_text(file.read_text(encoding="utf-8") + '[roller]\nboss = "ROL-chef"\n', encoding="utf-8")
        run = tool("rename", "ROL-usk", "boss")
        assert run.code == 2
        assert "boss är arbetsytans eget ord för ROL-chef" in run.err
        assert tool("rename", "ROL-chef", "boss").code == 0
        assert tool("validate").code == 0


class TestApprove:
    WORDS = ("--by", "chef", "--decision", "HVN 2025/12 § 4")

    def test_binds_the_approval_to_the_content(self, tool: Tool, workspace: Path) -> None:
        """Who, when, which decision and a seal are written; a later change is told until it is approved again."""
        file = workspace / "records/rutin/RUT-omsorg.yaml"
        before = file.read_text(encoding="utf-8")
        run = tool("approve", "RUT-omsorg", *self.WORDS)
        assert run.code == 0, run.err
        text = file.read_text(encoding="utf-8")
        seal = re.search(r"  avtryck: (f1[0-9a-f]{16})\n", text)
        assert seal is not None
        assert text == before.replace(
            "  datum: 2024-01-15\n", f"  datum: 2025-03-20\n  beslut: HVN 2025/12 § 4\n  avtryck: {seal[1]}\n"
        )
        assert "varning" not in tool("validate").out
        run = tool("set", "RUT-omsorg", "titel=Omsorg om natten")
        assert run.code == 0
        assert "fastställ det på nytt: kvalitet approve RUT-omsorg --by ROLL --decision BESLUT" in run.err
        assert "FST001" in tool("validate").out
        run = tool("set", "RUT-omsorg", "syfte=Trygga nätter.")
        assert "kvalitet approve RUT-omsorg" in run.err
        assert tool("approve", "RUT-omsorg", *self.WORDS).code == 0
        assert "FST001" not in tool("validate").out

    def test_sets_the_next_review_with_the_decision(self, tool: Tool, workspace: Path) -> None:
        """A document whose review is overdue is approved and given its next review in one go, or not at all."""
        file = workspace / "records/rutin/RUT-omsorg.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("2027-01-31", "2025-01-31"), encoding="utf-8")
        words = ("approve", "RUT-omsorg", "--by", "chef", "--decision", "§ 12")
        assert tool(*words).code == 1
        assert tool(*words, "--review", "2028-01-31").code == 0
        text = file.read_text(encoding="utf-8")
        assert "revideras_senast: 2028-01-31\n" in text
        assert 'beslut: "§ 12"\n' in text

    def test_a_new_name_for_what_it_links_to_needs_no_new_decision(self, tool: Tool, workspace: Path) -> None:
        """A name that follows a rename is no change of what was approved; a change made before it still is."""
        assert tool("approve", "PRO-omsorg", *self.WORDS).code == 0
        assert tool("rename", "RUT-omsorg", "natt").code == 0
        assert "RUT-natt" in (workspace / "records/process/PRO-omsorg.yaml").read_text(encoding="utf-8")
        assert "FST001" not in tool("validate").out
        assert tool("set", "PRO-omsorg", "syfte=Något annat.").code == 0
        assert tool("rename", "RUT-natt", "kvall").code == 0
        assert "FST001" in tool("validate").out

    def test_what_is_administrative_may_change(self, tool: Tool) -> None:
        """The day of the next review and the like need no new decision, nor does a new name."""
        assert tool("approve", "RUT-omsorg", *self.WORDS).code == 0
        run = tool("set", "RUT-omsorg", "revideras_senast=2028-01-31", "dokumentansvarig=usk", "krav=R-4-2")
        assert (run.code, run.err) == (0, "Sparat.\n")
        assert tool("rename", "RUT-omsorg", "natt").code == 0
        assert "FST001" not in tool("validate").out

    @pytest.mark.parametrize(
        ("words", "code", "says"),
        [
            (["ENH-norr", *WORDS], 2, "enhet fastställs inte här; det gör process och rutin"),
            (["RUT-omsorg", "--by", "ingen", "--decision", "§ 4"], 1, "LNK001"),
            (["RUT-omsorg", *WORDS, "--date", "2025-04-01"], 1, "TID002"),
            (["RUT-omsorg", "--by", "chef", "--decision", " "], 2, "--decision är tomt"),
            (["RUT-omsorg", "--by", "chef"], 2, "--decision saknas"),
        ],
        ids=["kind", "role", "future", "empty", "missing"],
    )
    def test_refuses_what_is_no_approval(
        self, tool: Tool, workspace: Path, words: list[str], code: int, says: str
    ) -> None:
        """A kind that is not approved, an unknown role, a day ahead and a missing decision write nothing."""
        before = files(workspace)
        run = tool("approve", *words)
        assert (run.code, run.out) == (code, "")
        assert says in run.err
        assert files(workspace) == before

    def test_refuses_a_document_with_errors(self, tool: Tool, workspace: Path) -> None:
        """Nobody puts a seal on what is wrong."""
        file = workspace / "records/rutin/RUT-omsorg.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("dokumenttyp: rutin", "dokumenttyp: bok"))
        run = tool("approve", "RUT-omsorg", *self.WORDS)
        assert (run.code, run.out) == (1, "")
        assert "Rätta felen innan dokumentet fastställs." in run.err

    def test_nobody_writes_a_seal_by_hand(self, tool: Tool) -> None:
        """Neither `set` nor `new` takes a seal."""
        for words in (["set", "RUT-omsorg"], ["new", "rutin", "--no-input", "--set"]):
            run = tool(*words, "faststalld.avtryck=f1f381e735db289785")
            assert run.code == 2
            assert "faststalld.avtryck skrivs av kvalitet; kör kvalitet approve" in run.err
