"""Public tests of q2: the gradient through dropout.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case

OK_FORMAT = False

name = "q2"
points = None

DOUT = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
MASK = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])


@test_case(name="q2.dropout_backward.worked_example", points=1.25)
def public_worked_example(dropout_backward):
    what = f"gradient for dout = {DOUT.tolist()}, mask = {MASK.tolist()}, p = 0.75"
    look = "(3.2.1): the mask, which has no scale in it, and the scale of the forward pass"
    expected = [[4.0, 0.0, 12.0], [0.0, 16.0, -4.0]]
    check(what, dropout_backward(DOUT.copy(), MASK.copy(), 0.75), expected, look)


@test_case(name="q2.dropout_backward.no_mask", points=0.75)
def public_no_mask(dropout_backward):
    look = "evaluation mode: without a mask the forward pass was the identity"
    got = dropout_backward(DOUT.copy(), None, 0.75)
    check("gradient for mask None, p = 0.75", got, DOUT, look)


@test_case(name="q2.dropout_backward.boolean_mask", points=0.5)
def public_boolean_mask(dropout_backward):
    mask = np.array([True, True, True])
    what = "gradient for dout = [1, -2, 3], mask = [True, True, True], p = 0.5"
    look = "the type of the mask: float, int and bool are all fine"
    check(what, dropout_backward(DOUT[0].copy(), mask, 0.5), [2.0, -4.0, 6.0], look)


@test_case(name="q2.dropout_backward.all_dropped", points=0.5)
def public_all_dropped(dropout_backward):
    look = "0/0: everything was dropped, so no gradient comes back"
    got = dropout_backward(DOUT.copy(), np.zeros((2, 3)), 1.0)
    check("gradient for mask = 0, p = 1", got, np.zeros((2, 3)), look)


@test_case(name="q2.dropout_backward.whole_numbers", points=0.25)
def public_whole_numbers(dropout_backward):
    look = "the type of what you return: an array made like dout holds integers, too"
    dout, mask = np.array([2, -4, 6]), np.array([1, 0, 1])
    got = dropout_backward(dout.copy(), mask.copy(), 0.2)
    what = "gradient for the integers dout = [2, -4, 6], mask = [1, 0, 1], p = 0.2"
    floats = dout.astype(float), mask.astype(float)
    check(what, got, [2.5, 0.0, 7.5], look, lambda: dropout_backward(*floats, 0.2))
