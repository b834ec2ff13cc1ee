"""Mistakes in q1: when the perceptron stops, and what it counts."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

LAST_EPOCH = (
    "The last epoch is missing in `mistakes`: only a whole epoch without a mistake ends the "
    "training, and its 0 counts."
)


def epoch(X, y, w, b):
    """(w, b, mistakes) after one more epoch."""
    count = 0
    for x_i, y_i in zip(X, y, strict=True):
        if y_i * (x_i @ w + b) <= 0:
            w, b, count = w + y_i * x_i, b + y_i, count + 1
    return w, float(b), count


def history(X, y, max_epochs):
    """(w, b, mistakes) after each epoch that is run."""
    found, w, b = [], np.zeros(X.shape[1]), 0.0
    while len(found) < max_epochs and (not found or found[-1][2]):
        w, b, count = epoch(X, y, w, b)
        found.append((w, b, count))
    return found


@misconception("perceptron_fit.last_epoch_not_counted", LAST_EPOCH)
def last_epoch_not_counted(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w, b, mistakes[mistakes > 0]


@misconception(
    "perceptron_fit.never_stops_early",
    "You always run max_epochs: stop after the first epoch without a mistake.",
)
def never_stops_early(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w, b, np.append(mistakes, np.zeros(max_epochs - len(mistakes), dtype=int))


@misconception(
    "perceptron_fit.one_epoch_more",
    "You run one epoch more than you should: when do you look whether it is time to stop?",
)
def one_epoch_more(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    w, b, count = epoch(X, y, w, b)
    return w, b, np.append(mistakes, count)


@misconception(
    "perceptron_fit.one_epoch_fewer",
    "You run at most max_epochs - 1 epochs.",
)
def one_epoch_fewer(X, y, max_epochs):
    if max_epochs == 1:
        return np.zeros(X.shape[1]), 0.0, np.zeros(0)
    return right.perceptron_fit(X, y, max_epochs - 1)


@misconception(
    "perceptron_fit.one_epoch_alone",
    "You stop after the first epoch, whatever happened in it.",
)
def one_epoch_alone(X, y, max_epochs):
    return right.perceptron_fit(X, y, 1)


@misconception(
    "perceptron_fit.counts_add_up",
    "Your numbers of mistakes add up from epoch to epoch: the count begins anew in each.",
)
def counts_add_up(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w, b, np.cumsum(mistakes)


@misconception(
    "perceptron_fit.counted_at_the_end",
    "You count what the weights at the end of the epoch get wrong. Counted are the mistakes that "
    "changed the weights on the way.",
)
def counted_at_the_end(X, y, max_epochs):
    steps = history(X, y, max_epochs)
    w, b, _ = steps[-1]
    return w, b, np.array([int(np.sum(y * (X @ w + b) <= 0)) for w, b, _ in steps])


@misconception("perceptron_fit.stops_when_all_are_right", LAST_EPOCH)
def stops_when_all_are_right(X, y, max_epochs):
    steps = history(X, y, max_epochs)
    right_at = [k for k, (w, b, _) in enumerate(steps) if np.all(y * (X @ w + b) > 0)]
    end = right_at[0] + 1 if right_at else len(steps)
    return *steps[end - 1][:2], np.array([count for *_, count in steps[:end]])


@misconception(
    "perceptron_fit.counts_right_answers",
    "You count the examples that were read right: the mistakes are asked for.",
)
def counts_right_answers(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w, b, len(y) - mistakes


@misconception(
    "perceptron_fit.shares_of_mistakes",
    "You give the share of mistakes: their number is asked for.",
)
def shares_of_mistakes(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w, b, mistakes / len(y)


@misconception(
    "perceptron_fit.total_of_mistakes",
    "You give one number of mistakes for all epochs together: one for each epoch is asked for.",
)
def total_of_mistakes(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return w, b, int(mistakes.sum())


@misconception(
    "perceptron_fit.first_mistake_ends_the_epoch",
    "Your epoch ends with its first mistake: an epoch goes through all examples.",
)
def first_mistake_ends_the_epoch(X, y, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = np.flatnonzero(y * (X @ w + b) <= 0)
        mistakes.append(min(len(wrong), 1))
        if not len(wrong):
            break
        w, b = w + y[wrong[0]] * X[wrong[0]], b + float(y[wrong[0]])
    return w, b, np.array(mistakes)


@misconception(
    "perceptron_fit.begins_anew_each_epoch",
    "Your weights go back to zero at the start of every epoch: they go on from where they are.",
)
def begins_anew_each_epoch(X, y, max_epochs):
    w, b, count = epoch(X, y, np.zeros(X.shape[1]), 0.0)
    return w, b, np.full(max_epochs, count)


@misconception(
    "perceptron_fit.bias_as_last_weight",
    "Your w has d + 1 entries, the bias among them: hand it back apart, as b.",
)
def bias_as_last_weight(X, y, max_epochs):
    w, b, mistakes = right.perceptron_fit(X, y, max_epochs)
    return np.append(w, b), b, mistakes
