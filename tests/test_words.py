"""Small things that everything stands on: words, periods, identity numbers, scales, data files."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kvalitet.catalogue import DATA, Catalogue
from kvalitet.data_files import read_data
from kvalitet.deadlines import check_deadline
from kvalitet.diagnostics import ConfigurationError
from kvalitet.field_types import TYPES, shown
from kvalitet.kind_checks import check_kind
from kvalitet.kind_files import read_kind
from kvalitet.periods import Interval, Period, period_name
from kvalitet.scales import Risk, read_scale
from kvalitet.words import (
    fold,
    hint,
    listing,
    long_date,
    nearest,
    number,
    plural,
    slug,
    sort_key,
    visible,
)
from tests.privacy.numbers import CANARY


def test_folding_and_sorting_are_swedish() -> None:
    """å and ä become a, ö becomes o, and in lists å ä ö come after z."""
    assert fold("ÅTGÄRD Före café") == "atgard fore cafe"
    assert slug("Rutin för fall, natt (ny)") == "rutin-for-fall-natt-ny"
    assert sorted(["öl", "ål", "zon", "äpple", "Ask"], key=sort_key) == ["Ask", "zon", "ål", "äpple", "öl"]


def test_numbers_and_dates_are_written_the_swedish_way() -> None:
    """Decimal comma, no-break space between thousands, 3 mars 2025."""
    assert [number(1284), number(12.5), number(0.456, 2)] == ["1\u00a0284", "12,5", "0,46"]
    assert long_date(dt.date(2025, 3, 3)) == "3\u00a0mars\u00a02025"
    assert [plural(1, "fel", "fel"), plural(2, "varning", "varningar")] == ["1\u00a0fel", "2\u00a0varningar"]
    assert listing(["a", "b", "c"]) == "a, b eller c"


def test_unknown_words_get_the_nearest_or_all_of_a_few() -> None:
    """A slip of the pen gets its word; something else gets the few there are."""
    assert nearest("avvikels", ["avvikelse", "atgard"]) == "avvikelse"
    assert hint("händelse", ["avvikelse", "tillbud"]) == "; skriv något av avvikelse eller tillbud"
    assert hint("xyz", [f"ord{number}" for number in range(20)]) == ""


def test_what_a_terminal_obeys_is_made_visible() -> None:
    """Escape sequences and direction marks are shown, not sent."""
    assert visible("a\x1b[31mb\u202ec\nd") == "a\\u001b[31mb\\u202ec\nd"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-T2", "2025-05-01", "2025-08-31"),
    ]
    + [("2025-Q1", "2025-01-01", "2025-03-31"), ("2024-02", "2024-02-01", "2024-02-29")],
)
def test_periods_have_their_days(text: str, first: str, last: str) -> None:
    """Year, half-year, tertial, quarter and month begin and end on the right days."""
    period = Period.parse(text)
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_what_is_no_period_or_interval_is_none() -> None:
    """Anything else is no period, and an empty length of time is none."""
    assert [Period.parse(text) for text in ("2025-13", "2025-H3", "25", "2025-Q0", "2025-1")] == [None] * 5
    assert [Interval.parse(text) for text in ("P", "P0D", "3M", "PT1H", "P1M2Y")] == [None] * 5
    assert period_name("2025-T1") == "första tertialet 2025"


def test_intervals_end_on_days_that_exist() -> None:
    """One month after 31 January is the last of February."""
    interval = Interval.parse("P1M")
    assert interval is not None
    assert interval.after(dt.date(2024, 1, 31)) == dt.date(2024, 2, 29)
    later = Interval.parse("P1Y2M1W1D")
    assert later is not None
    assert later.after(dt.date(2024, 11, 30)) == dt.date(2026, 2, 7)
    for near in (dt.date(9999, 1, 31), dt.date(9999, 12, 31)):  # a slip of the pen is no reason to break down
        assert interval.after(near) <= later.after(near) == dt.date.max


def test_shown_values_are_short_and_harmless() -> None:
    """A message shows one short line, with identity numbers hidden and escapes made visible."""
    assert shown("a\nb\x1b" + "c" * 99).startswith("a b\\u001bc")
    assert len(shown("c" * 99)) == 60
    assert CANARY not in shown(f"x {CANARY} y")


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("date", "2025-03-07", ["2025-02-30", "20250307", "2025-W10-5", "7/3"]),
        ("time", "07:30", ["7:30", "24:00", "0730"]),
    ]
    + [
        ("integer", "12", ["0123", "1.0", "1e3", "12345678901234567890"]),
        ("number", "12.5", ["1,5", "1e400", ".nan", "01.5"]),
    ]
    + [
        ("yes_no", "ja", ["yes", "no", "true", "Ja"]),
        ("url", "https://osby.se/a", ["osby.se", "javascript:x", "http://a b"]),
    ]
    + [
        (
            "stamp",
            "2025-03-14T13:05:11.482913+01:00",
            ["2025-03-14", "2025-03-14T13:05:11+01:00", "2025-02-30T13:05:11.482913+01:00"],
        )
    ],
)
def test_each_type_takes_one_spelling(kind: str, right: str, wrong: list[str]) -> None:
    """A value is right or it is not; nothing is guessed."""
    assert TYPES[kind].convert(right) is not None
    assert [TYPES[kind].convert(text) for text in wrong] == [None] * len(wrong)


def test_every_cell_of_the_scale_has_a_class(catalogue: Catalogue) -> None:
    """The gravest consequence is never in the lowest class, however unlikely."""
    scale = catalogue.scale
    classes = {(a, b): getattr(scale.classify(Risk(a, b)), "name", None) for a in range(1, 5) for b in range(1, 5)}
    assert len(classes) == 16
    assert None not in classes.values()
    assert scale.classify(Risk(0, 5)) is None
    assert classes[1, 4] != classes[1, 1]
    assert len(set(classes.values())) == 4


KIND = "kind: prov\nprefix: PRV\nlabel: Prov\nplural: Prov\nhelp: Ett prov.\nids: chosen\ntitle: namn\ncolumns: [namn]\nfields:\n  namn:\n    type: text\n    label: Namn\n"


def read_and_judge(file: Path) -> None:
    node = read_data(file, file.name)
    kind = read_kind(node)
    check_kind(node, kind, {kind.name: kind})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("type: text", "type: tal"), ":11:11: tal är ingen fälttyp"),
        (("label: Namn", "lable: Namn"), ":12:5: lable är okänt här; menade du label?"),
    ]
    + [
        (("title: namn", "title: rubrik"), ":7:8: rubrik är inget fält i prov"),
        (("prefix: PRV", "prefix: prv"), ":2:9: prv går inte i prefix; skriv två till fem stora bokstäver"),
    ]
    + [
        (("ids: chosen\n", ""), ":1:1: ids saknas"),
        (("type: text", "type: choice"), "saknar choices"),
        (("  namn:\n", "  Namn:\n"), "kan inte vara ett fältnamn"),
    ],
)
def test_a_mistake_in_a_kind_file_has_its_line(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    """Whoever changes a kind is told where the file is wrong."""
    file = tmp_path / "prov.yaml"
    file.write_text(KIND.replace(*change), encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        read_and_judge(file)
    assert says in str(error.value)


def test_the_packaged_files_name_only_what_is_there(catalogue: Catalogue) -> None:
    """What is judged in a workspace's own files when they are read holds for the packaged ones."""
    for file in sorted((DATA / "kinds").glob("*.yaml")):
        node = read_data(file, file.name)
        check_kind(node, catalogue.kinds[node.text("kind")], catalogue.kinds)
        assert file.stem == node.text("kind")
    for entry in read_data(DATA / "deadlines.yaml", "deadlines.yaml").elements("deadlines"):
        check_deadline(entry, catalogue.deadlines[entry.text("id")], catalogue.kinds)


def test_help_on_a_limit_does_not_say_its_days(catalogue: Catalogue) -> None:
    """A workspace may change the days; the help would then say something else."""
    counted = re.compile(r"(\d|ett|en|två|tre|fem|sju|trettio|sextio) (dygn|dag|dagar|vecka|månader|år) är", re.I)
    for limit in catalogue.deadlines.values():
        assert limit.is_law or not counted.search(limit.help), limit.id


@pytest.mark.parametrize("when", ["varde", "varde >= x", "__import__('os')", "varde >= 8 or", "len(varde) > 1"])
def test_an_expression_that_is_none_is_refused(tmp_path: Path, when: str) -> None:
    """A threshold compares the risk with numbers and does nothing else."""
    source = Path(__file__).parent.parent / "kvalitet/data/scales/standard-4x4.yaml"
    file = tmp_path / "skala.yaml"
    file.write_text(
        source.read_text(encoding="utf-8").replace("when: varde >= 12", f'when: "{when}"'), encoding="utf-8"
    )
    with pytest.raises(ConfigurationError, match="villkoret går inte att läsa"):
        read_scale(read_data(file, "skala.yaml"))
