"""Whether two random functions are alike: as near as their laws are narrow."""

import pytest

from autograder.testing.statistical_test import Experiment, Law


@pytest.mark.parametrize(
    ("mine", "theirs", "are_close"),
    [
        (1.0, 1.05, True),
        (0.01, 0.005, False),  # two small variances are not alike for being small
        (0.01, 0.0101, True),
        (20.0, 21.0, True),
        (0.0, 0.0, True),
    ],
)
def test_a_ratio_is_compared_by_its_size(mine, theirs, are_close):
    ratio = Law(0.94, 1.06, "does not have the variance asked for")
    assert Experiment._close(ratio, mine, theirs) == are_close
    assert Experiment._close(ratio, theirs, mine) == are_close


def test_a_mean_of_zero_is_compared_by_its_law():
    assert Experiment._close(Law(-0.03, 0.03, "does not have mean 0"), 0.001, 0.02)
