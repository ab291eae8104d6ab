"""A mistake in a workspace's own file: exit 3, the file, the line, and what to write. Never anything else."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.catalogue import catalogue_of
from kvalitet.checking import CRASHED, check
from kvalitet.diagnostics import ConfigurationError
from kvalitet.records.loading import load
from kvalitet.workspace import find_workspace
from tests.conftest import DAY, Run
from tests.own.conftest import PRIVATE

KIND_MISTAKES = [
    ("avtal", "kind: avtal", "kind: Avtal", ":2:7: filen ska heta Avtal.yaml"),
    ("avtal", "kind: avtal", "kind: avvikelse", ":2:7: filen ska heta avvikelse.yaml"),
    ("avtal", "kind: avtal", "name: avtal", ":2:1: skriv kind: för ett eget slag, eller extends:"),
    ("avtal", "kind: avtal", "extends: avtal", ":2:10: avtal är inget slag som går att bygga ut; skriv till exempel avvikelse"),
    ("avtal", "prefix: AVT", "prefix: AVV", ":3:9: avv hör redan till avvikelse; välj ett annat ord"),
    ("avtal", "prefix: AVT", "prefix: A1", ":3:9: A1 går inte i prefix; skriv två till fem stora bokstäver"),
    ("avtal", "plural: Avtal", "plural: Åtgärder", ":5:9: atgarder hör redan till atgard"),
    ("avtal", "ids: chosen", "ids: drawn", ":7:6: med ids: drawn är det sista fältet skapad"),
    ("avtal", "ids: chosen", "ids: vald", ":7:6: vald går inte i ids; skriv drawn eller chosen"),
    ("avtal", "title: namn", "title: nam", ":8:8: nam är inget fält i avtal; menade du namn?"),
    ("avtal", "title: namn", "title: enheter", ":8:8: enheter är en lista; välj ett fält med ett enda värde"),
    ("avtal", "title: namn", "title: giltigt", ":8:8: giltigt är en grupp; skriv något av giltigt.fran eller giltigt.till"),
    ("avtal", "columns: [namn, kommun,", "columns: [namn, komun,", ":9:17: komun är inget fält i avtal; menade du kommun?"),
    ("avtal", "    to: [enhet]", "    to: [enheten]", ":23:10: enheten är inget slag av post; menade du enhet?"),
    ("avtal", "    to: [enhet]\n", "", ":22:11: enheter saknar to; skriv slaget som den pekar på"),
    ("avtal", "type: role", "type: rol", ":27:11: rol är ingen fälttyp; menade du role?"),
    ("avtal", "label: Ansvarig", "lable: Ansvarig", ":28:5: lable är okänt här; menade du label?"),
    ("avtal", "    label: Ansvarig\n", "", ":27:5: label saknas"),
    ("avtal", "[giltigt.fran, giltigt.till]", "[giltigt.fran, namn]", ":58:20: namn är inget datum"),
    ("avtal", "  uppfoljt:", "  Uppföljt:", ":49:3: Uppföljt kan inte vara ett fältnamn; skriv små bokstäver"),
    ("avtal", "  uppfoljt:", "  id:", ":49:3: id kan inte vara ett fältnamn; står först i varje post"),
    ("avtal", "  uppfoljt:", "  namn:", ":49:3: namnet står redan högre upp; ta bort det ena"),
    ("avtal", "kind: avtal", "kind: avtal\n\tprefix: X", ":3:1: här står en tabb; dra in med blanksteg"),
    ("avtal", "help: Ett avtal med", "help: Avtal: med", "raden går inte att läsa som enkel YAML; skriv namn: värde"),
    ("brukarrad", "  husmote:", "  synpunkt:", ":12:3: synpunkt hör redan till klagomal; välj ett annat ord"),
    ("brukarrad", "{form: husmote}", "{form: husmöte}", ":12:19: husmöte är inget val för form; menade du husmote?"),
    ("brukarrad", "{value: brukarrad}", "{value: brukarråd}", ":29:22: brukarråd är inget val för form"),
    ("brukarrad", "{value: brukarrad}", "{value: husmote, day: today}", ":29:14: här ska stå en sak: value, day"),
    ("brukarrad", "{value: brukarrad}", "{day: today}", ":29:14: day fyller bara fält av typen date"),
    ("brukarrad", "{value: brukarrad}", "{same_as: enhet}", ":29:24: skriv ett länkfält, punkt och ett fält"),
    ("brukarrad", "      brukarrad: Brukarråd", "      brukarråd: Brukarråd", ":31:7: brukarråd kan inte vara ett val"),
    ("brukarrad", "        scale: konsekvens\n", "", "skriv scale: sannolikhet eller scale: konsekvens"),
    ("brukarrad", "next: [hallet]", "next: [hallit]", ":89:12: planerat leder till hallit, som inte finns; menade du hallet?"),
    ("brukarrad", "      - field: antal", "      - field: antl", ":94:16: antl är inget fält i brukarrad; menade du antal?"),
    ("brukarrad", "builds_on: hallet", "builds_on: hållet", ":100:16: hållet är ingen tidigare status"),
    ("brukarrad", "    type: state\n", "    type: text\n", "brukarrad ska ha ett enda fält av typen state"),
    ("avvikelse", "extends: avvikelse", "extends: avikelse", ":2:10: avikelse är inget slag som går att bygga ut; menade du avvikelse?"),
    ("avvikelse", "extends: avvikelse", "extends: klagomal", ":2:10: filen ska heta klagomal.yaml"),
    ("avvikelse", "extends: avvikelse", "extends: avvikelse\nprefix: AVK", ":3:1: prefix är okänt här"),
    ("avvikelse", "  utredning:\n    fields", "  utredning:\n    type: group\n    fields", ":16:5: utredning finns redan och behåller sin typ"),
    ("avvikelse", "      orsaker:\n", "      orsaken:\n", ":17:7: utredning.orsaken finns inte och saknar type, som ett nytt fält har; menade du orsaker?"),
    ("avvikelse", "  utredning:\n    demands", "  utredd:\n    demands", ":27:3: utredd är ingen status i avvikelse; skriv något av inkommen"),
    ("avvikelse", "    demands:\n", "    label: Utreds\n    demands:\n", ":28:5: label är okänt här; skriv något av demands"),
    ("avvikelse", "[missforhallande, risk]", "[missförhållande, risk]", ":31:22: missförhållande är inget val för slag; menade du missforhallande?"),
    ("avvikelse", "[rapporterad, kommunen_informerad]", "[rapporterad, informerad]", ":25:19: informerad är inget fält i avvikelse"),
    ("atgard", "    to: [brukarrad]", "    to: [brukarråd]", ":5:10: brukarråd är inget slag av post; menade du brukarrad?"),
    ("atgard", "  orsak:\n", "  rubrik:\n", ":7:5: rubrik har inga val; ta bort raden"),
]  # fmt: skip

DATA_MISTAKES = [
    ("skalor/fem-steg.yaml", "size: 5", "size: 4", ":4:1: sannolikhet ska ha stegen 1 till 4 i ordning"),
    ("skalor/fem-steg.yaml", "size: 5", "size: fem", ":3:7: fem går inte i size; skriv ett heltal"),
    ("skalor/fem-steg.yaml", "size: 5", "size: 999999999", ":3:7: en skala har 2 till 10 steg"),
    ("skalor/fem-steg.yaml", "scale: fem-steg", "scale: standard-4x4", ":1:8: skalan standard-4x4 finns redan; ge den"),
    ("skalor/fem-steg.yaml", "scale: fem-steg", "scale: Fem steg", ":1:8: Fem steg går inte i scale; skriv små bokstäver"),
    ("skalor/fem-steg.yaml", "when: varde >= 1\n", "when: varde > 1\n", "ingen klass gäller för sannolikhet 1 och konsekvens 1"),
    ("skalor/fem-steg.yaml", "when: varde >= 9", "when: varde större än 9", "villkoret går inte att läsa; skriv till exempel varde >= 8"),
    ("skalor/fem-steg.yaml", "    level: lokal", "    level: lag", "ingen lag anger en gräns på en riskskala; skriv level: lokal"),
    ("skalor/fem-steg.yaml", "applies: [sol]", "applies: [skola]", "skriv något av hsl, sol, lss"),
    ("skalor/tre-steg.yaml", ", high: yes", "", "minst en klass ska ha high: yes"),
    ("skalor/tre-steg.yaml", "{value: 1, label: Liten}\n  - {value: 2", "{value: 1, namn: Liten}\n  - {value: 2", "namn är okänt här"),
    ("kategorier.yaml", "  besok:", "  besök:", ":3:3: besök kan inte vara en kategori; skriv a–z"),
    ("kategorier.yaml", "label: Besök", "lable: Besök", ":4:5: lable är okänt här; menade du label?"),
    ("kategorier.yaml", "tree:", "extends: mitt\ntree:", ":2:10: det enda träd som går att bygga ut är standard"),
    ("kategorier.yaml", "tree:", "group_level: 3\ntree:", ":2:14: trädet har inte så många nivåer"),
    ("tidsgranser.yaml", "D-UTR-PABORJAD", "D-PSB", ":3:9: D-PSB står i lag (PSL 3 kap. 10 §) och går inte att ändra"),
    ("tidsgranser.yaml", "D-UTR-PABORJAD", "D-UTR-PABORJA", ":3:9: D-UTR-PABORJA finns inte och saknar level: lokal, som en ny gräns har; menade du D-UTR-PABORJAD?"),
    ("tidsgranser.yaml", "local_default: P3D", "within: P3D", ":9:5: D-LS-ANMALAN ändras med local_default: P3D"),
    ("tidsgranser.yaml", "local_default: P3D", "local_default: 3 dagar", ":9:20: local_default ska vara ett intervall, till exempel P30D"),
    ("tidsgranser.yaml", "local_default: P3D", "level: lokal", ":9:5: level är okänt här"),
    ("tidsgranser.yaml", "D-KLAGOMAL-BESVARAT", "D-UTR-PABORJAD", ":6:9: D-UTR-PABORJAD står redan högre upp"),
    ("tidsgranser.yaml", "level: lokal\n    kind: avvikelse", "level: lag\n    kind: avvikelse", ":12:12: en egen gräns är aldrig lag; skriv level: lokal"),
    ("tidsgranser.yaml", "kind: avtal", "kind: avtalet", ":22:11: avtalet är inget slag av post; menade du avtal?"),
    ("tidsgranser.yaml", "from: giltigt.fran", "from: giltig.fran", ":23:11: giltig.fran är inget fält i avtal; menade du giltigt.fran?"),
    ("tidsgranser.yaml", "to: uppfoljt", "to: namn", ":24:9: namn är inget datum att räkna till"),
    ("tidsgranser.yaml", "within: P1Y", "by: {month: 2, day: 29, of: following_year}", ":25:9: den dagen finns inte varje år"),
    ("tidsgranser.yaml", "    within: P1Y\n", "", ":19:5: skriv en av within, by och requires"),
    ("tidsgranser.yaml", "slag: [missforhallande, risk]", "slag: [lex_sarah]", ":14:31: lex_sarah är inget val för slag"),
    ("krav/avtal-exempelvik.yaml", "pack: avtal-exempelvik", "pack: psl", ":1:7: kravlistan psl finns redan; ge den här ett annat namn"),
    ("krav/avtal-exempelvik.yaml", "id: EXV-2", "id: R-4-2", ":21:9: R-4-2 finns redan i en annan kravlista"),
    ("krav/avtal-exempelvik.yaml", "kind: avtal", "kind: avtalet", ":29:15: avtalet är inget slag av post; menade du avtal?"),
]  # fmt: skip

MISTAKES = [(f"kinds/{name}.yaml", *rest) for name, *rest in KIND_MISTAKES] + DATA_MISTAKES


@pytest.mark.parametrize(("file", "before", "after", "says"), MISTAKES)
def test_a_mistake_has_file_and_line(
    kvalitet: Callable[..., Run], provider: Path, file: str, before: str, after: str, says: str
) -> None:
    """Whoever keeps the workspace is told where the file is wrong, by any command that needs it."""
    text = (provider / file).read_text(encoding="utf-8")
    assert before in text
    (provider / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    run = kvalitet("-C", provider, "validate")
    assert (run.code, run.out) == (3, "")
    assert run.err.startswith(f"kvalitet: {file}:")
    assert says in run.err


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("kinds/avtal.yml", "kinds/avtal.yml:1:1: i kinds ligger bara filer som slutar på .yaml"),
        ("kinds/mer/avtal.yaml", "kinds/mer/avtal.yaml:1:1: i kinds ligger bara filer"),
        ("kinds/tom.yaml", "kinds/tom.yaml:1:1: filen är tom eller en lista"),
    ],
)
def test_a_file_that_would_be_passed_by_is_told(
    kvalitet: Callable[..., Run], provider: Path, name: str, says: str
) -> None:
    """A file under `kinds` is read or told of: none is left out in silence."""
    (provider / name).parent.mkdir(exist_ok=True)
    (provider / name).write_text("", encoding="utf-8")
    run = kvalitet("-C", provider, "validate")
    assert run.code == 3
    assert says in run.err


def test_new_tells_a_mistake_too(kvalitet: Callable[..., Run], provider: Path) -> None:
    """A command that reads single records reads the workspace's own part first."""
    (provider / "kinds/avtal.yaml").write_text("kind: avtal\n", encoding="utf-8")
    run = kvalitet("-C", provider, "new", "avvikelse", "--no-input")
    assert run.code == 3
    assert "kinds/avtal.yaml:1:1: prefix saknas" in run.err


LAW = [
    ("fields:\n  slag:\n    choices: {lex_sarah: Lex Sarah}\n", ":4:5: valen i slag kommer ur lag"),
    ("fields:\n  lagrum:\n    choices: {skola: Skollagen}\n", ":4:5: valen i lagrum kommer ur lag"),
    ("fields:\n  lagrum:\n    choices: {hsl: Något annat}\n", ":4:5: valen i lagrum kommer ur lag"),
    ("fields:\n  beslut:\n    fields:\n      grad_hsl:\n        choices: {ringa: Ringa}\n", ":6:9: valen i beslut.grad_hsl"),
    ("fields:\n  enhet:\n    required: no\n", ":4:15: enhet är redan ett krav; det går att skärpa"),
    ("fields:\n  enhet:\n    required: {slag: risk}\n", ":4:15: enhet är redan ett krav"),
    ("fields:\n  ivo:\n    fields:\n      datum:\n        required: no\n", ":6:19: ivo.datum är redan ett krav"),
    ("fields:\n  ivo:\n    fields:\n      datum:\n        only: {ivo.anmald: nej}\n", ":6:9: only är okänt här"),
    ("fields:\n  ivo:\n    law: Ingen\n", ":4:5: law är okänt här"),
    ("fields:\n  enhet:\n    to: [roll]\n    fields: {}\n", ":5:5: enhet är ingen grupp; ta bort raden"),
    ("fields:\n  rapporterad_av:\n    to: [enhet]\n", ":4:5: rapporterad_av är ingen länk"),
    ("states:\n  avslutad:\n    next: [inkommen]\n", ":4:5: next är okänt här"),
    ("states:\n  avslutad:\n    closed: no\n", ":4:5: closed är okänt här"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "says"), LAW)
def test_what_the_law_asks_for_cannot_be_switched_off(
    kvalitet: Callable[..., Run], workspace: Path, text: str, says: str
) -> None:
    """No file of a workspace takes away a field, a demand or a state, nor adds a grade beside the law's."""
    (workspace / "kinds").mkdir()
    (workspace / "kinds/avvikelse.yaml").write_text(f"extends: avvikelse\n{text}", encoding="utf-8")
    run = kvalitet("-C", workspace, "validate")
    assert run.code == 3
    assert f"kinds/avvikelse.yaml{says}" in run.err


def test_a_limit_of_the_law_cannot_be_changed(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """Every limit whose date or number stands in law is refused, with the law that it stands in."""
    (workspace / "kvalitet.toml").write_text('namn = "A"\ntidsgranser = "t.yaml"\n', encoding="utf-8")
    limits = catalogue_of(find_workspace(PRIVATE)).deadlines.values()
    of_law = [limit for limit in limits if limit.is_law]
    assert of_law
    for limit in of_law:
        text = f"deadlines:\n  - id: {limit.id}\n    within: P9Y\n"
        (workspace / "t.yaml").write_text(text, encoding="utf-8")
        run = kvalitet("-C", workspace, "validate")
        assert (run.code, f"t.yaml:2:9: {limit.id} står i lag ({limit.law}) och går inte" in run.err) == (3, True)


_WORDS = re.compile(r"[\w-]+|[\[\]{}:,]")
_SWAPS = [
    "",
    "x",
    "[]",
    "{}",
    "[x]",
    "{x: y}",
    "yes",
    "no",
    "0",
    "99",
    "namn",
    "enhet",
    "status",
    "ivo.anmald",
    "..",
    ".x",
]
_SWAPS += ["group", "list of group", "state", "stamp", "link", "scale", "value", "P1Y", "lag", "standard", "avvikelse"]


def test_no_broken_file_gives_anything_but_a_place(provider: Path) -> None:
    """Own files with words swapped, lost and moved are refused with file and line, or judge every record."""
    chance = random.Random(20260220)
    files = [file for file in provider.rglob("*.yaml") if "records" not in file.parts]
    originals = {file: file.read_text(encoding="utf-8") for file in files}
    refused = 0
    for _ in range(600):
        file = chance.choice(files)
        file.write_text(mutated(originals[file], chance), encoding="utf-8")
        refused += is_refused(provider, file)
        file.write_text(originals[file], encoding="utf-8")
    assert 200 < refused < 600


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with one to three words or lines changed."""
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.3:
            lines = text.split("\n")
            at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines.insert(to, lines.pop(at)) if chance.random() < 0.5 else lines.pop(at)
            text = "\n".join(lines)
        elif words := list(_WORDS.finditer(text)):
            word = chance.choice(words)
            text = text[: word.start()] + chance.choice(_SWAPS) + text[word.end() :]
    return text


def is_refused(provider: Path, file: Path) -> bool:
    """Return whether a changed file is refused at a line of its own; if not, every record can be judged with it."""
    workspace = find_workspace(provider)
    try:
        records = load(workspace, catalogue_of(workspace))
    except ConfigurationError as found:
        error = found
    else:
        assert CRASHED not in {finding.code for finding in check(records, DAY)}
        return False
    others = [path.relative_to(provider).as_posix() for path in file.parent.glob("*.yaml")]
    assert error.place is not None
    assert error.place.path in others or file.parent.name == "kinds", error
    return True
