"""Every format can be read back by what reads it, whatever the findings hold, and says no more than they say."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from kvalitet.diagnostics import Diagnostic, Place, Severity
from kvalitet.formats import document, github, gitlab, junit, markdown, sarif, short
from kvalitet.formats.characters import as_json, one_line, without_old_commands
from kvalitet.formats.findings import Findings, Source, line_of, shown
from tests.formats.making import findings_of, hostile
from tests.formats.payloads import CANARY, EVERY
from tests.formats.runner import obeyed
from tests.suites import junit_schema, sarif_schema

WRITERS: dict[str, Callable[[Findings], str]] = {
    "short": short.write,
    "json": document.write,
    "jsonl": document.write_lines,
    "sarif": sarif.write,
    "github": github.write,
    "gitlab": gitlab.write,
    "junit": junit.write,
    "markdown": markdown.write,
}
NONE = findings_of([])
_SARIF = jsonschema.Draft7Validator(sarif_schema())
_JUNIT = etree.XMLSchema(etree.fromstring(junit_schema()))


@pytest.fixture(scope="module")
def found() -> Findings:
    """Findings in which every payload stands everywhere."""
    return hostile(EVERY)


def read_json(text: str) -> Any:
    """Return what JSON says, where it says nothing that a strict reader refuses."""
    assert text.isascii()
    assert not re.search(r"(?<!\\)(?:\\\\)*\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])", text)

    def refuse(word: str) -> Any:
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


def read_sarif(text: str) -> dict[str, Any]:
    """Return the one run of a SARIF log that holds to the schema."""
    log = read_json(text)
    _SARIF.validate(log)
    (run,) = log["runs"]
    return dict(run)


def read_junit(text: str) -> ET.Element:
    """Return a JUnit report that holds to the schema."""
    _JUNIT.assertValid(etree.fromstring(text.encode()))
    return ET.fromstring(text)


@pytest.mark.parametrize("format_", WRITERS)
def test_no_format_speaks_to_a_terminal_or_a_log(format_: str, found: Findings) -> None:
    """What a format prints has no control character but the line's end, and no command of a runner but our own."""
    text = WRITERS[format_](found)
    assert {char for char in text if not char.isprintable()} <= set("\n\u00a0")
    if format_ != "github":
        assert obeyed(text) == []


@pytest.mark.parametrize("format_", WRITERS)
def test_no_format_shows_an_identity_number(format_: str) -> None:
    """A number in a message, a file's name, a record's id, a field or another place is shown in no format."""
    place = Place(f"records/{CANARY}.yaml")
    finding = Diagnostic(place, "SEK001", Severity.ERROR, f"se {CANARY}", CANARY, CANARY)
    text = WRITERS[format_](findings_of([finding]))
    assert CANARY not in text
    assert CANARY.replace("-", "") not in text


@pytest.mark.parametrize("format_", WRITERS)
def test_a_clean_workspace_is_told_in_every_format(format_: str) -> None:
    """Without findings each format is still whole."""
    text = WRITERS[format_](NONE)
    if format_ in ("json", "gitlab"):
        read_json(text)
    elif format_ == "sarif":
        assert read_sarif(text)["results"] == []
    elif format_ == "junit":
        assert [case.get("name") for case in read_junit(text).iter("testcase")] == ["records"]
    else:
        assert text == ("" if format_ != "markdown" else markdown.write(NONE))


def test_short_is_one_line_a_finding(found: Findings) -> None:
    """No text makes a line of its own."""
    lines = short.write(found).split("\n")
    assert len(lines) == len(found.findings) + 1
    assert all(re.match(r"records/.*?:\d+:\d+: [A-Z]{3}\d{3} (?:fel|varning): ", line) for line in lines[:-1])


def test_json_gives_every_text_back(found: Findings) -> None:
    """Messages and places are what they were; only half surrogates, which JSON cannot say, are shown as text."""
    told = read_json(document.write(found))
    assert told["summary"] == {"records": len(found.files), "errors": found.errors, "warnings": found.warnings}
    assert [one["message"] for one in told["findings"]] == [finding.message for finding in found.findings]
    assert [one["file"] for one in told["findings"]] == [finding.place.path for finding in found.findings]
    assert told["workspace"]["commit"] == "a" * 40
    assert told["workspace"]["dirty"] is True


def test_jsonl_is_one_finding_a_line(found: Findings) -> None:
    """Each line is JSON by itself, and the same as in the document."""
    lines = document.write_lines(found).splitlines()
    assert [read_json(line) for line in lines] == read_json(document.write(found))["findings"]


def test_json_has_no_word_for_no_number() -> None:
    """NaN is refused, half a surrogate pair is shown, and a command is written so that a log does not see it."""
    with pytest.raises(ValueError, match="Out of range"):
        as_json(float("nan"))
    assert read_json(as_json({"\udcf6": ["##[error]", "##VSO[x]"]})) == {"\\udcf6": ["##[error]", "##VSO[x]"]}
    assert "##" not in as_json("##[error] ##vso[x]")


def test_sarif_holds_to_its_schema_and_says_all(found: Findings) -> None:
    """A log has one result a finding, with rule, level, place, fingerprint and the other places it speaks of."""
    run = read_sarif(sarif.write(found))
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(found.findings)
    for result, finding in zip(run["results"], found.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == ("error" if finding.severity is Severity.ERROR else "warning")
        assert result["partialFingerprints"] == {sarif.FINGERPRINT: finding.fingerprint}
        physical = result["locations"][0]["physicalLocation"]
        assert physical["region"]["startLine"] == finding.place.line
        path = unquote_to_bytes(physical["artifactLocation"]["uri"]).decode("utf-8", "surrogateescape")
        assert path == finding.place.path
        assert len(result.get("relatedLocations", [])) == len(finding.related)


def test_sarif_uris_are_plain(found: Findings) -> None:
    """Every URI is ASCII with all else percent-encoded, so that no name is a scheme, a query or a part of its own."""
    for result in read_sarif(sarif.write(found))["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"records/(?:[\w.~/-]|%[0-9A-F]{2})*", uri, re.ASCII), uri


def test_sarif_messages_have_no_link_and_no_placeholder(found: Findings) -> None:
    """A viewer finds nothing to click and nothing to fill in; undoing SARIF's own escapes gives the text."""
    for result, finding in zip(read_sarif(sarif.write(found))["results"], found.findings, strict=True):
        text = result["message"]["text"]
        assert not re.search(r"\]\(", text)
        assert not re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)\d", text)
        assert text.replace("{{", "{").replace("}}", "}").replace("] (", "](") == one_line(finding.message).replace(
            "] (", "]("
        )


def test_sarif_rules_come_from_the_manual_pages(found: Findings) -> None:
    """A rule in the log tells why it is there and how to mend a breach, and its level; no address is made up."""
    for rule in read_sarif(sarif.write(found))["tool"]["driver"]["rules"]:
        page = found.rules[rule["id"]]
        assert rule["shortDescription"]["text"] == page.summary.replace("{", "{{").replace("}", "}}")
        assert rule["fullDescription"]["text"]
        assert "Gör så här" in rule["help"]["text"]
        assert "helpUri" not in rule


def test_a_rule_that_failed_is_told_too() -> None:
    """A finding whose code is no rule's still makes a log that holds to the schema."""
    crashed = Diagnostic(Place("records/a.yaml"), "KVA001", Severity.ERROR, "regeln gick sönder")
    assert read_sarif(sarif.write(findings_of([crashed])))["tool"]["driver"]["rules"][0]["id"] == "KVA001"


def test_github_gets_our_commands_and_no_other(found: Findings) -> None:
    """A runner finds ten errors, ten warnings and one notice; each says its finding, and no text adds one."""
    commands = obeyed(github.write(found))
    first = {severity: [f for f in found.findings if f.severity is severity][:10] for severity in Severity}
    expected = sorted([*first[Severity.ERROR], *first[Severity.WARNING]], key=lambda finding: finding.sort_key)
    assert [command.name for command in commands] == [
        *("error" if finding.severity is Severity.ERROR else "warning" for finding in expected),
        "notice",
    ]
    for command, finding in zip(commands, expected, strict=False):
        assert command.data == _in_log(finding.message)
        assert command.properties["file"] == _in_log(finding.place.path)
        assert command.properties["line"] == str(finding.place.line)
        assert command.properties["title"] == f"{finding.code} {finding.severity.value}"
    rest = (found.errors - 10, found.warnings - 10)
    assert commands[-1].data.replace("\u00a0", " ").startswith(f"Ytterligare {rest[0]} fel och {rest[1]} varningar")


def test_each_text_makes_one_command() -> None:
    """Alone, each payload gives exactly the annotations of its findings, with their files and messages."""
    for text in EVERY:
        found = hostile([text])
        told = sorted((command.properties["file"], command.data) for command in obeyed(github.write(found)))
        expected = sorted((_in_log(finding.place.path), _in_log(finding.message)) for finding in found.findings)
        assert told == expected, text


def _in_log(text: str) -> str:
    return without_old_commands(one_line(text))


def test_github_shows_every_finding_in_the_log() -> None:
    """What is no annotation stands as a line of the log."""
    found = findings_of(
        Diagnostic(Place("records/a.yaml", line), "FRM001", Severity.ERROR, f"nummer {line}") for line in range(1, 31)
    )
    text = github.write(found)
    assert all(f"nummer {line}" in text for line in range(1, 31))
    assert len(text.splitlines()) == 31


def test_a_line_of_the_log_is_no_command_whatever_it_begins_with() -> None:
    """A finding that is no annotation is not obeyed even where its file's name begins the line."""
    found = findings_of(Diagnostic(Place("::error::x", line), "FRM001", Severity.ERROR, "x") for line in range(1, 31))
    assert [command.name for command in obeyed(github.write(found))] == [*["error"] * 10, "notice"]


def test_two_files_that_are_shown_alike_are_two_tests() -> None:
    """A server that tells tests apart by name loses none: a name with a control character, and one with its letters."""
    found = findings_of(
        Diagnostic(Place(path), "FRM001", Severity.ERROR, "x") for path in ("records/\x07.yaml", "records/\\u0007.yaml")
    )
    cases = list(read_junit(junit.write(found)).iter("testcase"))
    assert len({case.get("name") for case in cases}) == len(cases) == 2


def test_a_finding_over_several_lines_has_no_columns() -> None:
    """GitHub drops an annotation that has columns and more than one line."""
    found = findings_of([Diagnostic(Place("records/a.yaml", 2, 3, 5, 1), "FRM001", Severity.ERROR, "x")])
    (command,) = obeyed(github.write(found))
    assert command.properties == {"file": "records/a.yaml", "line": "2", "endLine": "5", "title": "FRM001 fel"}


def test_gitlab_has_the_fields_that_are_documented(found: Findings) -> None:
    """Each entry has description, check_name, fingerprint, severity and a location with path and first line."""
    entries = read_json(gitlab.write(found))
    assert len(entries) == len(found.findings)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith(("./", "/"))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def test_junit_holds_to_its_schema_and_says_all(found: Findings) -> None:
    """Each file is one test, failed where it has an error; the texts come back as they were shown."""
    report = read_junit(junit.write(found))
    cases = list(report.iter("testcase"))
    names = [case.get("name") for case in cases]
    assert len(set(names)) == len(names) == len({finding.place.path for finding in found.findings})
    failing = {finding.place.path for finding in found.findings if finding.severity is Severity.ERROR}
    assert int(report.get("failures", "")) == sum(case.find("failure") is not None for case in cases) == len(failing)
    told = [line for case in cases for text in _texts(case) for line in text.split("\n")]
    assert sorted(told) == sorted(line_of(finding) for finding in found.findings)


def _texts(case: ET.Element) -> Iterator[str]:
    yield from (child.text or "" for child in case)


def test_junit_counts_warnings_as_failures_when_they_are() -> None:
    """With --strict a file that has only a warning fails; without, its warning is output of a test that passes."""
    warning = Diagnostic(Place("records/a.yaml"), "FRM001", Severity.WARNING, "råd")
    assert read_junit(junit.write(findings_of([warning]))).get("failures") == "0"
    assert read_junit(junit.write(findings_of([warning], strict=True))).get("failures") == "1"


def test_markdown_shows_every_text_as_it_stands(found: Findings) -> None:
    """Read as Markdown, a table's cells are text and code and nothing else, and the text is the finding's message."""
    errors_first = sorted(found.findings, key=lambda finding: finding.severity is not Severity.ERROR)
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown.write(found))
    cells = [token for token in tokens if token.type == "inline" and token.level == 4][4:]
    assert len(cells) == 4 * markdown.MOST
    for (_, _, where, what), finding in zip(zip(*[iter(cells)] * 4, strict=True), errors_first, strict=False):
        assert [child.type for child in where.children or []] == ["code_inline"]
        children = what.children or []
        assert {child.type for child in children} <= {"text", "html_inline", "text_special"}
        assert {child.content for child in children if child.type == "html_inline"} <= {"<!-- -->"}
        texts = [child.content for child in children if child.type != "html_inline"]
        assert " ".join("".join(texts).split()) == " ".join(one_line(finding.message).split())
        assert not any(re.search(r"[@#!$~%&]\w|://|www\.|:\w+:", text) for text in _joined(children))


def _joined(children: Any) -> list[str]:
    """Return the text between two comments in one piece: what a server looks for names in."""
    return "".join("\0" if child.type == "html_inline" else child.content for child in children).split("\0")


def test_markdown_of_very_many_ends_with_how_many_more() -> None:
    """A table is cut at a thousand rows, and says so."""
    found = findings_of(
        Diagnostic(Place("records/a.yaml", line), "FRM001", Severity.ERROR, "x") for line in range(1, 1003)
    )
    text = markdown.write(found)
    assert text.count("| fel |") == 1000
    assert "Ytterligare 2\u00a0fynd" in text


def test_ci_servers_are_told_paths_from_the_repository(tmp_path: Path) -> None:
    """Where the workspace is a folder in a repository, files are named from the repository's root."""
    finding = Diagnostic(Place("records/a.yaml"), "FRM001", Severity.ERROR, "x")
    found = findings_of([finding], source=Source("b" * 40, False, "om sorg/"))
    assert obeyed(github.write(found))[0].properties["file"] == "om sorg/records/a.yaml"
    assert read_json(gitlab.write(found))[0]["location"]["path"] == "om sorg/records/a.yaml"
    location = read_sarif(sarif.write(found))["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "om%20sorg/records/a.yaml"
    (case,) = read_junit(junit.write(found)).iter("testcase")
    assert (case.get("name"), case.get("file")) == ("records/a.yaml", "om sorg/records/a.yaml")


@pytest.mark.parametrize("text", ["\x00\x08\x0b\x1f", "\ufffe\uffff", "\ud800", "]]>", "a\rb\tc"])
def test_a_line_holds_only_what_xml_allows(text: str) -> None:
    """What XML 1.0 forbids is shown in letters, and nothing is dropped."""
    element = ET.Element("a", {"b": shown(text)})
    element.text = shown(text)
    back = ET.fromstring(ET.tostring(element))
    assert back.get("b") == back.text == shown(text)
    assert len(shown(text)) >= len(text)
