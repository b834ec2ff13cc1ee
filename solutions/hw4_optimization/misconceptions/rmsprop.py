"""Mistakes in q5: RMSProp."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)


@misconception(
    "rmsprop_step.s_with_weights_exchanged",
    "The two weights in s are exchanged: beta is the share of the old s that is kept (RMSProp 1).",
)
def exchanged(w, grad, s, lr, beta=0.9, eps=1e-8):
    return right.rmsprop_step(w, grad, s, lr, 1 - beta, eps)


@misconception(
    "rmsprop_step.s_adds_the_whole_square",
    "The square enters s with weight 1. In a moving average the two weights add up to 1 "
    "(RMSProp 1).",
)
def whole_square(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = beta * s + grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.s_never_forgets",
    "Your s adds up all squares, as AdaGrad does. In RMSProp it is a moving average (RMSProp 1).",
)
def adagrad(w, grad, s, lr, beta=0.9, eps=1e-8):
    return right.adagrad_step(w, grad, s, lr, eps)


@misconception(
    "rmsprop_step.old_s_kept_whole",
    "The old s stays whole in your s: it is multiplied by beta (RMSProp 1).",
)
def kept_whole(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = s + (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.s_of_this_gradient_alone",
    "The old s has no part in your s: it is kept with the weight beta (RMSProp 1).",
)
def forgets(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = (1 - beta) * grad**2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.square_of_the_weighted_gradient",
    "The weight 1 - beta is squared together with the gradient in your s (RMSProp 1).",
)
def weighted(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = beta * s + ((1 - beta) * grad) ** 2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.beta_always_the_default",
    "The argument beta is not used: s keeps 0.9 of the old s whatever is asked for (RMSProp 1).",
)
def fixed_beta(w, grad, s, lr, beta=0.9, eps=1e-8):
    return right.rmsprop_step(w, grad, s, lr, 0.9, eps)


@misconception(
    "rmsprop_step.corrects_the_bias",
    "The step divides s by 1 - beta, a bias correction of Adam's kind. RMSProp has none "
    "(RMSProp 2).",
)
def corrected(w, grad, s, lr, beta=0.9, eps=1e-8):
    _, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return w - lr * grad / (np.sqrt(s / (1 - beta)) + eps), s


@misconception(
    "rmsprop_step.s_of_the_averaged_gradient",
    "s averages the root of the old s with the gradient before it squares. It averages squares "
    "(RMSProp 1).",
)
def square_last(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = (beta * np.sqrt(s) + (1 - beta) * grad) ** 2
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.no_root",
    "The step divides by s itself: the square root is missing (RMSProp 2).",
)
def no_root(w, grad, s, lr, beta=0.9, eps=1e-8):
    _, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return w - lr * grad / (s + eps), s


@misconception(
    "rmsprop_step.no_division",
    "w moves by lr times the gradient: the division by the root of s is missing (RMSProp 2).",
)
def no_division(w, grad, s, lr, beta=0.9, eps=1e-8):
    return w - lr * grad, right.rmsprop_step(w, grad, s, lr, beta, eps)[1]


@misconception(
    "rmsprop_step.multiplies_by_the_root",
    "The root of s multiplies the step. It divides it: steep coordinates take short steps "
    "(RMSProp 2).",
)
def multiplies(w, grad, s, lr, beta=0.9, eps=1e-8):
    _, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return w - lr * grad * (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.eps_inside_the_root",
    "eps stands under the root with s. It is added after the root is taken (RMSProp 2).",
)
def eps_inside(w, grad, s, lr, beta=0.9, eps=1e-8):
    _, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return w - lr * grad / np.sqrt(s + eps), s


@misconception(
    "rmsprop_step.eps_added_to_the_quotient",
    "eps is added to the quotient, not to its denominator: where is the bracket (RMSProp 2)?",
)
def eps_outside(w, grad, s, lr, beta=0.9, eps=1e-8):
    _, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    with np.errstate(all="ignore"):
        return w - lr * (grad / np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.no_eps",
    "eps is missing in the denominator: it limits the step where gradients are tiny and keeps "
    "0/0 away (RMSProp 2).",
)
def no_eps(w, grad, s, lr, beta=0.9, eps=1e-8):
    with np.errstate(all="ignore"):
        return right.rmsprop_step(w, grad, s, lr, beta, 0.0)


@misconception(
    "rmsprop_step.eps_always_the_default",
    "The argument eps is not used: the step has 1e-8 whatever is asked for.",
)
def fixed_eps(w, grad, s, lr, beta=0.9, eps=1e-8):
    return right.rmsprop_step(w, grad, s, lr, beta)


@misconception(
    "rmsprop_step.climbs",
    "The step goes up the slope: it is subtracted from w (RMSProp 2).",
)
def climbs(w, grad, s, lr, beta=0.9, eps=1e-8):
    new_w, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return 2 * w - new_w, s


@misconception(
    "rmsprop_step.no_learning_rate",
    "The learning rate is missing in the step (RMSProp 2).",
)
def no_rate(w, grad, s, lr, beta=0.9, eps=1e-8):
    return right.rmsprop_step(w, grad, s, 1.0, beta, eps)


@misconception(
    "rmsprop_step.divides_by_the_old_root",
    "The step uses s from before the update: s gets the new gradient first (RMSProp 2).",
)
def old_root(w, grad, s, lr, beta=0.9, eps=1e-8):
    with np.errstate(all="ignore"):
        return w - lr * grad / (np.sqrt(s) + eps), right.rmsprop_step(w, grad, s, lr, beta, eps)[1]


@misconception(
    "rmsprop_step.moves_by_the_sign",
    "Your step has the size lr in every coordinate: it divides by the gradient's own size and not "
    "by the root of s (RMSProp 2).",
)
def sign(w, grad, s, lr, beta=0.9, eps=1e-8):
    return w - lr * np.sign(grad), right.rmsprop_step(w, grad, s, lr, beta, eps)[1]


@misconception(
    "rmsprop_step.s_of_the_size",
    "s gathers the size |grad|. It gathers the square of the gradient (RMSProp 1).",
)
def size(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * np.abs(grad)
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.s_of_the_gradient",
    "s gathers the gradient itself, so it can even be negative. It gathers the square (RMSProp 1).",
)
def signed(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * grad
    with np.errstate(invalid="ignore"):
        return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.one_s_for_all_coordinates",
    "s gathers the squared length of the gradient, the same number for all coordinates. Every "
    "coordinate has its own (RMSProp 1).",
)
def norm(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * np.sum(grad**2)
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.mean_over_the_coordinates",
    "s gathers the mean of the squares over all coordinates. Every coordinate has its own "
    "(RMSProp 1).",
)
def mean_square(w, grad, s, lr, beta=0.9, eps=1e-8):
    s = beta * s + (1 - beta) * np.mean(grad**2)
    return w - lr * grad / (np.sqrt(s) + eps), s


@misconception(
    "rmsprop_step.returns_the_old_s",
    "The s that you return is the one that came in: nothing would ever be gathered (RMSProp 1).",
)
def returns_old(w, grad, s, lr, beta=0.9, eps=1e-8):
    return right.rmsprop_step(w, grad, s, lr, beta, eps)[0], s


@misconception(
    "rmsprop_step.returns_the_root_of_s",
    "You return the root of s: the next call would take the root again (RMSProp 1).",
)
def returns_root(w, grad, s, lr, beta=0.9, eps=1e-8):
    w, s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return w, np.sqrt(s)


@misconception("rmsprop_step.changes_s_in_place", IN_PLACE)
def changes_s(w, grad, s, lr, beta=0.9, eps=1e-8):
    new_w, s[...] = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return new_w, s


@misconception("rmsprop_step.changes_the_weights_in_place", IN_PLACE)
def changes_w(w, grad, s, lr, beta=0.9, eps=1e-8):
    w[...], s = right.rmsprop_step(w, grad, s, lr, beta, eps)
    return w, s
