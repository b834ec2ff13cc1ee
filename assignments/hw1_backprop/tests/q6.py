"""Public tests of q6: a minibatch.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

from contextlib import suppress
from functools import lru_cache

import numpy as np
from public_checks import WrongAnswer, check, entry, test_case

OK_FORMAT = False

name = "q6"
points = None


def ratio(got, expected):
    """got / expected by entry, to count a mistake upstream once; ones where that is no use."""
    expected = np.asarray(expected, dtype=float)
    with suppress(Exception):
        factors = np.asarray(got, dtype=float) / expected
        if factors.shape == expected.shape and np.isfinite(factors).all() and factors.any():
            return factors
    return np.ones(expected.shape)


def forward_example():
    """Arguments of mlp_forward_batch: B = 4, d = 3, h = 2, q = 1, all pre-activations positive."""
    X = np.array([[1.0, 0.0, 2.0], [1.0, 4.0, 1.0], [-1.0, 2.0, 1.0], [0.0, -1.0, 1.0]])
    Y = np.array([[-12.75], [-7.5], [-5.0], [-12.25]])
    W1, W2 = np.array([[1.0, -1.0, 0.0], [2.0, 1.0, -1.0]]), np.array([[-1.5, -0.75]])
    return X, Y, W1, W2, 0.5, "relu", "squared", np.array([5.0, 5.0]), np.array([2.0])


OUTPUTS = np.array([[-10.75], [-8.5], [-4.0], [-9.25]])


def backward_example():
    """A right cache, written by hand, with the weights above and other biases."""
    X, _, W1, W2, lambd, activation, loss, _, _ = forward_example()
    return {
        "x": X,
        "y": np.array([[-3.0], [0.0], [1.0], [-4.0]]),
        "z": np.array([[2.0, -1.0], [-2.0, 4.0], [-2.0, -2.0], [2.0, -3.0]]),
        "h": np.array([[2.0, 0.0], [0.0, 4.0], [0.0, 0.0], [2.0, 0.0]]),
        "o": np.array([[-1.0], [-1.0], [2.0], [-1.0]]),
        "L": 1.875,
        "s": 2.703125,
        "J": 4.578125,
        "W1": W1,
        "W2": W2,
        "lambd": lambd,
        "activation": activation,
        "loss": loss,
        "b1": np.array([1.0, -1.0]),
        "b2": np.array([2.0]),
    }


# The gradients of backward_example, those of the weights as data part and penalty part.
DO = np.array([[0.5], [-0.25], [0.25], [0.75]])
DW2_DATA, DW2_PENALTY = np.array([[2.5, -1.0]]), np.array([[-0.75, -0.375]])
DW1_DATA = np.array([[-0.75, 1.125, -2.625], [0.1875, 0.75, 0.1875]])
DW1_PENALTY = np.array([[0.5, -0.5, 0.0], [1.0, 0.5, -0.5]])
DB1, DB2 = np.array([-1.875, 0.1875]), np.array([1.25])


@lru_cache(maxsize=1)  # its tests look at one quantity each
def forward(mlp_forward_batch):
    return mlp_forward_batch(*forward_example())


@lru_cache(maxsize=1)
def backward(mlp_backward_batch):
    return mlp_backward_batch(backward_example())


def gradients(mlp_backward_batch, key):
    """The gradient asked for, and all that is returned."""
    result = backward(mlp_backward_batch)
    return entry("mlp_backward_batch", result, key), result


def factor(result):
    """The factor by which dJ_do is off, so that it is not counted again."""
    factors = ratio(result.get("dJ_do"), DO)
    return factors[0, 0] if np.allclose(factors, factors[0, 0]) else 1.0


@test_case(name="q6.o.worked_example", points=0.5)
def public_o(mlp_forward_batch):
    got = entry("mlp_forward_batch", forward(mlp_forward_batch), "o")
    look = "the transposes of the weights; and both biases"
    check("o for B = 4, d = 3, h = 2, q = 1", got, OUTPUTS, look)


@test_case(name="q6.J.worked_example", points=0.5)
def public_j(mlp_forward_batch):
    cache = forward(mlp_forward_batch)
    L, s, J = (entry("mlp_forward_batch", cache, key) for key in ("L", "s", "J"))
    look = "the mean over the batch, taken once"
    check("L for B = 4", L, 1.875, look)
    look = "the penalty: the number of examples plays no part in it"
    check("s for B = 4, lambd = 0.5", s, 2.703125, look)
    look = "(5.3.6): how often the penalty enters"
    check("J for L = 1.875, s = 2.703125", J, 4.578125, look, lambda: float(L) + float(s))


@test_case(name="q6.mlp_forward_batch.no_examples", points=0.25)
def public_no_examples(mlp_forward_batch):
    X, Y, W1, W2, *rest = forward_example()
    entry("mlp_forward_batch", mlp_forward_batch(X[:1], Y[:1], W1, W2, *rest), "L")  # one is enough
    try:
        cache = mlp_forward_batch(X[:0], Y[:0], W1, W2, *rest)
    except ValueError:
        return
    told = "wrong value: mlp_forward_batch of no examples: expected a ValueError"
    told += f", got L = {entry('mlp_forward_batch', cache, 'L')}"
    raise WrongAnswer("wrong_value", told, "the number of examples, before you divide by it")


@test_case(name="q6.dJ_do.worked_example", points=0.5)
def public_dj_do(mlp_backward_batch):
    got, _ = gradients(mlp_backward_batch, "dJ_do")
    check("dJ_do for B = 4", got, DO, "the mean over the batch: dJ_do holds it already")


@test_case(name="q6.dJ_dW2.worked_example", points=0.5)
def public_dj_dw2(mlp_backward_batch):
    got, result = gradients(mlp_backward_batch, "dJ_dW2")
    look = "the sum over the examples (dJ_do holds the 1/B); and the penalty, once"
    check("dJ_dW2 for B = 4, lambd = 0.5", got, factor(result) * DW2_DATA + DW2_PENALTY, look)


@test_case(name="q6.dJ_dW1.worked_example", points=0.5)
def public_dj_dw1(mlp_backward_batch):
    got, result = gradients(mlp_backward_batch, "dJ_dW1")
    look = "every example's own dJ_dz and own x; the sum over the examples; the penalty, once"
    check("dJ_dW1 for B = 4, lambd = 0.5", got, factor(result) * DW1_DATA + DW1_PENALTY, look)


@test_case(name="q6.bias_gradients.worked_example", points=0.5)
def public_biases(mlp_backward_batch):
    dJ_db1, result = gradients(mlp_backward_batch, "dJ_db1")
    dJ_db2, _ = gradients(mlp_backward_batch, "dJ_db2")
    look = "the axis: a bias takes part in every example, and its gradient has its own shape"
    check("dJ_db1 for B = 4", dJ_db1, factor(result) * DB1, look, lambda: sum(result["dJ_dz"]))
    check("dJ_db2 for B = 4", dJ_db2, factor(result) * DB2, look)
