"""What follows from a student's own wrong helpers."""

import numpy as np
import pytest

from autograder.grading.follow_through import Model, merged
from autograder.grading.right_answers import NOT_KNOWN, is_no_larger
from autograder.sandbox.observation import Observation

WAYS = """
import numpy as np
def double(x): return 2 * x
def both(x): return {"y": double(x), "z": double(x) + 1}
def kept(x): return {"y": double(x)}
def drawn(x, rng): return double(x) + rng.random()
"""


class Right:
    """The right answers to both, kept and drawn."""

    def of(self, function, args):
        x = args[0]
        if not isinstance(x, np.ndarray):
            return NOT_KNOWN
        right = {"both": {"y": 2 * x, "z": 2 * x + 1}, "kept": {"y": 2 * x}}
        right["drawn"] = 2 * x + 0.5
        return right[function]


@pytest.fixture
def model_with(tmp_path):
    path = tmp_path / "ways.py"
    path.write_text(WAYS)

    class Remote:
        def __init__(self, answer):
            self.answer = answer

        def observe(self, *args):
            given = [np.array(arg) for arg in args]
            return Observation(self.answer(*given), given, False)

    def make(helper):
        return Model([path], {"double": Remote(helper)}, Right())

    return make


X = np.array([1.0, -2.0, 3.0])


def in_place(x):
    x *= 3
    return x


@pytest.mark.parametrize("helper", [lambda x: 3 * x, lambda x: [3 * e for e in x]])
def test_what_the_right_method_gives_with_a_wrong_helper_is_right(model_with, helper):
    model = model_with(helper)
    got = {"y": 3 * X, "z": 3 * X + 1}
    followed = model.follow("both", (X.copy(),), got)
    assert followed["y"].tolist() == (2 * X).tolist()
    assert followed["z"].tolist() == (2 * X + 1).tolist()
    assert model.used == {"double"}


def test_a_helper_that_works_in_place_returns_its_argument(model_with):
    """As at home, where the second call changes what the first one returned, too."""
    followed = model_with(in_place).follow("both", (X.copy(),), {"y": 9 * X, "z": 9 * X + 1})
    assert followed["y"].tolist() == (2 * X).tolist()
    assert followed["z"].tolist() == (2 * X + 1).tolist()


@pytest.mark.parametrize(
    ("form", "got", "slips"),
    [
        (np.ndarray.tolist, {"y": [2.0, -4.0, 6.0]}, set()),
        (lambda x: x[None], {"y": 2 * X[None]}, set()),
        (np.ndarray.tolist, {"Y": [2.0, -4.0, 6.0]}, {"kept"}),
        (np.ndarray.tolist, {"y": 2 * X[None]}, {"kept"}),
        (lambda x: x[None], {"y": [2.0, -4.0, 6.0]}, {"kept"}),
    ],
)
def test_only_a_form_of_its_own_is_a_slip(model_with, form, got, slips):
    """Not one that a result has from a helper, whose form is charged there."""
    model = model_with(lambda x: form(2 * x))
    assert model.follow("kept", (X,), got)["y"].tolist() == (2 * X).tolist()
    assert model.slips == slips


def test_each_entry_is_judged_by_itself(model_with):
    followed = model_with(lambda x: 3 * x).follow("both", (X,), {"y": 3 * X, "z": 4 * X})
    assert followed["y"].tolist() == (2 * X).tolist()
    assert followed["z"].tolist() == (4 * X).tolist()


def test_a_helper_that_is_right_is_not_used(model_with):
    model = model_with(lambda x: 2 * x)
    got = {"y": X, "z": X}
    assert model.follow("both", (X,), got)["y"].tolist() == X.tolist()
    assert model.used == set()


@pytest.mark.parametrize("helper", [lambda _: np.zeros(1000), lambda _: "two", lambda _: {}])
def test_nothing_follows_from_what_is_no_value_of_its_kind(model_with, helper):
    got = {"y": helper(X), "z": X}
    followed = model_with(helper).follow("both", (X,), got)
    assert followed["z"].tolist() == X.tolist()
    assert followed["y"] is got["y"]


def test_nothing_follows_where_the_right_answer_is_not_known(model_with):
    got = {"y": 3.0, "z": 4.0}
    assert model_with(lambda x: 3 * x).follow("both", (1.0,), got) is got


def test_a_random_function_is_followed_with_the_draws_of_its_generator(model_with):
    state = np.random.default_rng(5)
    got = 3 * X + np.random.default_rng(5).random()
    followed = model_with(lambda x: 3 * x).follow("drawn", (X, state), got)
    assert followed.tolist() == (2 * X + 0.5).tolist()
    other = model_with(lambda x: 3 * x).follow("drawn", (X, np.random.default_rng(6)), got)
    assert other is got


def test_a_result_of_another_length_stays_what_it_is():
    got = (X,)
    assert merged((X, X), (X, X), got) is got


@pytest.mark.parametrize(
    ("right", "got", "is_small"),
    [
        (X, np.zeros(48), True),
        (X, np.zeros(49), False),
        (X, None, True),
        (X, np.array(["a"]), False),
        ((X, X), (X,), False),
        ({"a": X}, {"b": X}, False),
        (1.0, True, True),
    ],
)
def test_a_value_that_is_much_larger_is_not_of_its_kind(right, got, is_small):
    assert is_no_larger(right, got) is is_small
