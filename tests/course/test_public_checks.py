"""What public tests share: does a student read what is wrong first, and where to look?"""

import pickle
import sys
import warnings

import numpy as np
import otter.test_files
import pytest

from autograder.course import public_checks
from autograder.course.bundled import PACKAGE
from autograder.course.public_checks import (
    WrongAnswer,
    array,
    check,
    entry,
    numbers,
    require,
    test_case,
    values,
)

RIGHT = np.array([[1.0, -2.0, 0.5], [0.25, 4.0, 0.0]])
NAN = np.where(RIGHT == 4.0, np.nan, RIGHT + 1)


def wrong(function, *args):
    with pytest.raises(WrongAnswer) as caught:
        function(*args)
    return caught.value


@pytest.mark.parametrize(
    "got",
    [
        RIGHT,
        RIGHT.astype(np.float32),
        RIGHT * (1 + 9e-6),
        RIGHT + 0.9e-6 * 4.0,
        np.asfortranarray(RIGHT),
    ],
)
def test_a_right_value_passes(got):
    check("f", got, RIGHT.tolist(), "the sum")


@pytest.mark.parametrize("got", [3, 3.0, np.float32(3), np.array(3), np.int64(3)])
def test_a_number_may_come_in_any_dress(got):
    check("f", got, 3.0, "the sum")


@pytest.mark.parametrize(
    ("got", "reason", "told"),
    [
        (NAN[:1].tolist(), "wrong_type", "an array of shape (2, 3), got list"),
        (NAN[:1].astype(complex), "wrong_type", "of real numbers, got dtype complex128"),
        (NAN[:1].astype(object), "wrong_type", "of real numbers, got dtype object"),
        ({"z": RIGHT}, "wrong_type", "an array of shape (2, 3), got dict"),
        (NAN[:1], "wrong_shape", "an array of shape (2, 3), got shape (1, 3)"),
        (1.0, "wrong_shape", "an array of shape (2, 3), got shape ()"),
        (NAN, "not_finite", "not finite"),
        (np.where(RIGHT == 4.0, -np.inf, RIGHT), "not_finite", "not finite"),
        (RIGHT + 1, "wrong_value", "wrong value"),
        (RIGHT * (1 + 2e-5), "wrong_value", "wrong value"),
    ],
)
def test_what_is_wrong_is_told_in_order_and_where_to_look_for_a_value_alone(got, reason, told):
    """Type, then shape, then finiteness, then value: each has all the later faults as well."""
    failure = wrong(check, "f of 3", got, RIGHT, "the sum")
    assert failure.reason == reason
    assert failure.problem.startswith("f of 3: ")
    assert told in failure.problem
    look = "Look at the sum." if reason == "wrong_value" else ""
    assert failure.look == look
    assert ("Look at" in str(failure)) is bool(look)
    compared = reason in {"not_finite", "wrong_value"}
    assert failure.numbers == (f": expected\n{RIGHT}\ngot\n{got}" if compared else "")
    assert str(failure) == f"{failure.problem}{failure.numbers}\n{look}".strip()
    assert (failure.expected == RIGHT).all()
    assert failure.got is got


def test_a_value_that_follows_from_an_earlier_one_is_not_wrong_again():
    check("f", RIGHT + 1, RIGHT, "the sum", lambda: RIGHT + 2, lambda: RIGHT + 1)


@pytest.mark.parametrize(
    "earlier",
    [
        lambda: RIGHT + 2,
        lambda: (RIGHT + 1)[0],
        lambda: None,
        lambda: {}["z"],
        lambda: "text",
    ],
)
def test_an_earlier_value_that_says_otherwise_or_nothing_excuses_nothing(earlier):
    assert wrong(check, "f", RIGHT + 1, RIGHT, "the sum", earlier).reason == "wrong_value"


def test_an_earlier_value_that_is_complex_excuses_nothing_and_warns_nobody():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        failure = wrong(check, "f", RIGHT + 1, RIGHT, "the sum", lambda: RIGHT + 1 + 0j)
    assert failure.reason == "wrong_value"


def test_an_earlier_value_of_the_wrong_shape_excuses_no_wrong_shape():
    failure = wrong(check, "f", RIGHT[:1], RIGHT, "the sum", lambda: RIGHT[:1])
    assert failure.reason == "wrong_shape"


def test_an_earlier_value_of_nothing_but_zeros_excuses_no_zeros():
    failure = wrong(check, "f", 0 * RIGHT, RIGHT, "the sum", lambda: 0 * RIGHT)
    assert failure.reason == "wrong_value"


@pytest.mark.parametrize(
    "asked",
    [
        lambda: check("f", None, RIGHT, "the sum"),
        lambda: check("f", None, 1.0, "the sum"),
        lambda: entry("f", None, "z"),
        lambda: values("f", None, "w", "v"),
        lambda: numbers("f", None, (2,)),
        lambda: array("f", None),
    ],
)
def test_nothing_returned_is_told_as_such(asked):
    failure = wrong(asked)
    assert failure.reason == "wrong_type"
    assert "got None: is a `return` missing?" in str(failure)
    assert "Look at" not in str(failure)


def test_an_entry_is_that_of_a_dict():
    assert entry("f", {"z": 3, 1: 2}, "z") == 3
    failure = wrong(entry, "f", {"y": 3, "a": 4, 1: 2}, "z")
    assert failure.reason == "wrong_type"
    assert str(failure) == "f: wrong type: no key 'z' in the dict, only 1, a, y"
    failure = wrong(entry, "f", [3], "z")
    assert failure.reason == "wrong_type"
    assert str(failure) == "f: wrong type: expected a dict, got list"


def test_values_are_those_of_a_tuple():
    assert values("f", (1, 2), "w", "v") == values("f", [1, 2], "w", "v") == (1, 2)
    failure = wrong(values, "f", (1, 2, 3), "w", "v")
    assert failure.reason == "wrong_type"
    assert str(failure) == "f: wrong type: expected a tuple (w, v), got 3 values"
    failure = wrong(values, "f", np.ones(2), "w", "v")
    assert failure.reason == "wrong_type"
    assert str(failure) == "f: wrong type: expected a tuple (w, v), got ndarray"


@pytest.mark.parametrize(
    ("got", "reason", "told"),
    [
        ([1.0], "wrong_type", "wrong type: expected an array of shape (2, 3), got list"),
        (NAN[:1] + 0j, "wrong_type", "wrong type: expected numbers, got dtype complex128"),
        (NAN[:1], "wrong_shape", "shape mismatch: expected (2, 3), got (1, 3)"),
        (NAN, "not_finite", "not finite: some entries are nan or inf"),
    ],
)
def test_numbers_are_told_in_the_same_order(got, reason, told):
    failure = wrong(numbers, "f", got, (2, 3))
    assert failure.reason == reason
    assert str(failure) == f"f: {told}"


def test_numbers_are_floats_and_arrays_are_left_alone():
    integers, words = np.array([1, 2]), np.array(["a", "b"])
    assert numbers("f", integers, (2,)).dtype == float
    assert array("f", words) is array("f", words, (2,)) is words
    assert wrong(array, "f", words, (3,)).reason == "wrong_shape"
    assert wrong(array, "f", [1, 2], (2,)).reason == "wrong_type"


def test_what_is_required_is_told_with_where_to_look():
    require(True, "too large", "the rate")
    failure = wrong(require, False, "too large", "the rate")
    assert failure.reason == "wrong_value"
    assert str(failure) == "too large\nLook at the rate."
    failure = wrong(require, False, "no dict", "the rate", "wrong_type")
    assert failure.reason == "wrong_type"
    assert str(failure) == "no dict"


@test_case(name="q1.f", points=2, success_message="well done")
def asks_for_two(sigmoid, relu):
    check("relu of sigmoid", relu(sigmoid(RIGHT)), RIGHT, "the sum")


def raising(error):
    def function(_):
        raise error

    return function


def same(x):
    return x


def test_a_test_that_holds_says_nothing():
    assert asks_for_two.call_func({"sigmoid": same, "relu": same, "other": 3}) is None


@pytest.mark.parametrize(
    "functions",
    [
        {"sigmoid": raising(NotImplementedError("sigmoid")), "relu": same},
        {"sigmoid": raising(NotImplementedError("sigmoid"))},
        {"sigmoid": same, "relu": raising(NotImplementedError("sigmoid"))},
    ],
    ids=["a stub", "a stub before a missing one", "one that calls a stub"],
)
def test_a_stub_is_told_by_its_name(functions):
    failure = wrong(asks_for_two.call_func, functions)
    assert failure.reason == "missing"
    assert str(failure) == "write sigmoid first"
    assert failure.__suppress_context__


def test_a_stub_without_a_name_is_told_in_words():
    stub = raising(NotImplementedError())
    failure = wrong(asks_for_two.call_func, {"sigmoid": stub, "relu": same})
    assert str(failure) == "write the function first"


@pytest.mark.parametrize(
    ("functions", "told"),
    [
        ({}, "sigmoid"),
        ({"relu": same}, "sigmoid"),
        ({"sigmoid": same}, "relu"),
        ({"sigmoid": same, "relu": None}, "relu"),
        ({"sigmoid": 3.0, "relu": same}, "sigmoid"),
    ],
)
def test_a_missing_function_is_told_by_its_name(functions, told):
    failure = wrong(asks_for_two.call_func, functions)
    assert failure.reason == "missing"
    assert str(failure) == f"{told} is not defined: run its cell first"
    assert failure.__suppress_context__


@pytest.mark.parametrize(
    "error",
    [TypeError("unsupported operand"), ValueError("shapes"), KeyError("z"), WrongAnswer("a", "b")],
    ids=repr,
)
def test_any_other_error_is_left_as_it_is(error):
    with pytest.raises(type(error)) as caught:
        asks_for_two.call_func({"sigmoid": raising(error), "relu": same})
    assert caught.value is error


def test_an_error_comes_before_a_function_that_is_missing():
    """The test stops at the error: it has not asked for the other function yet."""
    error = ValueError("shapes")
    with pytest.raises(ValueError, match="shapes") as caught:
        asks_for_two.call_func({"sigmoid": raising(error)})
    assert caught.value is error


def test_a_test_case_travels_as_otters_own():
    """`otter check` reads the results of its tests where this file is not found."""
    sent = pickle.dumps(asks_for_two)
    assert b"public_checks" not in sent
    arrived = pickle.loads(sent)
    assert type(arrived) is otter.test_files.test_case
    assert (arrived.name, arrived.points, arrived.hidden) == ("q1.f", 2, False)
    assert arrived.success_message == "well done"


TEST_FILE = """\
import numpy as np
from public_checks import check, test_case

OK_FORMAT = False
name = "q1"
points = None


@test_case(name="q1.double", points=1)
def public_double(double):
    x = np.array([1.0, 2.0])
    check("double of [1, 2]", double(x), [2.0, 4.0], "the factor")  # the line


@test_case(name="q1.other", points=1)
def public_other(other):
    check("other of 1", other(1.0), 1.0, "all of it")
"""
LINE = 1 + next(i for i, line in enumerate(TEST_FILE.splitlines()) if "# the line" in line)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """What Otter says of both tests of a file that stands as in a student's folder."""
    (tmp_path / "tests").mkdir()
    path = tmp_path / "tests" / "q1.py"
    path.write_text(TEST_FILE)
    checks = PACKAGE / "course" / "public_checks.py"
    (tmp_path / "public_checks.py").write_bytes(checks.read_bytes())
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "public_checks", public_checks)
    del sys.modules["public_checks"]

    def otter_says(**functions):
        file = otter.test_files.create_test_file(str(path), None)
        file.run(functions)
        return [(result.passed, result.message) for result in file.test_case_results]

    yield otter_says
    assert sys.modules["public_checks"].__file__ == str(tmp_path / "public_checks.py")


def boom(_):
    return {}["z"]


@pytest.mark.parametrize(
    ("double", "told"),
    [
        (raising(NotImplementedError("double")), "WrongAnswer: write double first"),
        (None, "WrongAnswer: double is not defined: run its cell first"),
        (same, "WrongAnswer: double of [1, 2]: wrong value: expected\n[2. 4.]\ngot\n[1. 2.]\nLook"),
        (lambda _: None, "WrongAnswer: double of [1, 2]: wrong type: expected an array of shape"),
        (boom, "KeyError: z"),
        (lambda: 3, "TypeError: "),
    ],
    ids=["stub", "missing", "wrong value", "None", "raises", "no parameter"],
)
def test_otter_shows_the_line_of_the_test_and_goes_on(run, double, told):
    (passed, message), (other_passed, _) = run(double=double, other=same)
    assert not passed
    assert f"Error at line {LINE} in test q1:" in message
    assert TEST_FILE.splitlines()[LINE - 1].strip() in message
    assert told in message
    assert other_passed


def test_otter_runs_a_file_of_which_nothing_is_defined(run):
    told = [message for passed, message in run() if not passed]
    assert "double is not defined: run its cell first" in told[0]
    assert "other is not defined: run its cell first" in told[1]


def test_otter_says_that_all_is_right(run):
    assert [passed for passed, _ in run(double=lambda x: 2 * x, other=same)] == [True, True]
