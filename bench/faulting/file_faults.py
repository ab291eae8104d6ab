"""What lies where a file should lie, and how it may be named."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

from faulting.making import (
    FOLDER,
    Expected,
    Fault,
    beside,
    in_its_place,
)
from faulting.record import TARGET, TEXT


def nodes() -> Iterator[Fault]:
    for link in (
        "/etc/passwd",
        "/dev/zero",
        "/dev/stdin",
        "finns-inte",
        Path(TARGET).name,
        ".",
        "/",
        "../2024",
        "../../enhet/ENH-norr.yaml",
    ):
        yield in_its_place(f"a link to {link}", lambda target, link=link: target.symlink_to(link), "FIL002")  # type: ignore[misc]
    yield in_its_place("a named pipe", os.mkfifo, "FIL003")
    yield in_its_place("a socket", _socket, "FIL003")
    yield in_its_place("a folder", Path.mkdir, "FIL003")
    yield in_its_place("a folder with a record in it", _folder_with_record, "FIL003")

    yield Fault("a link for a kind's folder", _linked_folder, (Expected("FIL002", path="records/enhet"),))
    yield Fault("a link beside the kinds' folders", _link_beside, (Expected("FIL002", path="records/lank"),))
    yield Fault("a closed file", lambda target: target.chmod(0), (Expected("FIL001"),))
    yield Fault("a closed folder", lambda target: _close(target, 0), (Expected("FIL001", path=FOLDER),))
    yield Fault(
        "the closed folder of a kind", lambda target: _close(target, 1), (Expected("FIL001", path="records/avvikelse"),)
    )


def _linked_folder(target: Path) -> None:
    folder = target.parents[2] / "enhet"
    folder.rename(target.parents[3] / "annanstans")
    folder.symlink_to("../annanstans")


def _link_beside(target: Path) -> None:
    (target.parents[2] / "lank").symlink_to("/")


def _close(target: Path, above: int) -> None:
    target.parents[above].chmod(0)


def _socket(target: Path) -> None:
    here = Path.cwd()
    os.chdir(target.parent)  # the path of a socket is at most some hundred bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(target.name)
    finally:
        os.chdir(here)


def _folder_with_record(target: Path) -> None:
    target.mkdir()
    (target / target.name).write_text(TEXT, encoding="utf-8")


def names_of_files() -> Iterator[Fault]:
    data = (
        b"id: ENH-x\nnamn: Boendet\nniva: enhet\noverordnad: ENH-namnd\n"
        b"lagrum: [sol]\nverksamhetsform: sarskilt_boende\nregi: egen\n"
    )
    for name, code in (
        ("ENH-a\nb.yaml", "FIL005"),
        ("ENH-\x1b[31mrod.yaml", "FIL005"),
        ("ENH-\u202eb.yaml", "FIL005"),
        ("ENH-a b.yaml", "FIL005"),
        ("ENH-\udce5.yaml", "FIL005"),
        ("$(touch PWNED).yaml", "FIL005"),
        ("`id`.yaml", "FIL007"),
        ("$(id).yaml", "FIL007"),
        ("-rf.yaml", "FIL007"),
        ("--help.yaml", "FIL007"),
        ("CON.yaml", "FIL007"),
        ("aux.yaml", "FIL007"),
        ("LPT1.yaml", "FIL007"),
        ("a:b.yaml", "FIL007"),
        ("a\\b.yaml", "FIL007"),
        ("ENH-x.yaml.", "FIL008"),
        ("ENH-x.yml", "FIL008"),
        ("ENH-x.YAML", "FIL008"),
        ("ENH-x", "FIL008"),
        (".yaml", "FIL008"),
        (".ENH-x.yaml", "FIL008"),
        (".env", "FIL008"),
    ):
        yield beside(f"a file named {name!r}", f"records/enhet/{name}", data, code)
    yield beside("a name longer than any id", f"records/enhet/ENH-{'a' * 200}.yaml", data, "FIL007")
    yield beside("a file in no kind's folder", "records/annat/ENH-x.yaml", data, "FIL008")
    yield beside("a file in a hidden folder", "records/.gomt/ENH-x.yaml", data, "FIL003", "records/.gomt")
    yield beside(
        "a folder in a folder and so on",
        f"records/enhet/{'a/' * 300}x",
        data,
        "FIL003",
        "records/enhet/" + "a/" * 6 + "a",
    )
    for name in (".gitkeep", ".DS_Store", ".ENH-x.yaml.0a1b2c3d.tmp", ".ENH-x.yaml.swp"):
        yield beside(f"a trace named {name}", f"records/enhet/{name}", b"\0", "")
