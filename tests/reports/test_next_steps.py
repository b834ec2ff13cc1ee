"""What to do next: does every lost point stand in exactly one line, and few lines say it all?"""

import re

import pytest
from classroom import HANDOUT, HINTS, cases_of_hw1, failed, passed, random_class, result_of
from msgspec.structs import replace

from autograder.reports.student_page import feedback
from autograder.results.result import result_of as result_of_grade

pytest_plugins = ["browser"]


def all_right():
    return {test[0]: passed(*test) for test in cases_of_hw1()}


def not_written(tests, *questions):
    for name, test in tests.items():
        if test.about.question in questions:
            function = test.about.quantity
            told = f"{function} is not written yet"
            tests[name] = failed(test, told, "missing", function=function)
    return tests


def steps(result):
    """Each line and its points, and the sum that the page tells."""
    page = feedback(result, HANDOUT)
    (listed,) = re.findall(r'<ol class="first">(.*?)</ol>', page, re.DOTALL) or [""]
    lines = [" ".join(re.sub("<.*?>", " ", li).split()) for li in listed.split("<li>")[1:]]
    told = re.search(r"Together ([\d.]+) points?", page)
    return lines, [points_in(line) for line in lines], told and float(told[1])


def points_in(line):
    return float(re.search(r"([\d.]+) points? to gain", line)[1])


def test_questions_that_are_not_written_are_one_line():
    left_out = ("q4", "q5", "q6", "q8")
    tests = not_written(all_right(), *left_out)
    lines, points, _ = steps(result_of("ada", tests.values()))
    worth = sum(test.max_score for test in tests.values() if test.about.question in left_out)
    assert len(lines) == 1
    assert lines[0].startswith("q4 to q6, q8: not written")
    assert points == [worth]


def test_a_question_that_is_partly_written_says_what_is_missing():
    tests = all_right()
    for name, test in tests.items():
        if test.about.quantity in ("relu", "tanh_grad"):
            told = f"{test.about.quantity} is not written yet"
            tests[name] = failed(test, told, "missing", function=test.about.quantity)
        if name.startswith("q5.dJ_dh"):
            public = "mlp_backward: wrong type: no key 'dJ_dh' in the dict, only dJ_do"
            hidden = "mlp_backward: dJ_dh is not in the result"
            said = (public, "wrong_type") if test.is_public else (hidden, "missing")
            tests[name] = failed(test, *said, function="mlp_backward")
    result = result_of("ada", tests.values())
    lines, points, told = steps(result)
    assert lines[0].startswith("q2: not written: relu, tanh_grad")
    assert lines[1].startswith("q5: missing: dJ_dh")
    assert len(lines) == 2
    assert sum(points) == told == 100 - result.score


def test_the_lines_add_up_to_what_is_lost():
    """With kept points too, and although eighths of a point are not hundredths."""
    for graded in random_class(40, seed=5):
        if graded.status != "graded":
            continue
        kept = [
            test
            if test.passed or n % 3
            else replace(test, score=test.max_score * (0.625 if n % 2 else 1.0))
            for n, test in enumerate(graded.tests)
        ]
        result = result_of(graded.student, kept)
        lines, points, told = steps(result)
        assert len(lines) <= 6 + len(HANDOUT.questions)
        assert abs(sum(points) - (100 - result.score)) <= 0.001 * len(points)
        assert told is None or abs(told - (100 - result.score)) < 0.001
        assert (told is None) == (len(lines) < 2)


def raised(test, line, cell="", detail="NameError: name 'math' is not defined"):
    function, place = test.about.quantity, f"at line {line}" + (f" of {cell}" if cell else "")
    if test.is_public:
        said, what = f"{function} raised NameError\n{detail} ({place})", "NameError"
    else:
        said = f"{function} raised an exception {place}: there is no such name or key"
        what = "name"
    about = {"function": function, "line": line, "cell": cell, "exception": what}
    return failed(test, said, "exception", **about)


@pytest.mark.slow
def test_one_exception_is_told_once_at_its_cause(visit, tmp_path):
    tests = all_right()
    ended = [t for t in tests.values() if t.about.question in ("q4", "q5")]
    place = 3, "the cell that defines `phi`"
    tests |= {test.name: raised(test, *place) for test in ended}
    result = result_of("ada", tests.values())
    path = tmp_path / "ada.html"
    path.write_text(feedback(result, HANDOUT))
    page = visit(path)
    words = page.inner_text("main")
    assert words.count("name 'math' is not defined") == 1
    assert words.count("line 3 of the cell that defines `phi`") == 1
    lost = sum(test.max_score for test in ended)
    first = page.locator("ol.first li").all_inner_texts()
    assert len(first) == 1
    assert "the same in q5" in first[0]
    assert f"{lost:g} points to gain" in first[0]
    (there,) = page.locator("section[aria-labelledby=q5] article").all()
    assert "The same exception as in q4." in there.inner_text()
    assert f"{sum(t.max_score for t in ended if t.about.question == 'q5'):g} points" in (
        there.inner_text()
    )
    there.locator("a >> nth=0").click()
    assert page.locator(":target").inner_text() == next(t.name for t in ended)
    for test in ended:
        assert page.locator(f"code[id='{test.number}']").is_visible()


def test_two_exceptions_at_one_line_stay_two():
    tests = all_right()
    names = ("q4.z.worked_example", "q5.dJ_dz.sigmoid", "q6.z")
    tests |= {name: raised(tests[name], 7) for name in names}
    other = "z raised an exception at line 7: the shapes of two arrays do not fit"
    about = {"function": "z", "line": 7, "exception": "shapes"}
    tests["q6.z"] = failed(tests["q6.z"], other, "exception", **about)
    lines, *_ = steps(result_of("ada", tests.values()))
    assert len(lines) == 3


def test_a_test_that_keeps_points_says_how_many(visit, tmp_path):
    tests = all_right()
    hint = {"misconception": "relu_grad.one_at_zero", "hint": HINTS["relu_grad.one_at_zero"]}
    scores = {"q2.relu_grad": 0, "q2.relu_grad.at_zero": 0.125, "q2.relu_grad.integers": 0.25}
    for name, score in scores.items():
        message, charged = "relu_grad has the wrong value", "once" if score else ""
        wrong = failed(tests[name], message, **hint, charged=charged)
        tests[name] = replace(wrong, score=score)
    path = tmp_path / "ada.html"
    path.write_text(feedback(result_of("ada", tests.values()), HANDOUT))
    page = visit(path)
    (card,) = page.locator("article").all()
    words = card.inner_text()
    assert words.count(HINTS["relu_grad.one_at_zero"]) == 1
    assert words.count("relu_grad has the wrong value") == 1
    assert "keeps 0.125 of 1 point" in words
    assert "keeps all 0.25 points" in words
    lost = sum(tests[name].max_score - score for name, score in scores.items())
    assert f"\N{MINUS SIGN}{lost:g} points" in words
    assert "charged once" in words


def test_what_cost_nothing_is_a_grey_note(visit, tmp_path):
    """At full marks there is nothing red, whatever did not run."""
    note = "line 1: ModuleNotFoundError: No module named 'pandas': the assignment is NumPy only"
    path = tmp_path / "ada.html"
    path.write_text(feedback(result_of("ada", all_right().values(), notes=(note,)), HANDOUT))
    page = visit(path)
    assert page.locator(".wrong, .bad").count() == 0
    words = page.inner_text("main")
    assert "Everything is right" in words
    assert note in words
    assert "no points were lost by it" in words
    assert "repair this before anything else" not in words


def test_a_form_is_one_mistake_with_one_card():
    """It is charged at tests of several quantities, whose values are right."""
    tests = all_right()
    said = "mlp_forward returns z as an array with axes of length 1 too many or too few"
    told = f"{said}\nIts values are judged as they are; the form is charged once, 2 points."
    for name, score in {"q4.z": 0, "q4.h": 0.25}.items():
        wrong = failed(tests[name], told, "wrong_shape", function="mlp_forward", charged="form")
        tests[name] = replace(wrong, score=score)
    result = result_of("ada", tests.values())
    lines, points, _ = steps(result)
    assert len(lines) == 1
    assert lines[0].startswith(f"q4: {said} ")
    assert points == [100 - result.score]
    assert feedback(result, HANDOUT).count("charged once, 2 points") == 1


@pytest.mark.slow
def test_the_form_is_told_as_the_grader_tells_it(grade, solution, hw1):
    spoilt = solution + "\n_right = relu\ndef relu(x):\n    return _right(x)[..., None]\n"
    result = result_of_grade(grade(spoilt), hw1, "strong", "")
    assert any(test.about.charged == "form" for test in result.failed)


def test_manners_without_a_right_value_are_one_card_of_a_question():
    tests = all_right()
    told = "counts only beside a right value of mlp_forward, and there is none yet"
    names = ("q4.activation.unknown", "q4.loss.unknown", "q4.mlp_forward.arguments")
    tests |= {name: failed(tests[name], told, charged="beside") for name in names}
    lines, points, _ = steps(result_of("ada", tests.values()))
    assert points == [sum(tests[name].max_score for name in names)]
    assert lines[0].startswith("q4: Counts only beside a right value of mlp_forward")
