"""Images in the file: drawn as dots by the engine that sets our pages, since not every Word can show an SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.parts.image import ImagePart
from docx.parts.story import StoryPart

from kvalitet.confinement import RefusedError, StoppedError, run_apart
from kvalitet.diagnostics import KvalitetError
from kvalitet.reporting.images import read_image, unreadable
from kvalitet.reporting.tree import Document, Figure, figures
from kvalitet.reporting.typesetting import DOTS, LIMITS, MAIN, draw, request_for
from kvalitet.reporting.typst_source import image_name, named_image, quoted
from kvalitet.reporting.word.xml import Element, element

_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_EMU_IN_INCH = 914400
_PNG_START = b"\x89PNG\r\n\x1a\n"
_SOURCE = """#let drawn(path, width, height) = context {
  let natural = measure(image(path))
  let scale = calc.min(1, width / natural.width, height / natural.height)
  image(path, width: natural.width * scale)
}
#set page(width: auto, height: auto, margin: 0pt)
"""


class DocxError(KvalitetError):
    """The document could not be written as a Word file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that lies in the file: its relationship, and its size on the page in Word's units."""

    relation: str
    width: int
    height: int


def add_pictures(document: Document, folder: Path, part: StoryPart, room: tuple[int, int]) -> Mapping[int, Picture]:
    """Put the document's images in the file and return them by the figure's number.

    `room` is the width and height that an image may have, in twips. Raises ImageError and DocxError.
    """
    found = list(figures(document.blocks))
    drawn = _drawn(document, folder, room) if found else ()
    return {figure.number: _added(part, data) for figure, data in zip(found, drawn, strict=True)}


def inline_picture(figure: Figure, picture: Picture, id: int) -> Element:
    """Return an image that stands in a line of text, with what it shows in words."""
    size = {"cx": picture.width, "cy": picture.height}
    named = {"id": id, "name": f"Figur {figure.number}", "descr": figure.alt}
    blip = element("a:blip", {"r:embed": picture.relation})
    fill = element("pic:blipFill", None, blip, element("a:stretch", None, element("a:fillRect")))
    frame = element("a:xfrm", None, element("a:off", {"x": 0, "y": 0}), element("a:ext", size))
    shape = element("pic:spPr", None, frame, element("a:prstGeom", {"prst": "rect"}, element("a:avLst")))
    about = element("pic:nvPicPr", None, element("pic:cNvPr", named), element("pic:cNvPicPr"))
    data = element("a:graphicData", {"uri": _PICTURE}, element("pic:pic", None, about, fill, shape))
    locks = element("a:graphicFrameLocks", {"noChangeAspect": 1})
    inline = element(
        "wp:inline",
        {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        element("wp:extent", size),
        element("wp:docPr", named),
        element("wp:cNvGraphicFramePr", None, locks),
        element("a:graphic", None, data),
    )
    return element("w:drawing", None, inline)


def _drawn(document: Document, folder: Path, room: tuple[int, int]) -> list[bytes]:
    """Return the images in order as PNG, none larger than the room for it."""
    with TemporaryDirectory(prefix="kvalitet-") as made:
        root = Path(made)
        for figure in figures(document.blocks):
            (root / image_name(figure)).write_bytes(read_image(folder, figure))
        (root / MAIN).write_text(_source(document, room), encoding="utf-8", newline="\n")
        try:
            with as_file(files("kvalitet") / "data" / "fonts") as fonts:
                return list(_parted(run_apart(draw, request_for(root, fonts, _moment(document)), LIMITS)))
        except RefusedError as error:
            broken = named_image(document, str(error.details["diagnostic"]))
            if broken:
                raise unreadable(broken) from None
            raise DocxError(f"Bilderna gick inte att rita: {error.details['message']}") from None
        except StoppedError:
            raise DocxError(
                "Bilderna blev inte färdiga: tiden eller minnet räckte inte. Spara om dem mindre."
            ) from None


def _source(document: Document, room: tuple[int, int]) -> str:
    width, height = (f"{twips / 20}pt" for twips in room)
    calls = (f"#drawn({quoted(image_name(figure))}, {width}, {height})" for figure in figures(document.blocks))
    return _SOURCE + "\n#pagebreak()\n".join(calls)


def _moment(document: Document) -> int:
    return int(dt.datetime.combine(document.front.date, dt.time(), dt.UTC).timestamp())


def _parted(data: bytes) -> Iterator[bytes]:
    """Yield the images that stand one after the other."""
    for part in data.split(_PNG_START)[1:]:
        yield _PNG_START + part


def _added(part: StoryPart, data: bytes) -> Picture:
    package = part.package
    image = ImagePart(package.next_partname("/word/media/figur%d.png"), CT.PNG, data)
    width, height = (int.from_bytes(data[at : at + 4]) * _EMU_IN_INCH // DOTS for at in (16, 20))
    return Picture(part.relate_to(image, RT.IMAGE), width, height)
