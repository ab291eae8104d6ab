"""The names in folders."""

from __future__ import annotations

from pathlib import Path

from kvalitet.folders import names_below


def test_every_folder_is_told_with_its_names_but_not_links_nor_what_is_named_as_a_file(tmp_path: Path) -> None:
    """Hidden files are told, a folder that is not to be entered is named and not looked into."""
    for path in ("a.yaml", ".dold", "mapp/b.yaml", "mapp/djup/c.txt", "d.yaml/e.yaml", ".git/f", "2024/g.yaml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "länk").symlink_to(tmp_path / "mapp")
    found = {Path(folder): sorted(names) for folder, names in names_below(str(tmp_path), lambda name: name != ".git")}
    assert found == {
        tmp_path: [".dold", ".git", "2024", "a.yaml", "d.yaml", "länk", "mapp"],
        tmp_path / "2024": ["g.yaml"],
        tmp_path / "mapp": ["b.yaml", "djup"],
        tmp_path / "mapp/djup": ["c.txt"],
    }


def test_what_is_no_folder_or_cannot_be_read_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    assert list(names_below(str(tmp_path / "fil"))) == list(names_below(str(tmp_path / "borta"))) == []
