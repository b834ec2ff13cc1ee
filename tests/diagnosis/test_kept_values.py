"""What results keep of wrong values: enough of public ones, nothing readable of hidden ones."""

import json
import runpy

import numpy as np
import pytest
from bundled import COURSE

from autograder.diagnosis.kept_values import MOST, of_hidden, of_public
from autograder.reports.heatmap import heat_map
from autograder.results.result import result_of
from autograder.testing.comparison import Difference
from autograder.testing.mismatch import Mismatch

RIGHT = np.array([[1.0, -2.0], [0.5, 0.0]])
VALUE = Difference("wrong_value", "has the wrong value")
MINUS = "\N{MINUS SIGN}"
WRONG_DW2 = "\n_right = mlp_backward\ndef mlp_backward(cache):\n    out = _right(cache)\n"


def failure(expected, got):
    """What the check of a public test raises."""
    error = AssertionError("q: wrong value")
    error.expected, error.got = expected, got
    return error


def mismatch(*answers, function="relu", expected=RIGHT, **more):
    returned = [((i,), expected, got) for i, got in enumerate(answers)]
    return Mismatch(function, None, VALUE, returned[0], returned, **more)


def public(result):
    """The evidence of every failed test, public ones first."""
    failed = [test for test in result["tests"] if test["status"] == "failed"]
    return [
        [test["extra_data"] for test in failed if (test["visibility"] == "visible") == wanted]
        for wanted in (True, False)
    ]


def test_a_failed_public_test_keeps_its_values_and_a_hidden_one_never(grade, hw1, solution):
    spoilt = solution + WRONG_DW2 + "    return out | {'dJ_dW2': 3 * out['dJ_dW2'] + 0.5}\n"
    visible, hidden = public(result_of(grade(spoilt), hw1, "strong", ""))
    assert [len(extra["values"]["got"]) for extra in visible] == [2]
    assert hidden
    assert not any("values" in extra for extra in hidden)
    assert all(set(extra) == {"reason", "misconception", "answer"} for extra in hidden)


@pytest.mark.parametrize("assignment", ["hw1_backprop", "hw2_stability", "hw4_optimization"])
def test_no_result_of_a_hidden_test_holds_a_number(grade, assignment, grader_of):
    """Every function returns one matrix: whatever fails, a hidden test says no value of it."""
    functions = grader_of(assignment).assignment.functions
    text = "import numpy as np\n" + "".join(
        f"def {name}(*a, **k):\n    return np.array([[0.123456789, 7.0]])\n" for name in functions
    )
    result = result_of(grade(text, assignment=assignment), grader_of(assignment).assignment, "", "")
    for test in result["tests"]:
        if test["visibility"] != "visible" and test["status"] == "failed":
            assert "values" not in test["extra_data"]
            assert "0.1234" not in json.dumps(test)


PUBLIC = [path for found in COURSE.assignments for path in (found.folder / "tests").glob("q*.py")]


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_public_check_tells_the_student_in_words_and_hands_on_the_values(path):
    check = runpy.run_path(str(path)).get("check")
    if check is None:
        pytest.skip("it compares no values")
    with pytest.raises(AssertionError) as caught:
        check("f", RIGHT + 1, RIGHT, "the sum")
    told = str(caught.value)
    assert told == f"f: wrong value: expected\n{RIGHT}\ngot\n{RIGHT + 1}\nLook at the sum."
    assert of_public(caught.value)["values"]["got"] == (RIGHT + 1).tolist()


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
    assert of_public(failure(expected, got)) == {}


def test_only_a_plain_assertion_carries_values():
    class Own(AssertionError):
        expected, got = RIGHT, RIGHT + 1

    assert of_public(Own()) == {}
    assert of_public(mismatch(RIGHT + 1)) == {}
    assert of_public(AssertionError("no values")) == {}


def test_what_is_kept_is_json_and_small():
    values = np.full((MOST, MOST), -1.2345678901234567e-300)
    values[0, :3] = np.nan, np.inf, -np.inf
    kept = of_public(failure(np.zeros((MOST, MOST)), values))
    text = json.dumps(kept, allow_nan=False)
    assert len(text) < 6000
    assert json.loads(text)["values"]["got"][0][:3] == ["nan", "inf", "-inf"]
    assert heat_map(kept["values"]).panels[2][1][0][0] == ("nan", "nan")


def test_the_same_wrong_answer_has_the_same_hash_and_no_other_has(monkeypatch):
    wrong = np.random.default_rng(0).normal(size=(3, 4))

    def answer(*answers, **more):
        return of_hidden(mismatch(*answers, **more))["answer"]

    first = answer(wrong)
    assert answer(wrong * (1 + 1e-13)) == first
    assert answer(wrong.astype(np.float32)) == first
    others = [answer(2 * wrong), answer(wrong.T), answer(-wrong), answer(wrong, wrong)]
    others += [answer(wrong, function="tanh"), answer(None), answer("text"), answer(wrong * np.nan)]
    assert len({first, *others}) == 9
    monkeypatch.setenv("AUTOGRADER_SEED", "another")
    assert answer(wrong) != first


def test_statistics_and_arguments_have_no_hash():
    assert of_hidden(mismatch(RIGHT, kind="law")) == {}
    assert of_hidden(mismatch(RIGHT, kind="argument")) == {}


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
