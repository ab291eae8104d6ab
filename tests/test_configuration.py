"""A workspace's settings: a mistake in one is told at its line, in either file, and says what to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

BIG = """[project]
name = "annat"
namn = "fel tabell"
skala = "fel tabell"

[tool.other]
skala = "fel tabell" # [tool.kvalitet]
roller = {chef = "ROL-fel"}

[tool.kvalitet]
namn = "Exempelkommun"
exempel = true
"""
"""A pyproject.toml in which the words of our settings stand in other tables before ours."""

SMALL = 'namn = "Exempelkommun"\nexempel = true\n'

MISTAKES = [
    ('skala = 5', "skala", ":{line}:9: skala har fel sorts värde; skriv till exempel skala = \"skalor/"),
    ('skala = ""', "skala", ":{line}:9: skala har fel sorts värde"),
    ('skala = "skalor/saknas.yaml"', "skala", ":{line}:9: filen skalor/saknas.yaml finns inte"),
    ('skala = "../utanfor.yaml"', "skala", ":{line}:9: filen ../utanfor.yaml ligger utanför arbetsytan"),
    ('skala = "/etc/passwd"', "skala", ":{line}:9: filen /etc/passwd ligger utanför arbetsytan"),
    ("skala = 'skalor\\fem.yaml'", "skala", ":{line}:9: filen skalor\\fem.yaml ska skrivas från arbetsytan, med snedstreck"),
    ('skala = "kvalitet.toml"', "skala", ":{line}:9:"),
    ('tidigare_skalor = "a.yaml"', "tidigare", ':{line}:19: tidigare_skalor har fel sorts värde; skriv till exempel tidi'),
    ('tidigare_skalor = [\n  "a.yaml",\n]', "a.yaml", ":{line}:3: filen a.yaml finns inte"),
    ('kategorier = ["a.yaml"]', "kategorier", ":{line}:14: kategorier har fel sorts värde"),
    ('tidsgranser = "a.yml"', "tidsgranser", ":{line}:15: filen a.yml finns inte"),
    ('krav = "a.yaml"', "krav", ':{line}:8: krav har fel sorts värde; skriv till exempel krav = ["krav/egna.yaml"]'),
    ('krav = ["krav/saknas.yaml"]', "krav", ":{line}:9: filen krav/saknas.yaml finns inte"),
    ('skalla = "a.yaml"', "skalla", ":{line}:1: skalla är ingen inställning; menade du skala?"),
    ('"tidsgränser" = "a.yaml"', "tidsgr", ":{line}:1: tidsgränser är ingen inställning; menade du tidsgranser?"),
    ('tidsgränser = "a.yaml"', "tidsgr", ":{line}:1: tidsgränser skrivs tidsgranser, utan å, ä och ö"),
    ('roller = "ROL-chef"', "roller", ":{line}:10: roller har fel sorts värde"),
    ('roller = {chef = "chef"}', "roller", ':{line}:18: chef ska vara en rolls id; skriv chef = "ROL-enhetschef"'),
    ('roller = {boss = "ROL-che"}', "roller", ":{line}:18: ROL-che finns inte; menade du ROL-chef?"),
    ('roller = {usk = "ROL-chef"}', "roller", ":{line}:11: usk är redan namnet på ROL-usk; välj ett annat ord"),
    ('roller = {Boss = "ROL-chef", boss = "ROL-usk"}', "roller", ":{line}:30: boss och Boss är samma ord"),
    ("exempel_dag = 2026-02-30", "exempel_dag", ":{line}:1: filen går inte att läsa som TOML"),
    ("exempel_dag = 2026-02-20T10:00:00", "exempel_dag", ":{line}:15: exempel_dag har fel sorts värde"),
]  # fmt: skip
"""A line of the settings that is wrong, a word on the line that is told, and the message."""


@pytest.mark.parametrize(("line", "word", "says"), MISTAKES, ids=lambda value: str(value)[:30])
@pytest.mark.parametrize("is_shared", [False, True], ids=["kvalitet.toml", "pyproject.toml"])
def test_a_mistake_has_file_and_line(
    kvalitet: Callable[..., Run], workspace: Path, line: str, word: str, says: str, is_shared: bool
) -> None:
    """Exit 3, the line of the setting itself, and what to write, in a file of its own or a large shared one."""
    own = workspace / "kvalitet.toml"
    text = f"{BIG if is_shared else SMALL}{line}\n"
    if is_shared:
        own.unlink()
    name = "pyproject.toml" if is_shared else "kvalitet.toml"
    (workspace / name).write_text(text, encoding="utf-8")
    run = kvalitet("-C", workspace, "validate")
    lines = text.split("\n")
    number = max(index for index, found in enumerate(lines, 1) if word in found)
    assert (run.code, run.out) == (3, "")
    assert f"{name}{says.format(line=number)}" in run.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('namn = "A"\n[roller]\nchef = "ROL-chef"\nskala = "a.yaml"\n', ":4:1: skala står under [roller]; flytta"),
        ('namn = "A"\n[tool.kvalitet.roller]\nchef = "ROL-chef"\n', ":2:2: i kvalitet.toml skrivs inställningarna direkt"),
        ('exempel = true\n[roller]\nchef = "ROL-chef"\n', ":1:1: inställningen namn saknas; skriv namn = "),
        ('namn = "A"\nexempel_dag = 2026-02-20\n', ":2:1: exempel_dag går bara att ange när exempel = true"),
    ],
)  # fmt: skip
def test_a_setting_in_the_wrong_place_is_told(
    kvalitet: Callable[..., Run], workspace: Path, text: str, says: str
) -> None:
    """What stands under the wrong heading, or not at all, is told with where it should stand."""
    (workspace / "kvalitet.toml").write_text(text, encoding="utf-8")
    run = kvalitet("-C", workspace, "list", "enhet")
    assert run.code == 3
    assert f"kvalitet.toml{says}" in run.err


def test_a_table_that_is_none_is_told_at_its_line(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """`kvalitet` in a shared file is a table, told where it is something else."""
    (workspace / "kvalitet.toml").unlink()
    text = '[build]\nkvalitet = 1\n\n[tool]\nkvalitet = "[tool.kvalitet]"\n'
    (workspace / "pyproject.toml").write_text(text, encoding="utf-8")
    run = kvalitet("-C", workspace, "validate")
    assert run.code == 3
    assert "pyproject.toml:5:1: [tool.kvalitet] ska vara en tabell" in run.err


def test_settings_of_both_files_mean_the_same(kvalitet: Callable[..., Run], workspace: Path) -> None:
    """The same settings in pyproject.toml give the same words for roles as in kvalitet.toml."""
    told = []
    for name, heading in (("kvalitet.toml", ""), ("pyproject.toml", "[tool.kvalitet]\n")):
        (workspace / "kvalitet.toml").unlink(missing_ok=True)
        text = f'{heading}namn = "A"\nroller = {{"områdeschef" = "ROL-chef"}}\n'
        (workspace / name).write_text(text, encoding="utf-8")
        told.append(kvalitet("-C", workspace, "list", "process", "agare=Områdeschef").out)
    assert told[0] == told[1]
    assert "PRO-omsorg" in told[0]


def test_a_link_out_of_the_workspace_is_refused(kvalitet: Callable[..., Run], workspace: Path, tmp_path: Path) -> None:
    """A data file behind a symbolic link is not read, whatever its path says."""
    (tmp_path / "utanfor").mkdir()
    (tmp_path / "utanfor/skala.yaml").write_text("scale: x\n", encoding="utf-8")
    (workspace / "skalor").symlink_to(tmp_path / "utanfor")
    with (workspace / "kvalitet.toml").open("a", encoding="utf-8") as file:
        file.write('skala = "skalor/skala.yaml"\n')
    run = kvalitet("-C", workspace, "validate")
    assert run.code == 3
    assert "filen skalor/skala.yaml nås genom en länk" in run.err
