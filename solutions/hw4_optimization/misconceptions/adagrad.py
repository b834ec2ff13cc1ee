"""Mistakes in q5: AdaGrad."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)


@misconception(
    "adagrad_step.s_is_an_average",
    "Your s is the mean of the old s and the new square. In AdaGrad squares are added up, and s "
    "never falls (AdaGrad 1).",
)
def mean(w, grad, s, lr, eps=1e-8):
    s = (s + grad**2) / 2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.s_forgets",
    "Your s is a moving average, as in RMSProp. In AdaGrad squares are added up, and nothing is "
    "forgotten (AdaGrad 1).",
)
def moving(w, grad, s, lr, eps=1e-8):
    return right.rmsprop_step(w, grad, s, lr, 0.9, eps)


@misconception(
    "adagrad_step.s_of_this_gradient_alone",
    "The old s has no part in your s: squares are added to it (AdaGrad 1).",
)
def forgets(w, grad, s, lr, eps=1e-8):
    s = np.array(grad) ** 2
    with np.errstate(all="ignore"):
        return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.square_of_the_sum",
    "Your s squares a sum. It is a sum of squares: each gradient is squared by itself (AdaGrad 1).",
)
def square_of_sum(w, grad, s, lr, eps=1e-8):
    s = (np.sqrt(s) + grad) ** 2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.squares_s_as_well",
    "Your s squares what it had gathered: the old s holds squares already (AdaGrad 1).",
)
def squares_s(w, grad, s, lr, eps=1e-8):
    s = s**2 + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.root_of_the_root",
    "The root in your step is the fourth one, a root of a root. One is enough (AdaGrad 2).",
)
def fourth_root(w, grad, s, lr, eps=1e-8):
    _, s = right.adagrad_step(w, grad, s, lr, eps)
    return w - lr * grad / (np.sqrt(np.sqrt(s)) + eps), s


@misconception(
    "adagrad_step.no_root",
    "The step divides by s itself: the square root is missing (AdaGrad 2).",
)
def no_root(w, grad, s, lr, eps=1e-8):
    _, s = right.adagrad_step(w, grad, s, lr, eps)
    return w - lr * grad / (s + eps), s


@misconception(
    "adagrad_step.no_division",
    "w moves by lr times the gradient: the division by the root of s is missing (AdaGrad 2).",
)
def no_division(w, grad, s, lr, eps=1e-8):
    return w - lr * grad, right.adagrad_step(w, grad, s, lr, eps)[1]


@misconception(
    "adagrad_step.multiplies_by_the_root",
    "The root of s multiplies the step. It divides it: steep coordinates take short steps "
    "(AdaGrad 2).",
)
def multiplies(w, grad, s, lr, eps=1e-8):
    _, s = right.adagrad_step(w, grad, s, lr, eps)
    return w - lr * grad * (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.eps_inside_the_root",
    "eps stands under the root with s. It is added after the root is taken (AdaGrad 2).",
)
def eps_inside(w, grad, s, lr, eps=1e-8):
    _, s = right.adagrad_step(w, grad, s, lr, eps)
    return w - lr * grad / np.sqrt(s + eps), s


@misconception(
    "adagrad_step.eps_added_to_the_quotient",
    "eps is added to the quotient, not to its denominator: where is the bracket (AdaGrad 2)?",
)
def eps_outside(w, grad, s, lr, eps=1e-8):
    _, s = right.adagrad_step(w, grad, s, lr, eps)
    with np.errstate(all="ignore"):
        return w - lr * (grad / np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.no_eps",
    "eps is missing in the denominator: it limits the step where gradients are tiny and keeps "
    "0/0 away (AdaGrad 2).",
)
def no_eps(w, grad, s, lr, eps=1e-8):
    with np.errstate(all="ignore"):
        return right.adagrad_step(w, grad, s, lr, 0.0)


@misconception(
    "adagrad_step.eps_always_the_default",
    "The argument eps is not used: the step has 1e-8 whatever is asked for.",
)
def fixed_eps(w, grad, s, lr, eps=1e-8):
    return right.adagrad_step(w, grad, s, lr)


@misconception(
    "adagrad_step.climbs",
    "The step goes up the slope: it is subtracted from w (AdaGrad 2).",
)
def climbs(w, grad, s, lr, eps=1e-8):
    new_w, s = right.adagrad_step(w, grad, s, lr, eps)
    return 2 * w - new_w, s


@misconception(
    "adagrad_step.no_learning_rate",
    "The learning rate is missing in the step (AdaGrad 2).",
)
def no_rate(w, grad, s, lr, eps=1e-8):
    return right.adagrad_step(w, grad, s, 1.0, eps)


@misconception(
    "adagrad_step.divides_by_the_old_root",
    "The step uses s from before the update: s gets the new gradient first (AdaGrad 2).",
)
def old_root(w, grad, s, lr, eps=1e-8):
    with np.errstate(all="ignore"):
        return w - lr * grad / (np.sqrt(s) + eps), right.adagrad_step(w, grad, s, lr, eps)[1]


@misconception(
    "adagrad_step.moves_by_the_sign",
    "Your step has the size lr in every coordinate: it divides by the gradient's own size and not "
    "by the root of s (AdaGrad 2).",
)
def sign(w, grad, s, lr, eps=1e-8):
    return w - lr * np.sign(grad), right.adagrad_step(w, grad, s, lr, eps)[1]


@misconception(
    "adagrad_step.s_of_the_size",
    "s gathers the size |grad|. It gathers the square of the gradient (AdaGrad 1).",
)
def size(w, grad, s, lr, eps=1e-8):
    s = s + np.abs(grad)
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.s_of_the_gradient",
    "s gathers the gradient itself, so it can even be negative. It gathers the square (AdaGrad 1).",
)
def signed(w, grad, s, lr, eps=1e-8):
    s = s + grad
    with np.errstate(invalid="ignore"):
        return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.one_s_for_all_coordinates",
    "s gathers the squared length of the gradient, the same number for all coordinates. Every "
    "coordinate has its own (AdaGrad 1).",
)
def norm(w, grad, s, lr, eps=1e-8):
    s = s + np.sum(grad**2)
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.mean_over_the_coordinates",
    "s gathers the mean of the squares over all coordinates. Every coordinate has its own "
    "(AdaGrad 1).",
)
def mean_square(w, grad, s, lr, eps=1e-8):
    s = s + np.mean(grad**2)
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "adagrad_step.returns_the_old_s",
    "The s that you return is the one that came in: nothing would ever be gathered (AdaGrad 1).",
)
def returns_old(w, grad, s, lr, eps=1e-8):
    return right.adagrad_step(w, grad, s, lr, eps)[0], s


@misconception(
    "adagrad_step.returns_the_root_of_s",
    "You return the root of s: the next call would take the root again (AdaGrad 1).",
)
def returns_root(w, grad, s, lr, eps=1e-8):
    w, s = right.adagrad_step(w, grad, s, lr, eps)
    return w, np.sqrt(s)


@misconception("adagrad_step.changes_s_in_place", IN_PLACE)
def changes_s(w, grad, s, lr, eps=1e-8):
    new_w, s[...] = right.adagrad_step(w, grad, s, lr, eps)
    return new_w, s


@misconception("adagrad_step.changes_the_weights_in_place", IN_PLACE)
def changes_w(w, grad, s, lr, eps=1e-8):
    w[...], s = right.adagrad_step(w, grad, s, lr, eps)
    return w, s
