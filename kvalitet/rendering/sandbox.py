"""A template filled in by a process that can do nothing else: the only door to jinja2. Loaded by the child alone.

What a template may use is listed here; whatever is not listed does not exist. The values are plain, the templates
are all in the request, and before the first line of a template runs the process has closed every door.
"""

from __future__ import annotations

import codecs
import datetime as dt
import importlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from kvalitet.confinement import RefusedError, Request, close_all_doors
from kvalitet.rendering.markdown import Raw, alternative, escape, paragraphs, scalar
from kvalitet.rendering.printed import asked as asked_mark
from kvalitet.rendering.printed import with_lines
from kvalitet.rendering.values import Decimaltal, Dolt, Tal, unpack
from kvalitet.words import listing, long_date, number, plural

FILTERS = """
    abs capitalize count d default dictsort first float groupby int items join last length list lower map max min
    reject rejectattr replace reverse select selectattr sort string sum title trim truncate unique upper wordcount
"""
TESTS = """
    boolean defined divisibleby eq equalto even false float ge greaterthan gt in integer iterable le lessthan lower lt
    mapping ne none number odd sequence string true undefined upper == != < <= > >=
"""
GLOBALS = "range namespace"
OWN_WORDS, CHART = "eget", "bild"
METHODS: Mapping[type, str] = {
    str: "endswith lower removeprefix removesuffix split startswith strip upper",
    dict: "get items keys values",
    dt.date: "day isoformat month year",
    LoopContext: ("changed cycle depth depth0 first index index0 last length nextitem previtem revindex revindex0"),
}
"""What may be asked of a value besides its keys and positions."""

OWN: Mapping[str, Callable[..., Any]] = {
    "tal": lambda value: str(value) if isinstance(value, (Tal, Decimaltal, Dolt)) else number(value),
    "antal": lambda value, one, many: _counted(value, one, many),
    "streck": lambda value: "–" if value is None else value,
    "datum": long_date,
    "stycken": paragraphs,
    "lista": lambda words: listing(map(str, words), "och"),
    "alt": alternative,
    "huvud": scalar,
    "raw": Raw,
}
_LARGEST = 10_000_000


class _Environment(ImmutableSandboxedEnvironment):
    """Looks up keys, positions and the names that are listed; calculates with numbers only."""

    intercepted_binops = frozenset(("**", "*", "%"))

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, StrictUndefined):
            str(obj)  # raises: the first unknown name is the one to tell
        if isinstance(obj, (dict, list, tuple, str, TemplateReference)):
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        if self._is_listed(obj, str(argument)):
            return getattr(obj, argument, self.undefined(obj=obj, name=argument))
        return self.undefined(obj=obj, name=argument)

    def _is_listed(self, obj: Any, name: str) -> bool:
        """Tell whether a name may be asked of an object; what a template itself has defined may."""
        if isinstance(obj, (Namespace, TemplateModule)):
            return not name.startswith("_")
        return any(isinstance(obj, kind) and name in names.split() for kind, names in METHODS.items())

    def call(self, context: Any, obj: Any, *words: Any, **named: Any) -> Any:
        """Call something; what a block or a macro gives back is Markdown already, its values escaped."""
        given = super().call(context, obj, *words, **named)
        return Raw(given) if isinstance(obj, (BlockReference, Macro)) else given

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def fill(request: Request) -> bytes:
    """Return a template filled in; runs in the child.

    Raises RefusedError with `what` (missing, unreadable, failed), the template's `name`, the `line` and the `detail`.
    """
    name, sources, values = request["name"], request["sources"], unpack(request["values"])
    environment = environment_of(sources)
    told = {name: text for name, text in with_lines(sources).items() if _is_read(environment, text)}
    environment = environment_of({**sources, **told})
    words = with_lines(values.get("ord", {}), len(sources))
    environment.globals[OWN_WORDS] = lambda section, asked: _own_words(words, values["ord_mapp"], section, asked)
    environment.globals[CHART] = lambda chart, caption: _chart(values, chart, caption)
    close_doors()
    try:
        text = environment.get_template(name).render(values)
        if len(text) > _LARGEST:
            raise MemoryError
    except TemplateNotFound as error:
        raise RefusedError(what="missing", name=str(error.name), line=1, detail="") from None
    except TemplateSyntaxError as error:
        raise RefusedError(
            what="unreadable", name=error.name or name, line=error.lineno, detail=fault_in_writing(error)
        ) from None
    except Exception as error:
        where, line = _place_of(error, sources, name)
        raise RefusedError(what="failed", name=where, line=line, detail=_reason(error)) from None
    return text.encode("utf-8", "replace")


def fault_in_writing(error: TemplateSyntaxError) -> str:
    """Return why a template cannot be read: `end` where one is missing, `empty`, `mark`, `tag:NAME` or `twice:NAME`."""
    told = error.message or ""
    tag, block = re.search(r"unknown tag '(\w+)'", told), re.search(r"block '(\w+)' defined twice", told)
    if block:
        return f"twice:{block[1]}"
    if tag and not tag[1].startswith(("end", "el")):
        return f"tag:{tag[1]}"
    if told.startswith("Expected an expression, got 'end of"):
        return "empty"
    return "end" if tag or told.startswith("Unexpected end of template") else "mark"


def close_doors() -> None:
    """Let the process reach nothing from now on; what jinja2 loads when it first needs it is loaded before."""
    importlib.import_module("jinja2.debug")
    codecs.lookup("unicode_escape")
    close_all_doors()


def _is_read(environment: _Environment, source: str) -> bool:
    """Tell whether a template with its lines told is still one: a tag inside a string may have been parted."""
    try:
        environment.parse(source)
    except TemplateSyntaxError:
        return False
    return True


def _own_words(words: Mapping[str, str], folder: str, section: str, asked: str) -> Raw:
    """Return what people wrote for a section, else the mark that says what is asked for and where to write it."""
    mark = asked_mark(section)
    if section in words:
        return Raw(f"{mark}{words[section]}")
    return Raw(f"{mark}::: saknas\n{escape(asked)} Skriv i `{folder}/{section}.md`.\n:::")


def _chart(values: Mapping[str, Any], name: str, caption: str) -> Raw:
    """Return a chart as the document shows it, with the words that say what it shows; nothing where it has no data."""
    told = values["figur"].get(name)
    if told is None:
        return Raw("")
    path = f"{values['figurer']}/{name}.svg"
    return Raw(f'![{escape(caption)}]({path}){{#fig-{name} alt="{alternative(told["alt"])}"}}')


def _counted(value: Any, one: str, many: str) -> str:
    """Return a number with its noun: 1 avvikelse, 12 avvikelser, .. avvikelser."""
    if isinstance(value, (Tal, Decimaltal, Dolt)):
        return f"{value}\u00a0{one if value == 1 else many}"
    return plural(value, one, many)


def environment_of(sources: Mapping[str, str]) -> _Environment:
    """Return an environment that knows the given templates, and of jinja2 only what is listed here."""
    environment = _Environment(
        loader=FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML: `finalize` escapes
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        # `{#` begins an identifier in Markdown headings
        comment_start_string="{%#",
        comment_end_string="#%}",
    )
    for table, kept in ((environment.filters, FILTERS), (environment.tests, TESTS), (environment.globals, GLOBALS)):
        for known in set(table) - set(kept.split()):
            del table[known]
    environment.filters |= OWN
    return environment


def _place_of(error: Exception, sources: Mapping[str, str], name: str) -> tuple[str, int]:
    """Return the template and the line in which an error arose: jinja2 puts them in the traceback."""
    found, trace = (name, 1), error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in sources:
            found = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return found


def _reason(error: Exception) -> str:
    """Return what was unknown, in the words of the template, else the name of the fault; no value is shown."""
    name = re.search(r"'([\w.]+)' is undefined|has no (?:attribute|element) '?(\w+)", str(error))
    return f"{name[1] or name[2]} finns inte" if name else type(error).__name__
