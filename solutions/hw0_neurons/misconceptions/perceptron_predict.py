"""Mistakes in q1: on which side of the boundary a point lies."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

ZERO_ONE = "Your labels are 0 and 1, or False and True: here they are -1 and +1 (0.1.1)."


def sums(X, w, b):
    return X @ w + b


@misconception(
    "perceptron_predict.boundary_is_positive",
    "A point right on the boundary gets +1 from you: 0 is not above 0, see (0.1.1).",
)
def boundary_is_positive(X, w, b):
    return np.where(sums(X, w, b) >= 0, 1.0, -1.0)


@misconception(
    "perceptron_predict.zero_on_the_boundary",
    "On the boundary you give 0, which is no label: see the second case of (0.1.1).",
)
def zero_on_the_boundary(X, w, b):
    return np.sign(sums(X, w, b))


@misconception("perceptron_predict.labels_0_and_1", ZERO_ONE)
def labels_0_and_1(X, w, b):
    return np.where(sums(X, w, b) > 0, 1.0, 0.0)


@misconception("perceptron_predict.booleans", ZERO_ONE)
def booleans(X, w, b):
    return sums(X, w, b) > 0


@misconception(
    "perceptron_predict.bias_missing", "Your boundary always passes through 0: where does b enter?"
)
def bias_missing(X, w, b):
    return right.perceptron_predict(X, w, 0.0)


@misconception(
    "perceptron_predict.bias_subtracted",
    "Your b has the wrong sign: in (0.1.1) it is added to the sum, which is compared with 0.",
)
def bias_subtracted(X, w, b):
    return right.perceptron_predict(X, w, -b)


@misconception(
    "perceptron_predict.labels_swapped",
    "Your labels are the wrong way round: which one belongs to a positive sum?",
)
def labels_swapped(X, w, b):
    return -right.perceptron_predict(X, w, b)


@misconception(
    "perceptron_predict.sums_returned",
    "You return the sums themselves. A threshold unit says only on which side of 0 they are.",
)
def sums_returned(X, w, b):
    return np.asarray(sums(X, w, b), dtype=float)


@misconception(
    "perceptron_predict.squashed",
    "You return a smooth function of the sum: (0.1.1) jumps from -1 to +1.",
)
def squashed(X, w, b):
    return np.tanh(sums(X, w, b))


@misconception(
    "perceptron_predict.threshold_one",
    "Your threshold is 1: with a bias the sum is compared with 0 (0.1.1).",
)
def threshold_one(X, w, b):
    return right.perceptron_predict(X, w, b - 1)


@misconception(
    "perceptron_predict.one_label_for_all",
    "You add up over the examples, too, and give one label for the whole batch: one for each row.",
)
def one_label_for_all(X, w, b):
    return 1.0 if np.sum(X * w) + b > 0 else -1.0


@misconception(
    "perceptron_predict.bias_for_every_input",
    "Your b is counted once for every input: it belongs to the sum, once.",
)
def bias_for_every_input(X, w, b):
    return right.perceptron_predict(X, w, b * X.shape[1])


@misconception(
    "perceptron_predict.X_changed",
    "Your function changes the X of its caller: *= and += work in place.",
)
def X_changed(X, w, b):
    labels = right.perceptron_predict(X, w, b)
    X *= w
    return labels
