"""A private provider of home care with a part of everything of its own, through the commands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import Catalogue, catalogue_of, standard_catalogue
from kvalitet.periods import Interval
from kvalitet.workspace import find_workspace
from tests.conftest import Run
from tests.own.conftest import PRIVATE
from tests.terminal import Terminal

EVENT = ("--set", "enhet=norra-gruppen", "--set", "intraffad=idag", "--set", "beskrivning=Ingen öppnade.")
LEX_SARAH = "records/avvikelse/2025/AVV-2025-JQ6B4T.yaml"


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    file.write_text(text.replace(before, after), encoding="utf-8")


def rows(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.out.removeprefix("\ufeff")), delimiter=";"))


def test_it_validates_without_a_finding(kvalitet: Callable[..., Run]) -> None:
    """The whole workspace, its own part included, gives no finding at all."""
    run = kvalitet("-C", PRIVATE, "validate", "--strict")
    assert (run.code, run.out) == (0, "")


def test_its_only_law_is_socialtjanstlagen(kvalitet: Callable[..., Run]) -> None:
    """What only a vårdgivare must have is not applicable, and all else is shown."""
    told = rows(kvalitet("-C", PRIVATE, "checklist", "--format", "csv"))
    states = {row["Krav"]: row["Läge"] for row in told if not row["Enhet"]}
    waived = {name for name, state in states.items() if state == "ej tillämpligt"}
    assert waived == {"R-4-6", "R-6-2", "R-7-2", "R-7-3"} | {name for name in states if name.startswith("R-PSL")}
    assert set(states.values()) == {"visat", "följs", "ej tillämpligt"}


class TestOwnFields:
    def test_new_takes_an_added_field_and_an_added_choice(self, kvalitet: Callable[..., Run]) -> None:
        """An added field is filled like any other, by its label too, and stands before the stamp."""
        run = kvalitet("-C", PRIVATE, "new", "avvikelse", "--no-input", "--dry-run", *EVENT, "--set", "insats=Tillsyn")
        assert run.code == 0, run.err
        assert "\ninsats: tillsyn\nskapad: " in run.out

    def test_list_shows_and_filters_an_added_field(self, kvalitet: Callable[..., Run]) -> None:
        """The kind's columns are the workspace's, and a filter knows the added field and its choices."""
        found = rows(kvalitet("-C", PRIVATE, "list", "avvikelse", "insats=trygghetslarm", "--format", "csv"))
        assert [(row["Id"], row["Insats"]) for row in found] == [("AVV-2025-JQ6B4T", "Trygghetslarm")]
        run = kvalitet("-C", PRIVATE, "list", "avvikelse", "insats=omvårdna")
        assert (run.code, "menade du omvardnad?" in run.err) == (2, True)

    def test_show_tells_an_added_choice_by_its_label(self, kvalitet: Callable[..., Run]) -> None:
        """A choice that was added to a field of the standard is told in words, beside the standard's own."""
        out = kvalitet("-C", PRIVATE, "show", "AVV-2025-2C7JRM").out
        assert "Planering av turer" in out
        assert "Bemanning och arbetsbelastning" in kvalitet("-C", PRIVATE, "show", "ATG-2025-WX2E9H").out

    @pytest.mark.parametrize(
        ("before", "after", "says"),
        [
            ("insats: trygghetslarm", "insats: larm", "FRM004"),
            ("kommunen_informerad: 2025-10-06", "kommunen_informerad: 2025-09-06", "TID001"),
            ("kommunen_informerad: 2025-10-06\n", "", "STA001 fel: status avslutad kräver Kommunen informerad"),
            ("insats: trygghetslarm\n", "", "STA001 fel: status avslutad kräver Insats"),
        ],
    )
    def test_an_added_demand_is_judged_in_its_state_and_those_after(
        self, kvalitet: Callable[..., Run], provider: Path, before: str, after: str, says: str
    ) -> None:
        """Choices, order and demands of the workspace's own are judged as the standard's are: one finding."""
        edit(provider / LEX_SARAH, before, after)
        run = kvalitet("-C", provider, "validate", "--format", "short")
        assert (run.code, run.out.count("\n")) == (1, 1)
        assert says in run.out

    def test_a_demand_with_a_condition_asks_only_where_it_holds(
        self, kvalitet: Callable[..., Run], provider: Path
    ) -> None:
        """The kommun is to be told of missförhållanden, and of no other avvikelse."""
        file = provider / "records/avvikelse/2025/AVV-2025-2C7JRM.yaml"
        assert "kommunen_informerad" not in file.read_text(encoding="utf-8")
        assert kvalitet("-C", provider, "validate").code == 0
        edit(file, "slag: avvikelse", "slag: missforhallande")
        assert "kräver Kommunen informerad" in kvalitet("-C", provider, "validate").out

    def test_labels_of_the_workspace_are_shown(self, kvalitet: Callable[..., Run]) -> None:
        """A label, and a choice's label, that were replaced are what people see."""
        assert "Redovisad för ledningen" in kvalitet("-C", PRIVATE, "show", "ANA-2025").out
        assert "Ledning" in kvalitet("-C", PRIVATE, "list", "roll", "niva=ledning").out


class TestOwnKinds:
    def test_a_named_kind_is_made_listed_and_shown(self, kvalitet: Callable[..., Run], provider: Path) -> None:
        """An own kind of documents is named after its title and lies in a folder of its own."""
        words = ("--set", "namn=Hemtjänst åt Provby", "--set", "kommun=Provby", "--set", "ansvarig=chef")
        dates = ("--set", "giltigt.fran=idag", "--set", "giltigt.till=2027-12-31")
        run = kvalitet("-C", provider, "new", "avtal", "--no-input", *words, *dates)
        assert (run.code, run.out) == (0, "records/avtal/AVT-hemtjanst-at-provby.yaml\n"), run.err
        found = rows(kvalitet("-C", provider, "list", "AVT", "giltigt.till>=2027", "--format", "csv"))
        assert {row["Kommun"] for row in found} == {"Provby", "Exempelviks kommun"}
        assert kvalitet("-C", provider, "validate").code == 0

    def test_an_event_kind_has_states_an_alias_and_links(self, kvalitet: Callable[..., Run], provider: Path) -> None:
        """An own kind of events is drawn, presets by an alias, demands by state, and åtgärder can come of it."""
        words = ("--set", "enhet=norra-gruppen", "--set", "datum=2026-02-19", "--set", "rubrik=Is på gården")
        run = kvalitet("-C", provider, "new", "husmöte", "--no-input", *words)
        made = Path(run.out.strip())
        assert (run.code, made.parts[:3]) == (0, ("records", "brukarrad", "2026")), run.err
        measure = ("--set", "rubrik=Sanda", "--set", "orsak=planering")
        run = kvalitet("-C", provider, "new", "åtgärd", "--no-input", "--for", made.stem, *measure)
        assert run.code == 0, run.err
        assert "form: husmote" in (provider / made).read_text(encoding="utf-8")
        assert "atgarder: [ATG-2026-" in (provider / made).read_text(encoding="utf-8")
        edit(provider / made, "status: planerat", "status: hallet")
        told = kvalitet("-C", provider, "validate", "--format", "short").out
        assert told.count("\n") == 2
        assert "STA001 fel: status hallet kräver Antal deltagare (antal)" in told
        assert "STA001 fel: status hallet kräver Frågor (fragor)" in told

    def test_a_risk_in_an_own_kind_is_on_the_workspaces_scale(
        self, kvalitet: Callable[..., Run], provider: Path
    ) -> None:
        """Steps in any group of any kind are judged and shown on the scale."""
        assert "15 (röd)" in kvalitet("-C", provider, "show", "BRU-2025-9WD4MX").out
        edit(provider / "records/brukarrad/2025/BRU-2025-9WD4MX.yaml", "konsekvens: 5", "konsekvens: 6")
        told = kvalitet("-C", provider, "validate", "--format", "short").out
        assert "BRU-2025-9WD4MX.yaml:12:15: RIS001 fel: 6 är inget steg på skalan; skriv 1 till 5\n" in told

    def test_json_holds_the_own_fields(self, kvalitet: Callable[..., Run]) -> None:
        """What other programs read has the workspace's own fields and kinds."""
        told = json.loads(kvalitet("-C", PRIVATE, "list", "brukarråd", "status=uppföljt", "--format", "json").out)
        assert [record["antal"] for record in told["records"]] == ["11", "8"]


class TestOwnScale:
    def test_a_new_risk_is_judged_on_it_and_says_so(self, kvalitet: Callable[..., Run]) -> None:
        """Five steps are taken, six are not, and the record names the scale."""
        words = ("new", "risk", "--no-input", "--dry-run", "--set", "enhet=natt-och-larm", "--set", "handelse=Is")
        run = kvalitet("-C", PRIVATE, *words, "--set", "sannolikhet=5", "--set", "konsekvens=5")
        assert (run.code, "\nskala: fem-steg\n" in run.out) == (0, True)
        run = kvalitet("-C", PRIVATE, *words, "--set", "sannolikhet=6", "--set", "konsekvens=5")
        assert (run.code, "6 är inget steg på skalan; skriv 1 till 5" in run.err) == (1, True)

    def test_an_assessment_of_an_avvikelse_names_the_scale_too(self, kvalitet: Callable[..., Run]) -> None:
        """An event's steps keep their meaning after a change of scale."""
        steps = ("--set", "riskbedomning.sannolikhet=5", "--set", "riskbedomning.konsekvens=1")
        run = kvalitet("-C", PRIVATE, "new", "avvikelse", "--no-input", "--dry-run", *EVENT, *steps)
        assert "riskbedomning:\n  sannolikhet: 5\n  konsekvens: 1\n  skala: fem-steg\n" in run.out

    def test_an_old_risk_keeps_its_scale(self, kvalitet: Callable[..., Run], provider: Path) -> None:
        """A risk that names an earlier scale is shown and judged on that one, steps and classes."""
        out = kvalitet("-C", provider, "show", "RIS-2024-6B2KF7").out
        assert "6 (hög)" in out
        assert "2 (låg)" in out
        file = provider / "records/risk/2024/RIS-2024-6B2KF7.yaml"
        edit(file, "sannolikhet: 3", "sannolikhet: 4")
        assert "4 är inget steg på skalan; skriv 1 till 3" in kvalitet("-C", provider, "validate").out
        edit(file, "skala: tre-steg", "skala: fem-steg")
        assert kvalitet("-C", provider, "validate").code == 0

    def test_a_scale_that_nobody_knows_is_told_once(self, kvalitet: Callable[..., Run], provider: Path) -> None:
        """A wrong name is one finding at the name, not one at every step."""
        edit(provider / "records/risk/2024/RIS-2024-6B2KF7.yaml", "skala: tre-steg", "skala: tresteg")
        told = kvalitet("-C", provider, "validate", "--format", "short").out
        assert told == (
            "records/risk/2024/RIS-2024-6B2KF7.yaml:11:8: RIS001 fel: det finns ingen sådan skala; "
            "skriv standard-4x4, tre-steg eller fem-steg\n"
        )

    def test_the_report_counts_on_it(self, kvalitet: Callable[..., Run], tmp_path: Path) -> None:
        """Matrix, classes and the words about them are the scale's own, and nothing speaks of four steps."""
        words = ("report", "kvalitetsberattelse", "--year", "2025", "--format", "md", "--out", tmp_path)
        assert kvalitet("-C", PRIVATE, *words).code == 0
        text = (tmp_path / "kvalitetsberattelse.md").read_text(encoding="utf-8")
        assert "sannolikhet 1 till 5 uppåt och konsekvens 1 till 5 åt höger" in text
        assert "på en egen skala från 1 till 5." in text
        assert "2 fick klassen orange eller röd." in text
        assert "1 till 4" not in text

    def test_a_year_on_two_scales_has_a_matrix_for_each(self, kvalitet: Callable[..., Run], provider: Path) -> None:
        """Risks are never put in a matrix of another size than they were judged on."""
        edit(provider / "records/risk/2024/RIS-2024-6B2KF7.yaml", "datum: 2024-05-14", "datum: 2025-05-14")
        edit(provider / "records/risk/2024/RIS-2024-6B2KF7.yaml", "datum: 2024-10-02", "datum: 2025-10-02")
        run = kvalitet("-C", provider, "report", "kvalitetsberattelse", "--year", "2025")
        assert run.code == 0, run.err
        folder = provider / "reports/2025/kvalitetsberattelse"
        assert {file.name for file in folder.glob("risker*")} == {"risker.svg", "risker-tre-steg.svg"}
        text = (provider / "reports/2025/kvalitetsberattelse.md").read_text(encoding="utf-8")
        assert "från 1 till 3 (Bolagets tidigare skala med tre steg) eller 5 (" in text or (
            "från 1 till 5 (Bolagets skala med fem steg) eller 3 (" in text
        )
        order = [
            line.split("|")[1].strip() for line in text.split("\n") if line.startswith("| ") and "| Stängd |" in line
        ]
        assert order[0].startswith("Vikarier"), "6 of 9 weighs more than 8 of 25"


class TestOwnTree:
    def test_categories_are_the_workspaces(self, kvalitet: Callable[..., Run]) -> None:
        """A path of the own tree is taken, one of the standard's is not."""
        words = ("new", "avvikelse", "--no-input", "--dry-run", *EVENT, "--set")
        assert kvalitet("-C", PRIVATE, *words, "kategori=besok/sent").code == 0
        run = kvalitet("-C", PRIVATE, *words, "kategori=sol-lss/utforande/insats-sen")
        assert (run.code, "KAT001" in run.err) == (1, True)
        assert "Nycklar och larm, larm besvarat sent" in kvalitet("-C", PRIVATE, "show", "AVV-2025-JQ6B4T").out

    def test_the_report_groups_by_its_roots(self, kvalitet: Callable[..., Run], tmp_path: Path) -> None:
        """Groups are the tree's own, and a provider under one law has no column or row for the other."""
        words = ("report", "kvalitetsberattelse", "--year", "2025", "--format", "md", "--out", tmp_path)
        assert kvalitet("-C", PRIVATE, *words).code == 0
        text = (tmp_path / "kvalitetsberattelse.md").read_text(encoding="utf-8")
        assert "| Grupp | 2025 |\n|:------|---:|\n| Nycklar och larm | 2 |\n| Besök | 1 |\n" in text
        assert 'subtitle: "Socialtjänst"\n' in text
        assert "## Lex Sarah\n" in text
        for word in ("lex Maria", "HSL", "Hälso- och sjukvård", "vårdskada", "ämnd", "Kommunen har", "None"):
            assert word not in text, word

    def test_law_is_told_by_the_records_and_not_by_the_trees_roots(
        self, kvalitet: Callable[..., Run], provider: Path
    ) -> None:
        """With events under both laws each group says which, whatever its path is called."""
        edit(provider / "records/avvikelse/2025/AVV-2025-2C7JRM.yaml", "lagrum: [sol]", "lagrum: [hsl]")
        edit(
            provider / "records/avvikelse/2025/AVV-2025-2C7JRM.yaml",
            "grad_sol_lss: ej_missf",
            "grad_hsl: ej_vardskada # ",
        )
        assert kvalitet("-C", provider, "report", "kvalitetsberattelse", "--year", "2025", "--format", "md").code == 0
        text = (provider / "reports/2025/kvalitetsberattelse.md").read_text(encoding="utf-8")
        assert "| Nycklar och larm | SoL/LSS | 2 |\n| Besök | HSL | 1 |" in text

    def test_branches_are_added_in_their_place(self, kvalitet: Callable[..., Run], workspace: Path) -> None:
        """A tree that extends the standard keeps all of it, with the new branches last under their parents."""
        (workspace / "kvalitet.toml").write_text('namn = "A"\nkategorier = "k.yaml"\n', encoding="utf-8")
        text = "extends: standard\ntree:\n  hsl:\n    children:\n      fall:\n        children:\n          ute:\n            label: Utomhus\n  annat:\n    label: Annat\n"
        (workspace / "k.yaml").write_text(text, encoding="utf-8")
        tree, standard = catalogue_of(find_workspace(workspace)).categories, standard_catalogue().categories
        assert [path for path in tree.labels if path in standard] == list(standard.labels)
        paths = list(tree.labels)
        assert paths[paths.index("hsl/fall/ute") + 1] == "hsl/lakemedel"
        assert paths[-1] == "annat"
        assert tree.label("hsl/fall/ute") == "Fall, utomhus"


def test_limits_are_the_workspaces(own: Catalogue) -> None:
    """Own limits and words of the law have the workspace's days, one is added, and the law's own stay."""
    standard = standard_catalogue().deadlines
    assert own.deadlines["D-UTR-PABORJAD"].within == Interval(0, 14)
    assert own.deadlines["D-LS-ANMALAN"].within == Interval(0, 3)
    assert own.deadlines["D-LS-ANMALAN"].level == "lag-ord"
    assert (own.deadlines["D-AVTAL-UPPFOLJT"].kind, own.deadlines["D-AVTAL-UPPFOLJT"].is_law) == ("avtal", False)
    changed = {name for name, limit in own.deadlines.items() if standard.get(name) != limit}
    assert changed == {
        *("D-UTR-PABORJAD", "D-KLAGOMAL-BESVARAT", "D-LS-ANMALAN", "D-KOMMUNEN-INFORMERAD", "D-AVTAL-UPPFOLJT"),
    }
    assert not any(limit.is_law for name, limit in own.deadlines.items() if name in changed)


@pytest.mark.parametrize("word", ["vårdbiträde", "Undersköterska", "omsorgspersonal", "rol-OMSORGSPERSONAL"])
def test_roles_are_called_what_people_call_them(kvalitet: Callable[..., Run], word: str) -> None:
    """`new` and filters take the workspace's words for a role, in any spelling, and the record gets the id."""
    run = kvalitet(
        "-C", PRIVATE, "new", "avvikelse", "--no-input", "--dry-run", *EVENT, "--set", f"rapporterad_av={word}"
    )
    assert "\nrapporterad_av: ROL-omsorgspersonal\n" in run.out
    found = rows(kvalitet("-C", PRIVATE, "list", "avvikelse", f"rapporterad_av={word}", "--format", "csv"))
    assert len(found) == 3


def test_a_question_about_a_role_shows_the_words_and_takes_them(provider: Path) -> None:
    """In a terminal `?` lists the workspace's words for roles, and one of them is an answer."""
    terminal = Terminal(provider, "new", "avtal", "--set", "giltigt.fran=idag", "--set", "giltigt.till=2027-12-31")
    terminal.answer("Namn: ", "Prov")
    terminal.answer("Kommun: ", "Provby")
    terminal.answer("Ansvarig: ", "?")
    terminal.wait_for("planerare")
    terminal.answer("Ansvarig: ", "Planerare")
    terminal.wait_for("records/avtal/AVT-prov.yaml")
    assert terminal.end() == 0
    assert "ansvarig: ROL-samordnare\n" in (provider / "records/avtal/AVT-prov.yaml").read_text(encoding="utf-8")


def test_tab_offers_what_is_the_workspaces_own(
    kvalitet: Callable[..., Run], provider: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kinds, fields, choices, steps and words for roles of the workspace are offered as the standard's are."""
    monkeypatch.chdir(provider)
    for line, expected in (
        ("kvalitet new husm", "husmote"),
        ("kvalitet new avvikelse --set insa", "insats="),
        ("kvalitet new avvikelse --set insats=till", "insats=tillsyn"),
        ("kvalitet new avvikelse --set kategori=penga", "kategori=pengar"),
        ("kvalitet new avvikelse --set rapporterad_av=Vårdb", "rapporterad_av=vardbitrade"),
        ("kvalitet new risk --set konsekvens=5", "konsekvens=5"),
    ):
        word = line.rpartition(" ")[2]
        for key, value in {"_KVALITET_COMPLETE": "bash_complete", "COMP_LINE": line, "COMP_WORD": word}.items():
            monkeypatch.setenv(key, value)
        assert expected in kvalitet().out, line


def test_the_schema_knows_what_is_the_workspaces_own(kvalitet: Callable[..., Run]) -> None:
    """An editor is told of own kinds, fields and choices, and of every step that a record may name."""
    found = json.loads(kvalitet("-C", PRIVATE, "schema", "avvikelse").out)["properties"]
    assert found["insats"]["enum"][:2] == ["omvardnad", "service"]
    assert "planering" in found["utredning"]["properties"]["orsaker"]["items"]["enum"]
    assert "nycklar-och-larm/larm" in found["kategori"]["enum"]
    found = json.loads(kvalitet("-C", PRIVATE, "schema", "brukarråd").out)["properties"]
    assert found["trygghet"]["properties"]["sannolikhet"]["maximum"] == 5


def test_a_word_means_a_role_only_where_a_role_is_wanted(kvalitet: Callable[..., Run]) -> None:
    """The same word in an enhet's field is no enhet."""
    run = kvalitet("-C", PRIVATE, "list", "avvikelse", "enhet=chef")
    assert (run.code, "chef finns inte" in run.err) == (2, True)


def test_an_own_list_of_requirements_is_ticked(kvalitet: Callable[..., Run], provider: Path) -> None:
    """The workspace's own list is judged on its own kinds, and tells what is missing."""
    words = ("checklist", "--requirements", "avtal-exempelvik", "--format", "csv")
    found = [row for row in rows(kvalitet("-C", provider, *words)) if not row["Enhet"]]
    assert {(row["Krav"], row["Läge"]) for row in found} == {("EXV-1", "visat"), ("EXV-2", "visat"), ("EXV-3", "visat")}
    edit(provider / "records/avtal/AVT-exempelvik-2025.yaml", "uppfoljt: 2025-11-25\n", "")
    found = [row for row in rows(kvalitet("-C", provider, *words)) if not row["Enhet"]]
    assert {row["Krav"] for row in found if row["Läge"] == "visat"} == {"EXV-1", "EXV-3"}


def test_a_workspace_without_anything_of_its_own_reads_nothing_more(
    monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    """No file is opened and nothing parsed beyond the packaged data, so start-up stays as it was."""
    standard = standard_catalogue()
    opened: list[str] = []
    monkeypatch.setattr("kvalitet.workspace.as_data", lambda found: opened.append(found.path))
    found = catalogue_of(find_workspace(workspace))
    assert opened == []
    assert (found.kinds, found.categories, found.scale_name) == (
        standard.kinds,
        standard.categories,
        standard.scale_name,
    )
