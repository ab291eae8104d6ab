"""The category tree as data: a path such as hsl/lakemedel/utebliven-dos, and its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kvalitet.data_files import Node

STANDARD = "standard"
"""What a workspace's own tree extends when it adds branches to the packaged one."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Categories:
    """A tree of categories as a flat table: path to label, in the tree's own order.

    Reports count by what stands at `group_level`, the roots being level 1; what lies above only parts
    the tree, as into one half for each law.
    """

    labels: Mapping[str, str]
    group_level: int = 1

    def __contains__(self, path: str) -> bool:
        return path in self.labels

    def group(self, path: str) -> str:
        """Return the category that a report counts a path under."""
        return "/".join(path.split("/")[: self.group_level])

    def label(self, path: str) -> str:
        """Return a category's labels from its group down: Läkemedel, utebliven dos."""
        parts = path.split("/")
        steps = ("/".join(parts[:count]) for count in range(self.group_level, len(parts) + 1))
        labels = [self.labels.get(step, step) for step in steps] or [self.labels.get(path, path)]
        return ", ".join([labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])])

    def leaves(self) -> list[str]:
        """Return the paths that have nothing below them."""
        inner = {path.rpartition("/")[0] for path in self.labels}
        return [path for path in self.labels if path not in inner]


def read_categories(node: Node, standard: Categories | None = None) -> Categories:
    """Return the tree of a data file, which may add branches to the packaged one.

    Raises ConfigurationError with file and line.
    """
    node.allow_only("label source extends group_level tree")
    known: Mapping[str, str] = {}
    level = 1
    if "extends" in node:
        if standard is None or node.text("extends") != STANDARD:
            raise node.error(f"det enda träd som går att bygga ut är {STANDARD}", "extends")
        known, level = standard.labels, standard.group_level
    labels = _merged(known, _flatten(node.child("tree"), "", known))
    if "group_level" in node:
        level = node.integer("group_level")
    if not 1 <= level <= max((path.count("/") + 1 for path in labels), default=0):
        raise node.error("trädet har inte så många nivåer", "group_level" if "group_level" in node else "tree")
    return Categories(labels, level)


def _flatten(node: Node, prefix: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, child in node.children():
        if not _NAME.fullmatch(name):
            raise child.key_error(f"{name} kan inte vara en kategori; skriv a–z, siffror och bindestreck")
        child.allow_only("label children")
        path = f"{prefix}{name}"
        yield path, child.text("label", default=known.get(path))
        if "children" in child:
            yield from _flatten(child.child("children"), f"{path}/", known)


def _merged(known: Mapping[str, str], found: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return all labels, each new category last among those of its parent."""
    if not known:
        return dict(found)
    labels, order = dict(known), list(known)
    for path, label in found:
        if path not in labels:
            order.insert(_place(path, order), path)
        labels[path] = label
    return {path: labels[path] for path in order}


def _place(path: str, order: list[str]) -> int:
    parent = path.rpartition("/")[0]
    family = [index for index, other in enumerate(order) if other == parent or other.startswith(f"{parent}/")]
    return family[-1] + 1 if parent and family else len(order)
