"""What a submission asks a function that it was given is small, or it is not answered."""

import time

import numpy as np
import pytest

from autograder.sandbox.callback import small


@pytest.mark.parametrize(
    ("given", "is_small"),
    [
        ([np.ones(8192), 0.5], True),
        ([np.ones((20, 30)), 3], True),
        ([[1, 2, 3], {"a": np.int64(-4)}], True),
        ([np.ones(8193)], False),
        ([2001], False),
        ([np.int64(2001)], False),
        ([np.ones((8000, 1)), 1000], False),
        ([1e7], False),
    ],
)
def test_small(given, is_small):
    assert small(given) == is_small


def test_no_number_grows_without_end_while_it_is_found_out():
    """The product of many long integers has millions of digits, and took ten seconds."""
    started = time.process_time()
    assert not small([[2**4000] * 3000])
    assert time.process_time() - started < 1
