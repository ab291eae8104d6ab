"""Faults of structure, size and meaning in text that is right as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from faulting.making import (
    CANARY,
    Fault,
    in_its_place,
    line_above,
    line_instead,
    of_bytes,
    text_after,
)
from faulting.record import TEXT


def structure() -> Iterator[Fault]:
    yield line_instead("a name twice", "slag", f"slag: avvikelse\nrubrik: {CANARY}", "YML004", 1, 1)
    yield line_instead("a name twice in a group", "  klar", f"  klar: 2025-04-02\n  ansvarig: {CANARY}", "YML004", 3, 1)
    yield line_instead(
        "a name twice in braces",
        "riskbedomning",
        "riskbedomning: {sannolikhet: 2, konsekvens: 3, sannolikhet: 4}",
        "YML004",
        48,
    )
    yield line_instead("a name twice, once quoted", "slag", f"slag: avvikelse\n'rubrik': {CANARY}", "YML004", 1, 1)
    yield line_instead("an indent of tabs", "  klar", f"\tklar: {CANARY}", "YML001", 1)
    yield line_instead("a tab after spaces", "  klar", f"  \tklar: {CANARY}", "YML001", 3)
    yield line_instead("a colon in a text", "rubrik", f"rubrik: Larmet: {CANARY}", "YML005", 15)
    yield line_instead("an open quote", "rubrik", f'rubrik: "Larmet {CANARY}', "YML005", 9)
    yield line_instead("an open bracket", "lagrum", f"lagrum: [hsl, {CANARY}", "YML005", 9)
    yield line_instead("a line without a colon", "slag", f"slag {CANARY}", "YML005", 1)
    yield line_instead("a line too far in", "slag", f"   slag: {CANARY}", "YML005", 4)
    yield line_instead("a value that begins with @", "rubrik", f"rubrik: @{CANARY}", "YML005", 9)
    yield line_instead("a value that begins with a grave", "rubrik", f"rubrik: `{CANARY}`", "YML005", 9)
    yield line_instead("a bad escape", "rubrik", f'rubrik: "Larmet \\q {CANARY}"', "YML005", 18)
    yield line_instead("an escape of no character", "rubrik", f'rubrik: "\\UFFFFFFFF {CANARY}"', "YML005", 7)
    yield line_instead("an escape of half a character", "rubrik", f'rubrik: "\\ud800 {CANARY}"', "KOD002", 9)
    yield line_instead("an escape of an unseen character", "rubrik", f'rubrik: "\\e[31m {CANARY}"', "KOD002", 9)
    yield line_instead("an escape of an empty character", "rubrik", 'rubrik: "Larmet\\0"', "KOD002", 9)
    yield text_after("a second record", f"---\nid: {CANARY}\n", "YML006")
    yield text_after("a divider at the end", "---\n", "YML006")
    yield text_after("text after the end", f"...\n{CANARY}\n", "YML006", 1)
    yield of_bytes("a directive of version", f"%YAML 1.1\n---\n{TEXT}".encode(), "YML014")
    yield of_bytes("a directive of a version to come", f"%YAML 9.9\n---\n{TEXT}".encode(), "YML014")
    yield of_bytes("an unknown directive", f"%FOO {CANARY}\n---\n{TEXT}".encode(), "YML014")
    yield of_bytes("a directive of tags", f"%TAG !e! tag:{CANARY},2000:\n---\n{TEXT}".encode(), "YML014")
    yield of_bytes("a record after three hyphens", f"---\n{TEXT}".encode(), "")


def names_of_fields() -> Iterator[Fault]:
    for name, key, code in (
        ("a number", "12", "FRM001"),
        ("yes", "yes", "FRM001"),
        ("a date", "2025-01-01", "FRM001"),
        ("the canary", CANARY, "FRM001"),
        ("the canary in quotes", f'"{CANARY}"', "FRM001"),
        ("a trailing space", '"rubrik "', "FRM001"),
        ("an endless number", ".nan", "FRM001"),
        ("nothing", "", "YML003"),
        ("empty quotes", '""', "YML003"),
        ("a list", f"[{CANARY}]", "YML003"),
        ("a mapping", f"{{a: {CANARY}}}", "YML003"),
        ("a template's braces", f"{{{{ {CANARY} }}}}", "YML003"),
        ("too long a text", "k" * 129, "YML003"),
    ):
        yield line_above(f"a field named {name}", "slag", f"{key}: x", code)
    yield line_above("a field named two lines", "slag", f'? "rad\n  {CANARY}"\n: x', "YML003", 3)


def references() -> Iterator[Fault]:
    yield line_instead("an anchor", "rubrik", f"rubrik: &a {CANARY}", "YML012", 9)
    yield line_instead("an alias", "rubrik", "rubrik: *a", "YML012", 9)
    yield line_instead("a list in itself", "lagrum", "lagrum: &a [*a]", "YML012", 9)
    yield of_bytes("a record in itself", f"&a\n{TEXT}b: *a\n".encode(), "YML012")
    yield line_above("a merge", "slag", f"<<: {{a: {CANARY}}}", "YML012")
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))
    yield of_bytes("a thousand million laughs", bomb.encode(), "YML012", 1, 5)
    merges = "a0: &a0 {x: y}\n" + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    yield of_bytes("a bomb of merges", merges.encode(), "YML012", 1, 5)
    wide = f"a: &a [{', '.join(['x'] * 5000)}]\nb: [{', '.join(['*a'] * 5000)}]\n"
    yield of_bytes("a square of references", wide.encode(), "YML012", 1, 4)
    for tag in ("!foo", "!!python/object/apply:os.system", "!!binary", "!!set", "!!omap", "!!int", "!!str", "!e!x"):
        yield line_instead(f"the tag {tag}", "rubrik", f"rubrik: {tag} {CANARY}", "YML013", 9)
    yield line_instead(
        "a tag that runs a command", "lagrum", "lagrum: !!python/object/apply:os.system [touch PWNED]", "YML013", 9
    )


def sizes() -> Iterator[Fault]:
    for deep in (41, 250, 500, 5000, 100_000, 450_000):
        yield line_instead(f"{deep} brackets", "rubrik", f"rubrik: {'[' * deep}{']' * deep}", "YML010", 49)
    yield line_instead("100 000 open brackets", "rubrik", f"rubrik: {'[' * 100_000}", "YML010", 49)
    yield line_instead("100 000 open braces", "rubrik", f"rubrik: {'{a: ' * 100_000}", "YML010", 169)
    yield line_instead("5 000 hyphens", "rubrik", f"rubrik:\n  {'- ' * 5000}x", "YML010", 83, 1)
    yield line_instead("5 000 question marks", "rubrik", f"rubrik:\n  {'? ' * 5000}x", "YML003", 5, 1)
    nested = "\n".join(f"{' ' * n}a:" for n in range(1, 300))
    yield line_instead("300 levels of groups", "rubrik", f"rubrik:\n{nested}", "YML010", 42, 41)
    yield line_above("a number of many digits", "slag", f"k: {'9' * 5000}", "FRM001")
    yield of_bytes("more than a megabyte", TEXT.encode() + b"# rad\n" * 180_000, "FIL004")
    yield of_bytes("20 megabytes in a text", TEXT.encode() + b"x: " + b"a" * 20_000_000, "FIL004")
    yield in_its_place("a sparse file of 10 gigabytes", _sparse, "FIL004")


def bulk() -> Iterator[Fault]:
    yield text_after("20 001 items", "atgarder:\n" + "- ATG-2025-9ZK2XB\n" * 20_001, "YML011", 19_912, 3)
    yield text_after("100 000 names", "".join(f"k{n}: v\n" for n in range(70_000)), "YML011", 9_956, 8)
    yield of_bytes("half a million items in brackets", b"a: [" + b"1," * 490_000 + b"1]\n", "YML011", 1, 40_001)
    yield text_after("a million of one letter", "x: " + "a" * 990_000 + "\n", "FRM001")
    yield line_above("a hexadecimal number of many digits", "slag", f"k: 0x{'f' * 900_000}", "FRM001")
    yield text_after("many lines of comment", "# rad\n" * 160_000, "")
    yield text_after("many blank lines", "\n" * 900_000, "")
    yield text_after("a long line of spaces", "x: " + " " * 900_000 + "\n", "FRM001")
    yield text_after("a long gap inside braces", "x: {a: b" + " " * 300_000 + "c}\n", "FRM001")
    yield line_instead(
        "a long gap before a bracket", "rubrik", "rubrik: {a:" + " " * 300_000 + "[c}", "YML005", 300_012
    )
    yield text_after("a long comment in a line", "x: y #" + " #" * 400_000 + "\n", "FRM001")
    yield text_after("many quotes", "x: '" + "''" * 400_000 + "'\n", "FRM001")
    yield text_after("many lines in a quote", 'x: "' + "a\n " * 250_000 + '"\n', "FRM001")
    yield text_after("many lines in a block", "x: |\n" + " a\n" * 250_000, "FRM001")
    yield text_after("many lines in a folded block", "x: >-\n" + " a\n" * 250_000, "FRM001")
    yield text_after("many lines of plain text", "x:\n" + " a\n" * 250_000, "FRM001")


def _sparse(target: Path) -> None:
    with target.open("wb") as stream:
        stream.truncate(10_000_000_000)


def values() -> Iterator[Fault]:
    for text in ("no", "yes", "on", "12:30", "010", "1_000", "1e400", ".inf", ".nan", "0x1F", "---x"):
        yield line_instead(f"{text} as a text", "rubrik", f"rubrik: {text}", "")
    yield line_instead("= as a text", "rubrik", "rubrik: =", "TXT001", 9)
    yield line_instead("a hyphen as a text", "rubrik", "rubrik: -", "YML005", 9)
    for text in ("~", "null", "''"):
        yield line_instead(f"{text} as a text", "rubrik", f"rubrik: {text}", "FRM005", 9 if text == "''" else 1)
    for day in (
        "2025-02-30",
        "2025-13-01",
        "0000-00-00",
        "2025-2-3",
        "20250203",
        "2025-02-03T25:00:00Z",
        "'2025-02-29'",
    ):
        yield line_instead(f"the day {day}", "upptackt", f"upptackt: {day}", "FRM003", 11)
    for time in ("25:00", "12:60", "7:30", "'24:00'"):
        yield line_instead(f"the time {time}", "tid", f"tid: {time}", "FRM003", 6)
    for stamp in (
        "2025-03-15T07:05:11+99:00",
        "2025-03-15T07:05:60.000000+01:00",
        "2025-03-15T07:05:11.482913",
        "2025-03-15",
    ):
        yield line_instead(f"the stamp {stamp}", "skapad", f"skapad: {stamp}", "FRM003", 9)
    yield line_instead("the canary for a choice", "slag", f"slag: {CANARY}", "FRM004", 7)
    yield line_instead("the canary for a link", "enhet", f"enhet: {CANARY}", "LNK001", 8)
    yield line_instead("the canary for a date", "intraffad", f"intraffad: {CANARY}", "FRM003", 12)
    yield line_instead("a list for a text", "rubrik", f"rubrik: [{CANARY}]", "FRM003", 9)
    yield line_instead("a group for a text", "rubrik", f"rubrik: {{a: {CANARY}}}", "FRM003", 9)
