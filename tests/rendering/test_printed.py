"""Numbers keep their keys through a template, whatever it does with them, and nobody can forge one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kvalitet.rendering.pages import Templates, render
from kvalitet.rendering.printed import END, MIDDLE, START, Page, Printed, marked, taken_out, with_lines
from kvalitet.rendering.values import Decimaltal, Dolt, Tal, pack, unpack

A = Tal(1284, "avvikelser.2025.antal")
B = Decimaltal(2.5, "takt.a_b")
C = Dolt("dold")


def filled(template: str, **values: object) -> Page:
    return render("mall.j2", values, Templates({"mall.j2": template}, {"mall.j2": "mall.j2"}))


def test_a_number_is_found_where_it_is_printed() -> None:
    """Each printed number is known by key, text, line and column; the page has no mark left."""
    page, found, *_ = filled("x {{ a }}, {{ b }}\n| {{ c }} | {{ a|antal('fall', 'fall') }} |", a=A, b=B, c=C)
    assert page == "x 1\u00a0284, 2,5\n| .. | 1\u00a0284\u00a0fall |\n"
    assert found == [
        Printed("avvikelser.2025.antal", "1\u00a0284", 1, 3),
        Printed("takt.a_b", "2,5", 1, 10),
        Printed("dold", "..", 2, 3),
        Printed("avvikelser.2025.antal", "1\u00a0284", 2, 8),
    ]
    for one in found:
        assert page.split("\n")[one.line - 1][one.column - 1 :].startswith(one.text)


def test_filters_keep_the_key_and_arithmetic_does_not() -> None:
    """Joined, listed and put together a number is the same number; a sum in a template is nobody's."""
    page, found, *_ = filled(
        "{{ [a, b]|join('; ') }} {{ [a, b]|lista }} {{ a ~ 'x' }} {{ a|tal }} {{ a + 1 }}", a=A, b=B
    )
    assert [one.key for one in found] == ["avvikelser.2025.antal", "takt.a_b"] * 2 + ["avvikelser.2025.antal"] * 2
    assert page.endswith(" 1285\n")


def test_a_hidden_number_tells_nothing() -> None:
    """A template learns of a hidden number that it is more than nought, and can calculate nothing with it."""
    template = "{{ c > 4 }} {{ c < 4 }} {{ c == 3 }} {% if c %}ja{% endif %} {{ c|antal('fall', 'fall') }}"
    assert filled(template, c=C).text == "True False False ja ..\u00a0fall\n"
    assert "3" not in pack({"c": C})


@given(st.text(alphabet=st.sampled_from([START, MIDDLE, END, "a", "1", "\n"])))
def test_no_record_can_make_a_number(text: str) -> None:
    """Marks in a record's text are gone when it reaches the template."""
    assert not taken_out(str(unpack(pack({"text": text}))["text"])).numbers


@given(st.lists(st.tuples(st.from_regex(r"[a-z.0-9-]{1,12}", fullmatch=True), st.integers(0, 10**9)), max_size=6))
def test_marks_are_taken_out_exactly(numbers: list[tuple[str, int]]) -> None:
    """Whatever stands around them, the numbers come back in order and the rest of the page is as it was."""
    page = " och\n".join(marked(key, str(value)) for key, value in numbers)
    clean, found, *_ = taken_out(page)
    assert clean == " och\n".join(str(value) for _, value in numbers)
    assert [(one.key, one.text) for one in found] == [(key, str(value)) for key, value in numbers]


def test_each_line_knows_the_line_of_its_template() -> None:
    """Through blocks, loops, includes and values of several lines, a line leads to the template's line that wrote it."""
    sources = {
        "mall.j2": "{% extends 'bas.j2' %}\n\n{% block a %}\nett {{ x }} två\n{% for i in [1, 2] %}\n| {{ i }} | b\n"
        "{% endfor %}\n{% include 'del.j2' %}\n{% endblock %}",
        "bas.j2": "överst\n{% block a %}{% endblock %}\n\nsist {{ '%}' }}",
        "del.j2": "\ninnehåll\n",
    }
    page = render("mall.j2", {"x": "y"}, Templates(sources, {name: name for name in sources}))
    assert page.text == "överst\nett y två\n| 1 | b\n| 2 | b\n\ninnehåll\nsist %\\}\n"
    lines = page.text.split("\n")
    told = {
        line: origin for line, origin in zip(lines, page.origins, strict=True) if line and not line.startswith("sist")
    }
    assert told == {
        "överst": ("bas.j2", 1),
        "ett y två": ("mall.j2", 4),
        "| 1 | b": ("mall.j2", 6),
        "| 2 | b": ("mall.j2", 6),
        "innehåll": ("del.j2", 2),
    }


@given(st.text(alphabet="ab {}%#\n'"))
def test_telling_lines_changes_no_word(source: str) -> None:
    """Whatever a template looks like, its text with the lines told reads as before when they are taken out."""
    assert taken_out(with_lines({"mall.j2": source})["mall.j2"], ["mall.j2"]).text == source
