"""What holds for every rule, kind and command, by walking the registries."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from kvalitet.catalogue import DATA, Catalogue
from kvalitet.cli.frame import SUMMARIES, command
from kvalitet.cli.rule import in_markdown
from kvalitet.cli.rule_pages import pages
from kvalitet.field_types import TYPES
from kvalitet.privacy.redaction import hide_numbers
from kvalitet.reporting.reports import REPORTS
from kvalitet.rules import ALL_RULES, RETIRED_CODES
from kvalitet.rules.rule import PAGE_HEADINGS, Rule
from kvalitet.words import fold
from tests.conftest import ROOT

CASES = {file.stem for file in (ROOT / "tests/rules/cases").glob("*.yaml")}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
class TestEveryRule:
    def test_has_a_manual_page(self, rule: Rule) -> None:
        """A page says what holds, why, by which law, wrong, right, and how to mend it, in that order."""
        at = [rule.page.find(f"\n{heading}: ") for heading in PAGE_HEADINGS]
        assert -1 not in at
        assert at == sorted(at)
        assert rule.summary.endswith(".")

    def test_has_a_case(self, rule: Rule) -> None:
        """There is a case file, which gives the rule a wrong and a right workspace."""
        assert rule.code in CASES

    def test_runs_one_check(self, rule: Rule) -> None:
        """A rule looks at one file, one record or all records."""
        assert sum(check is not None for check in (rule.on_document, rule.on_record, rule.on_records)) == 1


def test_codes_are_one_family_and_three_digits_and_never_used_again() -> None:
    """Codes are unique, well formed and none is a retired one."""
    codes = [rule.code for rule in ALL_RULES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Z]{3}\d{3}", code) for code in codes)
    assert not RETIRED_CODES & set(codes)
    assert not CASES - set(codes)


def test_the_table_of_rules_in_docs_is_the_registry() -> None:
    """docs/regler.md tells every rule. Renew it with `kvalitet rule --format markdown > docs/regler.md`."""
    assert (ROOT / "docs/regler.md").read_text(encoding="utf-8") == in_markdown(ALL_RULES)


def test_no_two_rules_say_the_same() -> None:
    """Each rule's first sentence is its own."""
    assert len({rule.summary for rule in ALL_RULES}) == len(ALL_RULES)


def test_every_kind_of_the_record_model_is_there(catalogue: Catalogue) -> None:
    """The nineteen kinds of the record model have a data file each, and a prefix of their own."""
    wanted = (
        "ledningssystem enhet roll mal process rutin samverkan kompetens risk egenkontroll avvikelse "
        "utredning klagomal atgard analys indikator exponering berattelse undantag"
    )
    assert set(catalogue.kinds) >= set(wanted.split())
    assert len({kind.prefix for kind in catalogue.kinds.values()}) == len(catalogue.kinds)


def test_every_field_has_a_label_and_help_and_a_known_type(catalogue: Catalogue) -> None:
    """A field that a person is asked for says what it is and what to write."""
    for kind in catalogue.kinds.values():
        for field in kind.walk():
            assert field.label, f"{kind.name}.{field.path}"
            assert field.help, f"{kind.name}.{field.path}"
            assert field.type in TYPES or field.fields, f"{kind.name}.{field.path}"
            assert all(target in catalogue.kinds for target in field.targets), f"{kind.name}.{field.path}"


def test_no_two_questions_about_a_kind_sound_alike(catalogue: Catalogue) -> None:
    """Who is asked for a date knows which: where labels are the same the group is named too."""
    for kind in catalogue.kinds.values():
        asked = [kind.called(field) for field in kind.walk() if not field.fields]
        assert len(asked) == len(set(asked)), kind.name


def test_names_in_data_are_folded(catalogue: Catalogue) -> None:
    """Fields, choices and states are spelt without å, ä, ö and capitals, so there is one spelling."""
    for kind in catalogue.kinds.values():
        words = [kind.name, *kind.states]
        for field in kind.walk():
            words += [field.name, *field.choices]
        assert all(word == fold(word) or word in ("T", "K", "M") for word in words), kind.name


def test_event_kinds_end_with_a_stamp(catalogue: Catalogue) -> None:
    """A drawn record ends with the time when it was made, so that no two are the same bytes."""
    for kind in catalogue.kinds.values():
        last = list(kind.fields.values())[-1]
        assert (last.type == "stamp") == kind.drawn, kind.name


def test_every_report_has_a_template() -> None:
    """A report's template lies in the folder that the wheel packages."""
    for report in REPORTS.values():
        assert (ROOT / "templates" / report.template).is_file()


def test_every_command_is_in_the_readme_and_has_help() -> None:
    """A command that nobody is told of is not there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in SUMMARIES:
        assert f"kvalitet {name}" in readme, name


def test_the_help_page_and_the_commands_say_the_same() -> None:
    """The list of commands, which loads none of them, has the first sentence of each one's own page."""
    assert {name: command(name).get_short_help_str(200) for name in SUMMARIES} == SUMMARIES


def test_a_page_that_is_shown_is_the_page_of_the_rule() -> None:
    """Code, severity and page, read without loading a rule, are those of the loaded rules, all and one by one."""
    told = [(rule.code, rule.severity, rule.page) for rule in ALL_RULES]
    assert list(pages("")) == told
    assert [list(pages(rule.code)) for rule in ALL_RULES] == [[page] for page in told]


def test_no_identity_number_stands_in_a_page() -> None:
    """The tool's own texts are printed as they are, so none of them holds what must be hidden."""
    assert [rule.code for rule in ALL_RULES if hide_numbers(rule.page) != rule.page] == []


def test_contributing_names_every_room() -> None:
    """Who wants to change something finds the room for it in CONTRIBUTING."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "kvalitet").iterdir() if path.suffix == ".py" or path.is_dir()]
    for room in rooms:
        if not room.startswith("__"):
            assert f"`{room}{'/' if '.' not in room else ''}`" in text, room


def _strings_of_the_tool() -> Iterator[tuple[str, str]]:
    """Yield every text that the tool can print, and its guide: strings in code, docstrings, data, templates, pages."""
    for file in (ROOT / "kvalitet").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield str(file.relative_to(ROOT)), node.value
    for file in [*DATA.rglob("*"), *(ROOT / "templates").rglob("*"), *(ROOT / "docs").rglob("*")]:
        if file.suffix in (".yaml", ".j2", ".md", ".toml", ".typ", ".json"):
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")


def test_no_text_of_the_tool_says_that_the_law_is_met() -> None:
    """The tool says what is documented. Nowhere does it approve, nor say that a law or a requirement is met."""
    forbidden = re.compile(
        r"godkän[dtn]|uppfyller (lagen|kraven|kravet|föreskriften)|(lagen|kravet|kraven) är uppfyll|laglig|följer lagen",
        re.I,
    )
    found = [(file, match[0]) for file, text in _strings_of_the_tool() for match in forbidden.finditer(text)]
    assert found == []


def test_false_claims_about_the_law_are_nowhere() -> None:
    """What regularly is said of the regulation and is not so stands in no text of the tool."""
    false = (
        *(
            "5\\s*[×x]\\s*5-?\\s*(risk)?matris",
            "6 kap\\.?[^.]{0,20}risk",
            "16:6",
            "SoL 14 kap\\. 6 § (i|enligt) (den )?nya",
        ),
        *(
            "kvalitetsberättelsen?[^.]{0,40}senast (den )?1 mars",
            "kvalitetsberättelsen? (är ett krav|ska (skrivas|upprättas))",
        ),
        *("lex Maria[^.]{0,40}inom två månader", "föreskriften (kräver|anger) (en )?(skala|matris)"),
    )
    for file, text in _strings_of_the_tool():
        flat = " ".join(text.split())
        assert not [claim for claim in false if re.search(claim, flat, re.I)], file
