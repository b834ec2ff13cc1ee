"""Mistakes in q3 and q8 about one thing: the L2 penalty, and the decay that is its gradient."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


# --- l2_penalty ---
@misconception(
    "l2_penalty.half_missing",
    "Your penalty is twice the expected one: the half in front of (5.3.5) is missing.",
)
def l2_doubled(W1, W2, lambd):
    return 2 * right.l2_penalty(W1, W2, lambd)


@misconception(
    "l2_penalty.W1_only",
    "Your penalty lacks the term of W2: (5.3.5) adds the squared norms of both matrices.",
)
def l2_of_W1(W1, W2, lambd):
    return right.l2_penalty(W1, 0 * W2, lambd)


@misconception(
    "l2_penalty.W2_only",
    "Your penalty lacks the term of W1: (5.3.5) adds the squared norms of both matrices.",
)
def l2_of_W2(W1, W2, lambd):
    return right.l2_penalty(0 * W1, W2, lambd)


@misconception(
    "l2_penalty.norm_not_squared",
    "Your penalty is linear in the weights: twice the weights must give four times the penalty. "
    "The norms in (5.3.5) are squared.",
)
def l2_norm_not_squared(W1, W2, lambd):
    return float(lambd / 2 * (np.linalg.norm(W1) + np.linalg.norm(W2)))


@misconception(
    "l2_penalty.root_of_the_sum",
    "You take the root of the sum of all squares. The norms in (5.3.5) are squared: no root is "
    "left.",
)
def l2_root(W1, W2, lambd):
    return float(lambd / 2 * np.sqrt(np.sum(W1**2) + np.sum(W2**2)))


@misconception(
    "l2_penalty.spectral_norm",
    "norm(W, 2) of a matrix is its largest singular value. (5.3.5) uses the Frobenius norm: all "
    "entries, squared and added.",
)
def l2_spectral(W1, W2, lambd):
    return float(lambd / 2 * (np.linalg.norm(W1, 2) ** 2 + np.linalg.norm(W2, 2) ** 2))


@misconception(
    "l2_penalty.mean_of_squares",
    "You take the mean of the squared weights. (5.3.5) takes their sum.",
)
def l2_mean(W1, W2, lambd):
    return float(lambd / 2 * (np.mean(W1**2) + np.mean(W2**2)))


@misconception(
    "l2_penalty.absolute_values",
    "You add absolute values, as an L1 penalty does. L2 adds squares (5.3.5).",
)
def l2_absolute(W1, W2, lambd):
    return float(lambd / 2 * (np.sum(np.abs(W1)) + np.sum(np.abs(W2))))


@misconception(
    "l2_penalty.weights_not_squared",
    "You add the weights themselves, so that positive and negative ones cancel. (5.3.5) adds "
    "their squares.",
)
def l2_sum_of_weights(W1, W2, lambd):
    return float(lambd / 2 * (np.sum(W1) + np.sum(W2)))


@misconception(
    "l2_penalty.lambd_ignored",
    "Your penalty does not depend on lambd (5.3.5).",
)
def l2_without_lambd(W1, W2, lambd):
    return right.l2_penalty(W1, W2, 1.0)


@misconception(
    "l2_penalty.brackets_missing",
    "lambd/2 multiplies only the term of W1 in your penalty. In (5.3.5) it stands before the "
    "bracket and multiplies both.",
)
def l2_without_brackets(W1, W2, lambd):
    return right.l2_penalty(W1, 0 * W2, lambd) + float(np.sum(W2**2))


# --- sgd_weight_decay ---
@misconception(
    "sgd_weight_decay.weights_grow",
    "Your weights grow by lr lambd w before they follow the data. Decay makes them smaller.",
)
def decay_grows(w, grad, lr, lambd):
    return (1 + lr * lambd) * w - lr * grad


@misconception(
    "sgd_weight_decay.lr_missing_in_the_decay",
    "You shrink w by lambd w. The penalty is part of the objective, so its gradient, too, is "
    "multiplied by the learning rate.",
)
def decay_without_lr(w, grad, lr, lambd):
    return (1 - lambd) * w - lr * grad


@misconception(
    "sgd_weight_decay.decay_doubled",
    "Your decay is twice too strong: the half in (5.3.5) cancels the 2 of the square.",
)
def decay_doubled(w, grad, lr, lambd):
    return (1 - 2 * lr * lambd) * w - lr * grad


@misconception(
    "sgd_weight_decay.decay_halved",
    "Your decay is half of what it should be: differentiating the square in (5.3.5) brings a 2.",
)
def decay_halved(w, grad, lr, lambd):
    return (1 - lr * lambd / 2) * w - lr * grad


@misconception(
    "sgd_weight_decay.decay_missing",
    "Your step follows the data only: the factor in front of w, with lambd in it, is missing.",
)
def decay_missing(w, grad, lr, lambd):
    return w - lr * grad


@misconception(
    "sgd_weight_decay.gradient_added",
    "You walk uphill: the gradient is subtracted.",
)
def decay_uphill(w, grad, lr, lambd):
    return (1 - lr * lambd) * w + lr * grad


@misconception(
    "sgd_weight_decay.lr_missing_before_the_gradient",
    "You subtract the whole gradient. The step along it is as long as the learning rate says.",
)
def decay_full_gradient(w, grad, lr, lambd):
    return (1 - lr * lambd) * w - grad


@misconception(
    "sgd_weight_decay.gradient_decays_too",
    "The factor 1 - lr lambd multiplies your whole step. It belongs to w alone, not to the "
    "gradient.",
)
def decay_of_everything(w, grad, lr, lambd):
    return (1 - lr * lambd) * (w - lr * grad)


@misconception(
    "sgd_weight_decay.sign_of_w_decays",
    "You subtract the same amount from every weight, whatever its size. The decay of an L2 penalty "
    "is proportional to w.",
)
def decay_l1(w, grad, lr, lambd):
    return w - lr * (grad + lambd * np.sign(w))


@misconception(
    "sgd_weight_decay.lambd_not_times_w",
    "You add lambd itself to the gradient. The gradient of the penalty is lambd w.",
)
def decay_by_lambd(w, grad, lr, lambd):
    return w - lr * (grad + lambd)


@misconception(
    "sgd_weight_decay.step_in_place_of_w",
    "You return the step, not the weights after the step.",
)
def decay_step_only(w, grad, lr, lambd):
    return -lr * (grad + lambd * w)


@misconception(
    "sgd_weight_decay.in_place",
    "Your function changes the caller's w. Return the new weights as a new array.",
)
def decay_in_place(w, grad, lr, lambd):
    w *= 1 - lr * lambd
    w -= lr * grad
    return w


@misconception(
    "l2_penalty.squared_in_place",
    "Your penalty squares the weights of its caller: **= and *= work in place.",
)
def penalty_in_place(W1, W2, lambd):
    penalty = right.l2_penalty(W1, W2, lambd)
    W1 **= 2
    W2 **= 2
    return penalty


@misconception(
    "l2_penalty.square_of_the_sum",
    "You square the sum of the weights. (5.3.5) adds the squares of the single weights.",
)
def penalty_of_sums(W1, W2, lambd):
    return lambd / 2 * (np.sum(W1) ** 2 + np.sum(W2) ** 2)
