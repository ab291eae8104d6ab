"""Put the hooks where git looks for them, beside those that are there, and take them away without a trace.

Which workspaces of a repository the hooks judge stands in the repository's own settings, so the same script
serves several workspaces, all worktrees, and repositories that share one folder of hooks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.history.repository import demand_repository, setting
from kvalitet.history.runner import ask, run, tell
from kvalitet.hooks.scripts import EARLIER, NAMES, is_ours, script
from kvalitet.writing.files import put_new, put_over

_SETTING = "kvalitet.workspace"
_TOP = "."


@dataclass(frozen=True, slots=True)
class HookFolder:
    """Where git looks for the hooks of a repository, and the workspace in it that they shall judge.

    `top` is the top of the working tree and `workspace` the path from there, a dot for the top itself.
    """

    top: Path
    folder: Path
    workspace: str

    @property
    def is_among_files(self) -> bool:
        """Whether the hooks lie among the files that git keeps, where a colleague would get them too."""
        return self.folder.is_relative_to(self.top) and ".git" not in self.folder.relative_to(self.top).parts


def hook_folder(root: Path) -> HookFolder:
    """Return where the hooks of a workspace's repository belong, as `core.hooksPath` and worktrees have it.

    Raises GitError when the workspace lies in no repository with a working tree.
    """
    demand_repository(root)
    above = top(root)
    prefix = tell(root, "rev-parse", "--show-prefix").removesuffix("/")
    chosen = setting(root, "core.hooksPath", "--type=path")
    folder = above / chosen if chosen else above / tell(above, "rev-parse", "--git-common-dir") / "hooks"
    return HookFolder(above, folder, prefix or _TOP)


def top(folder: Path) -> Path:
    """Return the top of the working tree that a folder lies in. Raises GitError where there is none."""
    return Path(tell(folder, "rev-parse", "--show-toplevel"))


def install(place: HookFolder, python: str) -> None:
    """Put every hook in place, each before the one that is there, which it runs first.

    Raises WritingError where two others' hooks would have to share a name; then nothing is changed.
    """
    for name in NAMES:
        file, earlier = place.folder / name, place.folder / f"{name}{EARLIER}"
        if _is_there(file) and not _is_ours(file) and _is_there(earlier):
            message = f"{file.name} är inte vår, men {earlier.name} finns redan; ta bort den som inte ska köras"
            raise WritingError(f"{message}, i {place.folder}")
    for name in NAMES:
        _install(place.folder, name, script(name, python))
    if place.workspace not in workspaces(place.top):
        run(place.top, "config", "--local", "--add", _SETTING, place.workspace)


def _install(folder: Path, name: str, wanted: bytes) -> None:
    file = folder / name
    if _is_ours(file):
        put_over(file, wanted)
    else:
        if _is_there(file):
            file.rename(folder / f"{name}{EARLIER}")
        put_new(file, wanted)
    mode = file.stat().st_mode
    file.chmod(mode | (mode & 0o444) >> 2)


def uninstall(place: HookFolder) -> list[str]:
    """Take away the hooks for a workspace, and put back those that were there before.

    Returns the names of hooks that others have put in place of ours; they stay. While another workspace
    of the repository is judged, so do all.
    """
    if place.workspace in workspaces(place.top):
        run(place.top, "config", "--local", "--fixed-value", "--unset-all", _SETTING, place.workspace)
    if workspaces(place.top):
        return []
    return [name for name in NAMES if not _uninstall(place.folder, name)]


def _uninstall(folder: Path, name: str) -> bool:
    """Return whether no hook of others is in the way of the one that was there before."""
    file, earlier = folder / name, folder / f"{name}{EARLIER}"
    if _is_there(file) and not _is_ours(file):
        return not _is_there(earlier)
    if _is_there(earlier):
        earlier.replace(file)
    else:
        file.unlink(missing_ok=True)
    return True


def workspaces(folder: Path) -> list[str]:
    """Return the workspaces that the hooks of a folder's repository judge, as paths from its top."""
    found = ask(folder, "config", "--local", "--null", "--get-all", _SETTING)
    return [path for path in os.fsdecode(found.out).split("\0") if path]


def not_in_place(place: HookFolder, python: str) -> list[str]:
    """Return the names of hooks that are missing, are not ours, or run another Python than this."""
    if place.workspace not in workspaces(place.top):
        return list(NAMES)
    return [name for name in NAMES if not _is_in_place(place.folder / name, script(name, python))]


def _is_in_place(file: Path, wanted: bytes) -> bool:
    return _is_ours(file) and file.read_bytes() == wanted and os.access(file, os.X_OK)


def _is_ours(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and is_ours(file.read_bytes())


def _is_there(file: Path) -> bool:
    return os.path.lexists(file)
