"""Inputs told apart by words: is just the branch named at which a function is wrong?"""

import numpy as np
import pytest

from autograder.diagnosis.branches import branch_of, modes_right

X = np.ones((2, 3))


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ([{"a": "relu"}], [{"a": "tanh"}], "With a = 'relu'"),
        ([{"train": True}], [{"train": False}], "With train = True"),
        ([{"b": None}], [{"b": X}], "Where b is None"),
        ([{"x": X.astype(int)}], [{"x": X}], "Where x holds integers"),
        ([{"x": -900 * X}], [{"x": X}], "Where x holds very large numbers"),
        ([{"running_var": 900 * X}], [{"running_var": X}], None),
        ([{"x": -900 * X, "t": True}], [{"x": X, "t": True}, {"x": -900 * X, "t": False}], None),
        ([{"x": X[:1]}], [{"x": X}], "Where x has one row"),
        ([{"y": X[0]}], [{"y": X}], "Where y has one axis"),
        (
            [{"a": "relu", "b": None}],
            [{"a": "relu", "b": X}, {"a": "tanh", "b": None}],
            "With a = 'relu' and where b is None",
        ),
        ([{"a": "relu"}], [{"a": "relu"}], None),
        ([{"a": "relu"}, {"a": "tanh"}], [{"a": "sigmoid"}], None),
        ([{"x": X}], [{"x": 2 * X}], None),
        ([{"a": "relu"}], [], None),
    ],
)
def test_a_branch_is_named_if_it_is_one(wrong, right, words):
    assert branch_of(wrong, right) == words


def test_modes_at_which_all_is_right():
    wrong, right = [{"a": "relu"}], [{"a": "relu"}, {"a": "tanh"}, {"a": "sigmoid"}]
    assert modes_right(wrong, right) == ["with a = 'sigmoid'", "with a = 'tanh'"]
