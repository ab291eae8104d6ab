"""Names are asked about after words for who a person is, and a workspace says which words are no names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kvalitet.privacy.names import find_names
from tests.conftest import Run
from tests.privacy.test_canary import AVVIKELSE, RECORD


def named(text: str, *not_names: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text, not_names)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Brukaren Anna och dottern Eva Berg kom.", ["Anna", "Eva Berg"]),
        ("Undersköterskan\n  Maja gav den.", ["Maja"]),
        ("Namn: Greta Lind", ["Greta Lind"]),
        ("Vi skrev namn: Greta", ["Greta"]),
        ("Namn på anhörig: Greta", ["Greta"]),
        ("namn: Greta", []),
        ("Kommentar: Greta", []),
        ("brukaren: Greta", []),
        ("Dr. Ek ringde, se dr. Lund", ["Ek", "Lund"]),
        ("Brukaren. Anna ringde.", []),
        ("En brukare, Sven, föll.", ["Sven"]),
        ("Fru Enhetschef Karlsson", ["Karlsson"]),
        ("Sigrid (brukaren) och Sara (Norr)", ["Sigrid"]),
        ("Boende på Norr. Patienten SBAR:ades.", []),
        ("Brukaren A och brukaren B bytte rum.", []),
        ("Läkaren Vid nästa besök", []),
        ("\t Anna", []),
    ],
)
def test_a_name_is_what_stands_beside_a_word_for_who_it_is(text: str, names: list[str]) -> None:
    """After a role, a relation, a title or a label, or before one in brackets; not after a full stop or in a key."""
    assert named(text) == names


def test_words_of_the_workspace_are_no_names() -> None:
    """Whole first words count, and capitals do not matter."""
    text = "Boende Solvändan och brukaren Solveig"
    assert named(text) == ["Solvändan", "Solveig"]
    assert named(text, "solvandan") == ["Solveig"]


def test_units_and_the_setting_keep_a_warning_away(workspace: Path, kvalitet: Callable[..., Run]) -> None:
    """The names of units are known from their records, other words from inga_namn; a name is told with its place."""
    record = workspace / RECORD
    record.parent.mkdir(parents=True)

    def codes(said: str) -> list[str]:
        record.write_text(AVVIKELSE.replace("Larmet ringde inte.", said), encoding="utf-8")
        return kvalitet("-C", workspace, "validate", "--format", "short").out.splitlines()

    unit = (workspace / "records/enhet/ENH-norr.yaml").read_text(encoding="utf-8").split("namn: ")[1].split("\n")[0]
    assert codes(f"Boende {unit.split()[-1]} fick vänta.") == []
    (told,) = codes("Chefen Vändan fick vänta.")
    assert told.startswith(f"{RECORD}:10:10: SEK008 varning: här står ett namn")
    assert "Vändan" not in told
    settings = workspace / "kvalitet.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\ninga_namn = ["Vändan"]\n', encoding="utf-8")
    assert codes("Chefen Vändan fick vänta.") == []
    settings.write_text(settings.read_text(encoding="utf-8").replace('["Vändan"]', '"Vändan"'), encoding="utf-8")
    run = kvalitet("-C", workspace, "validate")
    assert run.code == 3
    assert 'inga_namn har fel sorts värde; skriv till exempel inga_namn = ["Solvändan", "Björkskogen"]' in run.err
