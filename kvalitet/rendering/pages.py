"""Templates read from their folders, and a page made of one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kvalitet.confinement import Limits, RefusedError, StoppedError, run_apart
from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.paths import PathError, plain_file
from kvalitet.rendering.printed import Page, taken_out
from kvalitet.rendering.values import pack

SUFFIX = ".j2"
LIMITS = Limits(memory=512, processor=10, clock=30)
_LARGEST = 1_000_000
_UNREADABLE = "mallen går inte att läsa här; se efter om "
_NO_END = "{% block %}, {% if %} eller {% for %} saknar sitt slut"
_EMPTY = "{{ }} eller {% %} saknar det som ska stå inuti, som i {% if ar %}"
_NO_MARK = "{{ slutar med }} och {% med %}, och om ett citattecken eller en parentes fattas"
_FAULTS = {
    "SecurityError": "det går inte i en mall; gånger och rest räknas bara med tal, upphöjt inte alls",
    "MemoryError": "sidan får inte plats i minnet; se efter om något upprepas",
    "TimeoutError": f"det tar mer än {LIMITS.processor} sekunder; se efter om något upprepas",
    "RecursionError": "mallen anropar sig själv utan slut",
    "ZeroDivisionError": "här delas med noll; pröva först om talet är noll",
    "OverflowError": "talet är för stort",
}


@dataclass(frozen=True, slots=True)
class Templates:
    """Templates by name: their text, the path that errors call them by, and which differ from the tool's own."""

    sources: Mapping[str, str]
    paths: Mapping[str, str]
    changed: frozenset[str] = frozenset()


def read_templates(folders: Mapping[str, Path]) -> Templates:
    """Return the templates of some folders; the first folder that has a name gives it. Keys are what errors call them.

    Raises ConfigurationError when a file is reached through a link, too large or not UTF-8.
    """
    sources: dict[str, str] = {}
    paths: dict[str, str] = {}
    for called, folder in folders.items():
        for name in _names(folder, called):
            if name not in sources:
                sources[name], paths[name] = _read(folder, name, called), f"{called}/{name}"
    return Templates(sources, paths)


def _names(folder: Path, called: str) -> Sequence[str]:
    if folder.is_symlink():
        raise ConfigurationError("mappen är en länk; lägg in själva mallarna i stället", Place(called))
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob(f"*{SUFFIX}"))


def _read(folder: Path, name: str, called: str) -> str:
    place = Place(f"{called}/{name}")
    try:
        data = plain_file(folder, name).read_bytes()
        if len(data) > _LARGEST:
            raise ConfigurationError("mallen är större än 1 MB", place)
        return data.decode("utf-8-sig")
    except PathError as error:
        raise ConfigurationError(f"mallen {error}", place) from None
    except OSError:
        raise ConfigurationError("mallen går inte att öppna; ge läsrättighet till den", place) from None
    except UnicodeDecodeError:
        raise ConfigurationError("mallen är inte UTF-8; spara den som UTF-8", place) from None


def render(name: str, values: Mapping[str, Any], templates: Templates) -> Page:
    """Return a template filled in with plain values. Raises ConfigurationError with the template's file and line."""
    from kvalitet.rendering.sandbox import fill

    request = {"name": name, "values": pack(values), "sources": dict(templates.sources)}
    try:
        text = run_apart(fill, request, LIMITS).decode()
    except RefusedError as error:
        raise _explained(error.details, templates) from None
    except StoppedError:
        message = "mallen hann inte bli klar eller fick inte plats i minnet; se efter om något upprepas"
        raise ConfigurationError(message, Place(templates.paths.get(name, name))) from None
    words = [f"{values['ord_mapp']}/{section}.md" for section in values.get("ord", {})]
    return taken_out(re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", [*templates.sources, *words])


def unreadable(fault: str) -> str:
    """Return what is said of a template that cannot be read, by the fault that `sandbox.fault_in_writing` tells."""
    what, _, name = fault.partition(":")
    if what == "tag":
        return f"{{% {name} %}} finns inte; skriv block, if, for eller set"
    if what == "twice":
        return f"blocket {name} står två gånger; ge det ena ett annat namn eller ta bort det"
    return _UNREADABLE + {"end": _NO_END, "empty": _EMPTY}.get(what, _NO_MARK)


def _explained(told: Mapping[str, Any], templates: Templates) -> ConfigurationError:
    if told["what"] == "missing":
        return ConfigurationError(f"mallen {told['name']} finns inte bland mallarna")
    place = Place(templates.paths.get(told["name"], told["name"]), max(told["line"], 1))
    if told["what"] == "unreadable":
        return ConfigurationError(unreadable(told["detail"]), place)
    detail = told["detail"]
    return ConfigurationError(f"mallen går inte att fylla i här: {_FAULTS.get(detail, detail)}", place)
