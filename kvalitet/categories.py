"""The category tree as data: a path such as hsl/lakemedel/utebliven-dos, and its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kvalitet.data_files import Node


@dataclass(frozen=True, slots=True)
class Categories:
    """A tree of categories as a flat table: path to label, in the tree's own order."""

    labels: Mapping[str, str]

    def __contains__(self, path: str) -> bool:
        return path in self.labels

    def label(self, path: str) -> str:
        """Return a category's labels from the top: Läkemedel, utebliven dos."""
        parts = path.split("/")
        steps = ("/".join(parts[: count + 1]) for count in range(1, len(parts)))
        labels = [self.labels.get(step, step) for step in steps] or [self.labels.get(path, path)]
        return ", ".join([labels[0], *(label[:1].lower() + label[1:] for label in labels[1:])])

    def leaves(self) -> list[str]:
        """Return the paths that have nothing below them."""
        inner = {path.rpartition("/")[0] for path in self.labels}
        return [path for path in self.labels if path not in inner]


def read_categories(node: Node) -> Categories:
    """Return the tree of a data file. Raises ConfigurationError with file and line."""
    node.allow_only("label source tree")
    return Categories(dict(_flatten(node.child("tree"), "")))


def _flatten(node: Node, prefix: str) -> Iterator[tuple[str, str]]:
    for name, child in node.children():
        child.allow_only("label children")
        yield f"{prefix}{name}", child.text("label")
        if "children" in child:
            yield from _flatten(child.child("children"), f"{prefix}{name}/")
