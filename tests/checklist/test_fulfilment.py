"""The checklist: each requirement is shown by its evidence alone, and says what is missing and since when."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kvalitet.catalogue import Catalogue
from kvalitet.data_files import read_data
from kvalitet.diagnostics import ConfigurationError
from kvalitet.fulfilment.checklist import WHOLE, Checklist, count
from kvalitet.fulfilment.verdict import Status, Verdict
from kvalitet.records.collection import Records
from kvalitet.records.loading import load, record_from_text
from kvalitet.requirement_files import read_pack
from kvalitet.source.emitting import emit
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, ROOT

COMPLETE = ROOT / "tests/workspaces/komplett"
CASES: dict[str, Any] = read_data(Path(__file__).parent / "take_away.yaml", "take_away.yaml").value  # type: ignore[assignment]
LAW = ("sosfs-2011-9", "psl", "lex-sarah")
CONTENT = {Status.SHOWN, Status.FOLLOWED}
SEED = ROOT.parent / "shared/underlag/osby-ledningssystem-2019.txt"
USED = "R-3-1b"
"""The system is used as long as anything in it is fresh: no single piece of evidence shows that."""


@pytest.fixture(scope="module")
def complete(catalogue: Catalogue) -> Records:
    """A workspace in which every requirement is shown on DAY."""
    return load(find_workspace(COMPLETE), catalogue)


def verdicts(records: Records, unit: str = WHOLE, day: dt.date = DAY) -> dict[str, Verdict]:
    packs = [records.catalogue.packs[name] for name in LAW]
    return {row.requirement.id: row.verdicts[unit] for row in Checklist(packs, records, day).rows([unit])}


def edited(records: Records, file: str, path: str, value: Any = None) -> Records:
    """Return the records with one value taken out of a file, or changed."""
    found = []
    for record in records:
        if record.document.path != f"records/{file}.yaml":
            found.append(record)
            continue
        values = copy.deepcopy(dict(record.values))
        *steps, last = (int(part) if part.isdigit() else part for part in path.split("."))
        holder: Any = values
        for step in steps:
            holder = holder[step]
        if value is None:
            del holder[last]
        else:
            holder[last] = value
        changed = record_from_text(record.document.path, emit(values), records.catalogue)
        assert changed is not None
        found.append(changed)
    return Records(records.catalogue, found)


def test_everything_is_shown_in_the_complete_workspace(complete: Records) -> None:
    """Every requirement of the law packs can be met: none says that anything is missing."""
    found = verdicts(complete)
    assert {name: v.missing for name, v in found.items() if v.status not in CONTENT} == {}
    for unit in ("ENH-norr", "ENH-soder", "ENH-namnden"):
        assert {name: v.missing for name, v in verdicts(complete, unit).items() if v.status not in CONTENT} == {}


def test_there_is_a_case_for_every_requirement(complete: Records) -> None:
    """Every requirement of the law packs can also fail, and a case below shows how."""
    assert set(CASES) == set(verdicts(complete)) - {USED}


@pytest.mark.parametrize("name", sorted(CASES))
def test_taking_one_piece_away_changes_that_requirement_alone(name: str, complete: Records) -> None:
    """Without its piece of evidence the requirement, and no other, is no longer shown, and says what is missing."""
    case = CASES[name]
    unit = case.get("unit", WHOLE)
    without = edited(complete, case["file"], case["path"], case.get("value"))
    if "with" in case:  # the other requirement that the same piece shows
        without = edited(without, case["file"], "krav.2")
    before, after = verdicts(complete, unit), verdicts(without, unit)
    changed = {key for key in before if before[key].status != after[key].status}
    assert changed == {name, *([case["with"]] if "with" in case else [])}
    assert after[name].status.value == case["status"]
    assert any(case["says"] in line for line in after[name].missing), after[name].missing


def test_a_system_that_nobody_uses_is_not_shown(complete: Records) -> None:
    """When nothing has been assessed, reported, controlled or done for a year the system is not in use."""
    found = verdicts(complete, day=dt.date(2026, 12, 2))
    assert found[USED].status is Status.STALE
    assert found[USED].since == dt.date(2026, 12, 2)
    assert verdicts(complete, day=dt.date(2026, 12, 1))[USED].status is Status.SHOWN


@pytest.mark.parametrize(
    ("name", "file", "path", "last"),
    [
        ("R-4-2", "process/PRO-omsorg", "revideras_senast", "2026-05-31"),
        ("R-4-4a", "rutin/RUT-omsorg", "revideras_senast", "2026-05-31"),
        ("R-4-5b", "samverkan/SAM-intern", "uppfoljning_senast", "2026-05-31"),
        ("R-3-1a", "ledningssystem/LED-provkommun", "revideras_senast", "2026-05-31"),
    ],
)
def test_the_day_after_a_review_it_is_stale(name: str, file: str, path: str, last: str, complete: Records) -> None:
    """On the last day for the review the requirement is shown; the day after it is inaktuellt, since that day."""
    records, end = edited(complete, file, path, last), dt.date.fromisoformat(last)
    assert verdicts(records, day=end)[name].status is Status.SHOWN
    for days in (1, 40):
        found = verdicts(records, day=end + dt.timedelta(days))[name]
        assert (found.status, found.since) == (Status.STALE, end + dt.timedelta(1))
        assert any(last in line for line in found.missing)


def test_a_missed_egenkontroll_is_stale_from_its_own_interval(complete: Records) -> None:
    """A yearly control done on 10 November 2025 is current through 10 November 2026 and stale from the 11th."""
    assert verdicts(complete, day=dt.date(2026, 11, 10))["R-5-2b"].status is Status.SHOWN
    found = verdicts(complete, day=dt.date(2026, 11, 11))["R-5-2b"]
    assert (found.status, found.since) == (Status.STALE, dt.date(2026, 11, 11))


def test_the_first_of_march_is_the_only_day_in_law(complete: Records) -> None:
    """Last year's patientsäkerhetsberättelse is due on 1 March; the kvalitetsberättelse has no date but the year."""
    records = Records(complete.catalogue, [r for r in complete if not r.id.startswith("BER-2025")])
    assert verdicts(records, day=dt.date(2026, 3, 1))["R-PSL-3-10"].status is Status.SHOWN
    late = verdicts(records, day=dt.date(2026, 3, 2))
    assert (late["R-PSL-3-10"].status, late["R-PSL-3-10"].since) == (Status.STALE, dt.date(2026, 3, 2))
    assert late["G-7-1"].status is Status.FOLLOWED
    assert verdicts(records, day=dt.date(2026, 12, 31))["G-7-1"].status is Status.FOLLOWED
    assert verdicts(records, day=dt.date(2027, 1, 1))["G-7-1"].status is Status.NOT_FOLLOWED


def with_exception(records: Records, slag: str, krav: str = "R-4-6", enheter: str = "[ENH-norr]") -> Records:
    text = (
        f"id: UND-prov\nkrav: {krav}\nslag: {slag}\nenheter: {enheter}\nmotivering: |\n  Ett skäl som håller.\n"
        "beslut:\n  av: ROL-chef\n  datum: 2025-02-03\ngaller_till: 2026-06-30\n"
    )
    made = record_from_text("records/undantag/UND-prov.yaml", text, records.catalogue)
    assert made is not None
    return Records(records.catalogue, [*records, made])


def test_an_exception_in_force_makes_a_requirement_not_applicable(complete: Records) -> None:
    """An undantag counts from its decision through its last day, for its units and those under them only."""
    records = with_exception(complete, "ej_tillampligt")
    found = verdicts(records, "ENH-norr")["R-4-6"]
    assert found.status is Status.NOT_APPLICABLE
    assert "UND-prov" in found.notes[0]
    assert "2026-06-30" in found.notes[0]
    assert verdicts(records, "ENH-soder")["R-4-6"].status is Status.SHOWN
    assert verdicts(records, "ENH-norr", dt.date(2026, 6, 30))["R-4-6"].status is Status.NOT_APPLICABLE
    assert verdicts(records, "ENH-norr", dt.date(2026, 7, 1))["R-4-6"].status is Status.SHOWN
    assert verdicts(records, "ENH-norr", dt.date(2025, 2, 2))["R-4-6"].status is not Status.NOT_APPLICABLE
    over = with_exception(complete, "ej_tillampligt", enheter="[ENH-namnden]")
    assert verdicts(over, "ENH-soder")["R-4-6"].status is Status.NOT_APPLICABLE


def test_an_accepted_deviation_changes_no_verdict_but_is_told(complete: Records) -> None:
    """An avsteg is a decision to live with what is missing: it is noted, and what is missing stays missing."""
    lacking = edited(complete, "samverkan/SAM-vardskada", "syfte", ["kvalitet"])
    found = verdicts(with_exception(lacking, "avsteg"), "ENH-norr")["R-4-6"]
    assert found.status is Status.NOT_SHOWN
    assert any("Avsteg beslutat (UND-prov), gäller till 2026-06-30" in note for note in found.notes)


def test_an_exception_from_a_point_of_ones_own_list_counts(complete: Records) -> None:
    """An undantag from a point that stands for other requirements makes that point not applicable."""
    records = with_exception(complete, "ej_tillampligt", krav="OSBY-2", enheter="[ENH-namnden]")
    rows = Checklist([complete.catalogue.packs["osby-2019"]], records, DAY).rows([WHOLE])
    found = {row.requirement.id: row.verdicts[WHOLE].status for row in rows}
    assert found["OSBY-2"] is Status.NOT_APPLICABLE
    assert found["OSBY-3"] is Status.SHOWN


@pytest.mark.parametrize(
    ("name", "file"),
    [("R-PSL-3-5", "avvikelse/2025/AVV-2025-K7Q4XN"), ("R-LS-ANMAL", "avvikelse/2024/AVV-2024-K7Q4XP")],
)
def test_a_grave_event_that_is_not_reported_shows_nothing(name: str, file: str, complete: Records) -> None:
    """To write that no report was made does not show that it was."""
    found = verdicts(edited(complete, file, "ivo", {"anmald": "nej", "motivering": "Ett skäl.\n"}))[name]
    assert found.status is Status.PARTLY


@pytest.mark.parametrize("name", ["R-5-6a", "R-5-6b", "R-6-1", "R-3-1b", "R-5-2a", "G-7-1"])
def test_what_came_later_shows_nothing_on_an_earlier_day(name: str, complete: Records) -> None:
    """On a day before the evidence began, its requirement is not shown, whatever the records hold now."""
    assert verdicts(complete, day=dt.date(2023, 1, 1))[name].status not in CONTENT


def test_a_closed_unit_is_not_asked(complete: Records) -> None:
    """A unit that has ceased is no workplace and brings no law; until its last day it was one."""
    records = edited(complete, "enhet/ENH-soder", "giltig", {"till": "2025-06-30"})
    assert "ENH-soder" in [unit.id for unit in Checklist([], records, dt.date(2025, 6, 30)).organisation.workplaces]
    assert "ENH-soder" not in [unit.id for unit in Checklist([], records, dt.date(2025, 7, 1)).organisation.workplaces]


def test_an_agreement_that_has_ended_shows_nothing(complete: Records) -> None:
    """A samverkan counts through the last day of its agreement, and then neither shows anything nor is overdue."""
    agreement = {"datum": "2024-01-10", "galler_till": "2025-12-31"}
    records = edited(complete, "samverkan/SAM-extern", "overenskommelse", agreement)
    assert verdicts(records, day=dt.date(2025, 12, 31))["R-4-5c"].status is Status.SHOWN
    assert verdicts(records, day=dt.date(2026, 1, 1))["R-4-5c"].status is Status.NOT_SHOWN


def test_law_that_does_not_concern_an_activity_is_not_applied(complete: Records) -> None:
    """A unit without hälso- och sjukvård is asked nothing that only a vårdgivare must show."""
    records = edited(complete, "enhet/ENH-soder", "lagrum", ["sol"])
    found = verdicts(records, "ENH-soder")
    assert found["R-PSL-3-10"].status is Status.NOT_APPLICABLE
    assert "hälso- och sjukvård" in found["R-PSL-3-10"].notes[0]
    assert found["R-4-2"].status is Status.SHOWN


def test_each_body_is_judged_alone(osby: Records) -> None:
    """One nämnd's decision or berättelse shows nothing for the other, and the whole is what both are together."""
    records = Records(osby.catalogue, [r for r in osby if r.id != "BER-2025-patientsakerhet-bou"])
    day = dt.date(2026, 3, 2)
    packs = [records.catalogue.packs["psl"]]
    units = [WHOLE, "ENH-barn-och-utbildningsnamnden", "ENH-halsa-och-valfardsnamnden"]
    found = {row.requirement.id: row.verdicts for row in Checklist(packs, records, day).rows(units)}["R-PSL-3-10"]
    assert found["ENH-halsa-och-valfardsnamnden"].status is Status.SHOWN
    assert found["ENH-barn-och-utbildningsnamnden"].status is not Status.SHOWN
    assert found[WHOLE].status is not Status.SHOWN
    assert all("Barn- och utbildningsnämnden" in line for line in found[WHOLE].missing)


def test_citations_hold_on_their_days(catalogue: Catalogue) -> None:
    """The lex Sarah paragraphs are those of the old act through 30 June 2025 and of the new one from 1 July."""
    requirement = catalogue.requirements["R-LS-RAPPORT"]
    before, after = requirement.label(dt.date(2025, 6, 30)), requirement.label(dt.date(2025, 7, 1))
    assert before is not None
    assert after is not None
    assert "14 kap. 3 §" in before.text
    assert "27 kap. 2 §" in after.text
    assert catalogue.requirements["R-4-2"].label(dt.date(2011, 12, 31)) is None


def test_the_count_is_of_binding_requirements_that_apply(complete: Records) -> None:
    """Advice and pointers do not count, nor what does not apply; the share is rounded down."""
    lacking = edited(complete, "samverkan/SAM-vardskada", "syfte", ["kvalitet"])
    packs = [complete.catalogue.packs["sosfs-2011-9"]]
    rows = list(Checklist(packs, lacking, DAY).rows([WHOLE]))
    binding = [row for row in rows if row.requirement.level == "ska"]
    found = count(rows, WHOLE)
    assert (found.shown, found.applicable) == (len(binding) - 1, len(binding))
    assert found.percent == 100 * (len(binding) - 1) // len(binding) < 100


class TestOsbysTwelvePoints:
    def test_are_twelve_and_stand_for_requirements_with_evidence(self, catalogue: Catalogue) -> None:
        """The pack has exactly twelve points, each pointing at requirements of ours that evidence can show."""
        points = catalogue.packs["osby-2019"].requirements
        assert [point.id for point in points] == [f"OSBY-{number}" for number in range(1, 13)]
        for point in points:
            assert point.answers
            assert all(catalogue.requirements[name].shown_by for name in point.answers)

    @pytest.mark.skipif(not SEED.exists(), reason="the municipality's document lies beside the repository only here")
    def test_are_worded_and_cited_as_the_municipality_wrote_them(self, catalogue: Catalogue) -> None:
        """Each point stands in the document of 2019 word by word, followed by its own reference to the regulation."""
        seed = " ".join(SEED.read_text(encoding="utf-8").split())
        for point in catalogue.packs["osby-2019"].requirements:
            label = point.label(DAY)
            assert label is not None
            assert f"{point.text} ({label.text})" in seed, point.id
        assert len(re.findall(r"• Att ", seed)) == 12

    def test_a_point_is_shown_as_far_as_all_it_stands_for(self, complete: Records) -> None:
        """All twelve are shown in the complete workspace; without one piece only its point is not."""
        pack = [complete.catalogue.packs["osby-2019"]]
        lacking = edited(complete, "process/PRO-omsorg", "samverkan")
        before = [row.verdicts[WHOLE] for row in Checklist(pack, complete, DAY).rows([WHOLE])]
        after = {row.requirement.id: row.verdicts[WHOLE] for row in Checklist(pack, lacking, DAY).rows([WHOLE])}
        assert {verdict.status for verdict in before} == {Status.SHOWN}
        assert {name for name, verdict in after.items() if verdict.status is not Status.SHOWN} == {"OSBY-5"}
        assert after["OSBY-5"].missing[0].startswith("R-4-5a: ")


def broken_packs() -> Iterator[tuple[str, str, str]]:
    head = "pack: egen\nlabel: Egen\nsource: Egen\nrequirements:\n  - id: E-1\n    labels: [{text: Punkt 1, from: 2020-01-01}]\n"
    rest = "    level: ska\n    applies: [sol]\n    text: Ett krav.\n    verified: source\n"
    demand = "    shown_by: [{kind: rutin, what: rutiner, missing: Ingen rutin."
    yield head + rest, "antingen shown_by eller answers", "5:5"
    yield head + rest.replace("ska", "kanske") + demand + "}]\n", "level ska vara", "7:12"
    yield (
        head + rest + demand.replace("rutin,", "rutn,") + "}]\n",
        "rutn är inget slag av post; menade du rutin?",
        "11:23",
    )
    yield head + rest + demand + ", has: [titl]}]\n", "titl är inget fält i rutin", "11:16"
    yield head + rest + demand + ", hass: [titel]}]\n", "hass är okänt här", "11:"
    yield head.replace("2020-01-01", "2020-02-30") + rest + demand + "}]\n", "är inget datum; skriv ett datum", "6:"
    yield head + rest + demand + ", where: {dokumenttyp: rutinn}}]\n", "menade du rutin?", "11:"
    yield head + rest + demand + ", dated: titel}]\n", "titel är inget datum", "11:"
    yield head + rest.replace("[sol]", "[pbl]") + demand + "}]\n", "applies ska vara", "8:"
    yield head + rest + demand + ", fresh: {field: titel, within: 1 år}}]\n", "within ska vara ett intervall", "11:"


@pytest.mark.parametrize("code", ["XYZ999", "LNK003", "KLA001"])
def test_a_rule_that_cannot_judge_the_record_is_told_with_its_place(
    code: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    """A demand may name a rule on single records of its kind: none that is unknown, on all records, or on others."""
    file = tmp_path / "egen.yaml"
    file.write_text(
        "pack: egen\nlabel: Egen\nsource: Egen\nrequirements:\n  - id: E-1\n    labels: [{text: Punkt 1, from: 2020-01-01}]\n"
        "    level: ska\n    applies: [sol]\n    text: Ett krav.\n    verified: source\n    shown_by:\n"
        f"      - kind: rutin\n        what: rutiner\n        missing: Ingen.\n        rules: [{code}]\n",
        encoding="utf-8",
    )
    pack = read_pack(read_data(file, "krav/egen.yaml"), catalogue.kinds)
    with pytest.raises(ConfigurationError, match=f"^krav/egen.yaml:15:.*{code} är ingen regel"):
        Checklist([pack], Records(catalogue, []), DAY)


@pytest.mark.parametrize(("text", "says", "at"), list(broken_packs()))
def test_a_broken_pack_is_told_with_its_place(
    text: str, says: str, at: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    """A mistake in a list of requirements is a configuration error with file, line and column."""
    file = tmp_path / "egen.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_pack(read_data(file, "krav/egen.yaml"), catalogue.kinds)
    assert says in caught.value.message
    assert str(caught.value).startswith(f"krav/egen.yaml:{at}")
