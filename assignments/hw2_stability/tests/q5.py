"""Public tests of q5: Xavier initialisation, and variances from layer to layer.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False

name = "q5"
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


def drawn(label, function):
    """Weights for n_in = 400, n_out = 100, all 40,000 numbers of them."""
    defined(label, function)
    got = function(np.random.default_rng(2), 400, 100)
    kind = f"wrong type: expected an array of numbers, got {type(got).__name__}"
    assert isinstance(got, np.ndarray), kind
    assert got.dtype.kind in "fiu", f"wrong type: expected real numbers, got dtype {got.dtype}"
    return got.astype(float)


def check_shapes(label, function):
    defined(label, function)
    rng = np.random.default_rng(0)
    for n_in, n_out in ((5, 3), (2, 7)):
        got = function(rng, n_in, n_out)
        kind = f"wrong type: expected an array, got {type(got).__name__}"
        assert isinstance(got, np.ndarray), kind
        told = f"{label} for n_in = {n_in}, n_out = {n_out}: expected {(n_out, n_in)}"
        assert got.shape == (n_out, n_in), f"shape mismatch: {told}, got {got.shape}"


@test_case(name="q5.xavier_normal.two_shapes", points=0.5)
def public_xavier_normal_shape(xavier_normal):
    check_shapes("xavier_normal", xavier_normal)


@test_case(name="q5.xavier_normal.mean_square", points=0.75)
def public_xavier_normal_variance(xavier_normal):
    square = np.mean(drawn("xavier_normal", xavier_normal) ** 2)  # 0.004 +- 0.00003
    look = "(5.4.5): both fans, and the difference between variance and standard deviation"
    told = f"mean square for n_in = 400, n_out = 100: expected about 0.004, got {square:.3g}"
    assert 0.0036 < square < 0.0044, f"wrong value: {told}\nLook at {look}."


@test_case(name="q5.xavier_uniform.two_shapes", points=0.5)
def public_xavier_uniform_shape(xavier_uniform):
    check_shapes("xavier_uniform", xavier_uniform)


@test_case(name="q5.xavier_uniform.largest", points=0.75)
def public_xavier_uniform_bound(xavier_uniform):
    largest = np.max(np.abs(drawn("xavier_uniform", xavier_uniform)))
    look = "sqrt(6 / (n_in + n_out)): the root, and what it is the root of"
    told = f"largest |w| for n_in = 400, n_out = 100: expected about 0.1095, got {largest:.5g}"
    assert 0.109 < largest < 0.10955, f"wrong value: {told}\nLook at {look}."


@test_case(name="q5.activation_variances.worked_example", points=1.5)
def public_activation_variances(activation_variances):
    defined("activation_variances", activation_variances)
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    weights = [np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[2.0, 1.0]])]
    look = "the entries: all of a layer's output together, divided by their number"
    got = activation_variances(X, weights, "relu")  # h1 = [[3, 0], [2, 4]], h2 = [[6], [8]]
    check("variances of two layers of relu", got, [2.1875, 1.0], look)
