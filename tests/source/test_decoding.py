"""Bytes to text: what is plainly right is taken by a short way, and never otherwise than the exact tests take it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faulting.mutations import mutate
from faulting.record import TEXT
from kvalitet.source.faults import Fault, FaultKind, Refused
from kvalitet.source.files import LARGEST_FILE, read_bytes
from kvalitet.source.text import Text, decode, decode_exactly
from tests.conftest import ROOT

RECORDS = [file.read_bytes() for file in sorted((ROOT / "records").rglob("*.yaml"))[::7]]
CHARACTERS = [*range(0x3100), *range(0xD7F0, 0xD800), *range(0xFB00, 0x10000), *range(0x1F600, 0x1F610), 0xE0001]


def outcome(reading: Callable[[bytes], Text], data: bytes) -> tuple[str, tuple[Fault, ...]] | Fault:
    """The text with its faults, or the fault that stopped reading."""
    try:
        found = reading(data)
    except Refused as refused:
        return refused.fault
    return found.content, found.faults


def assert_one_outcome(data: bytes) -> None:
    """The short way gives what the exact tests give."""
    assert outcome(decode, data) == outcome(decode_exactly, data)


_ODD = st.sampled_from([
    *("<<<<<<<", ">>>>>>> x", "=======", "|||||||", "<<<<<<", "\n", "\r", "\r\n", "\t", "\0", "\ufeff", "%PDF", "\x85"),
    *(
        "PK\x03\x04",
        "\x1f\x8b",
        "Ã¥",
        "Ã–",
        "â€",
        "Â§",
        "a\u030a",
        "å",
        "–",
        "€",
        "\u00a0",
        "\u200b",
        "\u2028",
        "\ufffd",
    ),
])


@settings(max_examples=1000, deadline=None)
@given(st.lists(_ODD | st.text(max_size=4), max_size=8), st.sampled_from(["", "\n", "\r\n"]))
def test_the_short_way_is_the_exact_one(pieces: list[str], end: str) -> None:
    """Over texts of common, rare and forbidden characters, markers and line ends, the text and faults are the same."""
    assert_one_outcome(("".join(pieces) + end).encode("utf-8", "surrogatepass"))


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([b"", b"\n"]))
def test_no_bytes_take_the_short_way_wrongly(data: bytes, end: bytes) -> None:
    """Nor over bytes that are no text."""
    assert_one_outcome(data + end)


def test_no_character_takes_the_short_way_wrongly() -> None:
    """Each character alone, first in a line, after letters that begin a doubly encoded one and before one that composes."""
    for code in CHARACTERS:
        for text in (f"a: {chr(code)}b\n", f"{chr(code)}\n", f"å: Ã{chr(code)}\n", f"–Â{chr(code)}â{chr(code)}\n"):
            assert_one_outcome(text.encode())
    for base in "aAeEuUoO<≤":
        assert outcome(decode, f"{base}\u0338\u0301\n".encode()) == outcome(
            decode_exactly, f"{base}\u0338\u0301\n".encode()
        )


def test_mutated_records_take_the_short_way_rightly() -> None:
    """Records changed by slips, merges, broken disks and hostile hands have one text and one set of faults."""
    chance = random.Random(20250315)
    for _ in range(3000):
        assert_one_outcome(mutate(chance.choice(RECORDS), chance, RECORDS))


def test_ordinary_text_takes_the_short_way() -> None:
    """The record with all that a record may be written with, and the signs of Swedish texts, need no exact tests."""
    for text in (TEXT, "a: 3–5 °C, ”så” § 4 … ½ – àéü → ≥ 2 €\n"):
        assert decode(text.encode()).is_ordinary
    assert not decode("a: a\u030a\n".encode()).is_ordinary


@pytest.mark.parametrize("size", [0, 1, 4096, LARGEST_FILE])
def test_a_file_is_read_whole(tmp_path: Path, size: int) -> None:
    """All bytes of a file come, up to the largest size and none above it, by either spelling of its path."""
    file = tmp_path / "x.yaml"
    file.write_bytes(os.urandom(size))
    assert read_bytes(file) == read_bytes(str(file)) == file.read_bytes()


@pytest.mark.parametrize("told", [0, 3, 10])
def test_a_file_that_grows_while_it_is_read_is_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: int
) -> None:
    """The size that the system told of is no promise: what is there is read, in pieces where it comes so."""
    file = tmp_path / "x.yaml"
    file.write_bytes(b"0123456789")
    really, reading = os.fstat, os.read
    monkeypatch.setattr("kvalitet.source.files.os.read", lambda descriptor, most: reading(descriptor, min(most, 4)))

    def shrunk(descriptor: int) -> os.stat_result:
        found = list(really(descriptor))
        return os.stat_result([*found[:6], told, *found[7:]])

    monkeypatch.setattr("kvalitet.source.files.os.fstat", shrunk)
    assert read_bytes(file) == b"0123456789"


def test_a_file_that_grows_too_large_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a single byte more came after the size was told."""
    file = tmp_path / "x.yaml"
    file.write_bytes(b"x" * (LARGEST_FILE + 1))
    really = os.fstat

    def shrunk(descriptor: int) -> os.stat_result:
        found = list(really(descriptor))
        return os.stat_result([*found[:6], LARGEST_FILE, *found[7:]])

    monkeypatch.setattr("kvalitet.source.files.os.fstat", shrunk)
    with pytest.raises(Refused) as refused:
        read_bytes(file)
    assert refused.value.fault.kind is FaultKind.TOO_LARGE
