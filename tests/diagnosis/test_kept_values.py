"""What results keep of wrong values: enough of public ones, nothing readable of hidden ones."""

import json
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from bundled import COURSE

from autograder.course.author_modules import load_public
from autograder.course.public_checks import WrongAnswer
from autograder.diagnosis.kept_values import MOST, answer_of, values_of
from autograder.grading.failures import explain
from autograder.reports.heatmap import heat_map
from autograder.results.result import result_of
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import (
    Case,
    ChangedArgument,
    LostEntry,
    NotRaised,
    NotRepeatable,
    WrongValue,
)
from autograder.testing.statistical_test import BrokenLaw

RIGHT = np.array([[1.0, -2.0], [0.5, 0.0]])
VALUE = Difference("wrong_value", "has the wrong value")
MINUS = "\N{MINUS SIGN}"
WRONG_DW2 = "\n_right = mlp_backward\ndef mlp_backward(cache):\n    out = _right(cache)\n"


def mismatch(*answers, function="relu", expected=RIGHT):
    returned = [Case((i,), expected, got) for i, got in enumerate(answers)]
    return WrongValue(function, None, VALUE, returned[0], returned)


def public(result):
    """The evidence of every failed test, public ones first."""
    return [
        [msgspec.to_builtins(test.about) for test in result.failed if test.is_public == wanted]
        for wanted in (True, False)
    ]


@pytest.mark.slow
def test_a_failed_public_test_keeps_its_values_and_a_hidden_one_never(grade, hw1, solution):
    spoilt = solution + WRONG_DW2 + "    return out | {'dJ_dW2': 3 * out['dJ_dW2'] + 0.5}\n"
    visible, hidden = public(result_of(grade(spoilt), hw1, "strong", ""))
    assert [len(extra["values"]["got"]) for extra in visible] == [2]
    assert hidden
    assert not any("values" in extra for extra in hidden)
    names = {"question", "quantity", "function", "reason", "misconception", "message", "answer"}
    assert all(set(extra) - {"property"} == names for extra in hidden)


@pytest.mark.slow
@pytest.mark.parametrize("assignment", ["hw1_backprop", "hw2_stability", "hw4_optimization"])
def test_no_result_of_a_hidden_test_holds_a_number(grade, assignment, grader_of):
    """Every function returns one matrix: whatever fails, a hidden test says no value of it."""
    functions = grader_of(assignment).assignment.functions
    text = "import numpy as np\n" + "".join(
        f"def {name}(*a, **k):\n    return np.array([[0.123456789, 7.0]])\n" for name in functions
    )
    result = result_of(grade(text, assignment=assignment), grader_of(assignment).assignment, "", "")
    for test in result.failed:
        if not test.is_public:
            assert "values" not in msgspec.to_builtins(test.about)
            assert "0.1234" not in json.dumps(msgspec.to_builtins(test))


PUBLIC = [path for found in COURSE.assignments for path in found.public_tests.glob("q*.py")]


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_public_check_tells_the_student_in_words_and_hands_on_the_values(path):
    check = getattr(load_public(path), "check", None)
    if check is None:
        pytest.skip("it compares no values")
    with pytest.raises(WrongAnswer) as caught:
        check("f", RIGHT + 1, RIGHT, "the sum")
    told = str(caught.value)
    assert told == f"f: wrong value: expected\n{RIGHT}\ngot\n{RIGHT + 1}\nLook at the sum."
    kept = values_of(caught.value.expected, caught.value.got)
    assert kept == {"expected": RIGHT.tolist(), "got": (RIGHT + 1).tolist()}


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (RIGHT, RIGHT.T[:1]),
        (np.zeros((MOST + 1, 2)), np.zeros((MOST + 1, 2))),
        (np.zeros((2, 2, 2)), np.ones((2, 2, 2))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (1.0, np.array(2.0)),
        (1.0, 2.0),
        ("text", RIGHT),
        (None, RIGHT),
        (RIGHT, None),
        (RIGHT, RIGHT.tolist()),
        (RIGHT, RIGHT.astype(object)),
        (RIGHT, RIGHT.astype(str)),
        (RIGHT, RIGHT + 0j),
        (RIGHT, np.ma.masked_array(RIGHT)),
    ],
    ids=lambda value: str(value)[:12],
)
def test_of_anything_but_two_small_matrices_nothing_is_kept(expected, got):
    assert values_of(expected, got) is None


def test_only_a_public_check_carries_values(hw1):
    class Own(AssertionError):
        expected, got = RIGHT, RIGHT + 1

    public = next(test for test in hw1.tests if not test.hidden)
    hidden = next(test for test in hw1.tests if test.hidden)
    wrong = WrongAnswer("wrong_value", "f: wrong value", "", RIGHT, RIGHT + 1)
    assert explain(public, wrong, hw1).values == values_of(RIGHT, RIGHT + 1)
    assert explain(hidden, wrong, hw1).values is None
    for other in (Own(), mismatch(RIGHT + 1), AssertionError("no values")):
        assert explain(public, other, hw1).values is None


def test_what_is_kept_is_json_and_small():
    values = np.full((MOST, MOST), -1.2345678901234567e-300)
    values[0, :3] = np.nan, np.inf, -np.inf
    kept = values_of(np.zeros((MOST, MOST)), values)
    text = json.dumps(kept, allow_nan=False)
    assert len(text) < 6000
    assert json.loads(text)["got"][0][:3] == ["nan", "inf", "-inf"]
    assert heat_map(kept).panels[2][1][0][0] == ("nan", "nan")


def test_the_same_wrong_answer_has_the_same_hash_and_no_other_has():
    wrong = np.random.default_rng(0).normal(size=(3, 4))

    def answer(*answers, seed="one", **more):
        return answer_of(mismatch(*answers, expected=np.zeros((3, 4)), **more), seed)

    first = answer(wrong)
    assert answer(wrong * (1 + 1e-13)) == first
    assert answer(wrong.astype(np.float32)) == first
    others = [answer(2 * wrong), answer(wrong.T), answer(-wrong), answer(wrong, wrong)]
    others += [answer(wrong, function="tanh"), answer(None), answer("text"), answer(wrong * np.nan)]
    others += [answer([wrong, wrong.T])]
    two = [np.zeros((3, 4)), np.zeros((3, 4))]
    others += [answer_of(mismatch(got, expected=two), "one") for got in ([wrong] * 2, [-wrong] * 2)]
    assert len({first, *others}) == 12
    assert first is not None
    assert None not in others
    assert answer(wrong, seed="another") != first


def test_statistics_and_arguments_have_no_hash():
    law = SimpleNamespace(reason="wrong_value", message="is off")
    others = [
        BrokenLaw(SimpleNamespace(function="relu"), "mean", law, {"mean": 1.0}),
        ChangedArgument("relu", "x", (RIGHT,), 0, RIGHT + 1),
        NotRepeatable("relu", (RIGHT,), RIGHT, RIGHT + 1),
        NotRaised("relu", (RIGHT,), RIGHT),
        LostEntry("relu", "z", VALUE, Case((RIGHT,), RIGHT, {})),
    ]
    assert [answer_of(other, "one") for other in others] == [None] * len(others)


def test_a_map_says_where_how_much_and_in_which_direction():
    found = heat_map({"expected": [[1.0, 2.0], [3.0, 0.0]], "got": [[1.0, 2.5], [0.0, 1e-9]]})
    (_, expected), (_, got), (_, error) = found.panels
    assert expected[1] == [("3", ""), ("0", "")]
    assert got[0] == [("1", ""), ("2.5", "wrong")]
    assert error == [[("✓", "right"), ("+0.5", "p1")], [(f"{MINUS}3", "n3"), ("✓", "right")]]
    assert found.summary == f"2 of 4 wrong; the largest error is {MINUS}3 at [1, 0]."
    assert found.is_matrix


def test_a_map_of_nan_and_of_a_vector():
    found = heat_map({"expected": [1.0, 2.0], "got": [1e308, -1.7e308]})
    assert [color for _, color in found.panels[2][1][0]] == ["p2", "n3"]
    found = heat_map({"expected": [1.0, 2.0], "got": ["nan", "inf"]})
    assert found.panels[2][1] == [[("nan", "nan"), ("+inf", "nan")]]
    assert found.summary == "2 of 2 wrong."
    assert not found.is_matrix
