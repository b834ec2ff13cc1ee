"""Public tests of q4: hidden units that are copies of each other.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False

name = "q4"
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


@test_case(name="q4.constant_init.worked_example", points=1)
def public_constant_init(constant_init):
    defined("constant_init", constant_init)
    result = constant_init(3, 4, 2, 0.5)
    kind = f"wrong type: expected a tuple (W1, W2), got {type(result).__name__}"
    assert isinstance(result, (tuple, list)), kind
    assert len(result) == 2, f"shape mismatch: expected (W1, W2), got {len(result)} values"
    look = "the shapes: W1 (n_hidden, n_in), W2 (n_out, n_hidden)"
    check("W1 for 3 inputs, 4 hidden units, 2 outputs", result[0], [[0.5] * 3] * 4, look)
    check("W2 for 3 inputs, 4 hidden units, 2 outputs", result[1], [[0.5] * 4] * 2, look)


@test_case(name="q4.symmetry_gap.four_copies", points=1)
def public_symmetry_gap_copies(symmetry_gap):
    defined("symmetry_gap", symmetry_gap)
    W1, W2 = np.array([[1.0, -2.0, 0.5]] * 4), np.array([[3.0] * 4, [-1.0] * 4])
    look = "what belongs to one hidden unit: its row of W1 and its column of W2"
    what = f"symmetry_gap of W1 = {W1.tolist()}, W2 = {W2.tolist()}"
    check(what, symmetry_gap(W1, W2), 0.0, look)


@test_case(name="q4.symmetry_gap.worked_example", points=1)
def public_symmetry_gap(symmetry_gap):
    defined("symmetry_gap", symmetry_gap)
    W1 = np.array([[1.0, 2.0], [1.0, 1.25], [1.5, 2.0]])
    look = "the largest difference from unit 0, in W1 or in W2, whatever its sign"
    for W2, expected in (([[2.0, 2.0, 2.0]], 0.75), ([[2.0, 0.5, 3.0]], 1.5)):
        what = f"symmetry_gap of W1 = {W1.tolist()}, W2 = {W2}"
        check(what, symmetry_gap(W1, np.array(W2)), expected, look)
