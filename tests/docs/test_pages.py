"""The README and the guide tell the truth: what they show is what comes back."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from kvalitet.catalogue import DATA, Catalogue
from kvalitet.words import long_date
from tests.conftest import ROOT
from tests.docs.named import mistake_in
from tests.docs.page import FOLLOWED, PAGES, Command, other_commands, steps, workspace
from tests.docs.reader import Reader, agrees

FIRST_STEPS = DATA / "new_workspace/KOM_IGANG.md"


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.stem)
def test_every_session_gives_what_it_shows(page: Path, tmp_path: Path) -> None:
    """Each command of a page, typed in order at a terminal, prints what the page says and ends as it says."""
    text = page.read_text(encoding="utf-8")
    reader = Reader(tmp_path, workspace(text))
    for step in steps(text):
        answer = reader.follow(step)
        if isinstance(step, Command):
            assert answer.code == step.code, f"{step.line}\n{answer.text}"
            assert agrees(step.shown, answer.text), f"$ {step.line}\n{answer.text}"


@pytest.mark.parametrize("page", [*PAGES, FIRST_STEPS], ids=lambda page: page.stem)
def test_every_command_that_is_named_is_there(page: Path, catalogue: Catalogue) -> None:
    """In running text too, a command is one that the tool has, with options, kinds, rules and requirements it knows."""
    for named in other_commands(page.read_text(encoding="utf-8")):
        mistake = mistake_in(shlex.split(named), catalogue)
        assert not mistake, f"kvalitet {named}: {mistake}"


@pytest.mark.parametrize(
    "named", ["repport x", "list --formt csv avvikelse", "new avvikels", "rule XXX999", "checklist R-9-9"]
)
def test_a_command_that_is_not_there_is_seen(named: str, catalogue: Catalogue) -> None:
    """The look at running text finds a wrong command, option, kind, rule and requirement."""
    assert mistake_in(shlex.split(named), catalogue)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    """What a page links to is in the repository."""
    shown = re.sub(r"`[^`\n]+`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", shown):
        assert (page.parent / target).exists(), target


def test_the_guides_index_leads_to_every_page() -> None:
    """Each page of the guide can be found from its first page, and the guide from the README."""
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[1:] if f"({page.name})" not in index] == ["README.md"]
    assert "(docs/README.md)" in PAGES[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_names_the_day_of_its_workspace(page: Path) -> None:
    """Where it is always the same day, the reader is told which."""
    text = page.read_text(encoding="utf-8")
    if (place := workspace(text)) is not None:
        day = tomllib.loads((place / "kvalitet.toml").read_text(encoding="utf-8"))["exempel_dag"]
        assert long_date(day).replace("\u00a0", " ") in " ".join(text.split())


def test_the_readme_has_two_commands_to_set_up_with() -> None:
    """A new user has one command that renders a report and one that runs the tests."""
    assert len(re.findall(r"```sh\n.*\n```", PAGES[0].read_text(encoding="utf-8"))) == 2


def test_a_page_is_read_in_five_minutes() -> None:
    """The page for each reader is at most 130 lines."""
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    readers = re.findall(r"^\| [^|]+ \| \[[^]]+\]\((\w+\.md)\) \|$", index, re.MULTILINE)
    assert len(readers) == 7
    for name in readers:
        assert (ROOT / "docs" / name).read_text(encoding="utf-8").count("\n") <= 130, name


def test_the_guide_shouts_at_nobody() -> None:
    """No sentence of the guide ends in an exclamation mark."""
    assert [page.name for page in PAGES[1:] if re.search(r"\w!", page.read_text(encoding="utf-8"))] == []
