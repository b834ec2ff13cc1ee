"""Mistakes in q4: the Jacobian of the softmax."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def softmax(o):
    e = np.exp(o - np.max(o))
    return e / e.sum()


def unsafe(o):
    """The Jacobian without anything subtracted from the logits."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(np.asarray(o, dtype=float))
        f = e / e.sum()
    return np.diag(f) - np.outer(f, f)


@misconception(
    "softmax_jacobian.diagonal_as_the_rest",
    "Your diagonal is computed as the rest is. For i = j the quotient rule gives a term more: "
    "raising a logit raises its own class.",
)
def diagonal_as_the_rest(o):
    f = softmax(o)
    return -np.outer(f, f)


@misconception(
    "softmax_jacobian.rest_added",
    "The entries beside the diagonal have the wrong sign: what one class gains the others lose.",
)
def rest_added(o):
    f = softmax(o)
    return np.diag(f) + np.outer(f, f)


@misconception(
    "softmax_jacobian.rest_added_to_both_cases",
    "Beside the diagonal the sign is wrong: what one class gains the others lose. And on the "
    "diagonal f_i is left, without a square subtracted.",
)
def rest_added_to_both_cases(o):
    f = softmax(o)
    return np.diag(f * (1 - f)) + np.outer(f, f)


@misconception(
    "softmax_jacobian.rest_positive",
    "The entries beside the diagonal have the wrong sign: what one class gains the others lose.",
)
def rest_positive(o):
    return np.abs(right.softmax_jacobian(o))


@misconception(
    "softmax_jacobian.sign_flipped", "All your entries have the wrong sign: what does a class gain?"
)
def sign_flipped(o):
    return -right.softmax_jacobian(o)


@misconception(
    "softmax_jacobian.diagonal_alone",
    "Beside the diagonal you have zeros, as if every output had a logit of its own: all logits are "
    "in the denominator.",
)
def diagonal_alone(o):
    return np.diag(np.diag(right.softmax_jacobian(o)))


@misconception(
    "softmax_jacobian.diagonal_as_a_vector",
    "You return the diagonal alone: every output depends on every logit, so a matrix (q, q).",
)
def diagonal_as_a_vector(o):
    return np.diag(right.softmax_jacobian(o)).copy()


@misconception(
    "softmax_jacobian.probabilities_on_the_diagonal",
    "You differentiate the numerator and forget the denominator, which holds all the logits.",
)
def probabilities_on_the_diagonal(o):
    return np.diag(softmax(o))


@misconception(
    "softmax_jacobian.as_a_sigmoid_everywhere",
    "You use f_i (1 - f_j) for all entries: that is the case i = j alone.",
)
def as_a_sigmoid_everywhere(o):
    f = softmax(o)
    return np.outer(f, 1 - f)


@misconception(
    "softmax_jacobian.of_the_logarithm",
    "This is the Jacobian of the logarithm of the softmax.",
)
def of_the_logarithm(o):
    return np.eye(len(o)) - softmax(o)


@misconception(
    "softmax_jacobian.one_on_the_diagonal",
    "You subtract the outer product from the identity: what does the quotient rule give for i = j?",
)
def one_on_the_diagonal(o):
    f = softmax(o)
    return np.eye(len(o)) - np.outer(f, f)


@misconception(
    "softmax_jacobian.row_subtracted",
    "You subtract f from every row, not a product of two entries of f.",
)
def row_subtracted(o):
    f = softmax(o)
    return np.diag(f) - f


@misconception(
    "softmax_jacobian.square_on_the_diagonal",
    "Your diagonal is 0, as if a class did not feel its own logit.",
)
def square_on_the_diagonal(o):
    f = softmax(o)
    return np.diag(f**2) - np.outer(f, f)


@misconception(
    "softmax_jacobian.inner_product",
    "You subtract the inner product of f with itself, one number, in place of the outer product.",
)
def inner_product(o):
    f = softmax(o)
    return np.diag(f) - f @ f


@misconception(
    "softmax_jacobian.not_normalised",
    "Your f does not add up to 1: divide the powers of e by their sum.",
)
def not_normalised(o):
    e = np.exp(o - np.max(o))
    return np.diag(e) - np.outer(e, e)


@misconception(
    "softmax_jacobian.logits_for_probabilities",
    "You put the logits into the formula: it is one in the probabilities.",
)
def logits_for_probabilities(o):
    return np.diag(o) - np.outer(o, o)


@misconception(
    "softmax_jacobian.softmax_twice",
    "You take the softmax twice.",
)
def softmax_twice(o):
    return right.softmax_jacobian(softmax(o))


@misconception(
    "softmax_jacobian.probabilities_returned",
    "You return the softmax itself: its derivatives are asked for.",
)
def probabilities_returned(o):
    return softmax(o)


@misconception(
    "softmax_jacobian.divided_by_q", "You divide by the number of classes: nothing here is a mean."
)
def divided_by_q(o):
    return right.softmax_jacobian(o) / len(o)


@misconception(
    "softmax_jacobian.overflow",
    "Large logits overflow: subtract the same number from all of them first, which changes "
    "nothing.",
)
def overflow(o):
    return unsafe(o)


@misconception(
    "softmax_jacobian.mean_subtracted",
    "You subtract the mean of the logits. With very different ones that still overflows, or leaves "
    "0 / 0: which number is safe for all?",
)
def mean_subtracted(o):
    return unsafe(o - np.mean(o))


@misconception(
    "softmax_jacobian.logits_clipped",
    "You clip the logits: two large ones become equal, though they are not.",
)
def logits_clipped(o):
    return right.softmax_jacobian(np.clip(o, -500, 500))


@misconception(
    "softmax_jacobian.numerical",
    "Your derivatives are one-sided differences, accurate to a few digits only: derive a formula.",
)
def numerical(o):
    o = np.asarray(o, dtype=float)
    f = softmax(o)
    return np.column_stack([(softmax(o + 1e-3 * row) - f) / 1e-3 for row in np.eye(len(o))])


@misconception(
    "softmax_jacobian.o_changed",
    "Your function changes the logits of its caller: -= works in place.",
)
def o_changed(o):
    J = right.softmax_jacobian(o)
    o -= np.max(o)
    return J
