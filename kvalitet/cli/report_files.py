"""The files of a report on their way to disk: judged once more, then written, all or none, and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence

from kvalitet.cli import output
from kvalitet.cli.session import Session
from kvalitet.diagnostics import Severity, WritingError

_MOST_NAMED = 10
OWN_WORDS = "Läs analyser och egna texter i rapporten innan den läggs ut: i dem döljer verktyget inget."


def names_someone(run: Session, files: dict[str, bytes], words: str) -> bool:
    """Judge what is about to be written, the last gate: with an identity number in it nothing is written.

    The records have been judged, so it comes from a person's words, a template, the settings or the folder's name.
    """
    from kvalitet.screening.places import screen_files
    from kvalitet.screening.texts import screen

    found = [one for path, data in files.items() for one in screen(path, data) if one.severity is Severity.ERROR]
    if not found:
        return False
    root = run.workspace.root
    possible = (words, "templates", "kinds", run.workspace.configuration.file)
    sources = [path for path in possible if (root / path).exists()]
    output.print_short([*found, *screen_files(root, sources)], aside=True)
    output.say_aside(
        "Rapporten skrevs inte: den skulle röja någon. Rätta texten, mallen eller inställningen och försök igen."
    )
    return True


def write_files(run: Session, files: dict[str, bytes], folder: str) -> None:
    """Write the files of a report below its folder, all or none. Raises WritingError."""
    from kvalitet.paths import PathError, plain_path

    placed = {}
    for path, data in files.items():
        try:
            placed[f"{folder}/{plain_path(path)}"] = data
        except PathError as error:
            raise WritingError(f"{path} {error}") from None
    with run.writing() as writer:
        writer.put_all(placed)
    for path in placed:
        if not path.endswith(".svg"):
            output.say(path)


def tell_unshown(characters: Sequence[str]) -> None:
    """Tell which characters the PDF shows as a square."""
    named = [f"{char} (U+{ord(char):04X})" for char in characters[:_MOST_NAMED]]
    rest = f" och {len(characters) - _MOST_NAMED} till" if len(characters) > _MOST_NAMED else ""
    output.say_aside(
        f"Observera: tecken som inte finns i rapportens typsnitt visas som □ i pdf-filen: {', '.join(named)}{rest}."
    )
