"""Ids: what is drawn, what is one, and every way in which one may be typed or read aloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.catalogue import standard_catalogue
from kvalitet.privacy.numbers import find
from kvalitet.records.ids import (
    ALPHABET,
    LONGEST,
    canonical,
    draw_id,
    ends_in,
    example,
    is_home,
    is_id,
    path_of,
    pattern,
)
from tests.commands.test_startup import RISK
from tests.conftest import Run

KINDS = standard_catalogue().kinds
DRAWN = [kind for kind in KINDS.values() if kind.drawn]
CHOSEN = [kind for kind in KINDS.values() if not kind.drawn]

drawn_kinds = st.sampled_from(DRAWN)
years = st.integers(2000, 2099)
endings = st.text(ALPHABET, min_size=6, max_size=6)
_HEARD = {"0": "0Oo", "1": "1IiLl"}


def test_the_alphabet_can_be_read_aloud() -> None:
    """Ten figures and the letters but I, L, O and U, in order: thirty-two."""
    assert ALPHABET == "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(drawn_kinds, years)
def test_what_is_drawn_is_an_id_at_home(kind_drawn: object, year: int) -> None:
    """A drawn id has its kind's letters, the year and six characters, lies where it should and is no one's number."""
    kind = next(kind for kind in DRAWN if kind is kind_drawn)
    found = draw_id(kind, year, lambda _: False)
    assert re.fullmatch(rf"{kind.prefix}-{year}-[{ALPHABET}]{{6}}", found)
    assert is_id(found, kind)
    assert re.fullmatch(pattern(kind), found)
    assert path_of(found, kind) == f"records/{kind.name}/{year}/{found}.yaml"
    assert is_home(path_of(found, kind), found, kind)
    assert canonical(found, kind) == found
    assert not list(find(found))


@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.name)
def test_a_taken_id_is_not_drawn(kind: object) -> None:
    """The draw goes on until nothing has the id, and asks of each only once."""
    found_kind = next(known for known in DRAWN if known is kind)
    asked: list[str] = []

    def is_taken(record_id: str) -> bool:
        asked.append(record_id)
        return len(asked) < 4

    assert draw_id(found_kind, 2025, is_taken) == asked[3]
    assert len(set(asked)) == len(asked) == 4


@given(drawn_kinds, years, endings, st.randoms())
def test_an_id_is_known_however_it_is_typed(kind_drawn: object, year: int, ending: str, chance: object) -> None:
    """Small letters, blanks around it, and O, I and L for the figures that they look like: all are the same id."""
    kind = next(kind for kind in DRAWN if kind is kind_drawn)
    record_id = f"{kind.prefix}-{year}-{ending}"
    rest = record_id.partition("-")[2]
    spoken = "".join(chance.choice(_HEARD.get(char, char + char.lower())) for char in rest)  # type: ignore[attr-defined]
    assert canonical(f" {kind.prefix.lower()}-{spoken} ", kind) == record_id
    assert ends_in(record_id, spoken[-6:], kind)
    assert ends_in(record_id, f" {spoken} ", kind)


@pytest.mark.parametrize("kind", CHOSEN, ids=lambda kind: kind.name)
def test_a_chosen_name_keeps_its_letters(kind: object) -> None:
    """In a name that people chose o, i and l are letters, in small type; it lies right in its kind's folder."""
    found = next(known for known in CHOSEN if known is kind)
    assert canonical(f"{found.prefix.lower()}-Olle-IL", found) == f"{found.prefix}-olle-il"
    name = f"{found.prefix}-olle-il"
    assert path_of(name, found) == f"records/{found.name}/{name}.yaml"
    assert ends_in(name, "IL", found)
    assert ends_in(name, "Olle-il", found)
    assert not ends_in(name, "lle-il", found)
    assert is_id(example(found), found)
    assert re.fullmatch(pattern(found), example(found))


@pytest.mark.parametrize(
    "text",
    ["AVV-2025-K7Q4X", "AVV-2025-K7Q4XMM", "AVV-2025-K7Q4XO", "AVV-2025-K7Q4XU", "AVV-2025-k7q4xm", "AVV-1999-K7Q4XM"]
    + ["AVV-25-K7Q4XM", "KLA-2025-K7Q4XM", "AVV-larm", "AVV-2025-K7Q4XM\n", " AVV-2025-K7Q4XM", "AVV2025K7Q4XM", ""],
)
def test_what_is_no_drawn_id(text: str) -> None:
    """Too short, too long, other letters, another century, another kind: none is an id of an avvikelse."""
    kind = KINDS["avvikelse"]
    assert not is_id(text, kind)
    assert not is_home(f"records/avvikelse/2025/{text}.yaml", text, kind)


@pytest.mark.parametrize(
    "text", ["RUT-", "RUT-Natt", "RUT-på-natten", "RUT--natt", "RUT-natt-", "ROL-natt", "RUT-a_b", "natt"]
)
def test_what_is_no_chosen_name(text: str) -> None:
    """Small letters and figures with single hyphens between: nothing else is a name."""
    assert not is_id(text, KINDS["rutin"])


def test_a_name_is_at_most_sixty_characters() -> None:
    """The longest name is one; one character more is none."""
    kind = KINDS["rutin"]
    longest = f"RUT-{'a' * (LONGEST - 4)}"
    assert (len(longest), is_id(longest, kind), is_id(f"{longest}a", kind)) == (60, True, False)


def test_examples_are_ids() -> None:
    """What a message shows as an id is one."""
    assert all(is_id(example(kind), kind) for kind in DRAWN)


def test_a_record_is_at_home_in_one_place() -> None:
    """A drawn id's home is its kind's folder of its year; no other folder is."""
    kind = KINDS["avvikelse"]
    assert is_home("records/avvikelse/2025/AVV-2025-K7Q4XM.yaml", "AVV-2025-K7Q4XM", kind)
    for path in ("records/avvikelse/2024/AVV-2025-K7Q4XM.yaml", "records/avvikelse/AVV-2025-K7Q4XM.yaml"):
        assert not is_home(path, "AVV-2025-K7Q4XM", kind)


def test_an_ending_is_a_whole_part() -> None:
    """Half an ending, or nothing, means no record."""
    kind = KINDS["avvikelse"]
    assert not ends_in("AVV-2025-K7Q4XM", "Q4XM", kind)
    assert not ends_in("AVV-2025-K7Q4XM", "", kind)
    assert not ends_in("AVV-2025-K7Q4XM", " ", kind)


SPOKEN = [
    "ris-2024-k7q410",
    "RIS-2O24-K7Q4IO",
    "ris-2024-k7q4lo",
    "k7q410",
    "K7Q4lO",
    "records/risk/2024/ris-2024-k7q41o.yaml",
]


class TestCommands:
    @pytest.fixture
    def tool(self, kvalitet: Callable[..., Run], workspace: Path) -> Callable[..., Run]:
        file = workspace / "records/risk/2024/RIS-2024-K7Q410.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(RISK.replace("K7Q4XM", "K7Q410"), encoding="utf-8")
        return lambda *words: kvalitet("-C", workspace, "--day", "2024-04-20", *words)

    @pytest.mark.parametrize("typed", SPOKEN)
    @pytest.mark.parametrize(
        "words",
        [
            ["show", "…"],
            ["set", "…", "handelse=Larmet tystnar."],
            ["step", "…", "atgardas", "--no-input"],
            ["renumber", "…"],
            ["new", "atgard", "--for", "…", "--no-input", "--set", "rubrik=Byt", "--set", "orsak=teknik"],
        ],
        ids=lambda words: words[0],
    )
    def test_every_command_takes_an_id_as_it_is_spoken(
        self, tool: Callable[..., Run], words: list[str], typed: str
    ) -> None:
        """The same record, whichever command, in any case and with O, I and L for figures; the six characters do."""
        run = tool(*[typed if word == "…" else word for word in words])
        assert run.code == 0, run.err
        assert "RIS-2024-K7Q410" in run.out

    @pytest.mark.parametrize("typed", SPOKEN[:3])
    def test_links_are_stored_as_ids(self, tool: Callable[..., Run], workspace: Path, typed: str) -> None:
        """A link that is typed so in --set, in set and in a filter is the id itself."""
        words = [
            "new",
            "atgard",
            "--no-input",
            "--set",
            "rubrik=Byt",
            "--set",
            "orsak=teknik",
            "--set",
            f"kalla={typed}",
        ]
        path = tool(*words).out.strip()
        assert "kalla: [RIS-2024-K7Q410]" in (workspace / path).read_text(encoding="utf-8")
        run = tool("set", Path(path).stem.lower(), "kalla=")
        assert run.code == 0, run.err
        assert tool("set", Path(path).stem, f"kalla+={typed}").code == 0
        assert "kalla: [RIS-2024-K7Q410]" in (workspace / path).read_text(encoding="utf-8")
        assert "Byt" in tool("list", "atgard", f"kalla={typed}").out
        assert "Larmet" in tool("list", "risk", f"id={typed}").out
        assert tool("set", Path(path).stem, f"kalla-={typed}").code == 0

    @pytest.mark.parametrize(
        "words",
        [
            ["checklist", "--enhet", "enh-Norr"],
            ["list", "rutin", "galler_for=Enh-NORR"],
            ["rename", "rut-Omsorg", "RUT-Natt"],
        ]
        + [["approve", "Rut-omsorg", "--by", "rol-CHEF", "--decision", "§ 4"]],
        ids=lambda words: words[0],
    )
    def test_chosen_names_in_any_case(self, tool: Callable[..., Run], words: list[str]) -> None:
        """What people named is found in any case, as a word or as an option's value."""
        run = tool(*words)
        assert run.code == 0, run.err
