"""The line of a student's own code: is it told where one change mends a function, and only then?"""

import json

import pytest
from bundled import find

from autograder.grading import failures
from autograder.grading.grader import Grader
from autograder.grading.repair import mending
from autograder.sandbox.session import Session
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

pytestmark = pytest.mark.slow

HINTS = ("none", "name", "line")
LIMITS = Limits(load_seconds=3, test_seconds=5)
HEAD = "import numpy as np\n\n"
SHIFTED = "e = np.exp(o - o.max(-1, keepdims=True))"
SOFTMAX = HEAD + "def softmax(o):\n    {}\n"


@pytest.fixture(autouse=True)
def nothing_else_explains(monkeypatch):
    monkeypatch.setattr(failures, "explanations", lambda *_: [])


@pytest.fixture(scope="module")
def own_graders(tier):
    graders = {hints: Grader(find("hw1_backprop"), LIMITS, tier, hints) for hints in HINTS}
    yield graders
    for grader in graders.values():
        grader.close()


@pytest.fixture
def grader(own_graders):
    """A grader that nobody else has: what it keeps here has no explanations."""
    own_graders["line"]._own_lines._known.clear()
    return own_graders["line"]


@pytest.fixture
def grade(grader):
    return lambda text: grader.grade(Submission("ada", "hw.py", text.encode()))


def told(grade, text, function="softmax"):
    """The sentence at each failed hidden test of a function, once; and the lines by number."""
    own = [o for o in grade(text).outcomes if not o.passed and o.test.functions[-1] == function]
    sentences = {o.look.split("\n")[-1] for o in own if o.test.hidden}
    assert len(sentences) == 1
    return sentences.pop(), {o.line for o in own if o.test.hidden}


def test_the_line_and_where_to_look_but_never_the_repair(grade, solution):
    wrong = solution.replace("dJ_dh = dJ_do @ cache", "dJ_dh = dJ_do + cache", 1)
    number = wrong[: wrong.index("dJ_dh = dJ_do + cache")].count("\n") + 1
    said, lines = told(grade, wrong, "mlp_backward")
    assert said == (
        f'`mlp_backward`, line {number}: `dJ_dh = dJ_do + cache["W2"]`. One change in this line '
        "makes every test of it pass. Look at: the operator."
    )
    assert lines == {number}


AXIS = f"{SHIFTED}\n    return e / e.sum(axis=0, keepdims=True)"
SEMICOLON = f"{SHIFTED}; s = e.sum(-1)\n    return e / s"
QUOTES = """'''It's'''
    x = o - \\
        o.max(-1, keepdims=True)
    e = np.exp(2 * x)
    return e / e.sum(-1, keepdims=True)"""


@pytest.mark.parametrize(
    ("body", "line", "look"), [(AXIS, 5, "the axis"), (SEMICOLON, 4, None), (QUOTES, 7, None)]
)
def test_the_text_of_the_line_is_the_students_own(grade, body, line, look):
    text = SOFTMAX.format(body)
    said, lines = told(grade, text)
    assert lines == {line}
    assert f"line {line}: `{text.splitlines()[line - 1].strip()}`." in said
    assert look is None or said.endswith(f"Look at: {look}.")


def test_a_cell_is_named_by_what_is_in_it(grader):
    body = "e = np.exp(o - o.max(-1, keepdims=True))\n    return e / e.sum(0, keepdims=True)"
    cells = [HEAD, f"def softmax(o):\n    {body}\n"]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [{"cell_type": "code", "metadata": {}, "source": text} for text in cells],
    }
    content = json.dumps(notebook).encode()
    graded = grader.grade(Submission("ada", "hw1.ipynb", content))
    looks = {o.look for o in graded.outcomes if o.line}
    assert any("line 3 of the cell that defines `softmax`: `return e" in look for look in looks)


HELPER = """
def exponentials(o):
    return np.exp(np.max(o, axis=-1, keepdims=True) - o)

def softmax(o):
    e = exponentials(o)
    return e / e.sum(axis=-1, keepdims=True)
"""
CLASS = """
class Softmax:
    def __call__(self, o):
        e = np.exp(o - np.max(o, axis=-1, keepdims=True))
        return e / e.max(axis=-1, keepdims=True)

def softmax(o):
    return Softmax()(o)
"""
TABLE = """
def exponentials(o):
    return np.exp(-(o - np.max(o, axis=-1, keepdims=True)))

STEPS = {"exponentials": exponentials}

def softmax(o):
    e = STEPS["exponentials"](o)
    return e / e.sum(axis=-1, keepdims=True)
"""


@pytest.mark.parametrize(("text", "wrong"), [(HELPER, "- o)"), (CLASS, "e.max"), (TABLE, "-(o")])
def test_a_helper_or_a_class_may_hold_the_mistake(grade, text, wrong):
    line = text[: text.index(wrong)].count("\n") + 2
    _, lines = told(grade, "import numpy as np\n" + text)
    assert lines == {line}


@pytest.mark.slow
def test_a_wrong_helper_that_is_asked_for_itself_stands_in_the_way_of_no_line(grade, solution):
    wrong = solution.replace("(np.asarray(x) > 0)", "(np.asarray(x) > 0.75)")
    wrong = wrong.replace("dJ_dh = dJ_do @ cache", "dJ_dh = dJ_do + cache", 1)
    _, lines = told(grade, wrong, "mlp_backward")
    assert lines == {wrong[: wrong.index("dJ_dh = dJ_do + cache")].count("\n") + 1}


@pytest.mark.slow
def test_what_a_wrong_helper_makes_of_a_function_is_no_mistake_of_its_own(grade, solution):
    """A sigmoid that is 0 or 1 has a slope of 0, and from that follows what W2 = 0 would give."""
    text = (
        solution
        + """
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    out = np.zeros_like(x, dtype=int)
    out[...] = 0.5 * (1.0 + np.tanh(0.5 * x))
    return out
def sigmoid_grad(x):
    return sigmoid(x) * (1.0 - sigmoid(x))
"""
    )
    failed = {o.test.functions[-1] for o in grade(text).outcomes if not o.passed}
    assert failed == {"sigmoid"}


def test_a_helper_that_is_lent_for_the_search_answers_behind_a_wall(grade, solution, monkeypatch):
    """The submission chooses what it asks: never does the trusted side itself work on that."""
    lent, real = [], Session.lend

    def lend(session, functions):
        lent.extend(functions.values())
        return real(session, functions)

    monkeypatch.setattr(Session, "lend", lend)
    wrong = solution.replace("(np.asarray(x) > 0)", "(np.asarray(x) > 0.75)")
    grade(wrong.replace("dJ_dh = dJ_do @ cache", "dJ_dh = dJ_do + cache", 1))
    assert lent
    assert {function.__qualname__.split(".")[0] for function in lent} <= {"StandIns", "SecondLook"}


def test_where_repairs_lie_on_two_lines_the_stretch_is_told(grade):
    text = SOFTMAX.format(
        "a = 1.5\n    b = 1.0\n    e = np.exp(o - o.max(-1, keepdims=True))\n"
        "    return a * b * e / e.sum(axis=-1, keepdims=True) / 1.5 / 1.5"
    )
    said, lines = told(grade, text)
    assert lines == {4}
    assert said.startswith("`softmax`, lines 4 to ")
    assert "One change in these lines makes every test of it pass." in said


def graph(*, df_dx, df_dz):
    between = "\n".join(f"    c{n} = {n}" for n in range(6))
    return (
        f"def computational_graph(x, y, z):\n    dx = {df_dx}\n    dz = {df_dz}\n{between}\n"
        '    return {"f": (x + y) * z, "df_dx": dx, "df_dy": z, "df_dz": dz}\n'
    )


def test_two_changes_are_told_where_one_is_not_enough(grade):
    said, lines = told(grade, graph(df_dx="z + x", df_dz="x - y"), "computational_graph")
    assert lines == {2}
    assert said.startswith("`computational_graph`, lines 2 to 3. Two changes in these lines make")


def test_of_two_changes_that_lie_far_apart_both_lines_are_told(grade):
    wrong = graph(df_dx="z + x", df_dz="x + y").replace('"df_dz": dz', '"df_dz": dz * z')
    said, lines = told(grade, wrong, "computational_graph")
    assert lines == {2}
    assert said.startswith("`computational_graph`, line 2: `dx = z + x` and line 10: `return {")
    assert "A change in each makes every test of it pass." in said


def repairs_far_apart(*, at):
    """A factor 2, which each of `at` lines can take out again."""
    between = "\n".join(f"    c{n} = {n}" for n in range(6))
    return SOFTMAX.format(
        "a = 2.0\n"
        + f"{between}\n    b = a * 1.0\n" * (at - 2)
        + f"{between}\n    e = np.exp(o - o.max(-1, keepdims=True))\n"
        f"    return {'ab'[at - 2]} * e / e.sum(axis=-1, keepdims=True)"
    )


def test_of_repairs_that_lie_far_apart_two_are_told(grade):
    said, lines = told(grade, repairs_far_apart(at=2))
    assert lines == {4}
    assert said.startswith("`softmax`, line 4: `a = 2.0`, or line 12: `return a * e")
    assert "One change in one of them makes every test of it pass." in said


def test_of_repairs_in_more_places_nothing_is_told(grade):
    assert told(grade, repairs_far_apart(at=3)) == ("", {None})


CHAIN = SOFTMAX.format(
    """e = np.exp(o - o.max(axis=-1, keepdims=True))
    s = e.sum(axis=-1, keepdims=True)
    one = np.ones_like(s)
    f = one * e
{}    square = s ** 2
    return f / square"""
)


def test_what_another_line_of_a_chain_puts_right_as_well_is_told_of_both(grade):
    """The mistake is a name, in line 7; an exponent further down is a likelier edit."""
    said, _ = told(grade, CHAIN.format("".join(f"    c{n} = {n}\n" for n in range(6))))
    assert said.startswith("`softmax`, lines 4 to 7, or lines 14 to 15. One change in one of them")


def test_of_repairs_in_many_lines_of_a_long_function_the_stretch_is_told(grade):
    more = "".join(f"    d{n} = {n}\n" for n in range(30))
    text = repairs_far_apart(at=3).replace("    a = 2.0", f"{more}    a = 2.0")
    said, lines = told(grade, text)
    assert lines == {34}
    assert said.startswith("`softmax`, lines 34 to 49. One change in these lines makes every test")


WHILE = """i, e = 0, {}
    while i < 1:
        i += 1
        e = e / i / e.sum(axis=0, keepdims=True)
    return e"""
FIRST = """rows = np.atleast_2d(o)
    out = np.zeros(rows.shape)
    for i in range(len(rows)):
        e = np.exp(rows[i] - rows[i].max())
        out[i] = e / np.exp(rows[0] - rows[i].max()).sum()
    return out.reshape(np.shape(o))"""


def test_of_a_while_that_does_not_end_when_it_is_edited_the_line_is_told(grade):
    """Nearly every edit of what counts its turns makes it endless."""
    text = SOFTMAX.format(WHILE.format("np.exp(o - o.max(-1, keepdims=True))"))
    assert told(grade, text)[1] == {7}


COUNTED = """rows = np.reshape(o - np.max(o), (-1, np.shape(o)[-1]))
    out, j = np.zeros(rows.shape), 0
    for i in range(len(rows)):
        e = np.exp(rows[i] - rows[i].max())
        while j < len(e):
            out[i, j] = e[j] / e.sum()
            j += 1
    return out.reshape(np.shape(o))"""


def test_a_count_that_is_not_begun_anew_is_told(grade):
    said, lines = told(grade, SOFTMAX.format(COUNTED))
    assert lines == {6}
    assert "a statement that may be missing" in said


def test_a_number_may_stand_for_a_name(grade):
    said, lines = told(grade, SOFTMAX.format(FIRST))
    assert lines == {8}
    assert "the names in it" in said


@pytest.mark.slow
@pytest.mark.parametrize("hints", ["none", "name"])
def test_no_point_comes_from_it_and_nobody_need_tell_it(grade, own_graders, solution, hints):
    wrong = solution.replace("dJ_dh = dJ_do @ cache", "dJ_dh = dJ_do + cache", 1)
    without = own_graders[hints].grade(Submission("ada", "hw.py", wrong.encode()))
    with_line = grade(wrong)
    assert [o.score for o in with_line.outcomes] == [o.score for o in without.outcomes]
    assert any(o.line for o in with_line.outcomes)
    assert not any(o.line for o in without.outcomes)


@pytest.mark.slow
def test_a_name_is_told_or_not(own_graders, monkeypatch, solution):
    monkeypatch.undo()
    wrong = solution.replace("lambd / 2 * (np.sum", "lambd * (np.sum").encode()
    results = {hints: own_graders[hints].grade(Submission("a", "a.py", wrong)) for hints in HINTS}
    named = {hints: {o.hint for o in graded.outcomes} - {""} for hints, graded in results.items()}
    assert not named["none"]
    assert named["name"] == named["line"] != set()


def test_an_exception_for_what_was_called_before_is_told(grade):
    text = SOFTMAX.format(
        f"{SHIFTED}\n    KEPT.append(e)\n    return (KEPT[0] + e) / 2 / e.sum(-1, keepdims=True)"
    )
    own = [o for o in grade(f"KEPT = []\n{text}").outcomes if o.test.functions[-1] == "softmax"]
    raised = [o for o in own if o.reason == "exception" and o.test.hidden]
    assert raised
    assert all("It remembers something between calls" in o.hint for o in raised)
    assert not any(o.line for o in own)


def test_an_exception_whatever_was_called_before_is_told_otherwise(grade):
    text = SOFTMAX.format(f"{SHIFTED}\n    return e / e.sum(axis=-1, keepdims=True) @ e")
    assert not any(o.hint for o in grade(text).outcomes)


def test_a_fault_in_the_search_costs_the_hint_alone(grade, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(mending, "repairs", broken)
    wrong = SOFTMAX.format(AXIS)
    assert told(grade, wrong) == ("", {None})


def test_a_mistake_that_is_named_pays_for_no_search(grade, monkeypatch, solution):
    monkeypatch.undo()
    asked: list[int] = []
    monkeypatch.setattr(mending, "repairs", lambda *_: asked.append(1) or [])
    result = grade(solution.replace("lambd / 2 * (np.sum", "lambd * (np.sum"))
    assert any(o.hint for o in result.outcomes)
    assert not asked


def test_what_was_found_is_kept_by_the_text_that_it_depends_on(grade, monkeypatch):
    wrong = SOFTMAX.format(AXIS)
    assert told(grade, wrong)[1] == {5}
    monkeypatch.setattr(mending, "repairs", lambda *_: [])
    other = "def relu(x):\n    return x\n\n\n" + wrong
    assert told(grade, other)[1] == {9}
    helped = wrong.replace("return e", "return relu(e)") + "\ndef relu(x):\n    return x\n"
    assert told(grade, helped)[1] == {None}


def test_a_submission_that_behaves_otherwise_when_it_is_searched_gains_nothing(grade):
    """It notices that it is edited, and answers with what it likes."""
    spoiled = SOFTMAX.format("return 'o' if vars() else o") + (
        "\nimport sys\nfor name in ('trials', 'repair.trials'):\n"
        "    if name in sys.modules:\n"
        "        sys.modules[name].Trials.more = lambda *_: {'tried': 1, 'came': 'x', 'new': 3}\n"
    )
    result = grade(spoiled)
    assert result.status == "graded"
    assert not any(o.line for o in result.outcomes)
