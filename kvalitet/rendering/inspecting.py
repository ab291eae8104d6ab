"""Templates read without being filled in: the names that they use and that do not exist, on every way through them.

Runs in the child, as everything that reads a template does. A shape says what a value is like: a mapping from its names
to their shapes, a list with the shape of its items, or a word that the reference calls it by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from kvalitet.confinement import Request
from kvalitet.rendering.sandbox import CHART, GLOBALS, METHODS, OWN_WORDS, close_doors, environment_of, fault_in_writing

ANY = "okänt"
_SAME = frozenset(["list", "sort", "reverse", "unique", "select", "selectattr", "reject", "rejectattr", "default", "d"])
"""Filters that give what they were given, or some of it."""

_ONE = frozenset(["first", "last", "max", "min"])
_OF_ANY = frozenset(name for names in METHODS.values() for name in names.split())

Shape = Any
Scope = dict[str, Shape]


def inspect(request: Request) -> bytes:
    """Return what is wrong with a template as JSON: lists of template, line, mistake, detail and known names."""
    reader = _Reader(request["sources"], request["printed"])
    close_doors()
    scope = {**dict.fromkeys([*GLOBALS.split(), OWN_WORDS, CHART, "loop"], ANY), **request["shape"]}
    reader.template(request["name"], scope)
    return json.dumps(sorted(set(reader.found))).encode()


class _Reader:
    """Walks templates and what they extend and include; keeps what it finds."""

    def __init__(self, sources: dict[str, str], printed: list[str]) -> None:
        self._sources, self._printed = sources, printed
        self._environment = environment_of(sources)
        self._open: list[str] = []
        self.found: list[tuple[str, int, str, str, str]] = []

    def template(self, name: str, scope: Scope, line: int = 1) -> None:
        """Read a template, in a scope that it adds its own names to."""
        if name in self._open:
            return
        if name not in self._sources:
            self._tell(line, "missing", name)
            return
        self._open.append(name)
        try:
            tree = self._environment.parse(self._sources[name], name)
            self._all(tree.body, scope)
            self._unprinted(name, tree)
            self._twice(tree)
        except TemplateSyntaxError as error:
            self._tell(error.lineno, "unreadable", fault_in_writing(error))
        self._open.pop()

    def _unprinted(self, name: str, tree: nodes.Template) -> None:
        """Tell of the blocks that nothing prints: a template that extends another prints only the other's blocks.

        Of the template that was asked for alone: one that is extended may be made of parts for others to print.
        """
        is_whole = len(self._open) == 1 and all(one.name != "self" for one in tree.find_all(nodes.Name))
        inherited = self._blocks_under(tree, {name}) if is_whole else None
        for one in tree.body:
            if inherited is not None and isinstance(one, nodes.Block) and one.name not in {*inherited, *self._printed}:
                self._tell(one.lineno, "block", one.name, inherited)

    def _twice(self, tree: nodes.Template) -> None:
        """Tell of the blocks that a template has more than once: nobody knows which is meant."""
        seen: set[str] = set()
        for block in sorted(tree.find_all(nodes.Block), key=lambda block: block.lineno):
            if block.name in seen:
                self._tell(block.lineno, "unreadable", f"twice:{block.name}")
            seen.add(block.name)

    def _blocks_under(self, tree: nodes.Template, above: set[str]) -> set[str] | None:
        """Return the names of the blocks of what a template extends; None where it extends nothing that is known."""
        named = tree.find(nodes.Extends)
        base = named.template.value if named and isinstance(named.template, nodes.Const) else None
        if base not in self._sources or base in above:
            return None
        parent = self._environment.parse(self._sources[base], base)
        further = self._blocks_under(parent, {*above, base}) or set()
        return further | {block.name for block in parent.find_all(nodes.Block)}

    def _tell(self, line: int, what: str, detail: str, scope: Iterable[str] = ()) -> None:
        self.found.append((self._open[-1] if self._open else detail, line, what, detail, " ".join(sorted(scope))))

    def _all(self, statements: Iterable[nodes.Node], scope: Scope) -> None:
        for statement in statements:
            self._statement(statement, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        match node:
            case nodes.For():
                items = self._shape(node.iter, scope)
                inner = scope | self._bound(node.target, items[0] if isinstance(items, list) and items else ANY)
                if node.test is not None:
                    self._shape(node.test, inner)
                self._all([*node.body, *node.else_], inner)
            case nodes.Assign():
                scope |= self._bound(node.target, self._shape(node.node, scope))
            case nodes.AssignBlock():
                scope |= self._bound(node.target, ANY)
                self._all(node.body, scope)
            case nodes.Macro():
                scope[node.name] = ANY
                self._all(node.body, scope | {one.name: ANY for one in node.args} | {"caller": ANY})
            case nodes.Import():
                scope[node.target] = ANY
            case nodes.FromImport():
                scope |= {name if isinstance(name, str) else name[1]: ANY for name in node.names}
            case nodes.Extends() | nodes.Include():
                self._other(node, scope)
            case nodes.Block():
                self._all(node.body, {**scope, "super": ANY, "self": ANY})
            case nodes.With():
                names = {
                    n: s
                    for t, v in zip(node.targets, node.values, strict=True)
                    for n, s in self._bound(t, self._shape(v, scope)).items()
                }
                self._all(node.body, scope | names)
            case _:
                self._parts(node, scope)

    def _parts(self, node: nodes.Node, scope: Scope) -> None:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._shape(child, scope)
            else:
                self._statement(child, scope)

    def _other(self, node: nodes.Extends | nodes.Include, scope: Scope) -> None:
        if isinstance(node.template, nodes.Const):
            self.template(str(node.template.value), scope, node.lineno)

    def _bound(self, target: nodes.Node, shape: Shape) -> Scope:
        if isinstance(target, nodes.Name):
            return {target.name: shape}
        return {one.name: ANY for one in target.find_all(nodes.Name)}

    def _shape(self, node: nodes.Node, scope: Scope) -> Shape:
        """Return the shape of an expression, and tell of every name in it that does not exist."""
        match node:
            case nodes.Name():
                if node.name not in scope:
                    self._tell(node.lineno, "unknown", node.name, scope)
                return scope.get(node.name, ANY)
            case nodes.Getattr():
                return self._looked_up(node, node.attr, self._shape(node.node, scope))
            case nodes.Getitem():
                shape = self._shape(node.node, scope)
                if isinstance(node.arg, nodes.Const):
                    return self._looked_up(node, node.arg.value, shape)
                self._shape(node.arg, scope)
                return shape if isinstance(node.arg, nodes.Slice) else ANY
            case nodes.Filter():
                shape = self._shape(node.node, scope) if node.node is not None else ANY
                self._parts_but(node, node.node, scope)
                if node.name not in self._environment.filters:
                    self._tell(node.lineno, "filter", node.name, self._environment.filters)
                return self._filtered(node.name, shape)
            case nodes.Test() if node.name not in self._environment.tests:
                self._tell(node.lineno, "test", node.name, self._environment.tests)
                return ANY
            case nodes.Test() if node.name in ("defined", "undefined") and isinstance(node.node, nodes.Name):
                return ANY
            case nodes.Call(node=nodes.Name(name=name), args=[nodes.Const(value=chart), *_]) if name == CHART:
                self._parts(node, scope)
                if chart not in scope["figur"]:
                    self._tell(node.lineno, "chart", str(chart), scope["figur"])
                return ANY
            case nodes.Or() | nodes.And():
                shapes = [self._shape(side, scope) for side in (node.left, node.right)]
                return shapes[0]
            case nodes.CondExpr():
                self._parts(node, scope)
                return ANY
            case _:
                self._parts(node, scope)
                return ANY

    def _parts_but(self, node: nodes.Node, but: nodes.Node | None, scope: Scope) -> None:
        for child in node.iter_child_nodes():
            if child is not but:
                self._shape(child, scope)

    def _looked_up(self, node: nodes.Node, name: object, shape: Shape) -> Shape:
        if isinstance(shape, dict):
            if name not in shape and name not in _OF_ANY:
                self._tell(node.lineno, "unknown", f"{'.'.join(_path(node))}", shape)
            return shape.get(name, ANY)
        if isinstance(shape, list) and isinstance(name, int):
            return shape[0] if shape else ANY
        return ANY

    @staticmethod
    def _filtered(name: str, shape: Shape) -> Shape:
        if name in _SAME:
            return shape
        if name in _ONE and isinstance(shape, list) and shape:
            return shape[0]
        return ANY


def _path(node: nodes.Node) -> Iterator[str]:
    """Yield the names of a chain of look-ups as the template writes them."""
    match node:
        case nodes.Name():
            yield node.name
        case nodes.Getattr():
            yield from _path(node.node)
            yield node.attr
        case nodes.Getitem(arg=nodes.Const(value=name)):
            yield from _path(node.node)
            yield str(name)
        case nodes.Filter() if node.node is not None:
            yield from _path(node.node)
