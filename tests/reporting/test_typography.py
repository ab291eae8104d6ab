"""Swedish typography on text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.reporting.typography import typeset


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12,4 % fler", "12,4~% fler"),
        ("målet på ≥ 90 % nåddes", "målet på ≥~90~% nåddes"),
        ("27 kap. 5 § gäller", "27~kap.~5~§ gäller"),
        ("se § 12 i protokollet", "se §~12 i protokollet"),
        ("1 284 besök", "1~284 besök"),
        ("1 284 567 kr", "1~284~567~kr"),
        ("kl. 07:30 och 20:00", "kl.~07:30 och 20:00"),
        ("kl 07:30", "kl~07:30"),
        ("tabell 11 och figur 2", "tabell~11 och figur~2"),
        ("Tabell 11, avsnitt 4.1", "Tabell~11, avsnitt~4.1"),
        ("den 9 mars 2026 kom", "den 9~mars~2026 kom"),
        ("t. ex. bl. a. m. m.", "t.~ex. bl.~a. m.~m."),
        ("åren 2023–2025", "åren 2023–2025"),
        ("5–10 mg", "5–10~mg"),
        ("2024 120 personer", "2024 120 personer"),
        ("3 starka skäl", "3 starka skäl"),
        ("notabell 3", "notabell 3"),
    ],
)
def test_figures_and_their_words_stay_together(written: str, expected: str) -> None:
    """A number keeps its unit, its noun and its thousands on the same line; nothing else changes."""
    assert typeset(written) == expected.replace("~", "\u00a0")


@given(st.text(alphabet=st.sampled_from("0123 ,.§%≥–aklp kap. kl. tabell \u00a0"), max_size=40))
def test_only_spaces_change_and_twice_is_once(text: str) -> None:
    """The pass keeps every character but the kind of space, and a second pass changes nothing."""
    once = typeset(text)
    assert once.replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert typeset(once) == once
