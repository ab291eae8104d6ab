"""What the rules on the work hold: nothing that the law allows is told, and each limit turns on its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.checking import check, check_one
from kvalitet.diagnostics import Severity
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace
from tests.conftest import DAY

Codes: TypeAlias = Callable[..., list[str]]

STAMP = "skapad: 2025-03-14T13:05:11.482913+01:00\n"


@pytest.fixture
def codes(workspace: Path, catalogue: Catalogue) -> Codes:
    """Lay files out in the small workspace and return the codes of what is found on a day."""

    def run(files: Mapping[str, str], day: dt.date = DAY) -> list[str]:
        for path, text in files.items():
            file = workspace / "records" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return [finding.code for finding in check(load(find_workspace(workspace), catalogue), day)]

    return run


def avvikelse(more: str = "", status: str = "inkommen", lagrum: str = "[hsl]", name: str = "AVV-2025-K7Q4XM") -> str:
    """An avvikelse of March of the year in its name."""
    year = name.split("-")[1]
    return (
        f"id: {name}\nstatus: {status}\nrubrik: Larm\nenhet: ENH-norr\nintraffad: {year}-03-14\n"
        f"rapporterad: {year}-03-14\nlagrum: {lagrum}\nslag: avvikelse\nbeskrivning: Larmet ringde inte.\n{more}"
        f"{STAMP.replace('2025', year)}"
    )


def graded(grades: str, ivo: str, lagrum: str = "[hsl]", status: str = "beslut") -> str:
    """An avvikelse that is decided, with its grades and what it says of IVO."""
    return avvikelse(
        "riskbedomning: {sannolikhet: 2, konsekvens: 4}\n"
        "utredning: {ansvarig: ROL-chef, orsaker: [teknik], slutsats: Batteriet var slut.}\n"
        f"beslut: {{{grades}, motivering: Ingen hjälp kom., av: ROL-chef, datum: 2025-03-31}}\n{ivo}",
        status,
        lagrum,
    )


AVV = "avvikelse/2025/AVV-2025-K7Q4XM.yaml"
REPORTED = "ivo: {anmald: ja, datum: 2025-04-02, diarienummer: HVN 2025/98%s}\n"


class TestNothingThatTheLawAllows:
    def test_a_report_to_ivo_before_the_inquiry_ends_is_no_finding(self, codes: Codes) -> None:
        """An anmälan while the inquiry has hardly begun, with the inquiry to follow in time."""
        early = avvikelse("riskbedomning: {sannolikhet: 2, konsekvens: 4}\nutredning: {ansvarig: ROL-chef}\n")
        early = early.replace("status: inkommen", "status: utredning").replace(STAMP, REPORTED % "" + STAMP)
        assert codes({AVV: early}, dt.date(2025, 4, 20)) == []

    def test_none_of_the_eight_methods_is_demanded(self, codes: Codes) -> None:
        """A workspace whose only egenkontroll is a method of its own has no finding."""
        own = "id: EGK-a\nomrade: Larm\nmetod: lokal\nfrekvens: P1Y\nomfattning: Alla larm provas.\n"
        assert codes({"egenkontroll/EGK-a.yaml": own}) == []

    def test_lex_maria_has_no_two_month_limit_in_law(self, codes: Codes) -> None:
        """What is reported as lex Maria is told only by the own limit, also where the unit carries on socialtjänst."""
        grades = "grad_hsl: allvarlig_vardskada, grad_sol_lss: ej_missforhallande"
        assert codes({AVV: graded(grades, REPORTED % "", "[hsl, sol]")}) == ["IVO004"]

    def test_both_chains_late_are_one_finding(self, codes: Codes) -> None:
        """An inquiry that both lex Maria and lex Sarah wait for is told once, as the law's."""
        grades = "grad_hsl: allvarlig_vardskada, grad_sol_lss: allvarligt_missforhallande"
        assert codes({AVV: graded(grades, REPORTED % "", "[hsl, sol]")}) == ["IVO003"]

    def test_no_inquiry_is_late_that_followed_with_the_report(self, codes: Codes) -> None:
        """utredning_bifogad frees from the limits; one that cannot be read does not add a finding."""
        grades = "grad_sol_lss: allvarligt_missforhallande"
        attached = REPORTED % ", utredning_bifogad: ja"
        assert codes({AVV: graded(grades, attached, "[sol]")}) == []
        assert codes({AVV: graded(grades, attached.replace("bifogad: ja", "bifogad: yes"), "[sol]")}) == ["FRM003"]

    def test_a_merged_berattelse_with_all_nine_parts_counts(self, codes: Codes) -> None:
        """A kvalitetsberättelse that holds the nine parts is the patientsäkerhetsberättelse too; with eight it is not."""
        files = {**EVENT_2024, "berattelse/BER-a.yaml": berattelse("kvalitet")}
        assert codes(files) == []
        assert codes({"berattelse/BER-a.yaml": berattelse("kvalitet").replace("risker, ", "")}) == ["BER001"]

    def test_one_berattelse_may_speak_for_several_bodies(self, codes: Codes) -> None:
        """A berättelse of another nämnd counts where it names a unit of this one."""
        other = "id: ENH-annan\nnamn: Andra nämnden\nniva: namnd\nlagrum: [hsl]\n"
        told = berattelse().replace("namnd: ENH-namnd", "namnd: ENH-annan\nenheter: [ENH-norr]")
        assert codes({**EVENT_2024, "enhet/ENH-annan.yaml": other, "berattelse/BER-a.yaml": told}) == []
        alone = told.replace("enheter: [ENH-norr]\n", "")
        assert codes({"berattelse/BER-a.yaml": alone}) == ["BER001"]

    def test_what_others_run_is_theirs_to_tell(self, codes: Codes) -> None:
        """A nämnd whose hälso- och sjukvård is all in enskild regi owes no patientsäkerhetsberättelse here."""
        norr = "id: ENH-norr\nnamn: Norr\nniva: enhet\noverordnad: ENH-namnd\nlagrum: [hsl]\nregi: enskild\n"
        namnd = "id: ENH-namnd\nnamn: Nämnden\nniva: namnd\n"
        assert codes({**EVENT_2024, "enhet/ENH-norr.yaml": norr, "enhet/ENH-namnd.yaml": namnd}) == []

    def test_a_decided_undantag_is_no_finding_as_long_as_it_holds(self, codes: Codes) -> None:
        """An accepted deviation is a record with a last day; after that day the demand is told again."""
        text = (
            "id: UND-a\nkrav: R-PSL-3-10\nslag: avsteg\nenheter: [ENH-namnd]\nmotivering: Berättelsen skrivs i höst.\n"
            "beslut: {av: ROL-chef, datum: 2025-03-01}\ngaller_till: 2025-10-31\n"
        )
        files = {**EVENT_2024, "undantag/UND-a.yaml": text}
        assert codes(files, dt.date(2025, 10, 31)) == []
        assert codes({}, dt.date(2025, 11, 1)) == ["BER001"]

    def test_an_old_law_is_right_for_an_old_day_and_in_a_text_that_says_so(self, codes: Codes) -> None:
        """An event before 1 July 2025, and a background that tells what was replaced."""
        old = "Rapport enligt SoL 14 kap. 3 § lämnades."
        assert codes({AVV: avvikelse().replace("Larmet ringde inte.", old)}) == []
        late = avvikelse().replace("Larmet ringde inte.", old).replace("2025-03-14", "2025-07-01")
        assert codes({AVV: late}) == ["LAG001"]
        told = late.replace("lämnades.", "lämnades, numera upphävd.")
        assert codes({AVV: told}) == []

    def test_a_text_is_read_by_the_law_of_its_own_day(self, codes: Codes) -> None:
        """An utfall has a day of its own, and a document from 2019 is held to the law of 2019."""
        control = (
            "id: EGK-a\nomrade: Larm\nmetod: lokal\nfrekvens: P2Y\nomfattning: Alla larm provas.\n"
            "utfall:\n  - {period: 2025, datum: 2025-05-02, slutsats: Rapport enligt SoL 14 kap. 3 § fanns.}\n"
        )
        assert codes({"egenkontroll/EGK-a.yaml": control}) == []
        assert codes({"egenkontroll/EGK-a.yaml": control.replace("05-02", "11-02")}) == ["LAG001"]
        seed = "id: LED-a\ntitel: Ledningssystem\ndokumentdatum: 2019-02-04\nomfattning: All omsorg.\n"
        right, stale = (f"{seed}lagkrav: [{{forfattning: {law}}}]\n" for law in ("SoL (2001:453)", "HSL 2 a §"))
        assert codes({"egenkontroll/EGK-a.yaml": control, "ledningssystem/LED-a.yaml": right}) == []
        assert codes({"ledningssystem/LED-a.yaml": stale}) == ["LAG001"]


def berattelse(typ: str = "patientsakerhet") -> str:
    """A berättelse for 2024 that was ready in time."""
    return (
        f"id: BER-a\ntitel: Berättelse\ntyp: {typ}\nar: 2024\nnamnd: ENH-namnd\n"
        "innehall: [arbetet, atgarder, resultat, ansvar, egenkontroll, samverkan, risker, rapporter, klagomal]\n"
        "upprattad: {datum: 2025-02-18, av: ROL-chef}\n"
    )


EVENT_2024 = {"avvikelse/2024/AVV-2024-K7Q4XM.yaml": avvikelse(name="AVV-2024-K7Q4XM")}


class TestDays:
    def test_a_berattelse_is_late_from_the_second_of_march(self, codes: Codes) -> None:
        """On 1 March it may still be written; the day after it is missing, and one that is not ready is late."""
        assert codes(EVENT_2024, dt.date(2025, 3, 1)) == []
        assert codes(EVENT_2024, dt.date(2025, 3, 2)) == ["BER001"]
        unready = berattelse().replace("upprattad: {datum: 2025-02-18, av: ROL-chef}\n", "")
        assert codes({"berattelse/BER-a.yaml": unready}, dt.date(2025, 3, 2)) == ["BER001"]
        assert codes({"berattelse/BER-a.yaml": unready}, dt.date(2025, 3, 1)) == []

    def test_a_review_is_overdue_from_the_day_after(self, codes: Codes) -> None:
        """The last day is still in time."""
        assert codes({}, dt.date(2027, 1, 31)) == []
        assert codes({}, dt.date(2027, 2, 1)) == ["REV001", "REV001"]

    @pytest.mark.parametrize(
        ("frequency", "done", "last_quiet"),
        [
            ("P1W", "2025-03-03", dt.date(2025, 3, 13)),
            ("P1M", "2025-03-03", dt.date(2025, 4, 18)),
            ("P3M", "2025-03-03", dt.date(2025, 7, 3)),
            ("P1Y", "2025-03-03", dt.date(2026, 4, 2)),
        ],
    )
    def test_half_the_frequency_at_most_thirty_days_is_given(
        self, frequency: str, done: str, last_quiet: dt.date, codes: Codes
    ) -> None:
        """A weekly control has three days of grace, a yearly one thirty."""
        text = (
            f"id: EGK-a\nomrade: Larm\nmetod: lokal\nfrekvens: {frequency}\nomfattning: Alla larm provas.\n"
            f"utfall:\n  - {{period: 2025-02, datum: {done}, varde: 9}}\n"
        )
        assert codes({"egenkontroll/EGK-a.yaml": text}, last_quiet) == []
        assert codes({}, last_quiet + dt.timedelta(days=1)) == ["EGK001"]

    def test_a_control_that_was_never_done_counts_from_its_first_day(self, codes: Codes) -> None:
        """Without utfall the first is expected one frequency after galler_fran, unless it ends before that."""
        text = "id: EGK-a\nomrade: Larm\nmetod: lokal\nfrekvens: P1M\nomfattning: Alla.\ngaller_fran: 2025-03-03\n"
        assert codes({"egenkontroll/EGK-a.yaml": text}, dt.date(2025, 4, 18)) == []
        assert codes({}, dt.date(2025, 4, 19)) == ["EGK001"]
        assert codes({"egenkontroll/EGK-a.yaml": f"{text}galler_till: 2025-04-02\n"}, dt.date(2025, 4, 19)) == []

    def test_an_inquiry_to_ivo_is_late_after_two_months_from_the_report(self, codes: Codes) -> None:
        """Counted from the anmälan, not from the event."""
        text = graded("grad_sol_lss: allvarligt_missforhallande", REPORTED % "", "[sol]")
        assert codes({AVV: text}, dt.date(2025, 6, 2)) == []
        assert codes({}, dt.date(2025, 6, 3)) == ["IVO003"]


class TestOneMistake:
    @pytest.mark.parametrize("status", ["inkommen", "granskning", "komplettering", "utredning", "beslut"])
    def test_a_grave_grade_without_ivo_is_one_error_in_every_state(self, status: str, codes: Codes) -> None:
        """Either the state's own demand tells it or the rule on earlier states does, never both."""
        assert codes({AVV: graded("grad_hsl: allvarlig_vardskada", "", status=status)}) in (["IVO001"], ["STA001"])

    def test_a_misspelt_field_is_not_missing_too(self, codes: Codes) -> None:
        """`ivoo` is an unknown field, and no lack of ivo."""
        wrong = graded("grad_hsl: allvarlig_vardskada", "ivoo: {anmald: nej}\n", status="utredning")
        assert codes({AVV: wrong}) == ["FRM001"]

    def test_a_file_that_cannot_be_read_makes_nothing_else_missing(self, codes: Codes) -> None:
        """The role that answers for patient safety, the only berättelse and the only rutin may stand in it."""
        assert codes({"roll/ROL-chef.yaml": "- ingen post\n"}) == ["YML002"]
        fine = "id: ROL-chef\nnamn: Chef\nansvar: [Utreder.]\npatientsakerhetsansvar: ja\n"
        broken = {"berattelse/BER-a.yaml": "- ingen post\n", "roll/ROL-chef.yaml": fine}
        assert codes({**EVENT_2024, **broken}) == ["YML002"]

    def test_a_process_without_rutiner_is_not_told_for_each_aktivitet(self, codes: Codes) -> None:
        """No rutin at all is one finding; one rutin by its own field leaves the aktiviteter to be told."""
        text = "id: PRO-a\nnamn: Larm\nsyfte: Hjälp kommer.\nagare: ROL-chef\naktiviteter:\n" + "".join(
            f"  - {{namn: {name}, ansvarig: ROL-usk}}\n" for name in ("Prova", "Svara")
        )
        assert codes({"process/PRO-a.yaml": text}) == ["PRO001"]
        rutin = (
            "id: RUT-a\ntitel: Larm\ndokumenttyp: rutin\nprocess: PRO-a\ntillvagagangssatt: Prova larmet.\n"
            "ansvar: [{roll: ROL-usk, uppgift: Provar larmet.}]\n"
        )
        assert codes({"rutin/RUT-a.yaml": rutin}) == ["PRO002", "PRO002"]

    def test_what_is_too_late_makes_no_record_impossible_to_change(self, workspace: Path, catalogue: Catalogue) -> None:
        """A day that passes is told by validate; a record alone still passes, so that it can be mended step by step."""
        file = workspace / "records" / AVV
        file.parent.mkdir(parents=True)
        file.write_text(graded("grad_sol_lss: allvarligt_missforhallande", REPORTED % "", "[sol]"), encoding="utf-8")
        records = load(find_workspace(workspace), catalogue)
        record = records.find("AVV-2025-K7Q4XM")
        assert record is not None
        assert "IVO003" in [finding.code for finding in check(records, DAY)]
        assert not [one for one in check_one(record, records, DAY) if one.severity is Severity.ERROR]


class TestMeasures:
    def test_a_measure_of_unknown_strength_is_not_called_weak(self, codes: Codes) -> None:
        """Only where every åtgärd says that it is weak; one that was refused does not count."""
        event = graded("grad_hsl: allvarlig_vardskada", REPORTED % ", utredning_bifogad: ja", status="uppfoljning")
        event = event.replace(STAMP, "atgarder: [ATG-2025-4ZN8WT, ATG-2025-9XKQ2M]\n" + STAMP)
        files = {AVV: event, **atgard("4ZN8WT", "typ: utbildning\n"), **atgard("9XKQ2M", "")}
        assert codes(files) == []
        assert codes(atgard("9XKQ2M", "typ: system_teknik\n")) == []
        assert codes(atgard("9XKQ2M", "typ: system_teknik\n", "avslagen")) == ["AVV002"]

    def test_a_cause_that_comes_back_is_told_once_however_often(self, codes: Codes) -> None:
        """Two later events of the same kind are one finding, at the judgement that they contradict."""
        effect = "kalla: [AVV-2025-K7Q4XM]\ngenomford: 2025-04-01\neffekt: {datum: 2025-05-01, onskad: ja}\n"
        files = {AVV: caused("K7Q4XM", "2025-03-14"), **atgard("4ZN8WT", effect, "genomford")}
        assert codes(files) == []
        again = {f"avvikelse/2025/AVV-2025-{name}.yaml": caused(name, "2025-08-01") for name in ("M3T0PA", "P7WX20")}
        assert codes(again) == ["ATG004"]

    def test_the_same_words_in_a_few_records_are_no_copy(self, codes: Codes) -> None:
        """Four records may say the same at length, and any number may say it in short."""
        long = "Personalen följde inte rutinen för larm, och ingen kontrollerade batteriet före natten."
        files = {}
        for number, name in enumerate(("K7Q4XM", "M3T0PA", "P7WX20", "R8Y1CB", "T9Z2DD", "V2B87C")):
            text = long if number < 4 else "Ingen skada uppstod."
            copy = avvikelse(name=f"AVV-2025-{name}").replace("Larmet ringde inte.", text)
            files[f"avvikelse/2025/AVV-2025-{name}.yaml"] = copy
        assert codes(files) == []


def atgard(name: str, more: str, status: str = "beslutad") -> dict[str, str]:
    """An åtgärd that is decided and has until summer."""
    verdict = "avslagen, motivering: För dyrt." if status == "avslagen" else "godkand"
    return {
        f"atgard/2025/ATG-2025-{name}.yaml": (
            f"id: ATG-2025-{name}\nstatus: {status}\nrubrik: Byta larm\norsak: teknik\nomedelbar: nej\n"
            f"ansvarig: ROL-chef\nklart_senast: 2026-06-30\n"
            f"beslut: {{beslut: {verdict}, av: ROL-chef, datum: 2025-03-20}}\n{more}{STAMP}"
        )
    }


def caused(name: str, day: str) -> str:
    """An avvikelse of one kind and cause on a day."""
    more = (
        "kategori: hsl/fall/utan-skada\nriskbedomning: {sannolikhet: 2, konsekvens: 2}\n"
        "utredning: {ansvarig: ROL-chef, orsaker: [teknik]}\n"
    )
    text = avvikelse(more, "utredning", name=f"AVV-2025-{name}")
    return text.replace("intraffad: 2025-03-14", f"intraffad: {day}").replace(
        "rapporterad: 2025-03-14", f"rapporterad: {day}"
    )


class TestFigures:
    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            (["2025"], []),
            (["2025-H1", "2025-H2"], []),
            (["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], []),
            (["2025-Q1", "2025-Q2", "2025-Q3"], ["TAL001"]),
            (["2024"], ["TAL001"]),
        ],
    )
    def test_an_exposure_covers_the_whole_period(self, known: list[str], expected: list[str], codes: Codes) -> None:
        """A year is covered by its halves or quarters, not by three of them."""
        values = "".join(f"  - {{period: {period}, varde: 2600}}\n" for period in known)
        exposure = f"id: EXP-a\nnamn: Dygn\nenhet: ENH-norr\nmatt: boendedygn\nvarden:\n{values}"
        rate = (
            "id: IND-a\nnamn: Fall\nkalla: eget\nenhet: ENH-namnd\nmattenhet: per 1\u00a0000 boendedygn\n"
            "riktning: lagre\nvarden: [{period: 2025, varde: 4.2}]\n"
        )
        assert codes({"exponering/EXP-a.yaml": exposure, "indikator/IND-a.yaml": rate}) == expected

    def test_a_rate_that_others_counted_needs_no_exposure(self, codes: Codes) -> None:
        """What comes from Kolada was counted there."""
        rate = (
            "id: IND-a\nnamn: Fall\nkalla: kolada\nnyckel: N20000\nmattenhet: per 1000 invånare\n"
            "riktning: lagre\nvarden: [{period: 2025, varde: 4.2}]\n"
        )
        assert codes({"indikator/IND-a.yaml": rate}) == []

    @pytest.mark.parametrize(
        ("value", "expected"),
        [("72", []), ("73", []), ("72.2", []), ("72.22", []), ("71", ["TAL002"]), ("72.5", ["TAL002"])],
    )
    def test_a_share_may_be_rounded_as_it_is_written(self, value: str, expected: list[str], codes: Codes) -> None:
        """13 of 18 is 72.2 per cent: rounded either way, to as many decimals as stand there."""
        text = (
            "id: EGK-a\nomrade: Larm\nmetod: lokal\nfrekvens: P1Y\nomfattning: Alla larm provas.\n"
            "malvarde: {varde: 100, riktning: hogre, mattenhet: procent rätt}\n"
            f"utfall:\n  - {{period: 2025, datum: 2025-11-03, varde: {value}, taljare: 13, namnare: 18}}\n"
        )
        assert codes({"egenkontroll/EGK-a.yaml": text}) == expected

    def test_a_zero_that_was_measured_is_a_result(self, codes: Codes) -> None:
        """None of twenty is a result, none of none is not; nor is a zero that its source calls missing, nor no days."""
        values = "[{period: 2024, varde: 0}, {period: 2025, varde: 0, status: Uppgift saknas}]"
        rate = f"id: IND-a\nnamn: Fall\nkalla: eget\nriktning: lagre\nvarden: {values}\n"
        days = "id: EXP-a\nnamn: Dygn\nenhet: ENH-norr\nmatt: besok\nvarden: [{period: 2025, varde: 0}]\n"
        assert codes({"indikator/IND-a.yaml": rate}) == ["TAL003"]
        assert codes({"exponering/EXP-a.yaml": days}) == ["TAL003", "TAL003"]
