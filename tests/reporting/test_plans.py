"""The förvaltning's year, the plans and the letter: figures counted by another road, and nothing silly on any page."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kvalitet.catalogue import catalogue_of
from kvalitet.periods import Period
from kvalitet.records.collection import Records
from kvalitet.records.loading import load
from kvalitet.reporting.making import Draft, make
from kvalitet.reporting.orders import THRESHOLD, Order
from kvalitet.reporting.published import read_published
from kvalitet.reporting.publishing import publish, read
from kvalitet.reporting.reports import REPORTS
from kvalitet.workspace import Workspace, find_workspace
from tests.conftest import DAY, ROOT, Run
from tests.reporting.reading import table

Plain = dict[str, Any]
MINE = ("verksamhetsberattelse", "verksamhetsplan", "egenkontrollplan", "handlingsplan", "tjansteskrivelse")
PRIVATE = ROOT / "tests/workspaces/privat-omsorg"
BACKGROUND = ROOT / "tests/background"
KINDS = (
    *("atgard", "berattelse", "egenkontroll", "enhet", "exponering", "ledningssystem"),
    *("mal", "process", "risk", "rutin", "undantag"),
)
OPEN = ("foreslagen", "beslutad", "pagar")


@cache
def loaded(root: Path) -> tuple[Workspace, Records]:
    """A workspace and its records, which nobody changes."""
    workspace = find_workspace(root)
    return workspace, load(workspace, catalogue_of(workspace))


@cache
def drafted(
    name: str, year: int, *, root: Path = ROOT, day: dt.date = DAY, enhet: str = "", public: bool = False
) -> Draft:
    """A report of a workspace, as a draft."""
    workspace, records = loaded(root)
    return make(Order(REPORTS[name], Period.of_year(year), day, enhet, public), workspace, records)


def text_of(name: str, year: int, **words: Any) -> str:
    return drafted(name, year, **words).markdown.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def yaml() -> dict[str, list[Plain]]:
    """The records in question, read by another road than the tool's own: ruamel.yaml's plain loader."""

    def read_all(kind: str) -> list[Plain]:
        files = sorted((ROOT / "records" / kind).rglob("*.yaml"))
        return [YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")) for file in files]

    return {kind: read_all(kind) for kind in KINDS}


# ---- Handlingsplan ----


def _listed(yaml: dict[str, list[Plain]], year: int) -> list[Plain]:
    """The åtgärder of a year and those open from before, as the records are written (on the example's last day)."""
    made = ((int(a["id"][4:8]), a) for a in yaml["atgard"])
    return [a for own, a in made if own == year or (own < year and a["status"] in OPEN)]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_measure_is_counted_and_told_once(yaml: dict[str, list[Plain]], year: int) -> None:
    """States, sources, causes, roles and units equal a count over the YAML files, and every åtgärd stands once."""
    text, found = text_of("handlingsplan", year), _listed(yaml, year)
    assert f"omfattar {len(found)} åtgärder" in text
    states = {"Föreslagen": "foreslagen", "Beslutad": "beslutad", "Pågår": "pagar"} | {
        "Genomförd": "genomford",
        "Avslagen": "avslagen",
    }
    counts = Counter(a["status"] for a in found)
    assert {states[row[0]]: int(row[1]) for row in table(text, "tbl-lage")} == counts
    prefixes = Counter(prefix for a in found for prefix in {name[:3] for name in a.get("kalla", [])} or {""})
    assert sorted(int(row[1]) for row in table(text, "tbl-kalla")) == sorted(prefixes.values())
    for name, field in (("tbl-orsak", "orsak"), ("tbl-roll", "ansvarig"), ("tbl-enhet", "enhet")):
        groups = Counter(a.get(field) for a in found)
        assert sorted(int(row[1]) for row in table(text, name)) == sorted(groups.values())
    for measure in found:
        if measure["status"] != "genomford":
            assert text.count(f"{measure['id']})") == 1
    told = sum(len(table(text, name)) for name in re.findall(r"\{#(tbl-klara-\d+)\}", text))
    assert told == counts["genomford"]


def test_what_is_late_is_late_on_the_day(yaml: dict[str, list[Plain]]) -> None:
    """What should have been done before the day is told as late with how long, and nothing else is."""
    late = {a["id"]: a for a in _listed(yaml, 2025) if a["status"] in OPEN and a.get("klart_senast", DAY) < DAY}
    rows = table(text_of("handlingsplan", 2025), "tbl-forsenade")
    assert len(rows) == len(late) == 2
    for row in rows:
        measure = late[row[0].rpartition("(")[2].rstrip(")")]
        assert row[3] == str(measure["klart_senast"])
        assert row[4] == f"{(DAY - measure['klart_senast']).days} dagar"
    first = min(measure["klart_senast"] for measure in late.values())
    assert "# Försenade" not in text_of("handlingsplan", 2026, day=dt.date(2026, 1, 10))
    on_its_day = text_of("handlingsplan", 2025, day=first)
    assert str(first) not in [row[3] for row in table(on_its_day, "tbl-forsenade")]


def test_a_plan_of_an_earlier_day_knows_nothing_of_later(yaml: dict[str, list[Plain]]) -> None:
    """On an earlier day an åtgärd that was done later is still to be done, and one that came later is not there."""
    day = dt.date(2025, 6, 30)
    text = text_of("handlingsplan", 2025, day=day)
    there = [a for a in yaml["atgard"] if a["id"][4:8] == "2025" and _first(a) <= day]
    before = [a for a in yaml["atgard"] if a["id"][4:8] < "2025" and not _ended(a, day)]
    assert f"omfattar {len(there) + len(before)} åtgärder" in text
    open_ones = sum(not _ended(a, day) for a in [*there, *before])
    assert f"- {open_ones} återstår" in text
    assert any(a["status"] == "genomford" and not _ended(a, day) for a in there)


def _first(measure: Plain) -> dt.date:
    stamp = measure["skapad"]
    made: dt.date = stamp.date() if isinstance(stamp, dt.datetime) else dt.date.fromisoformat(str(stamp)[:10])
    proposed: dt.date = measure.get("foreslagen", made)
    return min(made, proposed)


def _ended(measure: Plain, day: dt.date) -> bool:
    if measure["status"] == "genomford":
        return bool(measure["genomford"] <= day)
    return measure["status"] == "avslagen" and bool(measure["beslut"]["datum"] <= day)


def test_what_was_refused_is_told_with_the_reason(yaml: dict[str, list[Plain]]) -> None:
    """Every refused åtgärd of the year stands with who refused it, when and why."""
    text = text_of("handlingsplan", 2025)
    refused = [a for a in yaml["atgard"] if a["id"][4:8] == "2025" and a["status"] == "avslagen"]
    assert len(refused) == 4
    for measure in refused:
        line = next(line for line in text.split("\n") if f"{measure['id']})" in line)
        assert " ".join(measure["beslut"]["motivering"].split()) in line


# ---- Egenkontrollplan ----


def _after(day: dt.date, interval: str) -> dt.date:
    """A day so many months or years later, reckoned by hand; the example's intervals are P<n>M and P<n>Y."""
    months = int(interval[1:-1]) * (12 if interval.endswith("Y") else 1)
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def test_controls_are_due_their_interval_after_the_last_time(yaml: dict[str, list[Plain]]) -> None:
    """Every egenkontroll stands with when it was last done, when it is due next, and whether that is late."""
    rows = {row[0]: row for row in table(text_of("egenkontrollplan", 2026), "tbl-oversikt")}
    assert set(rows) == {control["omrade"] for control in yaml["egenkontroll"]}
    for control in yaml["egenkontroll"]:
        last = max(entry["datum"] for entry in control["utfall"])
        due = _after(last, control["frekvens"])
        late = " (försenad)" if due < DAY else ""
        assert rows[control["omrade"]][3:] == [str(last), f"{due}{late}"]
    assert sum("försenad" in row[4] for row in rows.values()) == 1


def test_months_hold_what_was_done_and_what_is_due(yaml: dict[str, list[Plain]]) -> None:
    """The months of a past year hold what was done in them, those of the coming one what falls due in them."""
    seldom = [control for control in yaml["egenkontroll"] if control["frekvens"] != "P1M"]
    for number, row in enumerate(table(text_of("egenkontrollplan", 2025), "tbl-manader"), 1):
        done = [
            control["omrade"]
            for control in seldom
            if any((e["datum"].year, e["datum"].month) == (2025, number) for e in control["utfall"])
        ]
        assert sorted(done) == sorted(part for part in row[1].split("; ") if part != "–")
    yearly = next(control for control in seldom if control["id"] == "EGK-lakemedelsforrad")
    months = table(text_of("egenkontrollplan", 2026), "tbl-manader")
    due = _after(max(entry["datum"] for entry in yearly["utfall"]), "P1Y")
    assert [number for number, row in enumerate(months, 1) if yearly["omrade"] in row[2]] == [due.month]


def test_what_nobody_checks_is_told(yaml: dict[str, list[Plain]]) -> None:
    """Processes and rutiner that no egenkontroll names, and that no other way leads to, are listed."""
    text = text_of("egenkontrollplan", 2026)
    processes = {name for control in yaml["egenkontroll"] for name in control.get("processer", [])}
    routines = {name for control in yaml["egenkontroll"] for name in control.get("rutiner", [])}
    of_process = {
        process["id"]: {name for activity in process["aktiviteter"] for name in activity.get("rutiner", [])}
        | {rutin["id"] for rutin in yaml["rutin"] if rutin.get("process") == process["id"]}
        for process in yaml["process"]
    }
    bare = [p["namn"] for p in yaml["process"] if p["id"] not in processes and not of_process[p["id"]] & routines]
    part = text.split("## Processer")[1].split("## Rutiner")[0]
    assert sorted(re.findall(r"^- (.+)$", part, re.MULTILINE)) == sorted(bare)
    through = {name for process in processes for name in of_process.get(process, ())}
    alone = [r["titel"] for r in yaml["rutin"] if r["id"] not in routines | through]
    part = text.split("## Rutiner")[1].split("## Kraven")[0]
    assert sorted(re.findall(r"^- (.+)$", part, re.MULTILINE)) == sorted(alone)


# ---- Verksamhetsplan ----


def test_the_plan_holds_what_is_open_and_what_has_a_day(yaml: dict[str, list[Plain]]) -> None:
    """Goals, open risks, åtgärder and documents equal the YAML files, and the årshjul adds up to its own rows."""
    text = text_of("verksamhetsplan", 2026)
    goals = [goal["text"] for goal in yaml["mal"] if str(goal.get("period", ""))[:4] == "2026"]
    part = text.split("# Mål för året")[1].split("## Alla indikatorer")[0]
    assert sorted(re.findall(r"^## (.+)$", part, re.MULTILINE)) == sorted(goals)
    risks = [risk["handelse"] for risk in yaml["risk"] if risk["status"] in ("oppen", "atgardas")]
    assert sorted(row[0] for row in table(text, "tbl-risker")) == sorted(risks)
    measures = [measure["rubrik"] for measure in yaml["atgard"] if measure["status"] in OPEN]
    assert sorted(row[0] for row in table(text, "tbl-atgarder")) == sorted(measures)
    rows = [row for name in re.findall(r"\{#(tbl-kvartal-\d)\}", text) for row in table(text, name)]
    sums = {row[0]: int(row[-1]) for row in table(text, "tbl-arshjul")}
    assert Counter(row[1] for row in rows) == sums
    documents = [*yaml["process"], *yaml["rutin"], *yaml["ledningssystem"]]
    assert sums["Översyn"] == sum(
        document.get("revideras_senast", DAY.replace(year=1)).year == 2026 for document in documents
    )
    assert sums["Undantag"] == sum(exception["galler_till"].year == 2026 for exception in yaml["undantag"])


def test_an_indicator_stands_with_the_last_value_known_on_the_day() -> None:
    """A value of a year is known when the year has ended, so an earlier plan has the value before."""
    for day, value, year in ((DAY, "79", "2025"), (dt.date(2025, 11, 25), "71", "2024")):
        rows = {row[0]: row for row in table(text_of("verksamhetsplan", 2026, day=day), "tbl-indikatorer")}
        assert rows["Boende med riskbedömning i Senior Alert (procent)"][2:] == [value, year, "90"]


# ---- Verksamhetsberättelse ----


def test_goals_stand_below_what_they_serve(yaml: dict[str, list[Plain]]) -> None:
    """Every goal of the year stands once with its judgement, indented below the goal of the year that it serves."""
    text = text_of("verksamhetsberattelse", 2025)
    goals = {goal["id"]: goal for goal in yaml["mal"] if str(goal.get("period", ""))[:4] == "2025"}
    words = {"uppfyllt": "uppfyllt", "delvis": "delvis uppfyllt", "ej_uppfyllt": "inte uppfyllt"}
    for goal in goals.values():
        line = next(line for line in text.split("\n") if f"- **{goal['text']}.**" in line)
        assert f": {words[goal['uppfyllelse']['bedomning']]}." in line
        assert line.startswith("  ") == (goal.get("overordnat") in goals)
    judged = Counter(goal["uppfyllelse"]["bedomning"] for goal in goals.values())
    assert f"- {judged['uppfyllt']} av {len(goals)} mål är uppfyllda." in text
    headings = {goal["text"] for goal in yaml["mal"] if goal["niva"] == "fullmaktige"}
    part = text.split("# Mål och måluppfyllelse")[1].split("## Resultat över tre år")[0]
    assert set(re.findall(r"^## (.+)$", part, re.MULTILINE)) <= headings


def test_the_extent_of_the_activity_is_what_was_measured(yaml: dict[str, list[Plain]]) -> None:
    """Each exposure stands with the years' own figures."""
    names = {unit["id"]: unit["namn"] for unit in yaml["enhet"]}
    rows = {row[1]: row[2:] for row in table(text_of("verksamhetsberattelse", 2025), "tbl-omfattning")}
    for series in yaml["exponering"]:
        years = {str(entry["period"]): entry["varde"] for entry in series["varden"]}
        shown = [f"{years[year]:,}".replace(",", " ") for year in ("2023", "2024", "2025")]
        assert rows[names[series["enhet"]]] == shown


# ---- Tjänsteskrivelse ----


def test_the_letter_proposes_what_is_not_decided(yaml: dict[str, list[Plain]]) -> None:
    """Each berättelse of the year without a decision is proposed, numbered; all are listed with their number."""
    text = text_of("tjansteskrivelse", 2025, enhet="ENH-barn-och-utbildningsnamnden")
    own = [b for b in yaml["berattelse"] if b["ar"] == 2025 and b["namnd"] == "ENH-barn-och-utbildningsnamnden"]
    accounts = [b for b in own if b["typ"] != "verksamhetsplan"]
    waiting = [b for b in accounts if "faststalld" not in b]
    assert 0 < len(waiting) < len(accounts)
    proposals = re.findall(r"^\d\. .* fastställer ”(.+)”", text, re.MULTILINE)
    assert proposals == [b["titel"] for b in waiting]
    assert all(f"{b['titel']}, upprättad" in text and f"({b['diarienummer']})" in text for b in accounts)
    assert all(f"§ {b['faststalld']['paragraf'].strip('§ ')}" in text for b in accounts if "faststalld" in b)


def test_the_letter_says_the_same_figures_as_the_report() -> None:
    """A number of the letter has the key and the value that it has in the kvalitetsberättelse."""
    mine, theirs = (drafted(name, 2025).tally.entries for name in ("tjansteskrivelse", "kvalitetsberattelse"))
    printed = {one.key for one in drafted("tjansteskrivelse", 2025).printed}
    assert len(printed & set(theirs)) >= 8
    assert all(mine[key].value == theirs[key].value for key in printed & set(theirs))


def test_the_letter_is_a_letter() -> None:
    """The PDF has at most two pages, with who it is to on the first, and neither contents nor numbered headings."""
    from io import BytesIO

    from pypdf import PdfReader

    draft = drafted("tjansteskrivelse", 2025, enhet="ENH-halsa-och-valfardsnamnden")
    pages = PdfReader(BytesIO(publish(draft, ("pdf",)).files[f"{draft.order.stem}.pdf"])).pages
    assert len(pages) <= 2
    first = re.sub(r"[ \u00a0]+", " ", pages[0].extract_text())
    assert "Hälsa- och välfärdsnämnden" in first
    assert "Tjänsteskrivelse" in first
    assert "Innehåll" not in first
    assert re.search(r"^Förslag till beslut", first, re.MULTILINE)


def test_the_letter_says_the_same_in_every_format() -> None:
    """The web page and the Word file have the same words in the same order, and the PDF begins with them."""
    draft = drafted("tjansteskrivelse", 2025, enhet="ENH-halsa-och-valfardsnamnden")
    files = publish(draft, ("html", "docx", "pdf")).files
    html, word, pdf = (
        re.findall(r"[^\W\d]+", " ".join(read_published(f"x.{format}", files[f"{draft.order.stem}.{format}"]).lines))
        for format in ("html", "docx", "pdf")
    )
    shown = html[html.index("Osby", html.index("Hoppa")) :]
    assert "".join(shown) == "".join(word)
    first = shown[: shown.index("Bedömning")]  # what comes before the first page turns
    assert len(first) > 100
    assert pdf[: len(first)] == first


def test_a_private_provider_lays_it_before_its_management() -> None:
    """Without a nämnd the letter is to the company, cites no law of health care and speaks of one matter as one."""
    text = text_of("tjansteskrivelse", 2025, root=PRIVATE)
    start = text.index("# Förslag till beslut")
    assert text[start : text.index("# Bakgrund")] == LETTER
    assert "patientsäkerhetslagen" not in text


LETTER = """\
# Förslag till beslut

1. Exempelvik hemtjänst AB fastställer ”Kvalitetsberättelse 2025”, upprättad den 17 februari 2026.
2. Exempelvik hemtjänst AB noterar sammanfattningen i den här skrivelsen.

# Sammanfattning

Under 2025 rapporterades 3 avvikelser; 3 är avslutade. Till Inspektionen för vård och omsorg anmäldes 1 händelse enligt lex Sarah. 3 klagomål och synpunkter togs emot.

3 risker bedömdes, varav 2 i klassen orange eller röd. 4 av 4 åtgärder är genomförda, och 3 av 4 bedömda gav önskad effekt.

"""


# ---- All of them ----


def _silly(markdown: str) -> list[str]:
    """What no reader should meet: a missing value, an empty table or cell, a heading over nothing, one of many."""
    lines = [line for line in markdown.split("---\n", 2)[2].split("\n") if line.strip()]
    found = re.findall(r"\b(?:None|True|False)\b|\{\{|\{%", markdown)
    for line, after in zip(lines, [*lines[1:], "# slut"], strict=True):
        level, next_level = (len(text) - len(text.lstrip("#")) for text in (line, after))
        is_rule = re.fullmatch(r"\|[:\-|]+\|", line)
        if (level and 0 < next_level <= level) or (is_rule and not after.startswith("|")):
            found.append(f"{line} / {after}")
        if re.search(r"\|\s*\|", line) or re.search(
            r"(?<![\d,.])1\u00a0(?!\w+ber\b|indikator\b)\w+(?:er|or|ar)\b", line
        ):
            found.append(line)
        if re.search(r" [,.;](?:\s|$)|\.\.(?!\.)(?![ \u00a0])|  \S", line.lstrip()) and "`" not in line:
            found.append(line)
    return found


PLACES: list[tuple[str, Plain]] = [
    ("hela kommunen", {}),
    ("en nämnd", {"enhet": "ENH-barn-och-utbildningsnamnden"}),
    ("en enhet", {"enhet": "ENH-gruppbostad-ek"}),
    ("offentlig", {"public": THRESHOLD}),
    ("utan nämnd", {"root": PRIVATE}),
    ("nästan tom", {"root": BACKGROUND}),
    ("före alla poster", {"day": dt.date(2020, 1, 1)}),
]


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize(("place", "words"), PLACES, ids=[place for place, _ in PLACES])
def test_nothing_silly_stands_on_any_page(name: str, place: str, words: Plain, tmp_path: Path) -> None:
    """Whatever a report covers, it reads as a whole and becomes a document."""
    year = 2019 if place == "före alla poster" else 2026 if name in ("verksamhetsplan", "egenkontrollplan") else 2025
    draft = drafted(name, year, **words)
    assert _silly(draft.markdown) == []
    read(draft, tmp_path)


def test_a_new_workspace_gets_each_of_them(kvalitet: Callable[..., Run], folder: Path) -> None:
    """A workspace fresh from init gives every one of these reports, and each says that nothing is recorded."""
    assert kvalitet("init", folder / "ny").code == 0
    for name in MINE:
        run = kvalitet("-C", folder / "ny", "report", name, "--year", "2025", "--format", "md")
        assert run.code == 0, run.err
        text = (folder / f"ny/reports/2025/{name}.md").read_text(encoding="utf-8")
        assert _silly(text) == []
        assert re.search(r"Inga |Ingen |Det finns inga ", text)


def test_a_ring_of_goals_hides_none(tmp_path: Path) -> None:
    """Goals that serve each other are told by another rule; here both still stand, once."""
    shutil.copytree(BACKGROUND, tmp_path / "ring")
    (tmp_path / "ring/records/mal").mkdir()
    for own, other in (("MAL-a", "MAL-b"), ("MAL-b", "MAL-a")):
        text = f"id: {own}\ntext: Mål {own}\nniva: namnd\noverordnat: {other}\nenhet: ENH-namnd\nperiod: 2025\n"
        (tmp_path / f"ring/records/mal/{own}.yaml").write_text(text, encoding="utf-8")
    text = text_of("verksamhetsberattelse", 2025, root=tmp_path / "ring")
    assert [text.count(f"- **Mål {name}.**") for name in ("MAL-a", "MAL-b")] == [1, 1]
    assert "Av årets 2 mål är 2 inte bedömda." in text
