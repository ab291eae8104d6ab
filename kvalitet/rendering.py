"""Template and plain values to text: the only door to jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.words import listing, long_date, number, plural

if TYPE_CHECKING:
    from jinja2 import Environment

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+[.)])(?=\s|$|-)")


class Raw(str):
    """Text that is Markdown already and goes into the page as it is."""

    __slots__ = ()


def escape(value: object) -> object:
    """Return a value as text that Markdown shows as it stands: no markup, no line breaks."""
    if isinstance(value, Raw) or not isinstance(value, str):
        return value
    flat = _SPECIAL.sub(r"\\\1", value.strip("\n").replace("\n", " "))
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[2] in "-+=:" else _number(match), flat)


def _number(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2][:-1]}\\{match[2][-1]}"


def paragraphs(text: str) -> Raw:
    """Return prose as Markdown paragraphs, broken where it has blank lines."""
    parts = re.split(r"\n\s*\n", text.strip())
    return Raw("\n\n".join(str(escape(" ".join(part.split()))) for part in parts))


def render(name: str, values: Mapping[str, Any], folders: Sequence[Path]) -> str:
    """Return a template filled in. Raises ConfigurationError with the template's file and line."""
    import jinja2

    environment = _environment(folders)
    try:
        text = environment.get_template(name).render(**values)
    except jinja2.TemplateNotFound as error:
        raise ConfigurationError(f"mallen {error.name} finns inte bland mallarna") from None
    except jinja2.TemplateSyntaxError as error:
        raise ConfigurationError("mallen går inte att läsa här", Place(error.name or name, error.lineno)) from None
    except (jinja2.TemplateError, TypeError, ZeroDivisionError, RecursionError) as error:
        place = Place(name, _line_of(error, name))
        raise ConfigurationError(f"mallen går inte att fylla i här ({_reason(error)})", place) from None
    return _tidy(text)


def _environment(folders: Sequence[Path]) -> Environment:
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML: `finalize` escapes
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        # `{#` begins an identifier in Markdown headings
        comment_start_string="{%#",
        comment_end_string="#%}",
    )
    environment.filters |= {
        "tal": number,
        "antal": plural,
        "datum": long_date,
        "stycken": paragraphs,
        "lista": lambda words: listing(words, "och"),
        "raw": Raw,
    }
    return environment


def _reason(error: Exception) -> str:
    """Return what was unknown, in the words of the template; nothing else of the message is shown."""
    name = re.search(r"'([\w.]+)' is undefined|has no attribute '(\w+)'", str(error))
    return f"{name[1] or name[2]} finns inte" if name else type(error).__name__


def _line_of(error: Exception, name: str) -> int:
    """Return the line of the template in which an error arose: jinja2 puts it in the traceback."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
