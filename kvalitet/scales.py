"""Risk scales as data: steps, classes and thresholds. The regulation prescribes none of them."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass

from kvalitet.data_files import Node

_COMPARE = {
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.Lt: operator.lt,
    ast.Eq: operator.eq,
}
_NAMES = ("varde", "sannolikhet", "konsekvens")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LAWS = ("hsl", "sol", "lss")
_LOCAL = "lokal"
_FEWEST, _MOST = 2, 10
"""Steps of a factor: with one nothing is judged, and nobody tells more than ten apart."""

STORED_PRODUCTS = frozenset({"riskvarde", "varde", "riskpoang", "risktal"})
"""What people call the product when they store it, which they should not."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The two factors of a risk. Their product is computed, never stored (SOSFS 2011:9 5 kap. 1 §)."""

    sannolikhet: int
    konsekvens: int

    @property
    def varde(self) -> int:
        """The product of the factors."""
        return self.sannolikhet * self.konsekvens


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a factor."""

    value: int
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition on a risk, such as `varde >= 8 or konsekvens >= 3`."""

    text: str
    tree: ast.expr

    def holds(self, risk: Risk) -> bool:
        """Return whether the condition holds for a risk."""
        return _evaluate(self.tree, risk)


@dataclass(frozen=True, slots=True)
class RiskClass:
    """A class of risks and when a risk belongs to it; the first that holds wins.

    `high` says that a report counts its risks as high.
    """

    name: str
    label: str
    when: Expression
    high: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a workspace has decided to do from a certain risk on: local, never law."""

    name: str
    label: str
    when: Expression
    applies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A risk scale."""

    name: str
    label: str
    size: int
    steps: Mapping[str, tuple[Step, ...]]
    classes: tuple[RiskClass, ...]
    thresholds: tuple[Threshold, ...]

    def classify(self, risk: Risk) -> RiskClass | None:
        """Return the class of a risk, or None for factors that are no steps of the scale."""
        steps = range(1, self.size + 1)
        if risk.sannolikhet not in steps or risk.konsekvens not in steps:
            return None
        return next((found for found in self.classes if found.when.holds(risk)), None)

    def is_high(self, risk: Risk) -> bool:
        """Return whether a report counts a risk as high."""
        found = self.classify(risk)
        return found is not None and found.high


def read_scale(node: Node) -> Scale:
    """Return the scale of a data file. Raises ConfigurationError with file and line."""
    node.allow_only("scale label source size sannolikhet konsekvens classes thresholds")
    size = node.integer("size")
    if not _FEWEST <= size <= _MOST:
        raise node.error(f"en skala har {_FEWEST} till {_MOST} steg", "size")
    scale = Scale(
        name=node.word("scale", _NAME, "små bokstäver a–z, siffror och bindestreck, till exempel fem-steg"),
        label=node.text("label"),
        size=size,
        steps={factor: _steps(node, factor, size) for factor in ("sannolikhet", "konsekvens")},
        classes=tuple(_risk_class(entry) for entry in node.elements("classes")),
        thresholds=tuple(_threshold(entry) for entry in node.elements("thresholds")),
    )
    _check_classes(node, scale)
    return scale


def _steps(node: Node, factor: str, size: int) -> tuple[Step, ...]:
    found = tuple(_step(entry) for entry in node.elements(factor))
    if [step.value for step in found] != list(range(1, size + 1)):
        raise node.key_error(f"{factor} ska ha stegen 1 till {size} i ordning", factor)
    return found


def _step(node: Node) -> Step:
    node.allow_only("value label help")
    return Step(node.integer("value"), node.text("label"), node.text("help", default=""))


def _risk_class(node: Node) -> RiskClass:
    node.allow_only("name label when high")
    return RiskClass(node.text("name"), node.text("label"), _expression(node), node.yes("high"))


def _threshold(node: Node) -> Threshold:
    node.allow_only("name label when applies level source")
    applies = node.texts("applies")
    if not set(applies) <= set(_LAWS):
        raise node.error(f"skriv något av {', '.join(_LAWS)}", "applies")
    if node.text("level", default=_LOCAL) != _LOCAL:
        raise node.error(f"ingen lag anger en gräns på en riskskala; skriv level: {_LOCAL}", "level")
    return Threshold(node.text("name"), node.text("label"), _expression(node), applies)


def _check_classes(node: Node, scale: Scale) -> None:
    """Every risk that the scale can hold has a class, and some class is high."""
    if not any(found.high for found in scale.classes):
        raise node.error("minst en klass ska ha high: yes; rapporten räknar de höga riskerna", "classes")
    steps = range(1, scale.size + 1)
    for risk in (Risk(a, b) for a in steps for b in steps):
        if not any(found.when.holds(risk) for found in scale.classes):
            factors = f"sannolikhet {risk.sannolikhet} och konsekvens {risk.konsekvens}"
            raise node.error(f"ingen klass gäller för {factors}", "classes")


def _expression(node: Node) -> Expression:
    text = node.text("when")
    try:
        tree = ast.parse(text, mode="eval").body
        _evaluate(tree, Risk(1, 1))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        example = "varde >= 8 or konsekvens >= 3"
        raise node.error(f"villkoret går inte att läsa; skriv till exempel {example}", "when") from None
    return Expression(text, tree)


def _evaluate(tree: ast.expr, risk: Risk) -> bool:
    match tree:
        case ast.BoolOp(op=op, values=values):
            verdicts = [_evaluate(value, risk) for value in values]
            return all(verdicts) if isinstance(op, ast.And) else any(verdicts)
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=int(limit))]):
            if name in _NAMES and type(op) in _COMPARE:
                return bool(_COMPARE[type(op)](getattr(risk, name), limit))
    raise ValueError("not a condition on a risk")
