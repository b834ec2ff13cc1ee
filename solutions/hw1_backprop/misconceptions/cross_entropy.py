"""Mistakes in q3: cross-entropy, one example or a minibatch."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

PER_CLASS = (
    "Your mean also runs over the classes: the loss is the expected one divided by q. Sum over "
    "the classes, take the mean over the examples (cross-entropy)."
)
SATURATED = (
    "Your loss cannot grow beyond a certain number, because a small constant keeps the "
    "probability away from 0. Combine logarithm and softmax instead (cross-entropy): then no "
    "logarithm of 0 occurs."
)


def one_hot(o, y):
    """Labels as one-hot rows of the shape of o."""
    return np.asarray(y) if np.ndim(y) == np.ndim(o) else np.eye(np.shape(o)[-1])[y]


def num_examples(o):
    """B, which is 1 for a single example."""
    if np.size(o) == 0:
        raise ValueError("the batch is empty")
    return len(o) if np.ndim(o) == 2 else 1


def log_softmax(o):
    shifted = o - np.max(o, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def mean_loss(log_p, o, y):
    """The cross-entropy for log probabilities that may be wrong."""
    return float(-np.sum(one_hot(o, y) * log_p) / num_examples(o))


# --- cross_entropy ---
@misconception(
    "cross_entropy.softmax_twice",
    "Your cross_entropy takes the softmax of a softmax. The logits go in as they are "
    "(cross-entropy).",
)
def ce_softmax_twice(o, y):
    return right.cross_entropy(right.softmax(o), y)


@misconception(
    "cross_entropy.log_of_base_2",
    "Your loss is the expected one divided by ln 2: your logarithm has base 2, ours is natural.",
)
def ce_base_2(o, y):
    return right.cross_entropy(o, y) / np.log(2)


@misconception(
    "cross_entropy.log_of_base_10",
    "Your loss is the expected one divided by ln 10: your logarithm has base 10, ours is natural.",
)
def ce_base_10(o, y):
    return right.cross_entropy(o, y) / np.log(10)


@misconception("cross_entropy.mean_over_classes", PER_CLASS)
def ce_mean_over_classes(o, y):
    return right.cross_entropy(o, y) / np.shape(o)[-1]


@misconception("cross_entropy.mean_over_classes_of_one_hot_labels", PER_CLASS)
def ce_mean_over_classes_one_hot(o, y):
    return right.cross_entropy(o, y) / (np.shape(o)[-1] if np.ndim(y) == np.ndim(o) else 1)


@misconception(
    "cross_entropy.sum_over_batch",
    "Your loss is B times the expected one: take the mean over the examples, not their sum "
    "(cross-entropy).",
)
def ce_sum(o, y):
    return right.cross_entropy(o, y) * num_examples(o)


@misconception(
    "cross_entropy.sign_flipped",
    "Your loss is negative. The logarithm of a probability is negative, and the loss is its "
    "NEGATIVE (cross-entropy).",
)
def ce_sign(o, y):
    return -right.cross_entropy(o, y)


@misconception(
    "cross_entropy.logarithm_missing",
    "You average the probabilities of the right classes, without their logarithm (cross-entropy).",
)
def ce_without_logarithm(o, y):
    return mean_loss(right.softmax(o), o, y)


@misconception(
    "cross_entropy.normaliser_missing",
    "Your loss is minus the logit of the right class: the other logits enter too, through the "
    "denominator of the softmax.",
)
def ce_without_normaliser(o, y):
    return mean_loss(o, o, y)


@misconception(
    "cross_entropy.maximum_not_added_back",
    "You subtract the maximum inside the log-sum-exp. It also has to be subtracted from the logit "
    "of the right class, or be added again outside.",
)
def ce_maximum_lost(o, y):
    m = np.max(o, axis=-1, keepdims=True)
    return mean_loss(o - np.log(np.sum(np.exp(o - m), axis=-1, keepdims=True)), o, y)


@misconception(
    "cross_entropy.softmax_over_the_batch",
    "Your softmax normalises over the examples (axis 0). The classes are on the last axis.",
)
def ce_over_axis_0(o, y):
    return mean_loss(log_softmax(o.T).T, o, y)


@misconception(
    "cross_entropy.every_class_counts",
    "You add log(1 - p) of the wrong classes, as in binary cross-entropy. Here the label is one of "
    "q classes and only the logarithm of ITS probability counts.",
)
def ce_binary(o, y):
    Y, p = one_hot(o, y), right.softmax(o)
    return float(-np.sum(Y * np.log(p) + (1 - Y) * np.log(1 - p)) / num_examples(o))


@misconception(
    "cross_entropy.predicted_class",
    "You take the probability of the most likely class. The loss is about the class in the label "
    "(cross-entropy).",
)
def ce_predicted(o, y):
    return right.cross_entropy(o, np.argmax(o, axis=-1))


@misconception(
    "cross_entropy.labels_counted_from_1",
    "You use the class before the one in the label. Class indices are counted from 0.",
)
def ce_labels_from_1(o, y):
    return right.cross_entropy(o, y if np.ndim(y) == np.ndim(o) else np.asarray(y) - 1)


@misconception(
    "cross_entropy.log_of_zero",
    "Far-off logits give a probability of 0 and a loss of inf. Combine logarithm and softmax "
    "(cross-entropy) on paper: what remains takes no logarithm of 0.",
)
def ce_log_of_zero(o, y):
    p = np.sum(one_hot(o, y) * right.softmax(o), axis=-1)
    return float(-np.sum(np.log(p)) / num_examples(o))


@misconception("cross_entropy.clipped_at_1e-7", SATURATED)
def ce_clipped(o, y):
    return mean_loss(np.log(np.clip(right.softmax(o), 1e-7, 1 - 1e-7)), o, y)


@misconception("cross_entropy.plus_1e-8", SATURATED)
def ce_plus_8(o, y):
    return mean_loss(np.log(right.softmax(o) + 1e-8), o, y)


@misconception("cross_entropy.plus_1e-9", SATURATED)
def ce_plus_9(o, y):
    return mean_loss(np.log(right.softmax(o) + 1e-9), o, y)


@misconception("cross_entropy.plus_1e-10", SATURATED)
def ce_plus_10(o, y):
    return mean_loss(np.log(right.softmax(o) + 1e-10), o, y)


@misconception("cross_entropy.plus_1e-12", SATURATED)
def ce_plus_12(o, y):
    return mean_loss(np.log(right.softmax(o) + 1e-12), o, y)


@misconception("cross_entropy.plus_1e-15", SATURATED)
def ce_plus_15(o, y):
    return mean_loss(np.log(right.softmax(o) + 1e-15), o, y)


@misconception(
    "cross_entropy.logits_shifted_in_place",
    "Your cross_entropy changes the logits of its caller: -= works in place.",
)
def ce_logits_shifted(o, y):
    o -= np.max(o, axis=-1, keepdims=True)
    return right.cross_entropy(o, y)


@misconception(
    "cross_entropy.one_hot_labels_overwritten",
    "Your cross_entropy writes into the one-hot labels of its caller: multiply into a new array.",
)
def ce_labels_overwritten(o, y):
    loss = right.cross_entropy(o, y)
    if np.ndim(y) == np.ndim(o):
        y *= log_softmax(o)
    return loss
