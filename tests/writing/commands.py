"""Every command that writes, with what it needs, for those who kill it and make it fail."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DAY = "2025-03-20"
AVVIKELSE = "AVV-2025-K7Q4XM"
_AVVIKELSE = f"""\
id: {AVVIKELSE}
status: inkommen
rubrik: Larmet gick inte fram
enhet: ENH-norr
intraffad: 2025-03-14
rapporterad: 2025-03-15
lagrum: [sol]
slag: avvikelse
# sagt av dagpersonalen
beskrivning: |
  Larmet gick inte fram.
skapad: 2025-03-15T13:05:11.482913+01:00
"""
_NEW = ("--no-input", "--set", "enhet=norr", "--set", "intraffad=2025-03-12", "--set", "beskrivning=Larmet.")
_EDITOR = "import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text('utf-8').replace('fram', 'fort'), 'utf-8')"


@dataclass(frozen=True)
class Command:
    """A command and the files that it changes or makes; `makes` counts new files whose name it draws itself."""

    name: str
    words: tuple[str, ...]
    makes: int = 0

    def environment(self) -> dict[str, str]:
        """What the command needs in its environment: an editor that changes a word."""
        return {"EDITOR": f'"{sys.executable}" -c "{_EDITOR}"', "VISUAL": "", "NO_COLOR": "1", "COLUMNS": "100"}


COMMANDS = (
    Command("new", ("new", "avvikelse", *_NEW), makes=1),
    Command("new --for", ("new", "atgard", "--for", AVVIKELSE, "--no-input", "--set", "rubrik=Byt larmen", "--set", "orsak=teknik", "--set", "ansvarig=chef", "--set", "klart_senast=2025-06-01", "--set", "beskrivning=Byt."), makes=1),
    Command("new --edit", ("new", "avvikelse", "--edit", *_NEW[1:], "--set", "rubrik=Larmet gick inte fram"), makes=1),
    Command("set", ("set", AVVIKELSE, "rubrik=Larmet var trasigt", "lagrum+=hsl")),
    Command("edit", ("edit", AVVIKELSE)),
    Command("step", ("step", AVVIKELSE, "avskriven", "--no-input", "--set", "avskriven_skal=Larmet hör till grannen.")),
    Command("rename", ("rename", "ROL-usk", "vardare")),
    Command("approve", ("approve", "RUT-omsorg", "--by", "chef", "--decision", "HVN 2025/12")),
    Command("schema", ("schema",)),
    Command("report", ("report", "kvalitetsberattelse", "--year", "2024", "--format", "md")),
    Command("init", ("init", "ny", "--name", "Nya kommunen")),
)  # fmt: skip


def lay_out(folder: Path) -> None:
    """Make a folder a small workspace with a record of every kind that the commands change."""
    shutil.copytree(ROOT / "tests" / "background", folder, dirs_exist_ok=True)
    file = folder / "records/avvikelse/2025" / f"{AVVIKELSE}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(_AVVIKELSE, encoding="utf-8")


def ours(folder: Path) -> dict[str, bytes]:
    """What a workspace holds of its owner's: not git's own files, nor the lock and what stands beside it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        is_own = ".git" in path.parts or inside.endswith((".kvalitet/lock", ".kvalitet/.gitignore"))
        if path.is_file() and not is_own:
            found[inside] = path.read_bytes()
    return found


def strays(found: dict[str, bytes]) -> list[str]:
    """Files on their way, which the next writer sweeps when they are an hour old."""
    return [path for path in found if path.endswith(".tmp")]


def whole(found: dict[str, bytes]) -> dict[str, bytes]:
    """What a workspace holds but for files on their way."""
    return {path: data for path, data in found.items() if not path.endswith(".tmp")}
