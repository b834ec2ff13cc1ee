"""Public tests of q1: gradient descent with momentum.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

from contextlib import suppress

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False

name = "q1"
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


def follows(got, expected, earlier):
    """Is `got` right for what your function gave earlier? Then one mistake is not counted twice."""
    with suppress(Exception):
        value = earlier()
        same_shape = np.shape(value) == np.shape(expected)
        return same_shape and bool(np.any(value)) and problem(got, value) is None
    return False


def check(what, got, expected, look, earlier=lambda: None):
    """Fail with what was checked, expected and got, and a place to look."""
    wrong = problem(got, expected)
    if wrong and not follows(got, expected, earlier):
        failure = AssertionError(f"{what}: {wrong}\nLook at {look}.")
        failure.expected, failure.got = expected, got  # the feedback page draws the error
        raise failure


def results(label, result, *names):
    """The values of a returned tuple."""
    kind, count = type(result).__name__, len(names)
    wanted = f"expected a tuple ({', '.join(names)})"
    assert isinstance(result, (tuple, list)), f"{label}: wrong type: {wanted}, got {kind}"
    assert len(result) == count, f"{label}: wrong type: {wanted}, got {len(result)} values"
    return result


@test_case(name="q1.v.worked_example", points=2)
def public_v(momentum_step):
    defined("momentum_step", momentum_step)
    w, grad, v = np.array([1.0, 2.0, -1.0]), np.array([2.0, -4.0, 0.5]), np.array([1.0, 3.0, -2.0])
    result = momentum_step(w, grad, v, 0.5, 0.9)
    what = "v for v = [1, 3, -2], grad = [2, -4, 0.5], lr = 0.5, mu = 0.9"
    look = "what is multiplied by mu, and that neither lr nor 1 - mu enters v"
    check(what, results("momentum_step", result, "w", "v")[1], [2.9, -1.3, -1.3], look)


@test_case(name="q1.w.first_step", points=2)
def public_w(momentum_step):
    defined("momentum_step", momentum_step)
    w, grad = np.array([[1.0, 2.0], [-1.0, 0.0]]), np.array([[2.0, -4.0], [0.5, 1.0]])
    got, v = results("momentum_step", momentum_step(w, grad, np.zeros((2, 2)), 0.5, 0.9), "w", "v")
    what = f"w for w = {w.tolist()}, grad = {grad.tolist()}, v = 0, lr = 0.5, mu = 0.9"
    look = "the sign, and which v makes the step: the old one or the new one"
    expected = [[0.0, 4.0], [-1.25, -0.5]]
    check(what, got, expected, look, lambda: w - 0.5 * v if np.any(v) else None)
