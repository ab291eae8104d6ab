"""Installs the tools of others in the versions of `bench/peers.toml`, each in an environment of its own."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

SOURCEMETA = "@sourcemeta/jsonschema"

_VERSIONS = Path(__file__).parent.parent / "peers.toml"
_RELEASES = "node_modules/@sourcemeta/jsonschema/build/github-releases"


@dataclass(frozen=True)
class Installed:
    """The folder that holds the environments."""

    folder: Path

    def install(self) -> None:
        """Install every tool that is not there. Raises CalledProcessError."""
        for registry, names in _pinned().items():
            for name, version in names.items():
                if self.missing(name):
                    self._install(registry, name, version)

    def _install(self, registry: str, name: str, version: str) -> None:
        home = self._home(name)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        if registry == "npm":
            words = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), f"{name}@{version}"]
        else:
            subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
            words = [str(home / "bin" / "pip"), "install", "-q", f"{name}=={version}"]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        self._mark(name).touch()

    def missing(self, name: str) -> str:
        """Return why a tool cannot be run, or nothing."""
        return "" if self._mark(name).exists() else f"not installed: {name} {versions()[name]}"

    def programs(self, name: str) -> Path:
        """Return the folder of a tool's programs."""
        return self._home(name) / (_RELEASES if name == SOURCEMETA else "bin")

    def _home(self, name: str) -> Path:
        return self.folder / name.rpartition("/")[2]

    def _mark(self, name: str) -> Path:
        return self._home(name) / f"installed-{versions()[name]}"


def compiled() -> str:
    """Return the name of Sourcemeta's own program, which a script in JavaScript would start."""
    machine = {"aarch64": "arm64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    return f"jsonschema-{platform.system().lower()}-{machine}"


def versions() -> dict[str, str]:
    """Return every tool and its version."""
    return {name: version for names in _pinned().values() for name, version in names.items()}


def _pinned() -> dict[str, dict[str, str]]:
    return tomllib.loads(_VERSIONS.read_text(encoding="utf-8"))
