"""Public tests of q3: a network with dropout on its hidden layer.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import WrongAnswer, check, difference, entry, require, test_case

OK_FORMAT = False

name = "q3"
points = None

P, MASK = 0.75, np.array([[1.0, 1.0], [0.0, 1.0]])
W2, B2 = np.array([[0.125, -0.25], [0.25, 0.5]]), np.array([1.0, -2.0])


def forward(mlp_dropout_forward, key, mask=MASK):
    """A value of the cache, and the cache: B = d = h = q = 2, labels 1 and 0, z [[4, -5], [3, 2]].

    All sizes are equal: a wrong transpose shows as a wrong number, not as an exception.
    """
    X, Y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1, 0])
    W1, b1 = np.array([[1.0, 1.0], [2.0, -1.0]]), np.array([1.0, -5.0])
    mask = None if mask is None else mask.copy()
    cache = mlp_dropout_forward(X, Y, W1, b1, W2.copy(), B2.copy(), P, mask)
    return entry("mlp_dropout_forward", cache, key), cache


@test_case(name="q3.h.worked_example", points=0.5)
def public_h(mlp_dropout_forward):
    got, _ = forward(mlp_dropout_forward, "h")
    look = "(3.3.1): X and W1, whose rows are units; the bias; relu; no dropout yet"
    check("h for z = [[4, -5], [3, 2]]", got, [[4.0, 0.0], [3.0, 2.0]], look)


@test_case(name="q3.h_dropped.worked_example", points=0.75)
def public_h_dropped(mlp_dropout_forward):
    got, cache = forward(mlp_dropout_forward, "h_dropped")
    what = "h_dropped for h = [[4, 0], [3, 2]], mask = [[1, 1], [0, 1]], p = 0.75"
    look = "(3.3.2): the given mask, and the scale"
    check(what, got, [[16.0, 0.0], [0.0, 8.0]], look, lambda: cache["h"] * MASK / (1 - P))


@test_case(name="q3.h_dropped.no_mask", points=0.5)
def public_no_mask(mlp_dropout_forward):
    got, cache = forward(mlp_dropout_forward, "h_dropped", mask=None)
    look = "mask None: evaluation mode, whatever p is"
    what = "h_dropped for mask None, p = 0.75"
    check(what, got, [[4.0, 0.0], [3.0, 2.0]], look, lambda: cache["h"])


@test_case(name="q3.o.worked_example", points=0.5)
def public_o(mlp_dropout_forward):
    got, cache = forward(mlp_dropout_forward, "o")
    look = "(3.3.2): what W2 is multiplied with, and b2; o are the logits, before the softmax"
    what = "o for h_dropped = [[16, 0], [0, 8]]"
    check(what, got, [[3.0, 2.0], [-1.0, 2.0]], look, lambda: cache["h_dropped"] @ W2.T + B2)


@test_case(name="q3.L.worked_example", points=0.5)
def public_l(mlp_dropout_forward):
    got, cache = forward(mlp_dropout_forward, "L")
    expected = (math.log(1 + math.exp(1)) + math.log(1 + math.exp(3))) / 2
    look = "(3.3.3): the mean over the batch of -ln softmax of the labels' class"

    def of_own_logits():
        (a, b), (c, d) = np.asarray(cache["o"]).tolist()
        return (math.log(1 + math.exp(a - b)) + math.log(1 + math.exp(d - c))) / 2

    check("L for o = [[3, 2], [-1, 2]], labels 1 and 0", got, expected, look, of_own_logits)


def small_loss(mlp_dropout_forward, Y, b2=(0.0, 0.0)):
    """L for o = b2 + [[ln 3, 0], [0, 0]], and labels Y; without dropout."""
    X, W1, b1 = np.array([[1.0], [0.0]]), np.array([[1.0]]), np.zeros(1)
    W2 = np.array([[math.log(3)], [0.0]])
    cache = mlp_dropout_forward(X, np.array(Y), W1, b1, W2, np.array(b2), 0.0, np.ones((2, 1)))
    return entry("mlp_dropout_forward", cache, "L")


@test_case(name="q3.L.one_hot_labels", points=0.25)
def public_one_hot(mlp_dropout_forward):
    def from_your_index_labels():
        losses = [small_loss(mlp_dropout_forward, Y) for Y in ([1, 0], [0, 0])]
        return losses[0] if losses[0] != losses[1] else None

    got = small_loss(mlp_dropout_forward, [[0.0, 1.0], [1.0, 0.0]])
    what = "L for o = [[ln 3, 0], [0, 0]], labels [[0, 1], [1, 0]]"
    look = "how labels with as many axes as o are told from class indices"
    check(what, got, math.log(8) / 2, look, from_your_index_labels)


@test_case(name="q3.L.logits_of_a_thousand", points=0.25)
def public_logits_of_a_thousand(mlp_dropout_forward):
    got = small_loss(mlp_dropout_forward, [0, 1], b2=(-1000.0, 1000.0))
    what = "L for o = [[ln 3 - 1000, 1000], [-1000, 1000]], labels 0 and 1"
    expected = (2000 - math.log(3)) / 2
    look = "exp, which overflows above 709, and the logarithm of a probability that is 0"

    def as_for_logits_of_ten():
        of_ten = math.log1p(math.exp(20) / 3) + math.log1p(math.exp(-20))
        own = small_loss(mlp_dropout_forward, [0, 1], b2=(-10.0, 10.0))
        return expected * own / (of_ten / 2)

    check(what, got, expected, look, as_for_logits_of_ten)


@test_case(name="q3.mlp_dropout_forward.no_examples", points=0.25)
def public_no_examples(mlp_dropout_forward):
    forward(mlp_dropout_forward, "L")  # two examples are enough
    X, Y, mask = np.zeros((0, 2)), np.zeros(0, dtype=int), np.zeros((0, 2))
    try:
        mlp_dropout_forward(X, Y, np.eye(2), np.zeros(2), W2.copy(), B2.copy(), P, mask)
    except ValueError:
        return
    told = "wrong value: mlp_dropout_forward of no examples: expected a ValueError"
    look = "the number of examples, before you divide by it: a mean over none is 0/0"
    raise WrongAnswer("wrong_value", told, look)


X1, Z1, H1 = np.array([1.0, 2.0, -1.0, 2.0]), [3.0, 4.0, -2.0, 1.0], [3.0, 4.0, 0.0, 1.0]
H1_DROPPED, MASK1 = np.array([12.0, 0.0, 0.0, 4.0]), [1.0, 0.0, 1.0, 1.0]
OUTPUT_WEIGHTS = np.array([[1.0, 0, 2, -1], [0, 1, 0, 1], [1, 1, -1, 0], [0, -1, 1, 2]])
DO = np.array([1 / 8, 1 / 4, -5 / 8, 1 / 4])  # for label 2


def right_cache(*labels):
    """A right cache, written by hand: softmax of o is [1/8, 2/8, 3/8, 2/8]; p = 0.75.

    d = h = q = 4; the same example for each label.
    """
    ln2, ln3 = math.log(2), math.log(3)
    losses = 3 * ln2, 2 * ln2, 3 * ln2 - ln3, 2 * ln2

    def rows(values):
        return np.array([values] * len(labels), dtype=float)

    return {
        "X": rows(X1),
        "Y": np.array(labels),
        "z": rows(Z1),
        "h": rows(H1),
        "h_dropped": rows(H1_DROPPED),
        "o": rows([0.0, ln2, ln3, ln2]),
        "L": float(np.mean([losses[label] for label in labels])),
        "W1": np.array([[1.0, 1, 0, 0], [0, 1, 0, 1], [1, -1, 1, 0], [0, 1, 1, 0]]),
        "b1": np.zeros(4),
        "W2": OUTPUT_WEIGHTS.copy(),
        "b2": np.array([-8.0, ln2 - 4, ln3 - 12, ln2 - 8]),
        "p": P,
        "mask": rows(MASK1),
    }


def gradients(mlp_dropout_backward, key, upstream=None, labels=(2,)):
    """The gradient asked for, and the one it is computed from (None where that is missing)."""
    result = mlp_dropout_backward(right_cache(*labels))
    return entry("mlp_dropout_backward", result, key), result.get(upstream)


@test_case(name="q3.dL_db2.worked_example", points=0.5)
def public_dl_db2(mlp_dropout_backward):
    got, _ = gradients(mlp_dropout_backward, "dL_db2", labels=(2, 0))
    what = "dL_db2 for two examples with softmax [1/8, 2/8, 3/8, 2/8], labels 2 and 0"
    look = "(3.3.4): softmax minus label, the 1/B, the sum over the examples"
    check(what, got, [-3 / 8, 1 / 4, -1 / 8, 1 / 4], look)


@test_case(name="q3.dL_dW2.worked_example", points=0.5)
def public_dl_dw2(mlp_dropout_backward):
    got, db2 = gradients(mlp_dropout_backward, "dL_dW2", "dL_db2")
    what = "dL_dW2 for one example, dL/do = [1/8, 1/4, -5/8, 1/4], h_dropped = [12, 0, 0, 4]"
    look = "(3.3.4): W2 was multiplied with h_dropped; and which index belongs to the rows"
    check(what, got, np.outer(DO, H1_DROPPED), look, lambda: np.outer(db2, H1_DROPPED))


@test_case(name="q3.dL_db1.worked_example", points=0.75)
def public_dl_db1(mlp_dropout_backward):
    got, db2 = gradients(mlp_dropout_backward, "dL_db1", "dL_db2")
    what = "dL_db1 for one example, z = [3, 4, -2, 1], mask = [1, 0, 1, 1], p = 0.75"
    look = "(3.3.5): on the way back come W2, then mask and scale, then relu'"
    passes = np.array([4.0, 0.0, 0.0, 4.0])
    expected = [-2.0, 0.0, 0.0, 2.5]
    check(what, got, expected, look, lambda: np.asarray(db2) @ OUTPUT_WEIGHTS * passes)


@test_case(name="q3.dL_dW1.worked_example", points=0.5)
def public_dl_dw1(mlp_dropout_backward):
    got, db1 = gradients(mlp_dropout_backward, "dL_dW1", "dL_db1")
    what = "dL_dW1 for one example, dL/dz = [-2, 0, 0, 2.5], x = [1, 2, -1, 2]"
    look = "(3.3.6): what W1 was multiplied with, and which index belongs to the rows"
    check(what, got, np.outer([-2.0, 0.0, 0.0, 2.5], X1), look, lambda: np.outer(db1, X1))


@test_case(name="q3.dL_db1.z_of_zero", points=0.25)
def public_z_of_zero(mlp_dropout_backward):
    # As right_cache, but the unit that is kept last has z = 0, so h = 0; o and the labels are as
    # they were.
    cache = right_cache(2)
    cache["b1"], cache["z"] = np.array([0.0, 0, 0, -1]), np.array([[3.0, 4, -2, 0]])
    cache["h"], cache["h_dropped"] = np.array([[3.0, 4, 0, 0]]), np.array([[12.0, 0, 0, 0]])
    cache["b2"] = cache["b2"] + 4 * OUTPUT_WEIGHTS[:, 3]
    got = entry("mlp_dropout_backward", mlp_dropout_backward(cache), "dL_db1")
    require(np.shape(got) == (4,), "shape mismatch: dL_db1: expected (4,)", reason="wrong_shape")
    look = "relu'(0) = 0: a unit whose z is exactly 0 passes nothing on"
    check("dL_db1, the unit with z = 0", got[3], 0.0, look)
    require(np.any(got), "wrong value: dL_db1 is all zeros")


@test_case(name="q3.mlp_dropout_backward.called_again", points=0.25)
def public_called_again(mlp_dropout_backward):
    cache = right_cache(2)
    first = {key: np.array(value) for key, value in mlp_dropout_backward(cache).items()}
    right = {
        "dL_db2": DO,
        "dL_dW2": np.outer(DO, H1_DROPPED),
        "dL_db1": [-2.0, 0.0, 0.0, 2.5],
        "dL_dW1": np.outer([-2.0, 0.0, 0.0, 2.5], X1),
    }
    is_right = any(difference(first.get(key), value) is None for key, value in right.items())
    require(is_right, "wrong value: no gradient is right yet, the first time it is called")
    second = mlp_dropout_backward(cache)
    look = "what you write to: what is in the cache must be there, and the same, the next time"
    for key, value in first.items():
        got = entry("mlp_dropout_backward, called again,", second, key)
        check(f"{key}, called again with the same cache", got, value, look)
