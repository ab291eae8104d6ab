"""What `doctor` looks at, thing by thing. It writes nothing, and of who writes it tells only that git knows."""

from __future__ import annotations

import contextlib
import datetime as dt
import locale
import os
import platform
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kvalitet.cli.session import Session, sweden
from kvalitet.diagnostics import KvalitetError, Severity, WritingError
from kvalitet.words import listing, plural

if TYPE_CHECKING:
    from kvalitet.history.repository import Repository

WORKSPACE = "Arbetsyta"
"""The name of the check on which all the others of a workspace rest."""

_NARROW = 80
_LITTLE = 100_000_000
_INSTALL_GIT = {"win32": "winget install --id Git.Git -e", "darwin": "xcode-select --install"}.get(
    sys.platform, "sudo apt install git"
)
_OLDEST_GIT = [2, 30]
_EDITOR = {"win32": "setx EDITOR notepad", "darwin": "echo 'export EDITOR=nano' >> ~/.zshrc"}
_UNDERWAY = {"merge": "en sammanslagning", "rebase": "en rebase"}
_TOOL = "python -m pip install --no-deps --force-reinstall ."
_LIBRARIES = "python -m pip install --require-hashes --force-reinstall -r requirements.txt"
_THERE = "kör i mappen där kvalitet ligger"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing: how it is, and the lines that say what to do about it. No severity means that it is well."""

    name: str
    found: str
    severity: Severity | None = None
    action: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The severity in one word."""
        return self.severity.value if self.severity else "ok"


def warning(name: str, found: str, *action: str) -> Check:
    """Return a check that something would be better otherwise."""
    return Check(name, found, Severity.WARNING, action)


def error(name: str, found: str, *action: str) -> Check:
    """Return a check that something does not work."""
    return Check(name, found, Severity.ERROR, action)


def examine(run: Session) -> Iterator[Check]:
    """Yield a check of each thing that the tool leans on."""
    yield _tool()
    has_git = False
    for check in _git(run.folder):
        has_git = check.severity is not Severity.ERROR
        yield check
    try:
        workspace = run.workspace
        catalogue = run.catalogue
    except KvalitetError as trouble:
        where = f" ({trouble.place})" if trouble.place else ""
        yield error(WORKSPACE, f"{trouble.message}{where}")
    else:
        own = f"{workspace.name}, {plural(len(catalogue.kinds), 'slag', 'slag')} av poster"
        yield Check(WORKSPACE, own)
        if has_git:
            yield from _repository(workspace.root)
        yield _disk(workspace.root, workspace.records)
        yield from _schemas(run)
    yield _fonts()
    yield _pdf()
    yield _editor()
    yield from _terminal()
    yield _time_zone()


def _tool() -> Check:
    from kvalitet import __version__

    return Check("Verktyget", f"kvalitet {__version__}, Python {platform.python_version()}")


def _git(folder: Path) -> Iterator[Check]:
    from kvalitet.history.runner import GitError, GitMissingError, tell

    try:
        found = tell(folder, "--version")
    except GitMissingError as trouble:
        yield error("Git", trouble.message.partition(";")[0], _INSTALL_GIT)
        return
    version = found.removeprefix("git version ")
    if [int(part) for part in re.findall(r"\d+", version)[:2]] < _OLDEST_GIT:
        yield warning("Git", f"{version} är för gammal; kvalitet behöver 2.30 eller senare", _INSTALL_GIT)
    else:
        yield Check("Git", version)
    with contextlib.suppress(GitError):  # settings that cannot be read are told with the repository
        yield _author(folder)


def _repository(root: Path) -> Iterator[Check]:
    from kvalitet.history.repository import repository_at

    name = "Git-förråd"
    try:
        found = repository_at(root)
    except WritingError as trouble:
        yield error(name, trouble.message)
        return
    if found is None:
        yield warning(name, "arbetsytan ligger inte i git, så ingen historik sparas", "git init")
        return
    yield Check(name, "finns")
    yield from _obstacles(found)
    yield _hooks(root)
    yield _letters(root)


def _obstacles(found: Repository) -> Iterator[Check]:
    """What in the repository's state stands in the way of saving or of looking back."""
    if found.shallow:
        yield warning("Git, historik", "avkortad, så läget en tidigare dag går inte att visa", "git fetch --unshallow")
    if found.underway:
        text = f"{_UNDERWAY.get(found.underway, found.underway)} är inte avslutad; rätta det som git status nämner"
        yield warning("Git, pågående", text, "git status", f"git {found.underway} --continue")
    if found.lock:
        since = dt.datetime.fromtimestamp(found.lock.lstat().st_mtime, sweden())
        text = f"{found.lock.name} sedan {since:%Y-%m-%d %H:%M} hindrar git från att spara"
        yield warning("Git, lås", f"{text}; avsluta andra program som använder git, och ta annars bort {found.lock}")


def _author(folder: Path) -> Check:
    """Whether git knows who writes: only that it does, never who."""
    from kvalitet.history.repository import setting

    wanted = {"user.name": '"Förnamn Efternamn"', "user.email": "namn@kommun.se"}
    missing = [key for key in wanted if not setting(folder, key)]
    if not missing:
        return Check("Git, avsändare", "namn och e-postadress är angivna")
    lines = (f"git config --global {key} {wanted[key]}" for key in missing)
    return warning("Git, avsändare", f"{' och '.join(missing)} saknas, så git kan inte spara", *lines)


def _hooks(root: Path) -> Check:
    from kvalitet.hooks.installing import hook_folder, not_in_place
    from kvalitet.hooks.scripts import NAMES

    missing = not_in_place(hook_folder(root), sys.executable)
    if not missing:
        return Check("Krokar", f"{listing(NAMES, 'och')} granskar det som sparas, skickas och hämtas")
    found = f"{listing(missing, 'och')} saknas, är utbytta eller pekar på en annan Python"
    return warning("Krokar", found, "kvalitet hook install")


def _letters(folder: Path) -> Check:
    """Whether git shows å, ä and ö in names of files as they are written; it matters where there are any."""
    from kvalitet.history.repository import setting
    from kvalitet.history.runner import tell

    name = "Git, å ä ö"
    if sys.platform == "darwin" and setting(folder, "core.precomposeunicode") != "true":
        return warning(
            name, "filnamn med å, ä och ö kan bli två på en Mac", "git config --global core.precomposeunicode true"
        )
    others = sum(not path.isascii() for path in tell(folder, "ls-files", "-z").split("\0"))
    if not others:
        return Check(name, "inga filnamn har å, ä eller ö")
    if setting(folder, "core.quotepath", "--type=bool") == "false":
        return Check(name, "filnamn visas som de är skrivna")
    shown = plural(others, "filnamn visas", "filnamn visas")
    return warning(name, f"{shown} med siffror i stället för å, ä och ö", "git config --global core.quotepath false")


def _disk(root: Path, records: Path) -> Check:
    if not records.is_dir():
        return error("Disk", "mappen records saknas", "mkdir records")
    try:
        for folder in (root, records):
            with tempfile.TemporaryFile(dir=folder):
                pass
    except OSError as trouble:
        return error("Disk", f"det går inte att skriva i arbetsytan ({trouble.strerror}); ge dig skrivrättighet")
    if shutil.disk_usage(root).free < _LITTLE:
        return warning("Disk", "under 100 MB ledigt; ta bort det som inte behövs")
    return Check("Disk", "arbetsytan går att skriva i")


def _schemas(run: Session) -> Iterator[Check]:
    from kvalitet.schema.files import SCHEMAS, stale_files

    stale = stale_files(run.workspace.root / SCHEMAS, run.catalogue)
    count = len(run.catalogue.kinds)
    if not stale:
        yield Check("Scheman", f"{plural(count, 'schema', 'scheman')} i {SCHEMAS}, som de ska vara")
        return
    found = f"{len(stale)} av {plural(count, 'schema', 'scheman')} saknas eller är gamla; editorns hjälp stämmer inte"
    yield warning("Scheman", found, "kvalitet schema")


def _fonts() -> Check:
    from kvalitet.catalogue import DATA

    found = list((DATA / "fonts").glob("*.ttf"))
    if not found or not all(file.stat().st_size for file in found):
        return error("Typsnitt", f"rapporternas typsnitt saknas; {_THERE}", _TOOL)
    return Check("Typsnitt", f"{len(found)} medföljer")


def _pdf() -> Check:
    from kvalitet.reporting.pdf import PdfError, try_engine

    try:
        return Check("PDF", f"typst {try_engine()}, en provsida gick att sätta")
    except PdfError as trouble:
        return error("PDF", f"{trouble.message}; {_THERE}", _LIBRARIES)


def _editor() -> Check:
    name, chosen = next(((key, os.environ[key]) for key in ("VISUAL", "EDITOR") if os.environ.get(key)), ("", ""))
    advice = _EDITOR.get(sys.platform, "echo 'export EDITOR=nano' >> ~/.bashrc")
    if chosen:
        words = [*shlex.split(chosen, posix=os.name != "nt"), ""]
        program = Path(words[0].strip('"')).name
        if shutil.which(words[0].strip('"')):
            return Check("Editor", f"{program} ({name})")
        return warning("Editor", f"{name} är satt till {program}, som inte finns", advice)
    if shutil.which("code"):
        return Check("Editor", "Visual Studio Code")
    return warning("Editor", "ingen är vald i VISUAL eller EDITOR, och Visual Studio Code finns inte", advice)


def _terminal() -> Iterator[Check]:
    encoding = locale.getencoding()
    advice = "chcp 65001" if os.name == "nt" else "export LC_ALL=C.UTF-8"
    if encoding.lower().replace("-", "") in ("utf8", "cp65001"):
        yield Check("Terminal, å ä ö", "UTF-8")
    else:
        yield warning("Terminal, å ä ö", f"ställd på {encoding}, så å, ä och ö kan visas fel", advice)
    if not sys.stdout.isatty():
        yield Check("Terminal, bredd", "utskriften går till en fil eller ett annat program")
        return
    columns = shutil.get_terminal_size().columns
    if columns < _NARROW:
        yield warning("Terminal, bredd", f"{columns} tecken; tabeller behöver {_NARROW}, gör fönstret bredare")
        return
    yield Check("Terminal, bredd", f"{columns} tecken")


def _time_zone() -> Check:
    try:
        ZoneInfo("Europe/Stockholm")
    except ZoneInfoNotFoundError:
        return error("Tidszon", f"uppgifter om svensk tid saknas; {_THERE}", _LIBRARIES)
    return Check("Tidszon", "svensk tid finns")
