"""Measure the readers of YAML that could be the fast lane: time a record, and what they read otherwise than `exact`.

Usage: python bench/readers.py [FOLDER] [--turns N] [--texts N]. FOLDER holds records (the project's own by default).
What is installed of yaml-rs, py-yaml12, ryaml and PyYAML is measured beside our own. Compared are the records, and N
texts that are nearly right YAML: how many are taken that the exact reader refuses, have a scalar that is no longer the
text that stood there (a number, a date), or are otherwise another value.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from faulting.written import written
from kvalitet.source import exact, places, plain
from kvalitet.source.exact import Value

ROOT = Path(__file__).parent.parent
SEED = 20250317
REFUSED, SAME, TURNED, OTHER = "refused", "same", "turned", "other"

Reader = Callable[[str], Any]


def _plain(text: str) -> Any:
    values = plain.read(text)
    if values is None:
        raise ValueError
    return values


def _with_places(read: Callable[[str], exact.Reading]) -> Reader:
    def reader(text: str) -> Any:
        reading = read(text)
        if reading.faults:
            raise ValueError
        return reading.values

    return reader


def _of_events(yaml: Any, text: str) -> Value:
    """Return what libyaml's events make when every scalar is text; what the exact reader refuses raises ValueError."""
    events = yaml.parse(text, yaml.CSafeLoader)
    next(events), next(events)
    values = _built(events, next(events))
    next(events)
    if not isinstance(next(events), yaml.StreamEndEvent) or not isinstance(values, dict):
        raise ValueError
    return values


def _built(events: Iterator[Any], event: Any) -> Value:
    name = type(event).__name__
    if name == "AliasEvent" or event.anchor or event.tag not in (None, "!"):
        raise ValueError
    if name == "ScalarEvent":
        is_nothing = event.implicit[0] and event.value in ("", "~", "null", "Null", "NULL")
        return None if is_nothing else str(event.value)
    if name == "SequenceStartEvent":
        return [_built(events, one) for one in _until(events, "SequenceEndEvent")]
    values: dict[str, Value] = {}
    for one in _until(events, "MappingEndEvent"):
        key = _built(events, one)
        if not isinstance(key, str) or key in values:
            raise ValueError
        values[key] = _built(events, next(events))
    return values


def _until(events: Iterator[Any], end: str) -> Iterator[Any]:
    for event in events:
        if type(event).__name__ == end:
            return
        yield event


def _installed() -> dict[str, Reader]:
    """Return the readers that can be measured here, by name and version."""
    yields: dict[str, tuple[str, Callable[[Any], Reader]]] = {
        "yaml-rs": ("yaml_rs", lambda module: lambda text: module.loads(text, parse_datetime=False)),
        "py-yaml12": ("yaml12", lambda module: module.parse_yaml),
        "ryaml": ("ryaml", lambda module: module.loads),
        "PyYAML": ("yaml", lambda module: lambda text: _of_events(module, text)),
    }
    found = {"plain": _plain, "plain with places": _with_places(places.read), "exact": _with_places(exact.read)}
    for name, (module, make) in yields.items():
        try:
            found[f"{name} {version(name)}"] = make(importlib.import_module(module))
        except ImportError:
            print(f"{name} is not installed")
    return found


def _outcome(reader: Reader, text: str) -> Any:
    """Return the values, or None where they are refused, in whatever way the reader refuses; some panic."""
    try:
        return reader(text)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return None


def _difference(found: Any, wanted: Value) -> str:
    if isinstance(found, dict) and isinstance(wanted, dict):
        if list(found) != list(wanted):
            return OTHER
        return max((_difference(found[key], wanted[key]) for key in wanted), key=_WEIGHT.index, default=SAME)
    if isinstance(found, list) and isinstance(wanted, list):
        if len(found) != len(wanted):
            return OTHER
        return max(map(_difference, found, wanted), key=_WEIGHT.index, default=SAME)
    if found == wanted and type(found) is type(wanted):
        return SAME
    return TURNED if isinstance(wanted, str | None) and not isinstance(found, str | list | dict) else OTHER


_WEIGHT = (SAME, TURNED, OTHER)


def _verdicts(reader: Reader, texts: list[str], wanted: list[Any]) -> Counter[str]:
    """Count how a reader takes texts of which the exact reader's values are given, None for what it refuses."""
    counted: Counter[str] = Counter()
    for text, values in zip(texts, wanted, strict=True):
        found = _outcome(reader, text)
        if found is None:
            counted[REFUSED] += 1
        else:
            counted["taken though refused" if values is None else _difference(found, values)] += 1
    return counted


def _microseconds(readers: dict[str, Reader], texts: list[str], turns: int) -> dict[str, float]:
    """Return the median of processor time a text, each reader once a turn."""
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(turns):
        for name, reader in readers.items():
            start = time.process_time()
            for text in texts:
                reader(text)
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) / len(texts) * 1e6 for name, times in taken.items()}


def main() -> None:
    """Measure, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "records")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--texts", type=int, default=10_000)
    asked = parser.parse_args()
    records = [file.read_text(encoding="utf-8") for file in sorted(asked.folder.rglob("*.yaml"))]
    odd = [written(SEED, number) for number in range(asked.texts)]
    readers = _installed()
    took = _microseconds(readers, records[:: max(1, len(records) // 1000)], asked.turns)
    of_records, of_odd = ([_outcome(readers["exact"], text) for text in texts] for texts in (records, odd))
    columns = (SAME, TURNED, OTHER, REFUSED, "taken though refused")
    print(f"{len(records)} records, {len(odd)} texts, {sum(one is not None for one in of_odd)} of them right")
    for name, reader in readers.items():
        told = (_verdicts(reader, records, of_records), _verdicts(reader, odd, of_odd))
        counts = " | ".join("".join(f"{counted[column]:>7}" for column in columns) for counted in told)
        print(f"{name:<18}{took[name]:>9.1f} us{took[name] / took['plain']:>7.1f} |{counts}")


if __name__ == "__main__":
    main()
