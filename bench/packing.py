"""Build the committed tree twice, in two folders, time zones and umasks; compare the bytes and what the wheel holds.

    python bench/packing.py FOLDER

needs `build` and `hatchling`. Exit 1 when the builds differ, or the wheel lacks something or has something more.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def git(*words: str) -> bytes:
    """Return what git says of this repository."""
    return subprocess.run(["git", "-C", str(ROOT), *words], check=True, capture_output=True).stdout


def build(folder: Path, zone: str, umask: int) -> dict[str, bytes]:
    """Build the commit in a folder and return the files by name."""
    folder.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=git("archive", "HEAD"), check=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": git("log", "-1", "--format=%ct").decode().strip(), "TZ": zone}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "made"), str(folder)]
    subprocess.run(command, env=environment, umask=umask, check=True, capture_output=True)
    return {file.name: file.read_bytes() for file in sorted((folder / "made").iterdir())}


def wanted() -> set[str]:
    """Return what a wheel should hold besides its own records: the package, and the templates in it."""
    files = git("ls-files", "kvalitet", "templates").decode().splitlines()
    return {f"kvalitet/{file}" if file.startswith("templates/") else file for file in files}


def main() -> int:
    """Build, compare and tell."""
    place = Path(sys.argv[1]).resolve()
    one, two = build(place / "one", "Europe/Stockholm", 0o022), build(place / "annan mapp", "Pacific/Auckland", 0o077)
    wheel = next(name for name in one if name.endswith(".whl"))
    for name, data in one.items():
        print(f"{name}  sha256 {hashlib.sha256(data).hexdigest()}  {'same' if two.get(name) == data else 'DIFFERS'}")
    with zipfile.ZipFile(place / "one" / "made" / wheel) as file:
        held = {name for name in file.namelist() if ".dist-info/" not in name}
    for name in sorted(held ^ wanted()):
        print(f"{'lacks' if name in wanted() else 'has no need of'} {name}")
    print(f"{wheel} holds {len(held)} files")
    return 0 if one == two and held == wanted() else 1


if __name__ == "__main__":
    sys.exit(main())
