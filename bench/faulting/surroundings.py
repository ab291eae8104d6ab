"""What a system can do to a command: closed streams, a full disk, an odd locale, a folder that is gone.

Each tells the exit code that every command must end with. The commands are run in a small workspace without a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "validate": ("validate",),
    "list": ("list", "avvikelse"),
    "show": ("show", "AVV-2025-K7Q4XM"),
    "checklist": ("checklist",),
    "new": ("new", "avvikelse", "--no-input", "--set", "enhet=norr", "--set", "intraffad=igår")
    + ("--set", "beskrivning=Larmet gick inte fram på kvällen."),
    "report": ("report", "kvalitetsberattelse", "--year", "2025", "--out", "ut"),
    "--help": ("--help",),
}
"""What is run, by name: seven commands, of which one reads å from its words and one starts libraries."""

DONE, NOT_WRITTEN, NO_FOLDER, READER_GONE = 0, 6, 2, 141
_OUTPUT_IS_ASIDE = {"validate": DONE}
_TELLS_ASIDE = ("validate", "list", "checklist")


@dataclass(frozen=True, slots=True)
class Surrounding:
    """One thing that a system does: what stands around the command, and what it ends with.

    `shell` is a line of bash in which {} is the command; None takes a variable away. `codes` are exit codes by command,
    with the one of all others under an empty name. With `may_be_quick` a command may also end before it is hit.
    """

    name: str
    shell: str = "{}"
    variables: Mapping[str, str | None] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)
    may_be_quick: bool = False

    def allows(self, command: str, code: int) -> bool:
        """Return whether a command may end with a code."""
        expected = self.codes.get(command, self.codes.get("", DONE))
        return code == expected or (self.may_be_quick and code == DONE)


_GONE = "d=$(mktemp -d) && cd $d && rmdir $d && {}"

SURROUNDINGS = (
    Surrounding("the locale C", variables={"LC_ALL": "C", "LANG": None}),
    Surrounding("the locale C without UTF-8", "{}", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    Surrounding("output in ASCII", variables={"PYTHONIOENCODING": "ascii"}),
    Surrounding("output in Windows-1252", variables={"PYTHONIOENCODING": "cp1252"}),
    Surrounding("a full disk for output", "{} >/dev/full", codes={"": NOT_WRITTEN, **_OUTPUT_IS_ASIDE}),
    Surrounding("a full disk for messages", "{} 2>/dev/full", codes=dict.fromkeys(_TELLS_ASIDE, NOT_WRITTEN)),
    Surrounding("a closed stdin", "{} <&-"),
    Surrounding("a closed stdout", "{} >&-"),
    Surrounding("a closed stderr", "{} 2>&-"),
    Surrounding("all streams closed", "{} <&- >&- 2>&-"),
    Surrounding("a reader that goes", "set -o pipefail; {} | head -c 1", codes={"": READER_GONE}, may_be_quick=True),
    Surrounding("a terminal of one column", variables={"COLUMNS": "1"}),
    Surrounding("no home", variables={"HOME": None}),
    Surrounding("a home that is not there", variables={"HOME": "/finns/inte"}),
    Surrounding("no folder for temporary files", variables={"TMPDIR": "/finns/inte"}),
    Surrounding("a working folder that is gone", _GONE, codes={"": NO_FOLDER, "--help": DONE}),
    Surrounding("few open files", "ulimit -n 32; {}"),
    Surrounding("warnings as errors", variables={"PYTHONWARNINGS": "error"}),
    Surrounding("a dumb terminal", variables={"TERM": "dumb"}),
)
"""Every surrounding, each once."""
