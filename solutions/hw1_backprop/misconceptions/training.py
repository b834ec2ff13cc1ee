"""Mistakes in q8: one step of gradient descent, and many."""

from autograder.testing import misconception

from .. import solution as right

OLD_WEIGHTS = (
    "Only one of your two matrices is right: the gradient of the other was computed when the "
    "first was already changed. Compute both gradients at the old weights, then change them."
)
PENALTY_TWICE = (
    "Your weights decay twice: dJ_dW1 and dJ_dW2 already contain the gradient of the penalty "
    "(5.3.10)."
)
IN_PLACE = "Your function changes the caller's W1 and W2. Return new arrays."


def gradients(W1, W2, X, Y, lambd, activation, loss):
    """dJ_dW1 and dJ_dW2."""
    grads = right.mlp_backward_batch(right.mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss))
    return grads["dJ_dW1"], grads["dJ_dW2"]


# --- mlp_sgd_step ---
@misconception("mlp_sgd_step.W2_changed_before_dJ_dh", OLD_WEIGHTS)
def W2_before_dJ_dh(W1, W2, X, Y, lambd, lr, activation, loss):
    cache = right.mlp_forward_batch(X, Y, W1, W2, lambd, activation, loss)
    new_W2 = W2 - lr * right.mlp_backward_batch(cache)["dJ_dW2"]
    return W1 - lr * right.mlp_backward_batch(cache | {"W2": new_W2})["dJ_dW1"], new_W2


@misconception("mlp_sgd_step.W2_changed_before_second_pass", OLD_WEIGHTS)
def W2_before_second_pass(W1, W2, X, Y, lambd, lr, activation, loss):
    new_W2 = W2 - lr * gradients(W1, W2, X, Y, lambd, activation, loss)[1]
    return W1 - lr * gradients(W1, new_W2, X, Y, lambd, activation, loss)[0], new_W2


@misconception("mlp_sgd_step.W1_changed_before_second_pass", OLD_WEIGHTS)
def W1_before_second_pass(W1, W2, X, Y, lambd, lr, activation, loss):
    new_W1 = W1 - lr * gradients(W1, W2, X, Y, lambd, activation, loss)[0]
    return new_W1, W2 - lr * gradients(new_W1, W2, X, Y, lambd, activation, loss)[1]


@misconception(
    "mlp_sgd_step.gradient_added",
    "J goes up with every step: the gradient is subtracted (SGD step).",
)
def step_uphill(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, lambd, -lr, activation, loss)


@misconception("mlp_sgd_step.penalty_twice", PENALTY_TWICE)
def step_penalty_twice(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, 2 * lambd, lr, activation, loss)


@misconception(
    "mlp_sgd_step.penalty_missing",
    "Your step follows the loss L alone. The objective J has the penalty too (5.3.6).",
)
def step_without_penalty(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, 0.0, lr, activation, loss)


@misconception(
    "mlp_sgd_step.lr_missing",
    "You subtract the whole gradient. The step along it is as long as the learning rate says.",
)
def step_without_lr(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, lambd, 1.0, activation, loss)


@misconception(
    "mlp_sgd_step.divided_by_B_again",
    "Your step is B times too short. The gradients already hold the 1/B of the mean.",
)
def step_divided_by_B(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, lambd, lr / len(X), activation, loss)


@misconception(
    "mlp_sgd_step.gradients_in_place_of_weights",
    "You return the gradients. Asked for are the weights after the step.",
)
def step_returns_gradients(W1, W2, X, Y, lambd, lr, activation, loss):
    return gradients(W1, W2, X, Y, lambd, activation, loss)


@misconception(
    "mlp_sgd_step.W1_not_changed",
    "Your W1 comes back unchanged. Both layers learn.",
)
def step_of_W2_only(W1, W2, X, Y, lambd, lr, activation, loss):
    return W1, right.mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)[1]


@misconception(
    "mlp_sgd_step.W2_not_changed",
    "Your W2 comes back unchanged. Both layers learn.",
)
def step_of_W1_only(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)[0], W2


@misconception(
    "mlp_sgd_step.always_relu",
    "Your step uses relu whatever `activation` says: hand the name on.",
)
def step_always_relu(W1, W2, X, Y, lambd, lr, activation, loss):
    return right.mlp_sgd_step(W1, W2, X, Y, lambd, lr, "relu", loss)


@misconception("mlp_sgd_step.in_place", IN_PLACE)
def step_in_place(W1, W2, X, Y, lambd, lr, activation, loss):
    W1[...], W2[...] = right.mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2


# --- train_mlp ---
@misconception(
    "train_mlp.single_step",
    "These are the weights after a single step. Does every step start from the weights that the "
    "step before it returned, and does the loop run to its end?",
)
def train_single_step(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    return right.train_mlp(W1, W2, X, Y, lambd, lr, min(steps, 1), activation, loss)


@misconception(
    "train_mlp.one_step_too_few",
    "Your training makes one step too few.",
)
def train_one_less(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    return right.train_mlp(W1, W2, X, Y, lambd, lr, steps - 1, activation, loss)


@misconception(
    "train_mlp.one_step_too_many",
    "Your training makes one step too many.",
)
def train_one_more(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    return right.train_mlp(W1, W2, X, Y, lambd, lr, steps + 1, activation, loss)


@misconception(
    "train_mlp.one_example_a_step",
    "Each of your steps sees one example, as in stochastic gradient descent. Here every step uses "
    "all of (X, Y).",
)
def train_on_one_example(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for i in range(steps):
        rows = slice(i % len(X), i % len(X) + 1)
        W1, W2 = right.mlp_sgd_step(W1, W2, X[rows], Y[rows], lambd, lr, activation, loss)
    return W1, W2


@misconception(
    "train_mlp.gradient_added",
    "J goes up with every step: the gradient is subtracted (SGD step).",
)
def train_uphill(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    return right.train_mlp(W1, W2, X, Y, lambd, -lr, steps, activation, loss)


@misconception(
    "train_mlp.W2_changed_before_W1",
    "In each of your steps W2 is changed before the gradient of W1 is computed. Compute both "
    "gradients at the same weights, then change them.",
)
def train_W2_first(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for _ in range(steps):
        W2 = W2 - lr * gradients(W1, W2, X, Y, lambd, activation, loss)[1]
        W1 = W1 - lr * gradients(W1, W2, X, Y, lambd, activation, loss)[0]
    return W1, W2


@misconception("train_mlp.penalty_twice", PENALTY_TWICE)
def train_penalty_twice(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    return right.train_mlp(W1, W2, X, Y, 2 * lambd, lr, steps, activation, loss)


@misconception(
    "train_mlp.penalty_missing",
    "Your training follows the loss L alone. The objective J has the penalty too (5.3.6).",
)
def train_without_penalty(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    return right.train_mlp(W1, W2, X, Y, 0.0, lr, steps, activation, loss)


@misconception("train_mlp.in_place", IN_PLACE)
def train_in_place(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    W1[...], W2[...] = right.train_mlp(W1, W2, X, Y, lambd, lr, steps, activation, loss)
    return W1, W2


@misconception("train_mlp.W1_not_changed", "Your W1 stays as it was. Both layers learn.")
def train_W2_alone(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for _ in range(steps):
        _, W2 = right.mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2


@misconception("train_mlp.W2_not_changed", "Your W2 stays as it was. Both layers learn.")
def train_W1_alone(W1, W2, X, Y, lambd, lr, steps, activation, loss):
    for _ in range(steps):
        W1, _ = right.mlp_sgd_step(W1, W2, X, Y, lambd, lr, activation, loss)
    return W1, W2
