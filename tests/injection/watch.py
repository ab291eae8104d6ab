"""Run every command in one process that writes down what it opens, starts and reaches, and refuses it the network.

`python -m tests.injection.watch WORKSPACE` prints, as JSON, for each command its exit code and what it did.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path

from kvalitet.cli.app import main

_EVENT = "AVV"
"""Stands for the event that `new` has made."""

COMMANDS: dict[str, list[list[str]]] = {
    "init": [["init", "ny", "--name", "Ny"]],
    "new": [
        ["new", "avvikelse", "--no-input", "--set", "enhet=norr", "--set", "intraffad=2025-03-14"]
        + ["--set", "beskrivning=Larmet gick inte fram."],
        [
            "new",
            "roll",
            "--edit",
            "--no-input",
            "--set",
            "namn=Ny roll",
            "--set",
            "id=ROL-ny",
            "--set",
            "ansvar=Rapporterar.",
        ],
    ],
    "set": [["set", "ENH-norr", "namn=Boendet Norr"]],
    "edit": [["edit", "usk"]],
    "step": [["step", _EVENT]],
    "rename": [["rename", "ROL-usk", "ROL-underskoterska"]],
    "renumber": [["renumber", _EVENT]],
    "privacy": [["privacy", "scan"], ["privacy", "scan", "--history"]],
    "hook": [["hook", "install"], ["hook", "uninstall"]],
    "approve": [["approve", "RUT-omsorg", "--by", "ROL-chef", "--decision", "§ 1"]],
    "show": [["show", "ENH-norr"]],
    "list": [["list", "enhet"], ["list", "enhet", "--format", "csv"]],
    "validate": [["validate"], ["validate", "--format", "json"]],
    "checklist": [["checklist"], ["checklist", "--as-of", "2025-03-01"]],
    "rule": [["rule"], ["rule", "TID001"]],
    "report": [["report", "kvalitetsberattelse", "--year", "2025"]],
    "schema": [["schema"], ["schema", "avvikelse"]],
    "doctor": [["doctor"]],
    "completion": [["completion", "bash"]],
}
"""Each command as somebody types it; a test holds that none is missing."""

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_STARTS = ("os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.forkpty", "os.system", "pty.spawn")
_REACHES = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "ssl.", "webbrowser.")


class Watch:
    """What has been done since it was last asked."""

    def __init__(self) -> None:
        self.wrote: list[str] = []
        self.started: list[list[str]] = []
        self.reached: list[str] = []

    def see(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note an audit event, and refuse what would reach a network."""
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES and _is_path(arguments[0]):
            self.wrote.append(str(Path(os.fsdecode(arguments[0])).resolve()))  # type: ignore[arg-type]
        elif event == "subprocess.Popen":
            self.started.append([str(word) for word in arguments[1]])  # type: ignore[attr-defined]
        elif event.startswith(_STARTS):
            self.started.append([event])
        elif event.startswith(_REACHES):
            self.reached.append(f"{event} {arguments}")
            raise PermissionError(event)


def _is_path(value: object) -> bool:
    return isinstance(value, (str, bytes, os.PathLike))


def watch(workspace: str) -> dict[str, list[dict[str, object]]]:
    """Run every command in a workspace and return what each did."""
    os.chdir(workspace)
    told: dict[str, list[dict[str, object]]] = {}
    seen = [Watch()]
    sys.addaudithook(lambda event, arguments: seen[-1].see(event, arguments))
    for name, runs in COMMANDS.items():
        for words in runs:
            seen.append(Watch())
            out = io.StringIO()
            event = next((file.stem for file in Path("records").rglob("AVV-*.yaml")), "")
            words = [event if word == _EVENT else word for word in words]
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = main(["--day", "2025-03-20", *words])
            found = seen[-1]
            told.setdefault(name, []).append({
                "code": code,
                "said": out.getvalue(),
                "wrote": found.wrote,
                "started": found.started,
                "reached": found.reached,
            })
    return told


if __name__ == "__main__":
    answer = json.dumps({"temporary": tempfile.gettempdir(), "commands": watch(sys.argv[1])})
    sys.stdout.write(answer)
