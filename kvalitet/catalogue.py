"""The words that a workspace's records may use: kinds, the category tree, risk scales, time limits and roles.

The packaged data, and what a workspace's own files and settings add to it or put in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from kvalitet.categories import Categories, read_categories
from kvalitet.data_files import Node, read_data
from kvalitet.deadlines import Deadline, change_deadlines, read_deadlines
from kvalitet.kind_checks import check_kind
from kvalitet.kind_extensions import extend_kind
from kvalitet.kind_files import read_kind
from kvalitet.kinds import Kind
from kvalitet.laws import Laws, read_laws
from kvalitet.requirement_files import check_answers, read_pack
from kvalitet.requirements import Pack, Requirement
from kvalitet.scales import Scale, read_scale
from kvalitet.words import fold, hint
from kvalitet.workspace import KINDS, Workspace

DATA = Path(__file__).parent / "data"
STANDARD_SCALE = "standard-4x4"
LAW_LISTS = ("sosfs-2011-9", "psl", "lex-sarah")
"""The lists of requirements that the law gives, in the order in which they are shown."""


@dataclass(frozen=True)
class Catalogue:
    """Everything that gives a record's text meaning.

    `scales` holds every scale that a record may name, `scale_name` the one that new risks are judged on,
    `roles` the workspace's own words for roles, folded, with the ids that they mean, and `not_names` its words,
    folded, that look like people's names and are not.
    """

    kinds: Mapping[str, Kind]
    categories: Categories
    scales: Mapping[str, Scale]
    deadlines: Mapping[str, Deadline]
    read_packs: Callable[[Mapping[str, Kind]], Mapping[str, Pack]]
    scale_name: str = STANDARD_SCALE
    roles: Mapping[str, str] = field(default_factory=dict)
    not_names: frozenset[str] = frozenset()

    @cached_property
    def packs(self) -> Mapping[str, Pack]:
        """The lists of requirements by name; read only when something asks for them."""
        return self.read_packs(self.kinds)

    @property
    def standard_packs(self) -> list[Pack]:
        """The lists that are ticked when none is named: the law's, then the workspace's own."""
        own = [pack for name, pack in self.packs.items() if name not in LAW_LISTS and not pack.on_request]
        return [*(self.packs[name] for name in LAW_LISTS), *own]

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
        return self.scales[self.scale_name]


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


def _packs(kinds: Mapping[str, Kind], own: Sequence[Node] = ()) -> dict[str, Pack]:
    packs = [(node, read_pack(node, kinds)) for node in (*_nodes("requirements"), *own)]
    found: dict[str, Pack] = {}
    for node, pack in packs:
        if pack.name in found:
            raise node.error(f"kravlistan {pack.name} finns redan; ge den här ett annat namn", "pack")
        found[pack.name] = pack
    check_answers(packs)
    return found


def catalogue_of(workspace: Workspace) -> Catalogue:
    """Return the catalogue of a workspace: the packaged one with what the workspace adds or replaces.

    A workspace with nothing of its own has none of its files read. Raises ConfigurationError, with file
    and line, for a mistake in what is its own.
    """
    standard = standard_catalogue()
    kinds = _kinds(standard, list(workspace.kinds()))
    current, scales = _scales(standard, workspace.data("skala"), workspace.data("tidigare_skalor"))
    tree, deadlines = standard.categories, standard.deadlines
    for node in workspace.data("kategorier"):
        tree = read_categories(node, standard.categories)
    for node in workspace.data("tidsgranser"):
        deadlines = change_deadlines(node, standard.deadlines, kinds)
    return replace(
        standard,
        kinds=kinds,
        categories=tree,
        scales=scales,
        deadlines=deadlines,
        read_packs=lambda found: _packs(found, workspace.data("krav")),
        scale_name=current,
        roles=workspace.configuration.roles,
        not_names=workspace.configuration.not_names,
    )


def _kinds(standard: Catalogue, nodes: list[Node]) -> Mapping[str, Kind]:
    """Return the packaged kinds with the workspace's own; each of its files is judged when all are read."""
    found, own = dict(standard.kinds), []
    for node in nodes:
        kind = _own_kind(node, standard.kinds)
        if "kind" in node:
            _check_words(node, kind, found)
        found[kind.name] = kind
        own.append((node, kind))
    for node, kind in own:
        check_kind(node, kind, found)
    return found


def _own_kind(node: Node, standard: Mapping[str, Kind]) -> Kind:
    key = "extends" if "extends" in node else "kind"
    if key not in node:
        raise node.error("skriv kind: för ett eget slag, eller extends: för att lägga till i ett som finns")
    name = node.text(key)
    if key == "extends" and name not in standard:
        ending = hint(name, list(standard)) or "; skriv till exempel avvikelse"
        raise node.error(f"{name} är inget slag som går att bygga ut{ending}", key)
    if node.document.path != f"{KINDS}/{name}.yaml":
        raise node.error(f"filen ska heta {name}.yaml", key)
    return extend_kind(node, standard[name]) if key == "extends" else read_kind(node)


def _check_words(node: Node, kind: Kind, known: Mapping[str, Kind]) -> None:
    """A word that a person types means one kind: no name, prefix, plural or alias is another kind's."""
    if kind.name in known:
        raise node.error(f"{kind.name} finns redan; skriv extends: {kind.name} för att lägga till fält", "kind")
    taken = {word: other.name for other in known.values() for word in _words(other)}
    for key, words in (("kind", [kind.name]), ("prefix", [kind.prefix.lower()]), ("plural", [fold(kind.plural)])):
        for word in words:
            if word in taken:
                raise node.error(f"{word} hör redan till {taken[word]}; välj ett annat ord", key)
    for alias in kind.aliases:
        if alias in taken:
            raise node.child("aliases").key_error(f"{alias} hör redan till {taken[alias]}; välj ett annat ord", alias)


def _words(kind: Kind) -> Iterator[str]:
    yield from (kind.name, kind.prefix.lower(), fold(kind.plural), *kind.aliases)


def _scales(standard: Catalogue, current: list[Node], earlier: list[Node]) -> tuple[str, Mapping[str, Scale]]:
    """Return the name of the scale in use, and every scale that a record may name."""
    found = dict(standard.scales)
    for node in (*earlier, *current):
        scale = read_scale(node)
        if scale.name in found:
            raise node.error(f"skalan {scale.name} finns redan; ge den här ett annat namn", "scale")
        found[scale.name] = scale
    return next(reversed(found)) if current else standard.scale_name, found


def _nodes(folder: str) -> list[Node]:
    files = sorted((DATA / folder).glob("*.yaml"))
    return [read_data(file, f"kvalitet/data/{folder}/{file.name}") for file in files]
