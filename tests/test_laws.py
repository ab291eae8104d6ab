"""Laws as dated data: what cites one that has ended, and what is written instead."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet.catalogue import Catalogue, standard_catalogue
from kvalitet.data_files import read_data
from kvalitet.diagnostics import ConfigurationError
from kvalitet.laws import read_laws

SOL, HSL = "Socialtjänstlagen (2025:400)", "Hälso- och sjukvårdslagen (2017:30)"


@pytest.mark.parametrize(
    ("text", "law", "now"),
    [
        ("SoL (2001:453)", "sol-2001", SOL),
        ("socialtjänstlagen, 2001:453", "sol-2001", SOL),
        ("SoL 14 kap. 3 §", "sol-2001", "SoL 27 kap. 2 §"),
        ("14 kap. 3 § SoL", "sol-2001", "SoL 27 kap. 2 §"),
        ("14 kap. 7 § i socialtjänstlagen", "sol-2001", "SoL 27 kap. 6 §"),
        ("SoL 14:3", "sol-2001", "SoL 27 kap. 2 §"),
        ("SoL 14 kap. 2–7 §§", "sol-2001", "SoL 27 kap. 1 § till SoL 27 kap. 6 §"),
        ("SoL 3 kap. 3 § och 14 kap. 6 och 7 §§", "sol-2001", "SoL 27 kap. 5 § och SoL 27 kap. 6 §"),
        ("socialtjänstlagens 14 kap. 3 §", "sol-2001", "SoL 27 kap. 2 §"),
        ("HSL 2 a §", "hsl-1982", "HSL 5 kap. 1 §"),
        ("2 § HSL", "hsl-1982", "HSL 3 kap. 1 §"),
        ("HSL 31 §", "hsl-1982", HSL),
        ("HSL (1982:763)", "hsl-1982", HSL),
        ("SOSFS 2005:12", "sosfs-2005-12", "SOSFS 2011:9 (ledningssystem)"),
        ("SOSFS 2006:11", "sosfs-2006-11", "SOSFS 2011:9 (ledningssystem)"),
        ("SOSFS 2005:28", "sosfs-2005-28", "HSLF-FS 2017:40 (patientsäkerhetsarbete)"),
        ("enligt PUL", "pul", "Dataskyddsförordningen (EU) 2016/679"),
    ],
)
def test_what_has_ended_is_found_with_what_came_after(text: str, law: str, now: str, catalogue: Catalogue) -> None:
    """A number, a name of its own, and a provision under a name that two laws share."""
    assert catalogue.laws.may_be_cited(text)
    assert [(found.law.id, found.now) for found in catalogue.laws.cited(text)] == [(law, now)]


@pytest.mark.parametrize(
    "text",
    [
        *("SoL", "HSL", "SoL 27 kap. 2 §", "SoL (2025:400) 14 kap. 3 §", "SoL 114 kap. 3 §", "SoL 16 kap. 3 §"),
        *("SoL 14 kap. 1 §", "SoL 14:1", "kl. 14:30 SoL-beslut", "Enligt SoL 2 kap. 14 §", "LSS 14 § och SoL"),
        *("HSL 5 kap. 4 §", "5 kap. 1 och 2 §§ HSL", "HSL (2017:30) 2 §", "PSL 3 kap. 3 §", "LSS 6 §, HSL 5 kap. 4 §"),
        *("SOSFS 2011:9", "HSLF-FS 2017:40", "SFS 2005:28", "SOSFS 2001:453", "12001:4531", "GDPR"),
    ],
)
def test_what_is_in_force_or_another_law_is_left_alone(text: str, catalogue: Catalogue) -> None:
    """A name alone, a provision of the law in force, and numbers of other series cite nothing that has ended."""
    assert list(catalogue.laws.cited(text)) == []


_PIECES = st.sampled_from((
    "SoL",
    "HSL",
    "PUL",
    "2001:453",
    "1982:763",
    "ocialtjänstlagen",
    "lagen",
    "So",
    "0:45",
    "S",
    ":",
    "\n",
))


@given(st.lists(_PIECES | st.text(max_size=2), max_size=6).map("".join))
def test_a_file_is_passed_over_only_where_no_word_of_an_ended_law_stands(text: str) -> None:
    """The outline that is looked at first says the same as looking for each word in the text."""
    laws = standard_catalogue().laws
    assert laws.may_be_cited(text) is any(word in text for word in laws._words)


def test_only_what_was_read_at_a_source_is_called_so(catalogue: Catalogue) -> None:
    """The two paragraphs of lex Sarah that are anchored are verified, the inferred ones between them are not."""
    verified = {
        section: found.verified for section in "234567" for found in catalogue.laws.cited(f"SoL 14 kap. {section} §")
    }
    assert [section for section, is_read in verified.items() if is_read] == ["3", "7"]


def test_a_law_ends_the_day_before_the_next_begins(catalogue: Catalogue) -> None:
    """No day is without a law, and none has both."""
    for law in catalogue.laws.by_id.values():
        if law.last is not None:
            successor = catalogue.laws.by_id[law.replaced_by]
            assert successor.first == law.last + dt.timedelta(days=1), law.id


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("laws:\n  - {id: a, label: A, number: x, to: 2020-01-01, verified: source}\n", 2),
        ("laws:\n  - {id: a, label: A, number: x, replaced_by: b, verified: source}\n", 2),
        ("laws:\n  - id: a\n    label: A\n    number: x\n    verified: kanske\n", 5),
        ("laws:\n  - id: a\n    label: A\n    nummer: x\n", 4),
    ],
)
def test_a_mistake_in_the_data_is_told_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    """A law that ended into nothing, a word that is none and an unknown key stop the tool, with file and line."""
    file = tmp_path / "laws.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_laws(read_data(file, "laws.yaml"))
    assert caught.value.place is not None
    assert caught.value.place.line == line
