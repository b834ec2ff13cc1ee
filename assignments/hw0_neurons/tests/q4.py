"""Public tests of q4: the Jacobian of the softmax.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case

OK_FORMAT = False

name = "q4"
points = None


@test_case(name="q4.softmax_jacobian.worked_example", points=2)
def public_jacobian(softmax_jacobian):
    # softmax = [1, 2, 5]/8
    expected = np.array([[7.0, -2.0, -5.0], [-2.0, 12.0, -10.0], [-5.0, -10.0, 15.0]]) / 64
    look = "(0.4.1): the diagonal is not as the rest; and every row adds up to 0"
    got = softmax_jacobian(np.log([1.0, 2.0, 5.0]))
    check("softmax_jacobian of ln [1, 2, 5]", got, expected, look)


@test_case(name="q4.softmax_jacobian.logits_of_a_thousand", points=0.5)
def public_large(softmax_jacobian):
    got = softmax_jacobian(np.array([1000.0, 1000.0, -1000.0]))
    expected = np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]) / 4
    look = "what may be subtracted from all logits without a change of the softmax"
    check("softmax_jacobian of [1000, 1000, -1000]", got, expected, look)
