"""Grading one submission: is every point where it belongs, whatever the submission does?"""

import gc
import weakref

import pytest
from bundled import COURSE

from autograder.course.author_modules import load
from autograder.grading import grader as grading
from autograder.grading.failures import explain, reason_of
from autograder.release.gate.gate import specimens_of
from autograder.sandbox.failure import CallFailed
from autograder.sandbox.walls.limits import Limits
from autograder.submissions.submission import Submission

STUBS = "import numpy as np\n"
KEPT = 4  # submissions of which public tests keep the last answers
SLOW = pytest.mark.slow


def failed(result):
    return {outcome.test.name: outcome.reason for outcome in result.outcomes if not outcome.passed}


def score(result):
    return sum(outcome.score for outcome in result.outcomes)


@pytest.mark.slow
@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_the_solution_gets_100_and_the_stub_0(assignment, grade):
    solved = grade(assignment.solution.read_text(), assignment=assignment.name)
    assert failed(solved) == {}
    assert score(solved) == 100
    blank = grade(assignment.handout.read_text(), assignment=assignment.name)
    assert score(blank) == 0
    assert set(failed(blank).values()) == {"missing"}
    assert blank.problems == []


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_points_and_names(assignment):
    tests = assignment.tests
    assert sum(test.points for test in tests) == assignment.max_score == 100
    assert sum(test.points for test in tests if test.hidden) >= 60
    assert len({test.name for test in tests}) == len(tests)
    for test in tests:
        assert test.name.startswith(f"{test.question}.")
        assert set(test.functions) <= set(assignment.functions)


def test_a_wrong_helper_costs_the_helper_alone(grade, solution):
    wrong = solution.replace("(np.asarray(x) > 0)", "(np.asarray(x) >= 0)")
    result = grade(wrong)
    assert {name.split(".")[1] for name in failed(result)} == {"relu_grad"}
    carried = {o.test.name: o for o in result.outcomes if o.carried}
    assert carried["q5.dJ_dz"].output == "right, once your relu_grad is"


def test_an_early_value_that_is_wrong_does_not_spoil_the_later_ones(grade, solution):
    wrong = solution.replace("h = phi(z)", "h = phi(z) + 1")
    hidden = [name for name in failed(grade(wrong)) if name in ("q4.h", "q4.o", "q4.L", "q4.J")]
    assert hidden == ["q4.h"]


@pytest.mark.slow
def test_two_wrong_functions_that_call_each_other_do_not_rescue_each_other(grade):
    result = grade(
        STUBS
        + """
def mlp_forward(x, *rest):
    return mlp_forward_batch(x, *rest)

def mlp_forward_batch(x, *rest):
    return mlp_forward(x, *rest)
"""
    )
    lost = failed(result)
    assert {"q4.z", "q4.h", "q4.o", "q4.L"} <= lost.keys()


@pytest.mark.slow
def test_a_second_guess_needs_the_helper(grade, solution):
    """A function that sees its helper replaced, and does not call it, has no second try."""
    source = (
        solution
        + """
wrong = tanh_grad
def relu(x): return None
ours = relu
def tanh_grad(x): return wrong(x) * (1 if relu is not ours else 2)
"""
    )
    assert {"q2.relu", "q2.tanh_grad"} <= failed(grade(source)).keys()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("return None", "wrong_type"),
        ("return [0.5] * len(x)", "wrong_value"),
        ("return [None] * len(x)", "wrong_type"),
        ("return 'one half'", "wrong_type"),
        ("return np.array([object()])", "wrong_type"),
        ("return {1, 2}", "wrong_type"),
        ("return (i for i in x)", "wrong_value"),
        ("l = []; l.append(l); return l", "wrong_type"),
        ("return np.broadcast_to(0.5, (10**6, 10**6))", "wrong_type"),
        ("return 0.5 * x[:1]", "wrong_shape"),
        ("return x * np.nan", "not_finite"),
        ("return x", "wrong_value"),
        ("raise ZeroDivisionError('x')", "exception"),
        ("raise KeyboardInterrupt", "exception"),
        ("class E(Exception): pass\n    raise E", "exception"),
        ("return sigmoid(x)", "exception"),
        ("import sys; sys.exit(0)", "exception"),
        ("return input()", "exception"),
        ("return np.ones(1 << 30)", "memory"),
        ("import os; os._exit(0)", "crash"),
        ("raise NotImplementedError", "missing"),
        # A child that ends otherwise, and one for every call that hangs, are waited for long:
        # in every run a crash is that above, and a timeout that of the answer cache.
        pytest.param("import ctypes; ctypes.string_at(0)", "crash", marks=SLOW),
        pytest.param("while True: pass", "timeout", marks=SLOW),
    ],
)
def test_what_a_function_does_wrong_costs_its_own_tests(grade, body, reason):
    result = grade(
        STUBS + f"def sigmoid(x):\n    {body}\n\ndef relu(x):\n    return np.maximum(x, 0)\n"
    )
    assert {reason for name, reason in failed(result).items() if name == "q2.sigmoid"} == {reason}
    assert not any(name.startswith("q2.relu.") for name in failed(result))
    assert failed(result)["q3.softmax"] == "missing"


@pytest.mark.parametrize("parameters", ["", "a, b", "*, x"])
def test_wrong_parameters_are_an_exception(grade, parameters):
    result = grade(STUBS + f"def sigmoid({parameters}):\n    return 0.5\n")
    assert failed(result)["q2.sigmoid"] == "exception"


@pytest.mark.slow
def test_printing_a_lot_costs_nothing(grade, grader_of, solution, monkeypatch):
    """It takes its time, which on a busy machine may be long; a specimen prints less."""
    monkeypatch.setattr(grader_of("hw1_backprop"), "_limits", Limits(60, 60))
    noisy = solution.replace(
        "    return 0.5 * (1.0 + np.tanh(0.5",
        '    print("x" * 100_000_000)\n    return 0.5 * (1.0 + np.tanh(0.5',
    )
    assert noisy != solution
    assert not any(name.startswith("q2.") for name in failed(grade(noisy)))


def test_a_changed_argument_costs_its_own_test(grade, solution):
    wrong = solution.replace(
        "    e = np.exp(o - np.max(o, axis=-1",
        "    o -= o.max()\n    e = np.exp(o - np.max(o, axis=-1",
    )
    assert wrong != solution
    lost = failed(grade(wrong))
    assert "q3.softmax.arguments" in lost
    assert "q3.softmax" not in lost


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("import torch", "NumPy only"),
        ("raise ValueError('at load')", "at load"),
        ("import sys; sys.exit(1)", "SystemExit"),
        ("undefined", "NameError"),
        ("input()", "EOFError"),
        ("import os; os._exit(3)", "exit code 3"),
        ("while True: pass", "cut off"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
    ],
)
def test_a_bad_line_at_load_costs_nothing_else(grade, solution, line, told):
    result = grade(f"{line}\n{solution}\n{line}\n")
    assert score(result) == 100
    assert len(result.problems) == 2
    assert all(told in str(problem) for problem in result.problems)
    assert str(result.problems[0]).startswith("line 1")


def test_a_plot_at_top_level_needs_no_display(grade, solution):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('a.png')\nplt.show()\n"
    result = grade(plot + solution)
    assert result.problems == []
    assert score(result) == 100


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("x = 1", "another assignment"),
        ("def sigmoid(x:\n    return x", "line 1: SyntaxError"),
        ("\0", "null bytes"),
        ("-" * 50_000 + "1", "none of the functions"),
        ("\n".join(f"no_{n}" for n in range(20)), "'no_2' is not defined; 17 more"),
    ],
)
def test_nothing_to_grade_has_a_reason(grade, text, why):
    result = grade(text)
    assert result.status == "unreadable"
    assert why in result.note


def test_a_syntax_error_costs_the_cell_it_is_in(grade, solution):
    broken = solution.replace("    return q * z", "    return q z")
    broken = solution.replace("    q = x + y\n", "    q = x y\n")
    result = grade(broken)
    assert {name.split(".")[0] for name in failed(result)} == {"q1"}
    assert "SyntaxError" in str(result.problems[0])


def test_hidden_failures_tell_nothing_the_submission_said(grade):
    """The hidden inputs could travel in it."""
    result = grade(STUBS + "def sigmoid(x):\n    raise ValueError(f'CANARY {x.tolist()}')\n")
    for outcome in result.outcomes:
        if outcome.test.hidden:
            assert "CANARY" not in outcome.output
            assert "ValueError" not in outcome.output
    assert any("CANARY" in outcome.output for outcome in result.outcomes)
    assert any("(at line 3)" in outcome.output for outcome in result.outcomes)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return np.ones(2) + np.ones(3)", "the shapes of two arrays do not fit"),
        ("return None + x", "None stands where a value is needed"),
        ("return {}['missing']", "there is no such name or key"),
        ("return nowhere", "there is no such name or key"),
        ("return 2 (x)", "is a `*` missing before a bracket?"),
        ("return np.exp()", "called with other arguments than it takes"),
        ("return sigmoid(x, 1)", "called with other arguments than it takes"),
        ("return [][3]", "an index is out of range"),
        ("x = np.ones(1, int)\n    x += 0.5", "fractions are written into an array of integers"),
        ("raise ValueError('CANARY')", "sigmoid raised an exception at line 4"),
        ("import os; os._exit(77)", "sigmoid ended the process"),
    ],
)
def test_a_hidden_failure_says_its_kind_and_its_line(grade, body, told):
    result = grade(f"import numpy as np\n{STUBS}def sigmoid(x):\n    {body}\n")
    (said,) = {o.output for o in result.outcomes if o.test.name == "q2.sigmoid"}
    assert told in said
    assert "CANARY" not in said
    assert "77" not in said


def test_of_a_call_that_failed_only_a_public_test_tells_the_detail(hw1):
    call = CallFailed("exception", "sigmoid raised ValueError", "CANARY", "sigmoid")
    for test in hw1.tests:
        outcome = explain(test, call, hw1)
        assert "sigmoid raised ValueError" in outcome.output
        assert ("CANARY" in repr(outcome)) is not test.hidden


def test_the_reason_is_that_of_what_came_before_an_error_of_the_test():
    call = CallFailed("timeout", "f took too long")
    try:
        try:
            raise call
        except CallFailed:
            raise AssertionError("while it was handled")  # noqa: B904 - it has a context alone
    except AssertionError as failure:
        caught = failure
    assert caught.__cause__ is None
    assert caught.__context__ is call
    assert reason_of(caught) == "timeout"
    assert reason_of(AssertionError("by itself")) == "wrong_value"
    assert reason_of(TypeError("of the test itself")) == "wrong_type"


def test_the_reason_is_that_of_what_an_error_of_the_test_was_raised_from():
    """Of the cause sooner than of the context, and however long the way to it is."""
    try:
        raise CallFailed("memory", "f used too much")
    except CallFailed:
        try:
            raise KeyError("of the test") from CallFailed("crash", "f ended the process")
        except KeyError as error:
            between = error
    with pytest.raises(AssertionError) as caught:
        raise AssertionError("outside of any handler") from between
    assert caught.value.__context__ is None
    assert between.__context__.reason == "memory"
    assert reason_of(caught.value) == reason_of(between) == "crash"


def test_public_failures_tell_nothing_that_a_hidden_test_asked(grade, hw1, solution):
    """A submission may keep what it is asked, and say it where its words are shown."""
    spy = f"""
{solution}
asked, honest = [], computational_graph
def computational_graph(*args):
    asked.append(args)
    return honest(*args)
def mlp_backward(cache):
    raise ValueError(f"asked {{len(asked)}} times")
"""
    public = [outcome for outcome in grade(spy).outcomes if not outcome.test.hidden]
    told = {outcome.output for outcome in public if "asked" in outcome.output}
    right, asked = load(hw1.secrets, "solution").computational_graph, []

    def honest(*args):
        asked.append(args)
        return right(*args)

    for test in hw1.tests:
        if test.functions == ["computational_graph"] and not test.hidden:
            test.run({"computational_graph": honest})
    assert len(told) == 1
    assert f"asked {len(asked)} times" in told.pop()


@pytest.mark.slow
def test_the_same_submission_gets_the_same_grade(grade, solution):
    wrong = solution.replace("dJ_dh * phi_grad", "dJ_dh + phi_grad")
    first, second = grade(wrong), grade(wrong)
    assert [(o.reason, o.output) for o in first.outcomes] == [
        (o.reason, o.output) for o in second.outcomes
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "assignment",
    # What holds a submission is the engine: in every run one homework stands for all.
    [*(pytest.param(a, marks=SLOW) for a in COURSE.assignments[:-1]), COURSE.assignments[-1]],
    ids=lambda a: a.name,
)
def test_nothing_of_a_submission_stays_not_even_for_the_garbage_collector(
    assignment, grader_of, monkeypatch
):
    """Its traceback holds an exception's every frame, and a frame whole sessions."""
    raising = "\n".join(f"def {name}(*_): raise ValueError" for name in assignment.functions)
    submissions = [
        *specimens_of(assignment)[:12],
        Submission("raises", "raises.py", raising.encode()),
        Submission("solution", "solution.py", assignment.solution.read_bytes()),
    ]
    sessions, make = [], grading.Session

    def noted(*args):
        session = make(*args)
        sessions.append(weakref.ref(session))
        return session

    monkeypatch.setattr(grading, "Session", noted)
    gc.collect()
    gc.disable()
    try:
        for submission in submissions:
            grader_of(assignment.name).grade(submission)
        assert len(sessions) == len(submissions)
        assert sum(session() is not None for session in sessions) <= KEPT
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("assignment", "function", "body"),
    [
        ("hw2_stability", "random_matrices(rng, count=100, n=4, var=1.0)", "(count, n, n)"),
        ("hw2_stability", "xavier_normal(rng, n_in, n_out)", "(n_out, n_in)"),
        ("hw2_stability", "product_experiment(rng, count=100, n=4, var=1.0)", "count"),
        ("hw3_dropout", "dropout_backward(dout, mask, p)", "dout.shape"),
    ],
)
@pytest.mark.parametrize("number", [0.0, 1.0])
def test_one_number_for_everything_gets_nothing(assignment, function, body, number, grade):
    """Zeros have mean 0, the shape asked for, and rows that are not correlated."""
    text = f"import numpy as np\ndef {function}: return np.full({body}, {number})\n"
    assert score(grade(text, assignment=assignment)) == 0


COMPLEX = """
right = mlp_backward
def mlp_backward(cache):
    return {key: (1 + 1j) * value for key, value in right(cache).items()}
"""


def test_what_is_returned_floods_no_terminal(grade, solution, recwarn):
    """NumPy warns of complex numbers wherever a test makes floats of them."""
    grade(solution + COMPLEX)
    assert [str(warning.message) for warning in recwarn] == []


def test_a_special_test_says_nothing_of_where_to_look_where_the_ordinary_one_fails(grade, solution):
    wrong = solution.replace("e = np.exp(o - ", "e = 1 + np.exp(o - ", 1)
    looks = [o.look for o in grade(wrong).outcomes if o.test.name.startswith("q3.softmax.")]
    assert len([look for look in looks if look.startswith("Look at")]) == 1
