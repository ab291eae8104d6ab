"""Where templates come from: the workspace's own before the packaged, which are always found under `paket/` too."""

from __future__ import annotations

from pathlib import Path

from kvalitet.diagnostics import ConfigurationError, Place
from kvalitet.rendering.pages import Templates, read_templates
from kvalitet.workspace import Workspace

WORD = ("mall.docx", "mall.dotx")
"""What a workspace's Word template is called, in the folder of its templates."""

_NOT_WORD = ("mall.docm", "mall.dotm", "mall.doc", "mall.dot")

PACKAGED, OWN = "paket", "templates"


def templates_of(workspace: Workspace, *, own: bool = True) -> Templates:
    """Return the templates that a workspace's reports are made with. Raises ConfigurationError for one of its own."""
    called, folder = _packaged()
    packaged = read_templates({called: folder})
    mine = read_templates({OWN: workspace.root / OWN}) if own else Templates({}, {})
    named = {f"{PACKAGED}/{name}": name for name in packaged.sources}
    return Templates(
        {**packaged.sources, **{name: packaged.sources[plain] for name, plain in named.items()}, **mine.sources},
        {**packaged.paths, **{name: packaged.paths[plain] for name, plain in named.items()}, **mine.paths},
        frozenset(name for name, text in mine.sources.items() if packaged.sources.get(name) != text),
    )


def base_of(workspace: Workspace) -> Path | None:
    """Return the Word template that a workspace's reports are written on, or None.

    Raises ConfigurationError where it is of another sort, or where there are two.
    """
    folder = workspace.root / OWN
    found = [name for name in (*WORD, *_NOT_WORD) if (folder / name).exists()]
    if not found:
        return None
    place = Place(f"{OWN}/{found[0]}")
    if len(found) > 1:
        raise ConfigurationError(f"bredvid Word-mallen ligger {found[1]}; behåll en av dem", place)
    if found[0] in _NOT_WORD:
        raise ConfigurationError("Word-mallen är av fel sort; spara den i Word som mall.docx, utan makron", place)
    return folder / found[0]


def _packaged() -> tuple[str, Path]:
    """Return the tool's own templates and what errors call them: as installed, or in its repository."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return ("kvalitet/templates", installed) if installed.is_dir() else (OWN, package.parent / "templates")
