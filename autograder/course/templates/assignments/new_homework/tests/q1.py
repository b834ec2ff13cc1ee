"""Public tests of q1: features on one scale.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case

OK_FORMAT = False
name = "q1"
points = None


@test_case(name="q1.standardize.worked_example", points=30)
def public_worked_example(standardize):
    got = standardize(np.array([[1.0, 10.0], [3.0, 50.0]]))
    look = "(1.1): mean and deviation of each column"
    check("standardize of the rows [1, 10] and [3, 50]", got, [[-1.0, -1.0], [1.0, 1.0]], look)


@test_case(name="q1.standardize.argument_unchanged", points=10)
def public_argument_unchanged(standardize):
    X = np.array([[1.0, 10.0], [3.0, 50.0]])
    standardize(X)
    check("X after standardize(X)", X, [[1.0, 10.0], [3.0, 50.0]], "a new array for the result")
