"""Mistakes in q7: central differences."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

NOT_RESTORED = (
    "The entries are right at first and drift away later: x[i] is not put back after its two "
    "probes, so the next entry is probed at a shifted point."
)


def differences(x, entry):
    """An array of `entry(x, i)` for every index i of x; x is a float copy."""
    x = np.array(x, dtype=float)
    return np.array([entry(x, i) for i in np.ndindex(x.shape)]).reshape(x.shape)


def moved(x, i, step):
    """A copy of x with entry i moved by step."""
    x = x.copy()
    x[i] += step
    return x


# --- numerical_gradient ---
@misconception(
    "numerical_gradient.forward_difference",
    "This is the one-sided difference f(x + eps) - f(x). The central difference probes on both "
    "sides and is far more accurate.",
)
def forward_difference(f, x, eps=1e-5):
    return differences(x, lambda x, i: (f(moved(x, i, eps)) - f(x)) / eps)


@misconception(
    "numerical_gradient.backward_difference",
    "This is the one-sided difference f(x) - f(x - eps). The central difference probes on both "
    "sides and is far more accurate.",
)
def backward_difference(f, x, eps=1e-5):
    return differences(x, lambda x, i: (f(x) - f(moved(x, i, -eps))) / eps)


@misconception(
    "numerical_gradient.divided_by_eps",
    "Your gradient is twice the right one: how far apart are the two points of a central "
    "difference?",
)
def difference_over_eps(f, x, eps=1e-5):
    return 2 * right.numerical_gradient(f, x, eps)


@misconception(
    "numerical_gradient.brackets_missing",
    "You divide by 2 and then multiply by eps. The central difference has a / (2 * eps), which is "
    "not a / 2 * eps.",
)
def difference_times_eps(f, x, eps=1e-5):
    return right.numerical_gradient(f, x, eps) * eps**2


@misconception(
    "numerical_gradient.not_divided",
    "You return differences of f. A slope is such a difference divided by the distance of the two "
    "points (central difference).",
)
def difference_only(f, x, eps=1e-5):
    return right.numerical_gradient(f, x, eps) * 2 * eps


@misconception(
    "numerical_gradient.sign_flipped",
    "Your gradient has the wrong sign: which of the two values of f is subtracted from the other "
    "(central difference)?",
)
def difference_reversed(f, x, eps=1e-5):
    return -right.numerical_gradient(f, x, eps)


@misconception("numerical_gradient.entry_not_restored", NOT_RESTORED)
def entry_not_restored(f, x, eps=1e-5):
    def entry(x, i):
        x[i] += eps
        above = f(x)
        x[i] -= 2 * eps
        return (above - f(x)) / (2 * eps)

    return differences(x, entry)


@misconception(
    "numerical_gradient.callers_x_not_restored",
    "After the call the x of the caller is moved by eps. Put every entry back, or work on a copy.",
)
def callers_x_not_restored(f, x, eps=1e-5):
    gradient = right.numerical_gradient(f, x, eps)
    x[...] = x - eps
    return gradient


@misconception(
    "numerical_gradient.all_entries_at_once",
    "All entries of your gradient are equal: you move all entries of x at the same time. A "
    "partial derivative moves one of them (central difference).",
)
def all_entries_at_once(f, x, eps=1e-5):
    return differences(x, lambda x, _: (f(x + eps) - f(x - eps)) / (2 * eps))


@misconception(
    "numerical_gradient.whole_rows_at_once",
    "You loop over the first axis only and move whole rows of x. Arrays may have any number of "
    "axes: visit every single entry.",
)
def whole_rows_at_once(f, x, eps=1e-5):
    def entry(x, i):
        return (f(moved(x, i[0], eps)) - f(moved(x, i[0], -eps))) / (2 * eps)

    return differences(x, entry)


@misconception(
    "numerical_gradient.flat_result",
    "Your gradient is one long row. It has the shape of x, like every gradient.",
)
def flat_result(f, x, eps=1e-5):
    return right.numerical_gradient(f, x, eps).ravel()


@misconception(
    "numerical_gradient.integers_not_promoted",
    "An array of integers cannot hold x + eps: what is added is cut off. Make x an array of floats "
    "first.",
)
def integers_not_promoted(f, x, eps=1e-5):
    x, gradient = x.copy(), np.empty(x.shape)
    for i in np.ndindex(x.shape):
        kept = x[i]
        x[i] = kept + eps
        above = f(x)
        x[i] = kept - eps
        gradient[i] = (above - f(x)) / (2 * eps)
        x[i] = kept
    return gradient


@misconception(
    "numerical_gradient.result_has_the_type_of_x",
    "With integer x your gradient is cut off to integers: slopes are floats, so a buffer for them "
    "must not take its dtype from x.",
)
def gradient_truncated(f, x, eps=1e-5):
    return right.numerical_gradient(f, x, eps).astype(x.dtype)
