"""The words that a workspace's records may use: kinds, the category tree, risk scales and time limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kvalitet.categories import Categories, read_categories
from kvalitet.data_files import Node, read_data
from kvalitet.deadlines import Deadline, read_deadlines
from kvalitet.kind_files import read_kind
from kvalitet.kinds import Kind
from kvalitet.laws import Laws, read_laws
from kvalitet.requirement_files import check_answers, read_pack
from kvalitet.requirements import Pack, Requirement
from kvalitet.scales import Scale, read_scale
from kvalitet.words import fold

DATA = Path(__file__).parent / "data"
STANDARD_SCALE = "standard-4x4"


@dataclass(frozen=True)
class Catalogue:
    """Everything that gives a record's text meaning."""

    kinds: Mapping[str, Kind]
    categories: Categories
    scales: Mapping[str, Scale]
    deadlines: Mapping[str, Deadline]
    read_packs: Callable[[Mapping[str, Kind]], Mapping[str, Pack]]

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """The lists of requirements by name; read only when something asks for them."""
        return self.read_packs(self.kinds)

    @cached_property
    def requirements(self) -> Mapping[str, Requirement]:
        """Every requirement of every list by its id."""
        return {found.id: found for pack in self.packs.values() for found in pack.requirements}

    @cached_property
    def laws(self) -> Laws:
        """The laws that texts cite, with the days between which each was in force."""
        return read_laws(read_data(DATA / "laws.yaml", "kvalitet/data/laws.yaml"))

    def kind_of_id(self, record_id: str) -> Kind | None:
        """Return the kind that an id's prefix names, or None."""
        prefix = record_id.partition("-")[0]
        return next((kind for kind in self.kinds.values() if kind.prefix == prefix), None)

    def named(self, word: str) -> tuple[Kind, Mapping[str, str]] | None:
        """Return the kind that a typed word means and the values that the word presets.

        `synpunkt` is a klagomal with `art: synpunkt`; å ä ö and capitals do not matter.
        """
        folded = fold(word)
        if folded in self.kinds:
            return self.kinds[folded], {}
        for kind in self.kinds.values():
            if folded in kind.aliases:
                return kind, kind.aliases[folded]
            if fold(kind.plural) == folded or kind.prefix.lower() == folded:
                return kind, {}
        return None

    @property
    def scale(self) -> Scale:
        """The scale that new risks are judged on."""
        return self.scales[STANDARD_SCALE]


@cache
def standard_catalogue() -> Catalogue:
    """Return the packaged catalogue, read once per run."""
    kinds = [read_kind(node) for node in _nodes("kinds")]
    scales = [read_scale(node) for node in _nodes("scales")]
    (tree,) = _nodes("categories")
    return Catalogue(
        kinds={kind.name: kind for kind in kinds},
        categories=read_categories(tree),
        scales={scale.name: scale for scale in scales},
        deadlines=read_deadlines(read_data(DATA / "deadlines.yaml", "kvalitet/data/deadlines.yaml")),
        read_packs=_packs,
    )


def _packs(kinds: Mapping[str, Kind]) -> dict[str, Pack]:
    packs = [(node, read_pack(node, kinds)) for node in _nodes("requirements")]
    check_answers(packs)
    return {pack.name: pack for _, pack in packs}


def _nodes(folder: str) -> list[Node]:
    files = sorted((DATA / folder).glob("*.yaml"))
    return [read_data(file, f"kvalitet/data/{folder}/{file.name}") for file in files]
