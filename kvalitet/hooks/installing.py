"""Put the hooks where git looks for them, beside those that are there, and take them away without a trace.

Which workspaces of a repository the hooks judge stands in the repository's own settings, so the same script
serves several workspaces, all worktrees, and repositories that share one folder of hooks.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kvalitet.diagnostics import WritingError
from kvalitet.history.repository import demand_repository, setting, top
from kvalitet.history.runner import ask, run, tell
from kvalitet.hooks.scripts import EARLIER, NAMES, SETTING, is_ours, script
from kvalitet.writing.files import could_not, mode_of, put_new, put_over

_TOP = "."


@dataclass(frozen=True, slots=True)
class HookFolder:
    """Where git looks for the hooks of a repository, and the workspace in it that they shall judge.

    `top` is the top of the working tree and `workspace` the path from there, a dot for the top itself. `is_shared`
    when the folder lies outside the repository, so that others may use it too.
    """

    top: Path
    folder: Path
    workspace: str
    is_shared: bool = False

    @property
    def is_among_files(self) -> bool:
        """Whether the hooks lie among the files that git keeps, where a colleague would get them too."""
        return self.folder.is_relative_to(self.top) and ".git" not in self.folder.relative_to(self.top).parts


def hook_folder(root: Path) -> HookFolder:
    """Return where the hooks of a workspace's repository belong, as `core.hooksPath` and worktrees have it.

    Raises GitError when the workspace lies in no repository with a working tree.
    """
    common = demand_repository(root).common
    above = top(root)
    prefix = tell(root, "rev-parse", "--show-prefix").removesuffix("/")
    chosen = setting(root, "core.hooksPath", "--type=path")
    folder = above / chosen if chosen else above / tell(above, "rev-parse", "--git-common-dir") / "hooks"
    is_own = any(Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(home)) for home in (above, common))
    return HookFolder(above, folder, prefix or _TOP, is_shared=not is_own)


def install(place: HookFolder, python: str) -> None:
    """Put every hook in place or none, each before the one that is there, which it runs first.

    Raises WritingError where one cannot be written, where two others' hooks would have to share a name, and where
    a folder has the name of a hook; then all is as it was.
    """
    for name in NAMES:
        _refuse_what_is_in_the_way(place.folder, name)
    with ExitStack() as undoing:
        for name in NAMES:
            _install(place.folder / name, script(name, python), undoing.callback)
        if place.workspace not in workspaces(place.top):
            run(place.top, "config", "--local", "--add", SETTING, place.workspace)
        undoing.pop_all()


def _refuse_what_is_in_the_way(folder: Path, name: str) -> None:
    file, earlier = folder / name, folder / f"{name}{EARLIER}"
    for there in (file, earlier):
        if there.is_dir() and not there.is_symlink():
            raise WritingError(
                f"{there.name} i {folder} är en mapp, och git kör bara filer; flytta den och försök igen"
            )
    if _is_there(file) and not _is_ours(file) and _is_there(earlier):
        message = f"{file.name} är inte vår, men {earlier.name} finns redan; ta bort den som inte ska köras"
        raise WritingError(f"{message}, i {folder}")


def _install(file: Path, wanted: bytes, later: Callable[..., object]) -> None:
    """Put a hook in place, and say what would take it away again."""
    if _is_ours(file):
        later(put_over, file, file.read_bytes(), mode=mode_of(file))
        put_over(file, wanted)
    else:
        if _is_there(file):
            earlier = file.with_name(f"{file.name}{EARLIER}")
            _move(file, earlier)
            later(_move, earlier, file)
        put_new(file, wanted)
        later(file.unlink)
    _let_run(file)


def _let_run(file: Path) -> None:
    try:
        mode = file.stat().st_mode
        file.chmod(mode | (mode & 0o444) >> 2)
    except OSError as error:
        raise could_not(file.name, "göras körbar", error) from None


def _move(file: Path, to: Path) -> None:
    try:
        file.rename(to)
    except OSError as error:
        raise could_not(file.name, "flyttas", error) from None


def uninstall(place: HookFolder) -> list[str]:
    """Take away the hooks for a workspace, and put back those that were there before.

    Returns the names of hooks that others have put in place of ours; they stay. While another workspace
    of the repository is judged, so do all, and in a folder that other repositories may use they always do: what is
    ours there is only that this one is judged.
    """
    if place.workspace in workspaces(place.top):
        run(place.top, "config", "--local", "--fixed-value", "--unset-all", SETTING, place.workspace)
    if workspaces(place.top) or place.is_shared:
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
    found = ask(folder, "config", "--local", "--null", "--get-all", SETTING)
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
