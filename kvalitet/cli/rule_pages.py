"""The pages of rules as their source has them: to show one, no rule is loaded, nor what the rules need.

Loading the rules takes five times as long as all else that showing a page does. A page is the docstring of a rule's
function, and a test holds what is read here to be what the loaded rules say.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kvalitet.diagnostics import Severity

_FOLDER = Path(__file__).parent.parent / "rules"


def pages(begun: str) -> Iterator[tuple[str, Severity, str]]:
    """Yield code, severity and page of each rule whose code begins so, in the order of the codes.

    What is not there to be read, or is written in another way than rules are, is not told.
    """
    texts = [file.read_text(encoding="utf-8") for file in _FOLDER.glob("*.py")]
    rule = re.compile(rf'^@(?:\w+_)?rule\("({re.escape(begun)}\w*)".*\n', re.MULTILINE)
    found = {match[1]: (match[0], text[match.end() :]) for text in texts for match in rule.finditer(text)}
    for code, (head, rest) in sorted(found.items()):
        page = _docstring(rest)
        if page:
            yield code, Severity.WARNING if "Severity.WARNING" in head else Severity.ERROR, page


def _docstring(text: str) -> str:
    """Return the docstring of the function that a text begins with."""
    quotes = '"""'
    end = text.find(quotes, text.find(quotes) + len(quotes)) + len(quotes)
    try:
        (function,) = ast.parse(text[:end]).body
    except (SyntaxError, ValueError):
        return ""
    return ast.get_docstring(function) or "" if isinstance(function, ast.FunctionDef) else ""
