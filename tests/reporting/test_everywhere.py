"""The reports of parts of the year and of the inspector, wherever they are made: no holes, and nothing told that is not so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from tests.reporting.conftest import Made
from tests.reporting.reading import Plain, faults

NAMES = ("sammanstallning", "lexrapport", "tillsynspaket")


def written(folder: Path, name: str) -> str:
    return next((folder / "reports").rglob(f"{name}*.md")).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_fresh_workspace_gives_a_report_that_says_so(kvalitet: Callable[..., Run], tmp_path: Path, name: str) -> None:
    """What `init` makes has nothing to report: the page says so, is whole, and becomes a PDF."""
    root = tmp_path / "ny"
    assert kvalitet("init", root).code == 0
    run = kvalitet("-C", root, "report", name, "--year", "2025")
    assert run.code == 0, run.err
    text = written(root, name)
    assert not faults(text)
    assert re.search(r"\b(?:Inga|Inget|Ingen|[Ee]j visat)\b", text)
    assert list((root / "reports/2025").glob("*.pdf"))


@pytest.mark.parametrize("name", NAMES)
def test_a_time_without_records_says_so(made: Made, name: str) -> None:
    """A year of which nothing is recorded gives a whole page that claims no noughts."""
    text = made(name, "2019").markdown
    assert not faults(text)
    if name != "tillsynspaket":
        assert "behöver inte betyda att inget har hänt" in text


@pytest.mark.parametrize(
    "words", [["sammanstallning"], ["lexrapport"], ["tillsynspaket"], ["enhetsrapport", "--enhet", "ENH-norra-gruppen"]]
)
@pytest.mark.parametrize("public", [False, True])
def test_a_private_provider_is_spoken_of_as_it_is(
    kvalitet: Callable[..., Run], tmp_path: Path, words: list[str], *, public: bool
) -> None:
    """A provider of hemtjänst has no nämnd and no hälso- och sjukvård, and neither is spoken of."""
    root = tmp_path / "privat"
    shutil.copytree(ROOT / "tests/workspaces/privat-omsorg", root)
    run = kvalitet("-C", root, "report", *words, "--year", "2025", "--format", "md", *(["--public"] if public else []))
    assert run.code == 0, run.err
    text = written(root, words[0])
    assert not faults(text)
    assert not re.search(r"nämnd|[Ll]ex Maria", text.split("# Så här är det räknat")[0].split("# Krav för krav")[0])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("enhet", ["", "ENH-barn-och-utbildningsnamnden"])
def test_a_public_report_names_no_event(made: Made, yaml: dict[str, list[Plain]], name: str, enhet: str) -> None:
    """No title and no id of an avvikelse or a klagomål stands in what everybody may read."""
    text = made(name, "2025", enhet, public=True).markdown
    assert not faults(text)
    titles = {one["rubrik"] for kind in ("avvikelse", "klagomal") for one in yaml[kind] if " " in one["rubrik"]}
    measures = {one["rubrik"] for one in yaml["atgard"]}
    assert not [title for title in titles - measures if title in text]
    assert not re.search(r"\b(?:AVV|KLA|UTR)-\d{4}-", text)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_records_give_the_same_page(made: Made, name: str) -> None:
    """Made twice, the pages and what comes with them are the same."""
    first, second = made(name, "2025"), made(name, "2025")
    assert first.markdown == second.markdown
    assert first.attachments == second.attachments
