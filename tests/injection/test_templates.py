"""A template of a workspace reaches nothing but the values it is given, and cannot hold the computer."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kvalitet.confinement import Limits, RefusedError, run_apart
from kvalitet.diagnostics import ConfigurationError
from kvalitet.rendering import pages
from kvalitet.rendering.pages import Templates, read_templates, render
from kvalitet.rendering.values import pack, unpack
from tests.conftest import Run
from tests.injection.batch import fill_all

Payload = dict[str, str]
PAYLOADS: dict[str, list[Payload]] = YAML(typ="safe").load(Path(__file__).with_name("templates.yaml"))
SECRET = "hemligheten"
VALUES: dict[str, Any] = {"text": "hej", "list": [1, 2], "map": {"nyckel": "värde"}, "day": dt.date(2025, 3, 1)}
SHORT = Limits(memory=256, processor=1, clock=120)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("mallar")
    (made / "hemlig.txt").write_text(SECRET, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def outcomes(guarded: Path) -> list[tuple[Payload, dict[str, Any]]]:
    tried = PAYLOADS["reach"] + PAYLOADS["use up"]
    values = pack({**VALUES, "path": str(guarded / "hemlig.txt")})
    request = {"templates": [payload["template"] for payload in tried], "values": values}
    return list(zip(tried, json.loads(run_apart(fill_all, request, pages.LIMITS)), strict=True))


def message(told: dict[str, Any]) -> str:
    """What the user would read: the payloads' own file is the template."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "run_apart", lambda *_: (_ for _ in ()).throw(RefusedError(**told)))
        with pytest.raises(ConfigurationError) as raised:
            render("mall.j2", {}, Templates({}, {"mall.j2": "templates/mall.j2"}))
    return str(raised.value)


def test_there_are_enough_payloads() -> None:
    """At least sixty ways out are tried."""
    assert sum(map(len, PAYLOADS.values())) >= 60


def test_every_payload_ends_as_it_should(outcomes: list[tuple[Payload, dict[str, Any]]]) -> None:
    """Each is refused with its message, at its file and line, or gives harmless text; the secret is in none."""
    wrong = []
    for payload, told in outcomes:
        assert SECRET not in str(told)
        if "gives" in payload:
            fine = told.get("text", "").strip() == payload["gives"].strip()
        else:
            fine = "what" in told and payload["says"] in message(told)
        if not fine:
            wrong.append((payload, told))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_payload_leaves_a_trace(outcomes: list[tuple[Payload, dict[str, Any]]], guarded: Path) -> None:
    """The folder of the secret is as it was."""
    assert outcomes
    assert [file.name for file in guarded.iterdir()] == ["hemlig.txt"]
    assert (guarded / "hemlig.txt").read_text(encoding="utf-8") == SECRET


@pytest.mark.parametrize("payload", PAYLOADS["alone"], ids=lambda payload: payload["template"][:40])
def test_what_would_never_end_is_ended(payload: Payload, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time and memory have a limit, and the message says which line used them up."""
    monkeypatch.setattr(pages, "LIMITS", SHORT)
    templates = Templates({"mall.j2": payload["template"]}, {"mall.j2": "templates/mall.j2"})
    with pytest.raises(ConfigurationError) as raised:
        render("mall.j2", {}, templates)
    assert payload["says"] in str(raised.value)
    assert str(raised.value).startswith("templates/mall.j2:")


@pytest.mark.parametrize(
    "value", [Path("x"), object(), {1, 2}, b"x", dt.datetime(2025, 1, 1, tzinfo=dt.UTC), 1j, print]
)
def test_only_plain_values_reach_a_template(value: object) -> None:
    """A value that can do something, or is of a kind that templates do not know, is refused before the child starts."""
    with pytest.raises(TypeError):
        pack({"a": [{"b": value}]})


def test_plain_values_arrive_as_they_were() -> None:
    """Text, numbers, dates, lists and mappings survive the way to the child."""
    assert unpack(pack(VALUES)) == VALUES


Report = Callable[..., Run]


@pytest.fixture
def report(kvalitet: Report, workspace: Path) -> Report:
    (workspace / "templates").mkdir()
    words = ("report", "kvalitetsberattelse", "--year", "2025", "--format", "md")
    return lambda *more: kvalitet("-C", workspace, "--day", "2026-02-01", *words, *more)


def own_template(workspace: Path) -> Path:
    return workspace / "templates/kvalitetsberattelse.md.j2"


def test_a_workspace_has_templates_of_its_own(report: Report, workspace: Path) -> None:
    """Its template goes before the packaged one of the same name, and may include the others; an option leaves it out."""
    own_template(workspace).write_text(
        "---\ntitle: Egen {{ ar }}\ndate: {{ dag }}\n---\n{% include 'del.j2' %}\n", encoding="utf-8"
    )
    (workspace / "templates/del.j2").write_text("{{ organisation }}\n", encoding="utf-8")
    made = workspace / "reports/2025/kvalitetsberattelse.md"
    assert report().code == 0
    assert made.read_text(encoding="utf-8").startswith("---\ntitle: Egen 2025\n")
    assert report("--no-overrides").code == 0
    assert made.read_text(encoding="utf-8").startswith("---\ntitle: Kvalitetsberättelse 2025\n")


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (
            "\n{{ organisation.upper }}{{ organisation.encode }}",
            "2:1: mallen går inte att fylla i här: encode finns inte",
        ),
        (
            "\n{% if %}",
            "2:1: mallen går inte att läsa här; se efter om {{ }} eller {% %} saknar det som ska stå inuti, "
            "som i {% if ar %}",
        ),
        ("{{ 1 / 0 }}", "1:1: mallen går inte att fylla i här: här delas med noll; pröva först om talet är noll"),
    ],
)
def test_a_mistake_in_a_template_is_told_at_its_line(report: Report, workspace: Path, template: str, says: str) -> None:
    """The report says which of the workspace's templates, and where, and nothing is written."""
    own_template(workspace).write_text(template, encoding="utf-8")
    run = report()
    assert (run.code, run.out) == (3, "")
    assert f"kvalitet: templates/kvalitetsberattelse.md.j2:{says}\n" in run.err
    assert not (workspace / "reports").exists()


def test_a_template_behind_a_link_is_not_read(report: Report, workspace: Path, tmp_path: Path) -> None:
    """Neither a linked file nor a linked folder; both are told."""
    (tmp_path / "utanfor").mkdir()
    (tmp_path / "utanfor/del.j2").write_text(SECRET, encoding="utf-8")
    (workspace / "templates/del.j2").symlink_to(tmp_path / "utanfor/del.j2")
    run = report()
    assert (run.code, "templates/del.j2:1:1: mallen nås genom en länk" in run.err) == (3, True)
    (workspace / "templates/del.j2").unlink()
    (workspace / "templates").rmdir()
    (workspace / "templates").symlink_to(tmp_path / "utanfor")
    run = report()
    assert (run.code, "templates:1:1: mappen är en länk" in run.err) == (3, True)


@pytest.mark.parametrize(("data", "says"), [(b"\xff", "inte UTF-8"), (b"x" * 1_000_001, "större än 1 MB")])
def test_a_file_that_is_no_template_is_told(workspace: Path, data: bytes, says: str) -> None:
    """What is not UTF-8, or larger than any template, is named."""
    (workspace / "mall.j2").write_bytes(data)
    with pytest.raises(ConfigurationError, match=f"^templates/mall.j2:1:1: mallen är {says}"):
        read_templates({"templates": workspace})
