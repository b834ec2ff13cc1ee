"""Public tests of q4: forward propagation of one example.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math
from functools import lru_cache

import numpy as np
from public_checks import WrongAnswer, check, entry, test_case

OK_FORMAT = False

name = "q4"
points = None


def example(b1=None, b2=None):
    """Arguments of mlp_forward: d = 4, h = 2, q = 3, relu, all pre-activations positive."""
    x = np.array([1.0, 2.0, -1.0, 3.0])
    y = np.array([-1.0, 6.0, 5.0])
    W1 = np.array([[1.0, 1.0, -1.0, 0.0], [0.0, 2.0, 1.0, 1.0]])
    W2 = np.array([[1.0, -1.0], [2.0, 0.0], [0.0, 1.0]])
    b1, b2 = (None if b is None else np.array(b, dtype=float) for b in (b1, b2))
    return x, y, W1, W2, 0.25, "relu", "squared", b1, b2


def cached(mlp_forward, key, *arguments):
    return entry("mlp_forward", mlp_forward(*arguments), key)


@lru_cache(maxsize=1)  # its tests look at one quantity each
def example_cache(mlp_forward):
    return mlp_forward(*example())


def in_example(mlp_forward, key):
    return entry("mlp_forward", example_cache(mlp_forward), key)


@test_case(name="q4.z.worked_example", points=0.5)
def public_z(mlp_forward):
    look = "(5.3.1): the order of the product, and the shape of x"
    check("z without biases", in_example(mlp_forward, "z"), [4.0, 6.0], look)
    got = cached(mlp_forward, "z", *example(b1=[-1, -4], b2=[1, -3, -1]))
    check(
        "z with b1 = [-1, -4]", got, [3.0, 2.0], "b1: whether it is used, and the shape of the sum"
    )


@test_case(name="q4.h.worked_example", points=0.5)
def public_h(mlp_forward):
    ln2, ln3 = math.log(2), math.log(3)
    cases = [("relu", [ln3, 0.0]), ("sigmoid", [3 / 4, 1 / 3]), ("tanh", [0.8, -0.6])]
    for activation, expected in cases:
        x, W1, W2 = np.array([ln3, -ln2]), np.eye(2), np.ones((1, 2))
        arguments = x, np.ones(1), W1, W2, 0.25, activation, "squared", None, None
        what = f"h for z = [ln 3, -ln 2], activation {activation!r}"
        look = "(5.3.2): which function is applied to z"
        check(what, cached(mlp_forward, "h", *arguments), expected, look)


@test_case(name="q4.activation.misspelt", points=0.25)
def public_misspelt(mlp_forward):
    x, y, W1, W2, lambd, _, loss, *_ = example()
    cached(mlp_forward, "h", x, y, W1, W2, lambd, "relu", loss, None, None)  # this one is none
    try:
        mlp_forward(x, y, W1, W2, lambd, "rule", loss, None, None)
    except ValueError:
        return
    told = "wrong value: activation 'rule': expected a ValueError, got a result"
    look = "what you do with a name that is none of the three: no other activation may be meant"
    raise WrongAnswer("wrong_value", told, look)


@test_case(name="q4.o.worked_example", points=0.5)
def public_o(mlp_forward):
    look = "(5.3.3): what W2 multiplies; the output layer has no activation"
    check("o without biases", in_example(mlp_forward, "o"), [-2.0, 8.0, 6.0], look)
    got = cached(mlp_forward, "o", *example(b2=[1, -3, -1]))
    check("o with b2 = [1, -3, -1], b1 None", got, [-1.0, 5.0, 5.0], "b2: one may come without b1")


@test_case(name="q4.L.worked_example", points=0.5)
def public_l(mlp_forward):
    what = "L, squared, for o = [-2, 8, 6] and y = [-1, 6, 5]"
    look = "(5.3.4): the loss of o, without the penalty"
    check(what, in_example(mlp_forward, "L"), 3.0, look)
    x, W2 = np.log([2.0, 5.0]), np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    arguments = x, 1, np.eye(2), W2, 0.25, "relu", "cross_entropy", None, None
    what = "L, cross_entropy, for o = ln [1, 2, 5] and label 1"
    look = "(5.3.4): which loss is asked for"
    check(what, cached(mlp_forward, "L", *arguments), math.log(4), look)


@test_case(name="q4.s.worked_example", points=0.5)
def public_s(mlp_forward):
    look = "(5.3.5): the half, both matrices, no biases; squared norms are 9 and 7"
    check("s, no biases", in_example(mlp_forward, "s"), 2.0, look)
    got = cached(mlp_forward, "s", *example(b1=[-1, -4], b2=[1, -3, -1]))
    check("s, with biases", got, 2.0, look)


@test_case(name="q4.J.worked_example", points=0.5)
def public_j(mlp_forward):
    cache = example_cache(mlp_forward)
    got = entry("mlp_forward", cache, "J")
    look = "(5.3.6): the objective has two parts; here L = 3 and s = 2"
    check("J", got, 5.0, look, lambda: float(cache["L"]) + float(cache["s"]))
