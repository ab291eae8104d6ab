"""`renumber`: a drawn id drawn anew; two records with one id become two, and no link is moved by a guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.records.ids import ALPHABET
from tests.conftest import Run
from tests.terminal import Terminal

OLD = "AVV-2025-K7Q4XM"
MEASURE = "ATG-2025-4ZN8WT"
HOME = f"records/avvikelse/2025/{OLD}.yaml"
DRAWN = re.compile(rf"AVV-(\d{{4}})-[{ALPHABET}]{{6}}")

EVENT = """\
# yaml-language-server: $schema=../../../.kvalitet/schema/avvikelse.json
id: AVV-2025-K7Q4XM  # i protokollet
status: granskning
rubrik: Larmet gick inte fram
enhet: ENH-norr
intraffad: 2025-03-14
rapporterad: 2025-03-14
lagrum: [hsl]
slag: avvikelse
beskrivning: |
  Larmet ringde inte hos nattpersonalen.
atgarder: [ATG-2025-4ZN8WT]
skapad: 2025-03-14T13:05:11.482913+01:00
"""

OTHER = """\
id: AVV-2025-K7Q4XM
status: granskning
rubrik: Medicinskåpet stod öppet
enhet: ENH-norr
intraffad: 2025-03-15
rapporterad: 2025-03-15
lagrum: [sol]
slag: avvikelse
beskrivning: |
  Skåpet var olåst när kvällen började.
skapad: 2025-03-15T17:44:02.000713+01:00
"""

ATGARD = """\
id: ATG-2025-4ZN8WT
status: foreslagen
rubrik: Byta larm
kalla: [AVV-2025-K7Q4XM]
orsak: teknik
omedelbar: nej
skapad: 2025-03-15T13:05:11.482913+01:00
"""

CONFLICT = {
    "merge": "<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> gren\n",
    "diff3": "<<<<<<< HEAD\n{ours}||||||| empty tree\n=======\n{theirs}>>>>>>> gren\n",
}

Tool = Callable[..., Run]


@pytest.fixture
def tool(kvalitet: Tool, workspace: Path) -> Tool:
    """The tool in the small workspace, on a day after all that is in it."""
    return lambda *words: kvalitet("-C", workspace, "--day", "2025-03-20", *words)


def lay(workspace: Path, path: str, text: str) -> Path:
    file = workspace / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def event(workspace: Path) -> Path:
    """One avvikelse and the åtgärd that it led to."""
    lay(workspace, f"records/atgard/2025/{MEASURE}.yaml", ATGARD)
    return lay(workspace, HOME, EVENT)


def files(workspace: Path) -> dict[str, str]:
    """The workspace's files by path; what the tool keeps for itself is not among them."""
    found = {path.relative_to(workspace).as_posix(): path for path in sorted(workspace.rglob("*")) if path.is_file()}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items() if not name.startswith(".")}


def the_new(workspace: Path, before: dict[str, str]) -> tuple[str, str]:
    """The one new file's id and text."""
    (path,) = files(workspace).keys() - before.keys()
    return Path(path).stem, (workspace / path).read_text(encoding="utf-8")


class TestOneRecord:
    def test_gets_a_new_id_with_all_its_links(self, tool: Tool, workspace: Path, event: Path) -> None:
        """The file has the new name, each link says it, no other byte changes, and the year stays."""
        before = files(workspace)
        run = tool("renumber", OLD)
        assert run.code == 0, run.err
        new, text = the_new(workspace, before)
        assert DRAWN.fullmatch(new)
        assert new.startswith("AVV-2025-")
        assert not event.exists()
        assert text == EVENT.replace(OLD, new)
        after = files(workspace)[f"records/atgard/2025/{MEASURE}.yaml"]
        assert after == ATGARD.replace(OLD, new)
        assert f"+++ records/avvikelse/2025/{new}.yaml" in run.out
        assert tool("validate").code == 0

    @pytest.mark.parametrize("typed", ["avv-2025-k7q4xm", "K7Q4XM", HOME, "records/avvikelse/2024/" + OLD])
    def test_takes_an_id_as_it_is_spoken_its_end_or_a_path(self, tool: Tool, event: Path, typed: str) -> None:
        """Lower case, the six characters alone and the file's path all mean the record."""
        assert tool("renumber", typed).code == 0
        assert not event.exists()

    def test_takes_a_path_from_where_one_stands(self, kvalitet: Tool, workspace: Path, event: Path) -> None:
        """In a folder of records the name of the file is enough."""
        run = kvalitet("-C", event.parent, "--day", "2025-03-20", "renumber", event.name)
        assert run.code == 0, run.err
        assert not event.exists()

    def test_shows_and_writes_nothing_on_a_dry_run(self, tool: Tool, workspace: Path, event: Path) -> None:
        """What would change is shown; every file is as it was."""
        before = files(workspace)
        run = tool("renumber", OLD, "--dry-run")
        assert run.code == 0
        assert f"-id: {OLD}" in run.out
        assert "Ingenting skrevs." in run.err
        assert files(workspace) == before

    def test_a_seal_on_what_links_to_it_stays_whole(self, tool: Tool, workspace: Path, event: Path) -> None:
        """A new id for the åtgärd that improved a rutin is no change of what was approved."""
        assert tool("set", "RUT-omsorg", f"forbattrad_av={MEASURE}").code == 0
        assert tool("approve", "RUT-omsorg", "--by", "chef", "--decision", "§ 4", "--date", "2025-03-19").code == 0
        assert tool("renumber", MEASURE).code == 0
        assert MEASURE not in (workspace / "records/rutin/RUT-omsorg.yaml").read_text(encoding="utf-8")
        assert "FST001" not in tool("validate").out

    def test_a_misplaced_record_comes_home(self, tool: Tool, workspace: Path) -> None:
        """A record in the wrong folder gets its new file where it belongs, with its line for editors mended."""
        text = EVENT.replace("../../../", "../../").replace("atgarder: [ATG-2025-4ZN8WT]\n", "")
        lay(workspace, f"records/avvikelse/{OLD}.yaml", text)
        before = files(workspace)
        assert tool("renumber", OLD).code == 0
        new, text = the_new(workspace, before)
        assert (workspace / f"records/avvikelse/2025/{new}.yaml").exists()
        assert text.startswith("# yaml-language-server: $schema=../../../.kvalitet/")

    def test_tells_of_mentions(self, tool: Tool, workspace: Path, event: Path) -> None:
        """The old id in running text stays, and is told where it then stands."""
        event.write_text(EVENT.replace("Larmet ringde", f"{OLD}: larmet ringde"), encoding="utf-8")
        before = files(workspace)
        run = tool("renumber", OLD)
        new, _ = the_new(workspace, before)
        assert f"records/avvikelse/2025/{new}.yaml:11:3: {OLD} nämns i texten och står kvar" in run.err

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["RUT-omsorg"], "RUT-omsorg är ett valt namn; byt det med kvalitet rename"),
            (["AVV-2025-AAAAAA"], "finns inte"),
            (["records/avvikelse/2025/finns-inte.yaml"], "finns inte"),
            ([OLD, "--links", "move"], "--links behövs bara när två poster har samma id"),
            (["../utanfor.yaml"], "finns inte"),
            (["anteckningar.yaml"], "anteckningar.yaml är ingen post; ange en fil i mappen records, eller ett id"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else None,
    )
    def test_refuses(self, tool: Tool, workspace: Path, event: Path, words: list[str], says: str) -> None:
        """A chosen name, what is not there and an option without use are refused with what to write instead."""
        lay(workspace.parent, "utanfor.yaml", EVENT)
        lay(workspace, "anteckningar.yaml", EVENT)
        before = files(workspace)
        run = tool("renumber", *words)
        assert (run.code, run.out) == (2, "")
        assert says in run.err
        assert files(workspace) == before

    def test_refuses_what_cannot_be_read(self, tool: Tool, workspace: Path, event: Path) -> None:
        """A broken file keeps its id until it is mended, and so does one that a broken file names."""
        broken = lay(workspace, "records/avvikelse/2025/AVV-2025-AAAAAA.yaml", f"id: [{OLD}\n")
        run = tool("renumber", "AVV-2025-AAAAAA")
        assert (run.code, "går inte att läsa" in run.err) == (2, True)
        run = tool("renumber", OLD)
        assert (run.code, f"{broken.name} nämner {OLD} men går inte att läsa" in run.err) == (2, True)


COPIES = ["records/avvikelse/2024/AVV-2025-K7Q4XM.yaml", "records/avvikelse/2025/AVV-2025-K7Q4XM kopia.yaml"]


class TestTwoRecords:
    @pytest.fixture(params=COPIES, ids=["other folder", "other name"])
    def copy(self, workspace: Path, event: Path, request: pytest.FixtureRequest) -> str:
        """Another event with the same id, in another file."""
        lay(workspace, request.param, OTHER)
        return str(request.param)

    def test_an_id_alone_does_not_say_which(self, tool: Tool, workspace: Path, copy: str) -> None:
        """Both files are named, and nothing is written."""
        before = files(workspace)
        run = tool("renumber", OLD)
        assert run.code == 2
        assert HOME in run.err
        assert copy in run.err
        assert "skriv sökvägen till den du menar" in run.err
        assert files(workspace) == before

    def test_links_stay_unless_one_says_so(self, tool: Tool, workspace: Path, copy: str) -> None:
        """Without a word links keep to the id that stays, and are told with the way to move one of them."""
        before = files(workspace)
        run = tool("renumber", copy, "--no-input")
        assert run.code == 0, run.err
        new, text = the_new(workspace, before)
        assert text == OTHER.replace(OLD, new)
        after = files(workspace)
        assert (after[HOME], after[f"records/atgard/2025/{MEASURE}.yaml"]) == (EVENT, ATGARD)
        assert copy not in after
        assert f"{MEASURE} (kalla) Byta larm" in run.err
        assert (
            f"De pekar kvar på {OLD}. Menar någon den andra: kvalitet set {MEASURE} kalla-={OLD} kalla+={new}"
            in run.err
        )
        assert tool("validate").code == 0

    def test_links_follow_when_one_says_so(self, tool: Tool, workspace: Path, copy: str) -> None:
        """With --links move each link says the new id, and none is left."""
        before = files(workspace)
        run = tool("renumber", copy, "--links", "move")
        assert run.code == 0, run.err
        new, _ = the_new(workspace, before)
        assert files(workspace)[f"records/atgard/2025/{MEASURE}.yaml"] == ATGARD.replace(OLD, new)
        assert "pekar kvar" not in run.err

    def test_the_one_that_stays_must_be_able_to(self, tool: Tool, workspace: Path, copy: str) -> None:
        """Where the one left is no file that links can find, or lies wrong, that is told and nothing is written."""
        before = files(workspace)
        run = tool("renumber", HOME, "--no-input")
        assert run.code == 1
        assert ("LNK001" if "kopia" in copy else "FIL007") in run.err
        assert files(workspace) == before

    def test_a_word_that_is_no_choice_is_refused(self, tool: Tool, copy: str) -> None:
        """--links takes its two words only."""
        run = tool("renumber", copy, "--links", "båda")
        assert (run.code, "skriv keep eller move" in run.err) == (2, True)

    @pytest.mark.parametrize(("answer", "follows"), [("ja", True), ("", False)])
    def test_a_terminal_is_asked(self, workspace: Path, copy: str, answer: str, follows: bool) -> None:
        """At a terminal the links are shown and the user says whether they follow; Return leaves them."""
        terminal = Terminal(workspace, "--day", "2025-03-20", "renumber", copy)
        terminal.answer("Ska länkarna följa med", answer)
        terminal.wait_for("Sparat.")
        assert terminal.end() == 0
        assert (OLD not in files(workspace)[f"records/atgard/2025/{MEASURE}.yaml"]) is follows

    def test_a_copy_with_a_name_of_its_own_gets_an_id_of_its_own(
        self, tool: Tool, workspace: Path, event: Path
    ) -> None:
        """A file renamed by hand with the old id in it: links to its name follow, links to the other's id stay."""
        path = "records/avvikelse/2025/AVV-2025-BBBBBB.yaml"
        lay(workspace, path, OTHER)
        lay(
            workspace,
            "records/atgard/2025/ATG-2025-CCCCCC.yaml",
            ATGARD.replace(MEASURE, "ATG-2025-CCCCCC").replace(OLD, "AVV-2025-BBBBBB"),
        )
        before = files(workspace)
        assert tool("renumber", path, "--no-input").code == 0
        new, _ = the_new(workspace, before)
        after = files(workspace)
        assert f"kalla: [{new}]" in after["records/atgard/2025/ATG-2025-CCCCCC.yaml"]
        assert after[f"records/atgard/2025/{MEASURE}.yaml"] == ATGARD
        assert tool("validate").code == 0

    def test_two_of_a_chosen_name_are_told_apart_by_rename(self, tool: Tool, workspace: Path) -> None:
        """`rename` shares all of this: it takes the path, and links stay with the one that keeps the name."""
        text = (workspace / "records/rutin/RUT-omsorg.yaml").read_text(encoding="utf-8")
        copy = lay(workspace, "records/rutin/kopior/RUT-omsorg.yaml", text)
        assert tool("rename", "RUT-omsorg", "natt").code == 2
        run = tool("rename", "records/rutin/kopior/RUT-omsorg.yaml", "natt", "--no-input")
        assert run.code == 0, run.err
        assert not copy.exists()
        assert "De pekar kvar på RUT-omsorg" in run.err
        assert "RUT-omsorg" in (workspace / "records/process/PRO-omsorg.yaml").read_text(encoding="utf-8")


class TestUnresolvedMerge:
    @pytest.fixture(params=CONFLICT, ids=str)
    def conflict(self, workspace: Path, event: Path, request: pytest.FixtureRequest) -> Path:
        """Two events that git left in one file."""
        event.write_text(CONFLICT[request.param].format(ours=EVENT, theirs=OTHER), encoding="utf-8")
        return event

    def test_one_must_say_which(self, tool: Tool, workspace: Path, conflict: Path) -> None:
        """Both events are shown by their titles and when they were made; nothing is written."""
        before = files(workspace)
        assert tool("renumber", "K7Q4XM").err == tool("renumber", OLD).err
        run = tool("renumber", OLD)
        assert run.code == 2
        assert "--side ours    Larmet gick inte fram (skapad 2025-03-14T13:05:11.482913+01:00)" in run.err
        assert "--side theirs  Medicinskåpet stod öppet (skapad 2025-03-15T17:44:02.000713+01:00)" in run.err
        assert files(workspace) == before
        assert tool("renumber", OLD, "--side", "min").code == 2

    @pytest.mark.parametrize(("side", "moved", "left"), [("ours", EVENT, OTHER), ("theirs", OTHER, EVENT)])
    def test_the_two_become_two_files(
        self, tool: Tool, workspace: Path, conflict: Path, side: str, moved: str, left: str
    ) -> None:
        """One version keeps the file and the id, byte for byte; the other gets a file and an id of its own."""
        before = files(workspace)
        run = tool("renumber", OLD, "--side", side, "--no-input")
        assert run.code == 0, run.err
        new, text = the_new(workspace, before)
        assert text == moved.replace(OLD, new)
        assert conflict.read_text(encoding="utf-8") == left
        assert f"git add records/avvikelse/2025/{new}.yaml {HOME}\n" in run.err
        assert ("den pekar posten själv på" in run.err) is (side == "ours")
        assert files(workspace)[f"records/atgard/2025/{MEASURE}.yaml"] == ATGARD
        assert tool("validate").code == 0

    def test_links_follow_when_one_says_so(self, tool: Tool, workspace: Path, conflict: Path) -> None:
        """Links in other records move with the version that is moved, when that is asked for."""
        before = files(workspace)
        assert tool("renumber", OLD, "--side", "ours", "--links", "move").code == 0
        new, _ = the_new(workspace, before)
        assert files(workspace)[f"records/atgard/2025/{MEASURE}.yaml"] == ATGARD.replace(OLD, new)

    def test_parts_that_both_have_are_kept_in_both(self, tool: Tool, workspace: Path, event: Path) -> None:
        """Where git took equal lines out of the conflict, each version is still whole."""
        theirs = EVENT.replace("Larmet gick inte fram", "Larmet tystnade").replace("482913", "000001")
        text = EVENT.replace(
            "rubrik: Larmet gick inte fram\n",
            "<<<<<<< HEAD\nrubrik: Larmet gick inte fram\n=======\nrubrik: Larmet tystnade\n>>>>>>> gren\n",
        ).replace(
            "skapad: 2025-03-14T13:05:11.482913+01:00\n",
            "<<<<<<< HEAD\nskapad: 2025-03-14T13:05:11.482913+01:00\n=======\nskapad: 2025-03-14T13:05:11.000001+01:00\n>>>>>>> gren\n",
        )
        event.write_text(text, encoding="utf-8")
        before = files(workspace)
        assert tool("renumber", OLD, "--side", "theirs", "--no-input").code == 0
        new, moved = the_new(workspace, before)
        assert moved == theirs.replace(OLD, new)
        assert event.read_text(encoding="utf-8") == EVENT

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (
                CONFLICT["merge"].format(ours=EVENT, theirs=EVENT.replace("Larmet g", "G")),
                "är samma händelse i båda grenarna",
            ),
            (CONFLICT["merge"].format(ours=EVENT, theirs="id: [\n"), "går inte att skilja åt"),
            (f"<<<<<<< HEAD\n{EVENT}", "går inte att skilja åt"),
            (f"{EVENT}=======\n", "går inte att skilja åt"),
            (f"<<<<<<< HEAD\n{EVENT}>>>>>>> gren\n", "går inte att skilja åt"),
        ],
        ids=["one event", "unreadable", "not ended", "not begun", "no middle"],
    )
    def test_one_event_edited_twice_never_becomes_two(
        self, tool: Tool, workspace: Path, event: Path, text: str, says: str
    ) -> None:
        """Versions made at the same moment are one event; what cannot be told apart is left to people."""
        event.write_text(text, encoding="utf-8")
        run = tool("renumber", OLD, "--side", "ours")
        assert (run.code, says in run.err) == (2, True), run.err
        assert event.read_text(encoding="utf-8") == text
