"""The desk for written answers in a real browser: no names, no hostile text, every key works."""

import csv

import pytest

from autograder.reports.markdown import rendered
from autograder.reports.written import page, questions
from autograder.results.tables.adjustments_csv import read_adjustments

pytest_plugins = ["browser"]

HOSTILE = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1> [a](javascript:hack) "
    "![b](https://example.org/x.png) <https://example.org> &lt;b&gt; \u202ex "
    r"$\text{<script>window.hacked=1</script>}$ $\href{javascript:hack}{x}$"
    r" $\text{&lt;img src=x&gt;}$"
    "\n\n[c]: https://example.org\n\n</div></main><style>body{display:none}</style>\n\n"
    '```"onclick=x\n</code>\n```\n'
)
ANSWERS = {
    "ada": {"written.1": "The **gradient** is $\\frac{a}{b}$.", "written.why": "same  answer"},
    "=bob": {"written.1": HOSTILE, "written.why": "same\nanswer"},
    'cyd", "x': {"written.1": "", "written.why": "Write your answer here."},
    "dan": {"written.why": "other"},
}
BLANK = {"written.1": "", "written.why": "Write your answer here."}


@pytest.fixture
def desk(visit, tmp_path):
    path = tmp_path / "written.html"
    asked = questions(ANSWERS, {"written.1": "Why is $a < b$?"}, BLANK)
    path.write_text("".join(page("Homework", "hw1_backprop", asked)))
    shown = visit(path)
    shown.evaluate("localStorage.clear()")  # all files are one origin
    shown.reload()
    return shown


def test_equal_and_empty_answers_are_one_and_stand_apart_from_names(desk):
    first, why = questions(ANSWERS, {}, BLANK)
    assert [sorted(answer.students) for answer in first.answers][-1] == ['cyd", "x', "dan"]
    assert first.answers[-1].is_empty
    assert sorted(len(answer.students) for answer in why.answers) == [1, 1, 2]
    assert desk.locator(".answer").count() == 6
    words = desk.inner_text("body")
    assert not [name for name in ("ada", "bob", "cyd", "dan") if name in words]
    assert "Left empty." in words


def test_a_question_is_legible_whatever_its_file_looks_like(visit, tmp_path):
    prompt = "Why is\nthis so?\n\n<details><summary>A hint</summary>Look at `B`.</details>"
    answers = {"ada": {"written.1": "two\nlines " + "x" * 300}}
    path = tmp_path / "written.html"
    path.write_text("".join(page("Homework", "hw1", questions(answers, {"written.1": prompt}, {}))))
    shown = visit(path)
    assert shown.locator(".prompt p").all_inner_texts() == ["Why is this so?", "A hint: Look at B."]
    assert shown.locator(".answer br").count() == 1
    prose = shown.locator(".answer .prose")
    assert prose.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_markdown_and_mathematics_are_shown_and_hostile_text_is_inert(desk):
    assert desk.locator(".answer strong").inner_text() == "gradient"
    assert desk.locator(".answer mfrac").bounding_box()["height"] > 10
    assert desk.evaluate("window.hacked") is None
    assert desk.locator("main img, main script, main a, main style, main iframe").count() == 0
    attributes = desk.evaluate(
        "[...document.querySelectorAll('main *')].flatMap(e => e.getAttributeNames())"
    )
    assert not [name for name in attributes if name.startswith("on") or name in ("href", "src")]
    words = desk.inner_text("main")
    assert words.count("<script>window.hacked=1</script>") == 2
    assert "\\u202e" in words


@pytest.mark.slow
def test_keys_give_points_and_the_file_is_one_that_adjust_takes(desk, tmp_path):
    for _ in range(6):
        desk.keyboard.press("7")
        desk.keyboard.press("c")
        desk.keyboard.type('=3, "fine"; n0')
        desk.keyboard.press("Enter")
    assert desk.inner_text("#progress") == "6 of 6 decided"
    desk.fill(".points >> nth=0", "2,5")
    desk.fill(".points >> nth=1", "many")
    assert desk.inner_text("#progress") == "5 of 6 decided"
    desk.on("request", lambda request: desk.wanted.add(request.url))
    with desk.expect_download() as download:
        desk.click("#save")
    assert download.value.suggested_filename == "hw1_backprop-written.csv"
    path = tmp_path / "saved.csv"
    download.value.save_as(path)
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["student", "test", "points", "reason"]
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]
    found = read_adjustments(path)
    assert found.bad == []
    assert {row.reason for own in found.rows.values() for row in own.values()} == {'=3, "fine"; n0'}
    assert found.of("=bob")["written.why"].points == 7
    assert {row.points for own in found.rows.values() for row in own.values()} == {2.5, 7}


def test_the_page_remembers_what_was_decided(desk):
    desk.keyboard.press("3")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Backspace")
    desk.keyboard.press("4")
    desk.reload()
    assert desk.inner_text("#progress") == "1 of 6 decided"
    assert desk.input_value(".points >> nth=0") == "4"


def test_a_question_of_one_student_alone_asks_nobody_else():
    (own,) = questions({"ada": {"written.mine": "x"}, "bob": {}}, {}, {})
    assert [answer.students for answer in own.answers] == [["ada"]]


def test_without_a_written_cell_the_page_says_so(visit, tmp_path):
    path = tmp_path / "written.html"
    path.write_text("".join(page("Homework", "hw1_backprop", questions({"ada": {}}, {}, {}))))
    assert "Nobody has a cell" in visit(path).inner_text("main")


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 20_000,
        "> " * 10_000,
        "`a ``b " * 2_500,
        "$" + "{" * 20_000,
        "$" + "\\left(" * 150 + "$",
        "$" + "\\sqrt{" * 150 + "$",
        "$\\sqrt$",
    ],
)
def test_no_answer_stops_the_page(bomb):
    assert rendered(bomb)
