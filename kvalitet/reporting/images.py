"""The door to image files: only ordinary files below the document's folder, reached by no link."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

FORMATS = (".svg", ".png", ".jpg", ".jpeg")


class ImageError(ValueError):
    """The path is not one that a document may use. The message is the end of a Swedish sentence."""


def image_file(folder: Path, written: str) -> Path:
    """Return the file that a document in the folder means by the path, or raise ImageError."""
    path = PurePosixPath(written)
    if not written or path.is_absolute() or any(char in written for char in ":\\\0"):
        raise ImageError("ska anges från dokumentets mapp, som diagram/bild.svg")
    if ".." in path.parts:
        raise ImageError("pekar ut ur dokumentets mapp; lägg bilden i mappen")
    if path.suffix.lower() not in FORMATS:
        raise ImageError("är inte en bild av rätt sort; använd svg, png eller jpg")
    return _plain_file(folder, path)


def _plain_file(folder: Path, path: PurePosixPath) -> Path:
    current = folder
    for part in path.parts:
        current = current / part
        try:
            mode = current.lstat().st_mode
        except OSError:
            raise ImageError("finns inte; lägg filen där eller rätta namnet") from None
        if stat.S_ISLNK(mode):
            raise ImageError("nås genom en symbolisk länk; lägg själva filen i mappen")
    if not current.is_file():
        raise ImageError("är ingen fil; rätta namnet")
    return current
