"""Public tests of q2: the gradient through dropout.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False

name = "q2"
points = None


def defined(label, function):
    assert callable(function), f"{label} is not defined: run its cell first"


def problem(got, expected):
    """What is wrong with a value: its type, shape, a nan, the numbers; or None."""
    expected = np.asarray(expected, dtype=float)
    wanted = f"an array of shape {expected.shape}" if expected.ndim else "a single number"
    if not isinstance(got, (np.ndarray, np.generic, float, int)):
        return f"wrong type: expected {wanted}, got {type(got).__name__}"
    got = np.asarray(got)
    if got.dtype.kind not in "biuf":
        return f"wrong type: expected {wanted} of real numbers, got dtype {got.dtype}"
    if got.shape != expected.shape:
        return f"shape mismatch: expected {wanted}, got shape {got.shape}"
    if not np.isfinite(got).all():
        return f"not finite: expected\n{expected}\ngot\n{got}"
    atol = 1e-6 * np.max(np.abs(expected), initial=0.0)
    if (np.abs(got - expected) > 1e-5 * np.abs(expected) + atol).any():
        return f"wrong value: expected\n{expected}\ngot\n{got}"
    return None


def check(what, got, expected, look):
    """Fail with what was checked, expected and got, and a place to look."""
    wrong = problem(got, expected)
    if wrong:
        failure = AssertionError(f"{what}: {wrong}\nLook at {look}.")
        failure.expected, failure.got = expected, got  # the feedback page draws the error
        raise failure


DOUT = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.0]])
MASK = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]])


@test_case(name="q2.dropout_backward.worked_example", points=1.25)
def public_worked_example(dropout_backward):
    defined("dropout_backward", dropout_backward)
    what = f"gradient for dout = {DOUT.tolist()}, mask = {MASK.tolist()}, p = 0.75"
    look = "(3.2.1): the mask, which has no scale in it, and the scale of the forward pass"
    expected = [[4.0, 0.0, 12.0], [0.0, 16.0, -4.0]]
    check(what, dropout_backward(DOUT.copy(), MASK.copy(), 0.75), expected, look)


@test_case(name="q2.dropout_backward.no_mask", points=0.75)
def public_no_mask(dropout_backward):
    defined("dropout_backward", dropout_backward)
    look = "evaluation mode: without a mask the forward pass was the identity"
    got = dropout_backward(DOUT.copy(), None, 0.75)
    check("gradient for mask None, p = 0.75", got, DOUT, look)


@test_case(name="q2.dropout_backward.boolean_mask", points=0.5)
def public_boolean_mask(dropout_backward):
    defined("dropout_backward", dropout_backward)
    mask = np.array([True, True, True])
    what = "gradient for dout = [1, -2, 3], mask = [True, True, True], p = 0.5"
    look = "the type of the mask: float, int and bool are all fine"
    check(what, dropout_backward(DOUT[0].copy(), mask, 0.5), [2.0, -4.0, 6.0], look)


@test_case(name="q2.dropout_backward.all_dropped", points=0.5)
def public_all_dropped(dropout_backward):
    defined("dropout_backward", dropout_backward)
    look = "0/0: everything was dropped, so no gradient comes back"
    got = dropout_backward(DOUT.copy(), np.zeros((2, 3)), 1.0)
    check("gradient for mask = 0, p = 1", got, np.zeros((2, 3)), look)
