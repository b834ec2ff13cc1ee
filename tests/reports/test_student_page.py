"""The student's page: is it clear within a minute what to do next, and does it keep secrets?"""

import re

import pytest
from bundled import COURSE, find
from classroom import HANDOUT, cases_of_hw1, failed, passed, result_of
from msgspec.structs import replace

from autograder.course.handout import Handout, mathml, read_handout
from autograder.course.public_checks import WrongAnswer, check
from autograder.reports.class_page import report
from autograder.reports.student_page import feedback
from autograder.results.result import result_of as result_of_grade

pytest_plugins = ["browser"]

MINUS = "\N{MINUS SIGN}"


def test_the_student_sees_first_what_to_do_first(visit, ada):
    page = visit(ada, javascript=False)
    words = page.inner_text("main")
    order = [
        "not everything in your file ran",
        "cell 4, line 33",
        "And then",
        "Question by question",
    ]
    assert [words.index(text) for text in order] == sorted(words.index(text) for text in order)
    first = page.locator("ol.first li").all_inner_texts()
    assert first[0].startswith("q5: dJ_dW1, wrong value 2.5 points to gain, with a hint")
    assert first[2].startswith("q2: not written: relu 1 point to gain")
    page.click("ol.first a >> nth=0")
    assert page.locator("#q5-2").bounding_box()["y"] < 50


def test_a_mistake_has_its_message_hint_equation_and_place_in_the_handout(visit, ada):
    page = visit(ada, javascript=False)
    card = page.locator("article", has_text="s depends on W1 too")
    assert "mlp_backward: dJ_dW1 has the wrong value" in card.inner_text()
    assert "2.5 points" in card.inner_text()
    assert card.locator("math").bounding_box()["height"] > 15
    assert "(5.3.10)" in card.locator(".equation").inner_text()
    assert "Question 5, backpropagation" in page.inner_text("main")
    assert "dJ_db1 (h,) if cache" not in card.inner_text()
    card.locator("summary").click()
    assert "dJ_db1 (h,) if cache" in card.inner_text()
    names_no_function = page.locator("article", has_text="dJ_dh: wrong value")
    assert names_no_function.locator("summary").is_visible()


def test_public_values_are_shown_and_passed_tests_folded(visit, ada):
    page = visit(ada, javascript=False)
    assert "expected\n[-3. -7.]\ngot\n[ 3. -4.]" in page.inner_text("main")
    assert "Right, once your relu_grad is: q5.dJ_dz" in page.inner_text("main")
    assert not page.locator("code", has_text="q1.df_dx").is_visible()
    page.click("summary:has-text('q1 a graph of three numbers')")
    assert page.locator("code", has_text="q1.df_dx").is_visible()


def test_the_error_of_a_public_matrix_is_a_map(visit, ada):
    page = visit(ada, javascript=False)
    card = page.locator("article", has_text="dJ_dW1: wrong value")
    assert "dJ_dW1: wrong value" in card.locator("pre").all_inner_texts()
    assert card.locator("caption").all_inner_texts() == ["expected", "got", f"got {MINUS} expected"]
    errors = card.locator("table.map >> nth=2")
    assert (
        errors.locator("td[class]").all_inner_texts()
        == f"✓ {MINUS}1 nan ✓ +0.25 {MINUS}0.188".split()
    )
    assert errors.locator("td.n3").inner_text() == f"{MINUS}1"
    assert errors.locator("thead th").all_inner_texts() == ["0", "1", "2"]
    assert f"4 of 6 wrong; the largest error is {MINUS}1 at [0, 1]." in card.inner_text()
    colors = errors.locator("td[class]").evaluate_all(
        "cells => cells.map((cell) => getComputedStyle(cell).backgroundColor)"
    )
    assert len(set(colors)) == 5


def test_of_a_wrong_type_nobody_is_sent_to_a_formula():
    with pytest.raises(WrongAnswer) as caught:
        check("f", [1.0], [1.0], "the sum")
    wrong = caught.value
    assert (wrong.reason, "Look at" in str(wrong)) == ("wrong_type", False)
    test = failed(passed(*cases_of_hw1()[0]), wrong.problem, wrong.reason, look=wrong.look)
    page = feedback(result_of("bob", [test]), HANDOUT)
    assert "wrong type: expected an array of shape (1,), got list" in page
    assert "Look at" not in page


def test_values_of_a_hidden_test_are_not_drawn_even_if_they_are_there(one_of_each):
    for test in one_of_each.tests:
        assert test.visibility == "visible" or test.about.values is None
    values = {"expected": [1.0, 2.0], "got": [7.125, 2.0]}
    for visibility, count in (("visible", 3), ("after_published", 0), ("hidden", 0)):
        test = failed(passed(*cases_of_hw1()[0]), "no", look="Look at it.", values=values)
        page = feedback(result_of("bob", [replace(test, visibility=visibility)]), HANDOUT)
        assert page.count("<caption>") == count
        assert ("7.125" in page) == bool(count)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda found: found.name)
def test_every_equation_that_a_hint_cites_is_in_the_handout_and_can_be_shown(assignment):
    handout = read_handout(assignment)
    for latex in handout.equations.values():
        assert mathml(latex).startswith("<math")
        assert not set("\\&") & set(re.sub(r"&#?\w+;", "", mathml(latex))), latex
    for hint in {m.hint for m in assignment.misconceptions}:
        numbers = set(re.findall(r"\((\d+\.\d+\.\d+|[A-Z]\w+ \d)\)", hint))
        assert numbers <= {tag for tag, _ in handout.cited([hint])}, hint


@pytest.mark.parametrize(
    ("assignment", "said", "tags"),
    [
        ("hw1_backprop", "see (5.3.14), not 5.3.1 or (5.3.99)", ["5.3.14", "5.3.1"]),
        ("hw1_backprop", "the gradient of 5.3.141 and 15.3.1 is d2l 5.3.", []),
        ("hw2_stability", "The Frobenius norm is the root.", ["Frobenius norm"]),
        ("hw2_stability", "sigmoid_grad has the wrong value", ["sigmoid"]),
        ("hw2_stability", "symmetry_gap has the wrong value", ["gap"]),
        ("hw2_stability", "sigmoidal, gapless", []),
        ("hw4_optimization", "m (Adam 1), v (Adam 2); not (Adam 11)", ["Adam 1", "Adam 2"]),
    ],
)
def test_an_equation_is_cited_where_its_tag_stands(assignment, said, tags):
    assert [tag for tag, _ in read_handout(find(assignment)).cited([said])] == tags


@pytest.mark.parametrize(
    ("result", "handout", "told"),
    [
        (result_of("bob", [], "the file is empty", "unreadable"), HANDOUT, "the file is empty"),
        (result_of("bob", [], "The grader failed.", "error"), HANDOUT, "it costs you nothing"),
        (result_of("bob", [passed(*t) for t in cases_of_hw1()]), HANDOUT, "Everything is right"),
        (result_of("bob", [passed(*cases_of_hw1()[0])]), Handout("gone"), "Everything is right"),
    ],
    ids=["unreadable", "error", "graded", "no handout"],
)
def test_every_status_has_its_words(result, handout, told):
    assert told in feedback(result, handout)
    assert "bob" in "".join(report([result], handout))


@pytest.mark.slow
def test_a_page_holds_no_other_student_no_path_and_no_hidden_input(grade, hw1, solution):
    """Of an exception that carries its input, only what public tests saw comes through."""
    spoilt = solution.replace(
        "return np.maximum(np.asarray(x, dtype=float), 0.0)",
        "raise ValueError(f'SEEN {x.tolist()}')",
    )
    result = result_of_grade(grade(spoilt), hw1, "strong", "")
    page = feedback(result, HANDOUT)
    telling = [test for test in result.tests if "SEEN" in test.output]
    assert {test.visibility for test in telling} == {"visible"}
    assert page.count("SEEN") == 1
    assert not re.search(r"(/tmp|/home|/root|/work|/usr|site-packages|hidden_tests)", page)
    assert "relu raised ValueError" in page
    assert "q2.relu.integers" in page
