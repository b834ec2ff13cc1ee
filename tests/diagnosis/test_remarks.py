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
