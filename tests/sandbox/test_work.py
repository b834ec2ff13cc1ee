"""The work of a call is counted in steps that are as many on every machine."""

import sys

import numpy as np
import pytest
from repair.work import ENTRIES, LINES, MOST, lines_of, steps_of


def looping(n):
    for _ in range(n):
        pass


def comprehending(n):
    return sum([i for i in range(n)])  # noqa: C416 - each is a line of its own


@pytest.mark.parametrize("function", [looping, comprehending])
def test_lines_of_loops_count(function):
    assert steps_of(function, [1]) == 1
    assert steps_of(function, [3 * LINES]) in range(3, 9)
    assert steps_of(function, [3 * LINES]) == steps_of(function, [3 * LINES])
    assert steps_of(function, [10**6]) == MOST


def test_entries_of_arrays_count():
    assert steps_of(len, [np.zeros(5 * ENTRIES)]) == 6
    assert steps_of(len, [{"x": np.zeros(99 * ENTRIES)}]) == MOST


def test_a_call_that_raises_counts_until_then_and_its_arguments_stay_what_they_were():
    def spoiling(x):
        x[:] = 0
        raise ValueError

    x = np.ones(3)
    assert steps_of(spoiling, [x]) == 1
    assert x.tolist() == [1, 1, 1]


def test_nobody_is_traced_afterwards():
    before = sys.gettrace()
    for most in (1, 100):
        lines_of(looping, [50], most)
        assert sys.gettrace() is None
    sys.settrace(before)
