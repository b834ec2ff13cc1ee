"""Mistakes in q3: softmax, and the gradient of softmax and cross-entropy together."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def one_hot(o, y):
    """Labels as one-hot rows of the shape of o."""
    return np.asarray(y) if np.ndim(y) == np.ndim(o) else np.eye(np.shape(o)[-1])[y]


def num_examples(o):
    """B, which is 1 for a single example."""
    if np.size(o) == 0:
        raise ValueError("the batch is empty")
    return len(o) if np.ndim(o) == 2 else 1


def mean_grad(p, o, y):
    """The gradient for probabilities that may be wrong."""
    return (p - one_hot(o, y)) / num_examples(o)


# --- softmax ---
@misconception(
    "softmax.maximum_not_subtracted",
    "exp of a large logit is inf, and inf / inf is nan. Softmax does not change when the same "
    "number is subtracted from all logits of a row.",
)
def softmax_overflows(o):
    return np.exp(o) / np.exp(o).sum(axis=-1, keepdims=True)


@misconception(
    "softmax.maximum_of_the_whole_batch",
    "You subtract one maximum from all rows: a row far below it underflows to 0 / 0. Every row "
    "needs a maximum of its own.",
)
def softmax_global_maximum(o):
    e = np.exp(o - np.max(o))
    return e / e.sum(axis=-1, keepdims=True)


@misconception(
    "softmax.over_the_batch",
    "Your columns add up to 1: you normalise over the examples (axis 0). The classes are on the "
    "last axis.",
)
def softmax_over_axis_0(o):
    return np.exp(o - o.max()) / np.sum(np.exp(o - o.max()), axis=0)


@misconception(
    "softmax.over_all_entries",
    "All entries of your result together add up to 1. In a batch every row is a distribution of "
    "its own.",
)
def softmax_over_everything(o):
    return np.exp(o - o.max()) / np.sum(np.exp(o - o.max()))


@misconception(
    "softmax.logarithm",
    "You return the logarithms of the probabilities.",
)
def softmax_logarithm(o):
    return np.log(right.softmax(o))


@misconception(
    "softmax.base_2",
    "You raise 2 to the power of the logits. Softmax uses e.",
)
def softmax_base_2(o):
    return right.softmax(o * np.log(2))


@misconception(
    "softmax.divided_by_the_maximum",
    "The largest entry of each of your rows is 1. The entries of a row have to ADD UP to 1: what "
    "does the denominator sum over?",
)
def softmax_divided_by_maximum(o):
    return np.exp(o - o.max(axis=-1, keepdims=True))


@misconception(
    "softmax.exp_missing",
    "You divide the logits themselves by their sum. Logits may be negative: the exponentials are "
    "what is positive and adds up to 1.",
)
def softmax_without_exp(o):
    return o / o.sum(axis=-1, keepdims=True)


@misconception(
    "softmax.sign_of_logits",
    "The largest logit gets your smallest probability: there is a minus sign too many.",
)
def softmax_of_minus_o(o):
    return right.softmax(-o)


@misconception(
    "softmax.sigmoid_of_each",
    "You apply a sigmoid to every logit by itself. In softmax every logit takes part in the "
    "denominator of all others.",
)
def softmax_is_sigmoid(o):
    return right.sigmoid(o)


@misconception(
    "softmax.twice",
    "Your softmax is applied to its own result.",
)
def softmax_twice(o):
    return right.softmax(right.softmax(o))


@misconception(
    "softmax.in_place",
    "Your softmax shifts the caller's logits (o -= ...). Give the shifted logits a new array.",
)
def softmax_in_place(o):
    o -= o.max(axis=-1, keepdims=True)
    return right.softmax(o)


# --- cross_entropy_grad ---
@misconception(
    "cross_entropy_grad.one_hot_not_subtracted",
    "Each row of your gradient adds up to 1/B, and it should add up to 0: the one-hot label is "
    "not subtracted (logit gradient).",
)
def ce_grad_without_label(o, y):
    return right.softmax(o) / num_examples(o)


@misconception(
    "cross_entropy_grad.sign_flipped",
    "Your gradient points the wrong way: following -gradient must raise the logit of the right "
    "class (logit gradient).",
)
def ce_grad_sign(o, y):
    return -right.cross_entropy_grad(o, y)


@misconception(
    "cross_entropy_grad.not_divided_by_B",
    "Your gradient is B times too large: the loss is a MEAN over the batch (logit gradient).",
)
def ce_grad_sum(o, y):
    return right.cross_entropy_grad(o, y) * num_examples(o)


@misconception(
    "cross_entropy_grad.divided_by_B_twice",
    "Your gradient is divided by B twice. The mean over the batch is taken once (logit gradient).",
)
def ce_grad_mean_twice(o, y):
    return right.cross_entropy_grad(o, y) / num_examples(o)


@misconception(
    "cross_entropy_grad.divided_by_classes_too",
    "Your gradient is divided by the number of classes too. The mean is over the examples alone "
    "(logit gradient).",
)
def ce_grad_mean_over_classes(o, y):
    return right.cross_entropy_grad(o, y) / np.shape(o)[-1]


@misconception(
    "cross_entropy_grad.one_example_divided_by_q",
    "For one example o (q,) the length of o is the number of classes, not of examples: B = 1 "
    "(logit gradient).",
)
def ce_grad_length_of_o(o, y):
    return right.cross_entropy_grad(o, y) * num_examples(o) / len(o)


@misconception(
    "cross_entropy_grad.softmax_missing",
    "You subtract the label from the logits. It is subtracted from the probabilities (logit "
    "gradient).",
)
def ce_grad_of_logits(o, y):
    return mean_grad(o, o, y)


@misconception(
    "cross_entropy_grad.softmax_over_the_batch",
    "Your softmax normalises over the examples (axis 0). The classes are on the last axis.",
)
def ce_grad_over_axis_0(o, y):
    return mean_grad(right.softmax(o.T).T, o, y)


@misconception(
    "cross_entropy_grad.softmax_twice",
    "The softmax is taken twice. The logits go in as they are (logit gradient).",
)
def ce_grad_softmax_twice(o, y):
    return mean_grad(right.softmax(right.softmax(o)), o, y)


@misconception(
    "cross_entropy_grad.times_p_times_one_minus_p",
    "You multiply by p (1 - p) once more. The derivative of the softmax is already contained in "
    "softmax - onehot (logit gradient).",
)
def ce_grad_times_derivative(o, y):
    p = right.softmax(o)
    return right.cross_entropy_grad(o, y) * p * (1 - p)


@misconception(
    "cross_entropy_grad.with_respect_to_p",
    "You differentiate -log p with respect to the probabilities p. Asked for is the gradient with "
    "respect to the logits o (logit gradient), so the softmax must be differentiated too.",
)
def ce_grad_in_p(o, y):
    return -one_hot(o, y) / right.softmax(o) / num_examples(o)


@misconception(
    "cross_entropy_grad.right_class_only",
    "Only the entry of the right class is not 0. The other logits enter through the denominator "
    "of the softmax, so their derivatives are not 0 either (logit gradient).",
)
def ce_grad_right_class_only(o, y):
    return one_hot(o, y) * right.cross_entropy_grad(o, y)


@misconception(
    "cross_entropy_grad.one_subtracted_from_whole_columns",
    "You subtract 1 from whole columns: every row loses it in all classes that occur in the "
    "batch. Each row has a label of its own (logit gradient).",
)
def ce_grad_columns(o, y):
    if np.ndim(o) == np.ndim(y) or np.ndim(o) == 1:
        return right.cross_entropy_grad(o, y)
    return mean_grad(right.softmax(o), o, one_hot(o, y).max(axis=0) * np.ones(np.shape(o)))


@misconception(
    "cross_entropy_grad.in_place",
    "Your cross_entropy_grad changes the logits of its caller. Work on a copy.",
)
def ce_grad_in_place(o, y):
    gradient = right.cross_entropy_grad(o, y)
    o -= o.max(axis=-1, keepdims=True)
    return gradient


@misconception(
    "cross_entropy_grad.one_hot_labels_overwritten",
    "Your cross_entropy_grad writes into the one-hot labels of its caller: the result needs an "
    "array of its own.",
)
def ce_grad_labels_overwritten(o, y):
    gradient = right.cross_entropy_grad(o, y)
    if np.ndim(y) == np.ndim(o):
        y[...] = gradient
    return gradient


@misconception(
    "softmax.no_vector",
    "Your softmax wants a batch: a single row of logits (q,) is one distribution, too. The last "
    "axis is there in both.",
)
def softmax_no_vector(o):
    if np.ndim(o) == 1:
        return right.softmax(o[:, None])[:, 0]
    return right.softmax(o)


@misconception(
    "softmax.over_all_entries_without_the_maximum",
    "All entries of your result together add up to 1. In a batch every row is a distribution of "
    "its own.",
)
def softmax_over_everything_without_maximum(o):
    return np.exp(o) / np.sum(np.exp(o))
