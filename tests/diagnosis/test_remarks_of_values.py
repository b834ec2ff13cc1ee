"""What is said of a wrong value that nothing explains: only what helps."""

import numpy as np

from autograder.diagnosis.remarks import remark
from autograder.testing.reference_cases import Cases

RNG = np.random.default_rng(5)
COLUMNS = Cases("columns", lambda x: 2 * x, [(RNG.normal(size=(4, n)),) for n in (3, 1, 2)])


def remark_of(wrong):
    return remark(COLUMNS.mismatch(wrong, None))


def test_a_factor_that_depends_on_the_input_is_told():
    assert remark_of(lambda x: x.shape[1] * 3 * x) == (
        "It is off by a factor that depends on the input."
    )


def test_what_is_right_or_zero_is_off_by_no_factor():
    assert "factor" not in remark_of(lambda x: 2 * x if x.shape[1] > 1 else 5 * x)
    assert "factor" not in remark_of(lambda x: 3 * x if x.shape[1] > 1 else 0 * x)


def test_the_side_of_0_on_which_it_is_wrong_is_told():
    leaky = Cases(
        "leaky",
        lambda x, a: np.where(x > 0, x, a * x),
        [(RNG.normal(size=n), a) for n, a in ((20, 0.1), (30, 0.3))],
    )
    wrong = leaky.mismatch(lambda x, a: np.where(x > 0, x, a * x + x**2), None)
    assert "It is wrong where x is below 0, and right where it is above." in remark(wrong)
    wrong = leaky.mismatch(lambda x, a: np.where(x > 1, x, a * x), None)
    assert "where x is" not in remark(wrong)
