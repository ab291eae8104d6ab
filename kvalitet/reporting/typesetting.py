"""Pages set in a process of its own: the only door to typst.

A fault in the engine ends that process and nothing else. It reads the source and the images in one folder of ours,
the packaged fonts, and no packages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kvalitet.confinement import Limits, RefusedError, Request

LIMITS = Limits(memory=1024, processor=120, clock=180)
MAIN = "main.typ"
STANDARDS = ("ua-1", "a-2a")
"""For everyone and for the archive, in one file."""

ATTACHING = ("ua-1", "a-3a")
"""The same for a file that holds others: PDF/A-2 lets it hold nothing but PDF/A."""

_NO_FONT = "unknown font family"


def request_for(root: Path, fonts: Path, moment: int, standards: Sequence[str] = STANDARDS) -> Request:
    """Return what `typeset` is asked: the folders of source and fonts, and the time and standards the file bears."""
    return {"root": str(root), "fonts": str(fonts), "moment": moment, "standards": list(standards)}


def typeset(request: Request) -> bytes:
    """Return the source as PDF; runs in the child. Raises RefusedError with `message` and `diagnostic`."""
    import typst

    compiler: Any = typst.Compiler(
        root=request["root"],
        font_paths=[request["fonts"]],
        ignore_system_fonts=True,
        package_path=Path(request["root"]) / "packages",
        package_cache_path=Path(request["root"]) / "packages",
    )
    try:
        main = Path(request["root"]) / MAIN
        pdf, warnings = compiler.compile_with_warnings(
            main, format="pdf", pdf_standards=request["standards"], timestamp=request["moment"]
        )
    except typst.TypstError as error:
        raise RefusedError(message=error.message, diagnostic=error.diagnostic) from None
    unknown = [warning.message for warning in warnings if warning.message.startswith(_NO_FONT)]
    if unknown:  # the page would be set in another face, which the archive's standard lets pass
        raise RefusedError(message=unknown[0], diagnostic="")
    return bytes(pdf)
