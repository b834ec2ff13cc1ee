"""Mistakes in q5: ridge regression."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def num_examples(y):
    if len(y) == 0:
        raise ValueError("the batch is empty")
    return len(y)


def penalised(Phi, y, penalty):
    """The minimiser of ||Phi w - y||^2 / B + w^T penalty w; the shortest where there are many."""
    B = num_examples(y)
    if not np.any(penalty):
        return right.ridge_fit(Phi, y, 0.0)
    return np.linalg.lstsq(Phi.T @ Phi / B + penalty, Phi.T @ y / B, rcond=None)[0]


def identity(Phi):
    return np.eye(Phi.shape[1])


@misconception(
    "ridge_fit.lambd_without_B",
    "Your penalty is B times too weak: in (0.5.2) the sum of squares is divided by B, the penalty "
    "is not.",
)
def lambd_without_B(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd / num_examples(y))


@misconception(
    "ridge_fit.lambd_times_B",
    "Your penalty is B times too strong: count the factors B in the gradient of (0.5.2).",
)
def lambd_times_B(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd * num_examples(y))


@misconception(
    "ridge_fit.lambd_ignored", "lambd has no effect: where is the gradient of the penalty (0.5.2)?"
)
def lambd_ignored(Phi, y, lambd):
    return right.ridge_fit(Phi, y, 0.0)


@misconception(
    "ridge_fit.lambd_doubled",
    "Your penalty is twice as strong: both terms of (0.5.2) have a 1/2.",
)
def lambd_doubled(Phi, y, lambd):
    return right.ridge_fit(Phi, y, 2 * lambd)


@misconception(
    "ridge_fit.lambd_halved",
    "Your penalty is half as strong: both terms of (0.5.2) have a 1/2.",
)
def lambd_halved(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd / 2)


@misconception(
    "ridge_fit.lambd_squared",
    "Your penalty grows with the square of lambd: (0.5.2) has lambd itself.",
)
def lambd_squared(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd**2)


@misconception(
    "ridge_fit.root_of_lambd",
    "Your penalty grows with the root of lambd: (0.5.2) has lambd itself.",
)
def root_of_lambd(Phi, y, lambd):
    return right.ridge_fit(Phi, y, np.sqrt(lambd))


@misconception(
    "ridge_fit.lambd_subtracted",
    "Your penalty makes weights larger: its gradient has the wrong sign (0.5.2).",
)
def lambd_subtracted(Phi, y, lambd):
    return penalised(Phi, y, -lambd * identity(Phi))


@misconception(
    "ridge_fit.lambd_times_num_weights",
    "Your penalty is multiplied by the number of weights, or divided by it: (0.5.2) has lambd "
    "alone.",
)
def lambd_times_num_weights(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd * Phi.shape[1])


@misconception(
    "ridge_fit.lambd_over_num_weights",
    "Your penalty is multiplied by the number of weights, or divided by it: (0.5.2) has lambd "
    "alone.",
)
def lambd_over_num_weights(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd / Phi.shape[1])


@misconception(
    "ridge_fit.constant_not_penalised",
    "The first weight is exempt from the penalty with you: here every weight is penalised (0.5.2).",
)
def constant_not_penalised(Phi, y, lambd):
    penalty = lambd * identity(Phi)
    penalty[0, 0] = 0
    return penalised(Phi, y, penalty)


@misconception(
    "ridge_fit.last_not_penalised",
    "The last weight is exempt from the penalty with you: here every weight is penalised (0.5.2).",
)
def last_not_penalised(Phi, y, lambd):
    penalty = lambd * identity(Phi)
    penalty[-1, -1] = 0
    return penalised(Phi, y, penalty)


@misconception(
    "ridge_fit.lambd_everywhere",
    "You add lambd to every entry of the matrix: the gradient of ||w||^2 / 2 is w, which is a "
    "matrix times w. Which one?",
)
def lambd_everywhere(Phi, y, lambd):
    return penalised(Phi, y, lambd * np.ones((Phi.shape[1],) * 2))


@misconception(
    "ridge_fit.penalty_scaled_by_the_features",
    "Your penalty is stronger for larger features: in (0.5.2) it looks at the weights alone.",
)
def penalty_scaled_by_the_features(Phi, y, lambd):
    return penalised(Phi, y, lambd * np.diag(np.mean(Phi**2, axis=0)))


@misconception(
    "ridge_fit.shrunk_afterwards",
    "You shrink the least-squares weights all by the same factor: with correlated features the "
    "minimum of (0.5.2) is elsewhere.",
)
def shrunk_afterwards(Phi, y, lambd):
    return right.ridge_fit(Phi, y, 0.0) / (1 + lambd)


@misconception(
    "ridge_fit.lasso",
    "Your penalty moves every weight by the same amount, as |w| would: (0.5.2) has the square.",
)
def lasso(Phi, y, lambd):
    w = right.ridge_fit(Phi, y, 0.0)
    return np.sign(w) * np.maximum(np.abs(w) - lambd, 0)


@misconception(
    "ridge_fit.targets_centred",
    "You subtract the mean from the targets: (0.5.2) takes them as they are.",
)
def targets_centred(Phi, y, lambd):
    return right.ridge_fit(Phi, y - np.sum(y) / num_examples(y), lambd)


@misconception(
    "ridge_fit.features_centred",
    "You subtract the means from the features: (0.5.2) takes them as they are.",
)
def features_centred(Phi, y, lambd):
    return right.ridge_fit(Phi - Phi.sum(axis=0) / num_examples(y), y, lambd)


@misconception(
    "ridge_fit.targets_divided_twice",
    "The weights shrink with the number of examples: B divides one side of your equations only.",
)
def targets_divided_twice(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd) / num_examples(y)


@misconception(
    "ridge_fit.targets_not_divided",
    "The weights grow with the number of examples: B divides one side of your equations only.",
)
def targets_not_divided(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd) * num_examples(y)


@misconception("ridge_fit.sign_flipped", "Your weights have the wrong sign.")
def sign_flipped(Phi, y, lambd):
    return -right.ridge_fit(Phi, y, lambd)


@misconception(
    "ridge_fit.not_solved",
    "You return Phi^T y / B: the equations still have to be solved for w.",
)
def not_solved(Phi, y, lambd):
    return Phi.T @ y / num_examples(y)


@misconception(
    "ridge_fit.predictions",
    "You return the predictions Phi w: the weights are asked for.",
)
def predictions(Phi, y, lambd):
    return Phi @ right.ridge_fit(Phi, y, lambd)


@misconception(
    "ridge_fit.gradient_descent",
    "You walk downhill and stop before the bottom: the minimum of (0.5.2) can be computed exactly.",
)
def gradient_descent(Phi, y, lambd):
    w = np.zeros(Phi.shape[1])
    for _ in range(100):
        w = w - 0.01 * (Phi.T @ (Phi @ w - y) / num_examples(y) + lambd * w)
    return w


@misconception(
    "ridge_fit.not_the_shortest",
    "With fewer examples than weights your w fits, but a shorter one fits as well: the one of "
    "smallest norm is asked for.",
)
def not_the_shortest(Phi, y, lambd):
    B, K = Phi.shape
    if lambd > 0 or B >= K:
        return right.ridge_fit(Phi, y, lambd)
    return np.append(np.linalg.solve(Phi[:, :B], y), np.zeros(K - B))


@misconception(
    "ridge_fit.zeros_where_many_fit",
    "With fewer examples than weights you give zeros: there are many w that fit, and the shortest "
    "of them is asked for.",
)
def zeros_where_many_fit(Phi, y, lambd):
    is_wide = lambd == 0 and Phi.shape[0] < Phi.shape[1]
    return np.zeros(Phi.shape[1]) if is_wide else right.ridge_fit(Phi, y, lambd)


@misconception(
    "ridge_fit.small_penalty_for_0",
    "For lambd = 0 you still have a small penalty, which changes the digits that count: "
    "np.linalg.lstsq needs none.",
)
def small_penalty_for_0(Phi, y, lambd):
    return right.ridge_fit(Phi, y, lambd or 1e-3)


@misconception(
    "ridge_fit.smallest_singular_values_cut",
    "Your pseudoinverse throws small singular values away (rcond): here all of them count.",
)
def smallest_singular_values_cut(Phi, y, lambd):
    if lambd > 0 or Phi.shape[0] >= Phi.shape[1]:
        return right.ridge_fit(Phi, y, lambd)
    s = np.linalg.svd(Phi, compute_uv=False)
    return np.linalg.pinv(Phi, rcond=1.01 * s[-1] / s[0]) @ y


@misconception(
    "ridge_fit.Phi_changed",
    "Your function changes an array of its caller: /= and -= work in place.",
)
def Phi_changed(Phi, y, lambd):
    w = right.ridge_fit(Phi, y, lambd)
    Phi /= np.sqrt(len(y))
    return w
