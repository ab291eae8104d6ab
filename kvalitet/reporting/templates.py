"""Where templates come from: the workspace's own before the packaged, which are always found under `paket/` too."""

from __future__ import annotations

from pathlib import Path

from kvalitet.rendering.pages import Templates, read_templates
from kvalitet.workspace import Workspace

PACKAGED, OWN = "paket", "templates"


def templates_of(workspace: Workspace, *, own: bool = True) -> Templates:
    """Return the templates that a workspace's reports are made with. Raises ConfigurationError for one of its own."""
    packaged = read_templates({"kvalitet/templates": _packaged_folder()})
    mine = read_templates({OWN: workspace.root / OWN}) if own else Templates({}, {})
    named = {f"{PACKAGED}/{name}": name for name in packaged.sources}
    return Templates(
        {**packaged.sources, **{name: packaged.sources[plain] for name, plain in named.items()}, **mine.sources},
        {**packaged.paths, **{name: packaged.paths[plain] for name, plain in named.items()}, **mine.paths},
    )


def _packaged_folder() -> Path:
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
