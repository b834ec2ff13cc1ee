"""Public tests of q5: backpropagation for one example.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math
from contextlib import suppress
from functools import lru_cache

import numpy as np
from public_checks import check, difference, entry, require, test_case

OK_FORMAT = False

name = "q5"
points = None


def ratio(got, expected):
    """got / expected by entry, to count a mistake upstream once; ones where that is no use."""
    expected = np.asarray(expected, dtype=float)
    with suppress(Exception):
        factors = np.asarray(got, dtype=float) / expected
        if factors.shape == expected.shape and np.isfinite(factors).all() and factors.any():
            return factors
    return np.ones(expected.shape)


def tanh_cache():
    """A right cache, written by hand: tanh(ln 3) = 0.8, tanh(-ln 2) = -0.6.

    d = h = q = 2: a wrong transpose shows as a wrong number in one place, not as an exception.
    """
    ln2, ln3 = math.log(2), math.log(3)
    return {
        "x": np.array([1.0, 2.0]),
        "y": np.array([1.0, 1.0]),
        "z": np.array([ln3, -ln2]),
        "h": np.array([0.8, -0.6]),
        "o": np.array([2.0, -1.0]),
        "L": 2.5,
        "s": 2.75,
        "J": 5.25,
        "W1": np.array([[1.0, -1.0], [2.0, 1.0]]),
        "W2": np.array([[1.0, -1.0], [2.0, 3.0]]),
        "lambd": 0.25,
        "activation": "tanh",
        "loss": "squared",
        "b1": np.array([ln3 + 1, -ln2 - 4]),
        "b2": np.array([0.6, -0.8]),
    }


# The gradients of tanh_cache, those of the weights as data part and penalty part.
DO, DH, DZ = np.array([1.0, -2.0]), np.array([-3.0, -7.0]), np.array([-1.08, -4.48])
DW2_DATA, DW2_PENALTY = np.array([[0.8, -0.6], [-1.6, 1.2]]), np.array([[0.25, -0.25], [0.5, 0.75]])
DW1_DATA = np.array([[-1.08, -2.16], [-4.48, -8.96]])
DW1_PENALTY = np.array([[0.25, -0.25], [0.5, 0.25]])


def backward(mlp_backward, cache):
    return mlp_backward(cache)


@lru_cache(maxsize=1)  # its tests look at one gradient each
def of_tanh(mlp_backward):
    return backward(mlp_backward, tanh_cache())


def gradients(result, key, *upstream):
    """The gradient asked for, and what it is computed from (None where that is missing)."""
    got = entry("mlp_backward", result, key)
    return [got, *(result.get(name) for name in upstream)]


PHI = {
    "relu": lambda v: max(v, 0.0),
    "sigmoid": lambda v: 1 / (1 + math.exp(-v)),
    "tanh": math.tanh,
}
OUTPUT_WEIGHTS = [[0.5, -1.0, 0.75], [-0.5, 0.25, 1.0], [1.5, 0.5, -0.25]]


def outputs(h):
    return [sum(w * v for w, v in zip(row, h, strict=True)) for row in OUTPUT_WEIGHTS]


def loss(o):
    """Cross-entropy of the outputs o for label 0."""
    return math.log(sum(math.exp(v) for v in o)) - o[0]


def unpenalised_cache(activation):
    """A right cache with lambd = 0, cross-entropy and no biases: d = h = q = 3, label 0."""
    z = np.array([-0.5, 1.75, -2.875])
    h = np.array([PHI[activation](v) for v in z])
    o = np.array(outputs(h))
    return {
        "x": np.array([2.0, -1.0, 0.5]),
        "y": 0,
        "z": z,
        "h": h,
        "o": o,
        "L": loss(o),
        "s": 0.0,
        "J": loss(o),
        "W1": np.array([[0.5, 1.0, -1.0], [1.0, 0.5, 0.5], [-1.0, 1.0, 0.25]]),
        "W2": np.array(OUTPUT_WEIGHTS),
        "lambd": 0.0,
        "activation": activation,
        "loss": "cross_entropy",
        "b1": None,
        "b2": None,
    }


def slopes(f, point):
    """Central differences of a function of a vector."""
    steps = 1e-5 * np.eye(len(point))
    return np.array([(f(point + step) - f(point - step)) / 2e-5 for step in steps])


@test_case(name="q5.dJ_do.worked_example", points=0.5)
def public_dj_do(mlp_backward):
    look = "(5.3.9): the gradient of the loss that the cache names, for B = 1"
    (got,) = gradients(of_tanh(mlp_backward), "dJ_do")
    check("dJ_do, squared", got, DO, look)
    (got,) = gradients(backward(mlp_backward, unpenalised_cache("relu")), "dJ_do")
    expected = slopes(loss, unpenalised_cache("relu")["o"])
    check("dJ_do, cross_entropy, against central differences", got, expected, look)


@test_case(name="q5.dJ_dW2.worked_example", points=0.5)
def public_dj_dw2(mlp_backward):
    got, dJ_do = gradients(of_tanh(mlp_backward), "dJ_dW2", "dJ_do")
    expected = ratio(dJ_do, DO)[:, None] * DW2_DATA + DW2_PENALTY
    look = "(5.3.11): two terms; and which vector runs along the rows, which along the columns"
    check("dJ_dW2", got, expected, look)


@test_case(name="q5.dJ_dh.worked_example", points=0.5)
def public_dj_dh(mlp_backward):
    got, dJ_do = gradients(of_tanh(mlp_backward), "dJ_dh", "dJ_do")
    factors = ratio(dJ_do, DO)
    factor = factors[0] if np.allclose(factors, factors[0]) else 1.0
    check("dJ_dh", got, factor * DH, "(5.3.12): which side of W2 faces dJ_do")


@test_case(name="q5.dJ_dz.central_differences", points=0.5)
def public_dj_dz(mlp_backward):
    for activation, phi in PHI.items():
        cache = unpenalised_cache(activation)
        in_h = slopes(lambda h: loss(outputs(h)), cache["h"])
        in_z = slopes(lambda z, phi=phi: loss(outputs([phi(v) for v in z])), cache["z"])
        what = f"dJ_dz for {activation!r}, z = {cache['z'].tolist()}, against central differences"
        look = "(5.3.13): the derivative of the activation that the cache names, taken at z"
        got, dJ_dh = gradients(backward(mlp_backward, cache), "dJ_dz", "dJ_dh")
        check(what, got, ratio(dJ_dh, in_h) * in_z, look)


@test_case(name="q5.dJ_dW1.worked_example", points=0.5)
def public_dj_dw1(mlp_backward):
    got, dJ_dz = gradients(of_tanh(mlp_backward), "dJ_dW1", "dJ_dz")
    expected = ratio(dJ_dz, DZ)[:, None] * DW1_DATA + DW1_PENALTY
    look = "(5.3.14): two terms; it starts from dJ_dz"
    check("dJ_dW1", got, expected, look)


@test_case(name="q5.bias_gradients.worked_example", points=0.5)
def public_biases(mlp_backward):
    dJ_db1, dJ_dz = gradients(of_tanh(mlp_backward), "dJ_db1", "dJ_dz")
    dJ_db2, dJ_do = gradients(of_tanh(mlp_backward), "dJ_db2", "dJ_do")
    look = "the variable that the bias is added to; and at the penalty, which leaves biases alone"
    check("dJ_db1", dJ_db1, ratio(dJ_dz, DZ) * DZ, look)
    check("dJ_db2", dJ_db2, ratio(dJ_do, DO) * DO, look)


@test_case(name="q5.mlp_backward.called_again", points=0.25)
def public_called_again(mlp_backward):
    cache = tanh_cache()
    first = {key: np.array(value) for key, value in mlp_backward(cache).items()}
    right = {"dJ_do": DO, "dJ_dh": DH, "dJ_dz": DZ, "dJ_dW1": DW1_DATA + DW1_PENALTY}
    is_right = any(difference(first.get(key), value) is None for key, value in right.items())
    require(is_right, "wrong value: no gradient is right yet, the first time it is called")
    second = mlp_backward(cache)
    look = "what you write to: what is in the cache must be there, and the same, the next time"
    for key, value in first.items():
        got = entry("mlp_backward, called again,", second, key)
        check(f"{key}, called again with the same cache", got, value, look)
