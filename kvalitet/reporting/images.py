"""The door to image files: only ordinary files of the right sort below the document's folder, that can be shown."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from xml.parsers import expat
from zlib import crc32

from kvalitet import words
from kvalitet.diagnostics import KvalitetError
from kvalitet.paths import PathError, plain_file
from kvalitet.reporting.tree import Figure

MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""What every writer can show, by the end of the file's name."""

_SVG_ROOT = "http://www.w3.org/2000/svg svg"
_PNG_START, _PNG_FIRST, _PNG_LAST = b"\x89PNG\r\n\x1a\n", b"IHDR", b"IEND"
_JPEG_START, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


class ImageError(KvalitetError):
    """An image of the document cannot be shown. The message names it and its line."""

    def __init__(self, figure: Figure, why: str) -> None:
        super().__init__(f'Bilden "{words.visible(figure.path)}" på rad {figure.line} {why}.')


def image_file(folder: Path, written: str) -> Path:
    """Return the file that a document in the folder means by the path, or raise PathError."""
    file = plain_file(folder, written, "dokumentets mapp")
    if suffix(written) not in MEDIA_TYPES:
        raise PathError("är inte en bild av rätt sort; använd svg, png eller jpg")
    return file


def suffix(path: str) -> str:
    """Return the end of an image's name, by which its sort is known."""
    return PurePosixPath(path).suffix.lower()


def read_image(folder: Path, figure: Figure) -> bytes:
    """Return the image of a figure as it is on disk. Raises ImageError, also where it is not what its name says."""
    try:
        data = image_file(folder, figure.path).read_bytes()
    except PathError as error:
        raise ImageError(figure, str(error)) from None
    except OSError:
        raise unreadable(figure) from None
    if not _CHECKS[MEDIA_TYPES[suffix(figure.path)]](data):
        raise unreadable(figure)
    return data


def unreadable(figure: Figure) -> ImageError:
    """Return the error of an image that is there and cannot be shown."""
    return ImageError(figure, "går inte att läsa. Spara om den som SVG eller PNG")


def _is_svg(data: bytes) -> bool:
    """Tell whether the data is whole XML with an svg at its root, in the namespace that browsers demand."""
    opened: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: opened.append(name) if not opened else None
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        return False
    return opened == [_SVG_ROOT]


def _is_png(data: bytes) -> bool:
    """Tell whether the data is a whole PNG: its chunks from first to last, each with its right checksum."""
    if not data.startswith(_PNG_START):
        return False
    kinds, at = list[bytes](), len(_PNG_START)
    while len(data) >= at + 12 and _PNG_LAST not in kinds:
        end = at + 8 + int.from_bytes(data[at : at + 4])
        if crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            return False
        kinds.append(data[at + 4 : at + 8])
        at = end + 4
    return kinds[:1] == [_PNG_FIRST] and kinds[-1] == _PNG_LAST


def _is_jpeg(data: bytes) -> bool:
    return data.startswith(_JPEG_START) and data.rstrip(b"\0").endswith(_JPEG_END)


_CHECKS = {"image/svg+xml": _is_svg, "image/png": _is_png, "image/jpeg": _is_jpeg}
