"""Images: whole ones come back as they are on disk, others are refused before any writer sees them."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
import matplotlib.figure
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kvalitet.reporting.images import ImageError, read_image
from kvalitet.reporting.tree import Figure, Text

SORTS = ("svg", "png", "jpg")


def figure(path: str) -> Figure:
    return Figure(path, "alt", (Text("Bildtext"),), 1, "figur-1", 12)


@pytest.fixture(scope="module")
def whole() -> dict[str, bytes]:
    """A drawing in every sort, made by another program than the one that judges it."""
    drawing = mpl.figure.Figure(figsize=(0.5, 0.4))
    drawing.add_subplot().plot([1, 2])
    made = {}
    for sort in SORTS:
        drawing.savefig(data := io.BytesIO(), format=sort)
        made[sort] = data.getvalue()
    return made


@pytest.mark.parametrize("sort", SORTS)
def test_a_whole_image_is_read_as_it_is(sort: str, whole: dict[str, bytes], tmp_path: Path) -> None:
    """The bytes of a drawing come back unchanged."""
    (tmp_path / f"a.{sort.upper()}").write_bytes(whole[sort])
    assert read_image(tmp_path, figure(f"a.{sort.upper()}")) == whole[sort]


@pytest.mark.parametrize("sort", SORTS)
@given(part=st.floats(0, 0.99))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_image_is_refused(sort: str, part: float, whole: dict[str, bytes], tmp_path: Path) -> None:
    """A file that stops before its end, as one half fetched does, is named with its line."""
    data = whole[sort].rstrip()
    (tmp_path / f"a.{sort}").write_bytes(data[: int(len(data) * part)])
    with pytest.raises(ImageError, match=f'Bilden "a.{sort}" på rad 12 går inte att läsa'):
        read_image(tmp_path, figure(f"a.{sort}"))


def test_an_image_is_what_its_name_says(whole: dict[str, bytes], tmp_path: Path) -> None:
    """A drawing under the name of another sort, a web page and XML of another kind are refused."""
    page = b"<html xmlns='http://www.w3.org/1999/xhtml'><svg xmlns='http://www.w3.org/2000/svg'/></html>"
    for name, data in {"a.png": whole["jpg"], "b.jpg": whole["svg"], "c.svg": whole["png"], "d.svg": page}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ImageError, match="går inte att läsa"):
            read_image(tmp_path, figure(name))


def test_an_image_that_is_not_there_is_named(tmp_path: Path) -> None:
    """What is missing, lies outside or is of another sort is told by name and line, with what to do."""
    (tmp_path / "a.gif").write_bytes(b"GIF89a")
    for path, why in {
        "a.svg": "finns inte",
        "../a.svg": "ligger utanför",
        "a.gif": "använd svg, png eller jpg",
    }.items():
        with pytest.raises(ImageError, match=f'Bilden "{path}" på rad 12 .*{why}'):
            read_image(tmp_path, figure(path))
