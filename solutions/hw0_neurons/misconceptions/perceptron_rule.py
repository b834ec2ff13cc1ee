"""Mistakes in q1: what a mistake of the perceptron changes."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

BIAS = "Your w is updated, but b is not as it should be: b is a weight, too, of an input 1 (0.1.2)."


def is_mistake(x, y, w, b):
    return y * (x @ w + b) <= 0


def learn(X, y, max_epochs, step, *, wrong=is_mistake, start=0.0):
    """The perceptron with another update `step(x, y, w, b)` -> (w, b), or another condition."""
    w, b, mistakes = np.full(X.shape[1], start), start, []
    for _ in range(max_epochs):
        count = 0
        for x_i, y_i in zip(X, y, strict=True):
            if wrong(x_i, y_i, w, b):
                w, b = step(x_i, y_i, w, b)
                count += 1
        mistakes.append(count)
        if count == 0:
            break
    return w, float(b), np.array(mistakes)


def usual(x, y, w, b):
    return w + y * x, b + y


@misconception(
    "perceptron_fit.strictly_below_zero",
    "With you nothing is ever learned: at the start all sums are 0, and by (0.1.2) that is a "
    "mistake already.",
)
def strictly_below_zero(X, y, max_epochs):
    return learn(X, y, max_epochs, usual, wrong=lambda x, y, w, b: y * (x @ w + b) < 0)


@misconception(
    "perceptron_fit.compares_labels",
    "You compare the predicted label with y. Then a point on the boundary is a mistake for one "
    "label only; by (0.1.2) it is one for either.",
)
def compares_labels(X, y, max_epochs):
    return learn(
        X, y, max_epochs, usual, wrong=lambda x, y, w, b: (1 if x @ w + b > 0 else -1) != y
    )


@misconception(
    "perceptron_fit.compares_labels_with_zero_as_positive",
    "You compare the predicted label with y, and 0 counts as +1. By (0.1.2) a point on the "
    "boundary is a mistake for either label.",
)
def compares_labels_zero_positive(X, y, max_epochs):
    return learn(
        X, y, max_epochs, usual, wrong=lambda x, y, w, b: (1 if x @ w + b >= 0 else -1) != y
    )


@misconception("perceptron_fit.bias_not_updated", BIAS)
def bias_not_updated(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w + y * x, b))


@misconception(
    "perceptron_fit.bias_against_the_label",
    "Your b moves away from the label: in (0.1.2) it moves towards it, as w does.",
)
def bias_against_the_label(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w + y * x, b - y))


@misconception(
    "perceptron_fit.bias_by_one",
    "Your b goes up by 1 at every mistake, whatever the label is (0.1.2).",
)
def bias_by_one(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w + y * x, b + 1))


@misconception(
    "perceptron_fit.sign_flipped",
    "Your weights move away from the label: after an update the example should be less wrong than "
    "before.",
)
def sign_flipped(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w - y * x, b - y))


@misconception(
    "perceptron_fit.label_missing",
    "You add every misread example, whatever its label is: those of the other class have to be "
    "subtracted (0.1.2).",
)
def label_missing(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w + x, b + 1))


@misconception(
    "perceptron_fit.label_missing_for_w",
    "Your w grows by x whatever the label is: an example of the other class has to be subtracted "
    "(0.1.2).",
)
def label_missing_for_w(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w + x, b + y))


@misconception(
    "perceptron_fit.learns_from_all",
    "Every example changes your weights: only a mistake does (0.1.2).",
)
def learns_from_all(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        count = 0
        for x_i, y_i in zip(X, y, strict=True):
            count += int(is_mistake(x_i, y_i, w, b))
            w, b = usual(x_i, y_i, w, b)
        mistakes.append(count)
        if count == 0:
            break
    return w, float(b), np.array(mistakes)


@misconception(
    "perceptron_fit.bias_learns_from_all",
    "Your b is updated at every example: it stands under the same condition as w (0.1.2).",
)
def bias_learns_from_all(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        count = 0
        for x_i, y_i in zip(X, y, strict=True):
            if is_mistake(x_i, y_i, w, b):
                w, count = w + y_i * x_i, count + 1
            b = b + y_i
        mistakes.append(count)
        if count == 0:
            break
    return w, float(b), np.array(mistakes)


@misconception(
    "perceptron_fit.condition_without_bias",
    "Whether an example is a mistake depends on b, too: see the condition in (0.1.2).",
)
def condition_without_bias(X, y, max_epochs):
    return learn(X, y, max_epochs, usual, wrong=lambda x, y, w, b: y * (x @ w) <= 0)


@misconception(
    "perceptron_fit.label_times_part_of_the_sum",
    "In your condition the label multiplies w x alone. In (0.1.2) it multiplies the whole sum.",
)
def label_times_part_of_the_sum(X, y, max_epochs):
    return learn(X, y, max_epochs, usual, wrong=lambda x, y, w, b: y * (x @ w) + b <= 0)


@misconception(
    "perceptron_fit.condition_without_label",
    "Your condition asks only whether the sum is negative, not whether it disagrees with the "
    "label (0.1.2).",
)
def condition_without_label(X, y, max_epochs):
    return learn(X, y, max_epochs, usual, wrong=lambda x, y, w, b: x @ w + b <= 0)


@misconception(
    "perceptron_fit.twice_the_step",
    "Your steps are twice as large: the difference of two labels of ±1 is ±2, and (0.1.2) moves "
    "by y x.",
)
def twice_the_step(X, y, max_epochs):
    return learn(X, y, max_epochs, lambda x, y, w, b: (w + 2 * y * x, b + 2 * y))


@misconception(
    "perceptron_fit.learning_rate",
    "Your steps are a tenth of what (0.1.2) says: there is no learning rate in it.",
)
def learning_rate(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w / 10, b / 10, mistakes


@misconception(
    "perceptron_fit.starts_with_ones",
    "Your weights begin with 1. The rule begins with zeros, b included.",
)
def starts_with_ones(X, y, max_epochs):
    return learn(X, y, max_epochs, usual, start=1.0)


@misconception(
    "perceptron_fit.whole_batch",
    "You judge all examples of an epoch by the same weights. Each of them is judged by the weights "
    "that the examples before it have left.",
)
def whole_batch(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = y * (X @ w + b) <= 0
        w, b = w + (y * wrong) @ X, b + float(np.sum(y * wrong))
        mistakes.append(int(wrong.sum()))
        if not wrong.any():
            break
    return w, b, np.array(mistakes)


@misconception(
    "perceptron_fit.last_example_first",
    "You go through the examples from the last to the first: the order is that of the rows.",
)
def last_example_first(X, y, max_epochs):
    return right.perceptron_fit(X[::-1], y[::-1], max_epochs)


@misconception(
    "perceptron_fit.X_changed",
    "Your function writes into the X of its caller: *= and += work in place.",
)
def X_changed(X, y, max_epochs):
    found = right.perceptron_fit(X, y, max_epochs)
    X *= np.asarray(y, dtype=X.dtype)[:, None]
    return found


@misconception(
    "perceptron_fit.y_changed",
    "Your function writes into the labels of its caller: work on a copy.",
)
def y_changed(X, y, max_epochs):
    found = right.perceptron_fit(X, y, max_epochs)
    y[y < 0] = 0
    return found
