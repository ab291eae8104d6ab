"""The door to image files: only ordinary files of the right sort below the document's folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from kvalitet.paths import PathError, plain_file

FORMATS = (".svg", ".png", ".jpg", ".jpeg")


def image_file(folder: Path, written: str) -> Path:
    """Return the file that a document in the folder means by the path, or raise PathError."""
    file = plain_file(folder, written, "dokumentets mapp")
    if PurePosixPath(written).suffix.lower() not in FORMATS:
        raise PathError("är inte en bild av rätt sort; använd svg, png eller jpg")
    return file
