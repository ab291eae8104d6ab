"""What the generator tells of, read from the data files in `bench/example/`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generating.chance import Curve
from generating.phrases import Line, Words, lines
from kvalitet.data_files import Node, read_data

EXAMPLE = Path(__file__).parent.parent / "example"

Phrases = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that can happen, as it is reported.

    `gravity` is 0 where no harm could follow, 1 where it could have, 2 where it did, 3 where it is
    beyond doubt. `hours` are the first and the last hour, where the text names one. A scene with a
    `mark` is told only in the story that asks for it; `marks` are what it is about, for what may be
    said of it.
    """

    title: Phrases
    text: Phrases
    at_once: Phrases
    causes: tuple[str, ...] = ()
    gravity: int = 1
    forms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    slag: str = "avvikelse"
    concerned: bool = True
    both_laws: bool = False
    mark: str = ""
    marks: tuple[str, ...] = ()
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One category: how common it is in each form of activity, when it happens, and its scenes."""

    path: str
    weights: Mapping[str, float]
    months: Sequence[float]
    parts: Sequence[tuple[str, float]]
    causes: tuple[str, ...]
    scenes: tuple[Scene, ...]
    routines: tuple[str, ...]
    topic: Topic

    @property
    def group(self) -> str:
        """The branch that the category lies on: hsl/fall."""
        return "/".join(self.path.split("/")[:2])

    @property
    def is_hsl(self) -> bool:
        """Whether it is hälso- och sjukvård."""
        return self.path.startswith("hsl/")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to do about a cause, and how it can turn out."""

    cause: str
    typ: str
    title: Phrases
    text: Phrases
    result: Phrases
    effects: Mapping[str, Phrases]
    improves: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why things of a topic happen: how often, what an inquiry finds, what is done."""

    weight: float
    behind: Phrases
    conclusion: Phrases
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Topic:
    """Categories that have causes, decisions and follow-ups in common."""

    name: str
    processes: tuple[str, ...]
    details: Phrases
    at_once: Phrases
    causes: Mapping[str, Cause]
    motives: Mapping[str, Phrases]
    follow_ups: Mapping[str, Phrases]
    no_measure: Phrases


def read(name: str) -> Node:
    """Return one data file of the example. Raises ConfigurationError with file and line."""
    return read_data(EXAMPLE / name, f"bench/example/{name}")


def phrases(node: Node, key: str) -> Phrases:
    """Return the phrases under a key: none, one, or a list."""
    try:
        return tuple(way for text in node.texts(key) for way in lines(text))
    except ValueError as error:
        raise node.error(str(error), key) from None


def words(node: Node, key: str) -> dict[str, Phrases]:
    """Return the words under a key, each with its alternatives."""
    return {name: phrases(node.child(key), name) for name, _ in node.children(key)}


def numbers(node: Node, key: str) -> dict[str, float]:
    """Return a mapping of names to numbers under a key, or none."""
    return {name: float(child.string()) for name, child in node.children(key)}


def series(node: Node, key: str) -> tuple[float, ...]:
    """Return a list of numbers under a key, or none."""
    return tuple(map(float, node.texts(key)))


def curve(node: Node, key: str) -> Curve:
    """Return a curve written as share and value by turns: [0.5, 7, 1, 30]."""
    found = series(node, key)
    return tuple(zip(found[::2], found[1::2], strict=True))


def date(node: Node, key: str) -> dt.date:
    """Return the date under a key."""
    return dt.date.fromisoformat(node.text(key))


def topics() -> list[tuple[Topic, tuple[Leaf, ...]]]:
    """Return every topic with its categories, in the order of their files."""
    return [_topic(read(f"topics/{file.name}"), file.stem) for file in sorted((EXAMPLE / "topics").glob("*.yaml"))]


def _topic(node: Node, name: str) -> tuple[Topic, tuple[Leaf, ...]]:
    node.allow_only(
        "process rutiner dygn manader tillagg direkt orsaker motiv uppfoljning ingen_atgard kategorier former"
    )
    topic = Topic(
        name=name,
        processes=node.texts("process"),
        details=phrases(node, "tillagg"),
        at_once=phrases(node, "direkt"),
        causes={cause: _cause(child, cause) for cause, child in node.children("orsaker")},
        motives=words(node, "motiv"),
        follow_ups=words(node, "uppfoljning"),
        no_measure=phrases(node, "ingen_atgard"),
    )
    return topic, tuple(_leaf(element, node, topic) for element in node.elements("kategorier"))


def _cause(node: Node, cause: str) -> Cause:
    node.allow_only("vikt bakomliggande slutsats atgarder")
    return Cause(
        weight=float(node.text("vikt", "1")),
        behind=phrases(node, "bakomliggande"),
        conclusion=phrases(node, "slutsats"),
        measures=tuple(measure(element, cause) for element in node.elements("atgarder")),
    )


def measure(node: Node, cause: str = "") -> Measure:
    """Return a measure as a data file tells it."""
    node.allow_only("orsak typ rubrik beskrivning resultat ja delvis nej forbattrar former")
    return Measure(
        cause=node.text("orsak", cause),
        typ=node.text("typ"),
        title=phrases(node, "rubrik"),
        text=phrases(node, "beskrivning"),
        result=phrases(node, "resultat"),
        effects={name: phrases(node, name) for name in ("ja", "delvis", "nej") if name in node},
        improves=node.texts("forbattrar"),
        forms=node.texts("former"),
    )


def _leaf(node: Node, parent: Node, topic: Topic) -> Leaf:
    node.allow_only("kategori vikt manader dygn orsaker scener rutiner")
    parts = numbers(node, "dygn") or numbers(parent, "dygn")
    return Leaf(
        path=node.text("kategori"),
        weights=numbers(node, "vikt"),
        months=series(node, "manader") or series(parent, "manader") or (1.0,) * 12,
        parts=tuple(parts.items()),
        causes=node.texts("orsaker"),
        scenes=tuple(scene(element) for element in node.elements("scener")),
        routines=node.texts("rutiner") or parent.texts("rutiner"),
        topic=topic,
    )


def scene(node: Node) -> Scene:
    """Return a scene as a data file tells it."""
    node.allow_only("rubrik text direkt orsaker allvar former dygn klockan manad slag berord bada marke om ord")
    return Scene(
        title=phrases(node, "rubrik"),
        text=phrases(node, "text"),
        at_once=phrases(node, "direkt"),
        causes=node.texts("orsaker"),
        gravity=int(node.text("allvar", "1")),
        forms=node.texts("former"),
        parts=node.texts("dygn"),
        hours=tuple(map(int, node.texts("klockan"))),
        months=tuple(map(int, node.texts("manad"))),
        slag=node.text("slag", "avvikelse"),
        concerned=node.text("berord", "ja") == "ja",
        both_laws=node.text("bada", "nej") == "ja",
        mark=node.text("marke", ""),
        marks=node.texts("om"),
        words=words(node, "ord") if "ord" in node else None,
    )
