"""The student's page: is it clear within a minute what to do next, and does it keep secrets?"""

import re

import pytest
from classroom import cases_of_hw1, passed, result_of

from autograder.feedback import feedback
from autograder.report import report
from autograder.results import to_dict

pytest_plugins = ["browser"]


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
    assert first[0].startswith("q5: dJ_dW1, wrong value 2 points to gain, with a hint")
    assert "relu is not written yet" in first[2]
    page.click("ol.first a >> nth=0")
    assert page.locator("#q5-2").bounding_box()["y"] < 50


def test_a_mistake_has_its_message_hint_equation_and_place_in_the_handout(visit, ada):
    page = visit(ada, javascript=False)
    card = page.locator("article", has_text="s depends on W1 too")
    assert "mlp_backward: dJ_dW1 has the wrong value" in card.inner_text()
    assert "2 points" in card.inner_text()
    assert card.locator("math").bounding_box()["height"] > 15
    assert "(5.3.10)" in card.locator(".equation").inner_text()
    assert "Question 5, backpropagation" in page.inner_text("main")
    assert "dJ/dW2 = dJ/do h^T" not in card.inner_text()
    card.locator("summary").click()
    assert "dJ/dW2 = dJ/do h^T" in card.inner_text()
    names_no_function = page.locator("article", has_text="dJ_dh: wrong value")
    assert names_no_function.locator("summary").is_visible()


def test_public_values_are_shown_and_passed_tests_folded(visit, ada):
    page = visit(ada, javascript=False)
    assert "expected\n[-3. -7.]\ngot\n[ 3. -4.]" in page.inner_text("main")
    assert "Right, once your relu_grad is: q5.dJ_dz" in page.inner_text("main")
    assert not page.locator("code", has_text="q1.df_dx").is_visible()
    page.click("summary:has-text('q1 a graph of three numbers')")
    assert page.locator("code", has_text="q1.df_dx").is_visible()


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (result_of("bob", [], "the file is empty", "unreadable"), "the file is empty"),
        (result_of("bob", [], "The grader failed.", "error"), "it costs you nothing"),
        (result_of("bob", [passed(*t) for t in cases_of_hw1()]), "Everything is right"),
        (result_of("bob", [passed(*cases_of_hw1()[0])], assignment="gone"), "Everything is right"),
    ],
)
def test_every_status_has_its_words(result, told):
    assert told in feedback(result)
    assert "bob" in report([result])


def test_a_page_holds_no_other_student_no_path_and_no_hidden_input(grade, hw1, solution):
    """Of an exception that carries its input, only what public tests saw comes through."""
    spoilt = solution.replace(
        "return np.maximum(np.asarray(x, dtype=float), 0.0)",
        "raise ValueError(f'SEEN {x.tolist()}')",
    )
    result = to_dict(grade(spoilt), hw1, "strong")
    page = feedback(result)
    telling = [test for test in result["tests"] if "SEEN" in test["output"]]
    assert {test["visibility"] for test in telling} == {"visible"}
    assert page.count("SEEN") == len({test["output"] for test in telling})
    assert not re.search(r"(/tmp|/home|/root|/work|/usr|site-packages|hidden_tests)", page)
    assert "relu raised ValueError" in page
    assert "q2.relu.integers" in page
