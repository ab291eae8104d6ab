"""Several who write at once lose nothing; bench/race.py runs the long ones."""

from __future__ import annotations

from pathlib import Path

from race import creations, edits


def test_records_made_at_once_are_all_there(folder: Path) -> None:
    """Four processes make five records each: twenty records, all readable, and no stray."""
    found = creations(folder, 4, 5)
    assert (found.saved, found.lost, found.strays) == (20, 0, 0)


def test_changes_of_one_record_at_once_are_all_there(folder: Path) -> None:
    """Four processes count up one number fifteen times each, and it ends at sixty: nobody wrote over another."""
    found = edits(folder, 4, 15)
    assert (found.saved, found.lost, found.strays) == (60, 0, 0)
