"""Public tests of q3: losses and the penalty.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import WrongAnswer, check, require, test_case

OK_FORMAT = False

name = "q3"
points = None


def circulant():
    """Logits of three examples, with softmax [1, 2, 5]/8, [5, 1, 2]/8 and [2, 5, 1]/8."""
    return np.log(np.array([[1.0, 2.0, 5.0], [5.0, 1.0, 2.0], [2.0, 5.0, 1.0]]))


def check_refused(label, function, *no_examples):
    """The mean over no examples is 0/0: the function should raise ValueError, not return it."""
    one = [np.zeros((1, *array.shape[1:]), dtype=array.dtype) for array in no_examples]
    require(np.isfinite(function(*one)), f"not finite: {label} of one example")
    try:
        got = function(*no_examples)
    except ValueError:
        return
    told = f"wrong value: {label} of no examples: expected a ValueError, got {got}"
    raise WrongAnswer("wrong_value", told, "the number of examples, before you divide by it")


LABELS = [2, 1, 0]  # probabilities 5/8, 1/8, 2/8
LOSS = (math.log(8 / 5) + math.log(8) + math.log(4)) / 3
GRADIENT = np.array([[1.0, 2.0, -3.0], [5.0, -7.0, 2.0], [-6.0, 5.0, 1.0]]) / 8 / 3


@test_case(name="q3.softmax.worked_example", points=0.5)
def public_softmax(softmax):
    look = "the axis of the sum: every row of probabilities adds up to 1"
    check("softmax of ln [1, 2, 5]", softmax(np.log([1.0, 2.0, 5.0])), [1 / 8, 2 / 8, 5 / 8], look)
    got = softmax(np.log([[1.0, 2.0, 5.0], [3.0, 1.0, 4.0]]))
    expected = [[1 / 8, 2 / 8, 5 / 8], [3 / 8, 1 / 8, 4 / 8]]
    check("softmax of ln [[1, 2, 5], [3, 1, 4]]", got, expected, look)


@test_case(name="q3.softmax.large_logits", points=0.5)
def public_softmax_large(softmax):
    o = np.array([[1000.0, 0.0, -1000.0]])
    look = "what may be subtracted from all logits of a row without a change of the result"
    check("softmax of [[1000, 0, -1000]]", softmax(o), [[1.0, 0.0, 0.0]], look)


@test_case(name="q3.cross_entropy.index_labels", points=0.5)
def public_cross_entropy_index(cross_entropy):
    got = cross_entropy(np.log([1.0, 2.0, 5.0]), 2)
    look = "which probability enters, and the natural logarithm"
    check("cross_entropy of o = ln [1, 2, 5], label 2", got, math.log(8 / 5), look)
    look = "the mean: over the examples, not over the classes"
    check("cross_entropy of 3 examples", cross_entropy(circulant(), np.array(LABELS)), LOSS, look)


@test_case(name="q3.cross_entropy.one_hot_labels", points=0.5)
def public_cross_entropy_one_hot(cross_entropy):
    look = "how labels with as many axes as o are told from class indices"

    def from_your_index_labels(o, y, other):
        values = [cross_entropy(o.copy(), labels) for labels in (y, other)]
        return values[0] if values[0] != values[1] else None

    o, what = np.log([1.0, 2.0, 5.0]), "cross_entropy of o = ln [1, 2, 5], one-hot 2"
    got = cross_entropy(o.copy(), np.array([0.0, 0.0, 1.0]))
    check(what, got, math.log(8 / 5), look, lambda: from_your_index_labels(o, 2, 0))
    got = cross_entropy(circulant(), np.eye(3)[LABELS])
    y, other = np.array(LABELS), np.array([2, 2, 1])
    what = "cross_entropy of 3 examples, one-hot"
    check(what, got, LOSS, look, lambda: from_your_index_labels(circulant(), y, other))


@test_case(name="q3.cross_entropy.no_examples", points=0.25)
def public_cross_entropy_no_examples(cross_entropy):
    check_refused("cross_entropy", cross_entropy, np.zeros((0, 2)), np.zeros(0, dtype=int))


@test_case(name="q3.cross_entropy_grad.worked_example", points=1)
def public_cross_entropy_grad(cross_entropy_grad):
    got = cross_entropy_grad(np.log([1.0, 2.0, 5.0]), 2)
    look = "the entry of the right class; the entries of each row add up to 0"
    check("cross_entropy_grad of ln [1, 2, 5], label 2", got, np.array([1, 2, -3]) / 8, look)
    got = cross_entropy_grad(circulant(), np.array(LABELS))
    check("cross_entropy_grad of 3 examples", got, GRADIENT, "the mean over the batch in L")
    got = cross_entropy_grad(circulant(), np.eye(3)[LABELS])
    check("cross_entropy_grad of 3 examples, one-hot", got, GRADIENT, "one-hot labels")


@test_case(name="q3.squared_loss.worked_example", points=0.5)
def public_squared_loss(squared_loss):
    got = squared_loss(np.array([3.0, 1.0, -1.0]), np.array([1.0, 1.0, 1.0]))
    look = "the half; and the sum over the outputs"
    check("squared_loss of o = [3, 1, -1], y = [1, 1, 1]", got, 4.0, look)
    o, y = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, -2.0]])
    what = f"squared_loss of o = {o.tolist()}, y = {y.tolist()}"
    check(what, squared_loss(o, y), 2.25, "the mean over the batch")


@test_case(name="q3.squared_loss.no_examples", points=0.25)
def public_squared_loss_no_examples(squared_loss):
    check_refused("squared_loss", squared_loss, np.zeros((0, 2)), np.zeros((0, 2)))


@test_case(name="q3.squared_loss_grad.worked_example", points=0.5)
def public_squared_loss_grad(squared_loss_grad):
    o, y = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([[0.0, 2.0], [1.0, -2.0]])
    what = f"squared_loss_grad of o = {o.tolist()}, y = {y.tolist()}"
    got = squared_loss_grad(o, y)
    check(what, got, [[0.5, 0.0], [1.0, 1.0]], "the sign, and the mean over the batch in L")
    got = squared_loss_grad(np.array([[1.0], [3.0], [2.0]]), np.array([0.0, 1.0, 5.0]))
    look = "the shapes: a (B, 1) array and a (B,) array combine to (B, B)"
    what = "squared_loss_grad of o (3, 1) and y (3,)"
    check(what, got, [[1 / 3], [2 / 3], [-1.0]], look)


@test_case(name="q3.l2_penalty.worked_example", points=1)
def public_l2_penalty(l2_penalty):
    W1, W2 = np.array([[1.0, -2.0, 2.0], [0.0, 3.0, 1.0]]), np.array([[2.0, -1.0]])
    what = f"l2_penalty of W1 = {W1.tolist()}, W2 = {W2.tolist()}, lambd = 0.5"
    look = "the half, the square, and both matrices: squared norms are 19 and 5"
    check(what, l2_penalty(W1, W2, 0.5), 6.0, look)
