"""Mistakes in q1: the weights, and what happens to the arguments."""

from autograder.testing import misconception

IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)
RATE_INSIDE = (
    "lr multiplies each gradient on its own, as in texts that keep it inside v. Here v is "
    "made of gradients alone, and lr multiplies all of v when w moves (Momentum 1)."
)
NO_PAST = (
    "The old velocity has no part in your step: v is mu times the old v plus the gradient, "
    "and w moves by all of it (Momentum 1)."
)


@misconception(
    "momentum_step.moves_by_the_old_velocity",
    "The step uses the velocity from before the update, so w lags one step behind: v is "
    "updated first, and the new v moves w (Momentum 2).",
)
def old_velocity(w, grad, v, lr, mu):
    return w - lr * v, mu * v + grad


@misconception(
    "momentum_step.climbs",
    "v points up the slope, as the gradient does; w has to go the other way (Momentum 2).",
)
def climbs(w, grad, v, lr, mu):
    v = mu * v + grad
    return w + lr * v, v


@misconception(
    "momentum_step.nesterov",
    "w moves by grad + mu v, which is Nesterov's momentum. Here it moves by the new v alone "
    "(Momentum 2).",
)
def nesterov(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * (grad + mu * v), v


@misconception("momentum_step.weights_move_by_the_gradient", NO_PAST)
def plain_sgd(w, grad, v, lr, mu):
    return w - lr * grad, mu * v + grad


@misconception("momentum_step.learning_rate_on_the_gradient_only", RATE_INSIDE)
def rate_on_gradient(w, grad, v, lr, mu):
    return w - mu * v - lr * grad, mu * v + grad


@misconception(
    "momentum_step.no_learning_rate",
    "w moves by the whole of v: the learning rate is missing (Momentum 2).",
)
def no_rate(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - v, v


@misconception(
    "momentum_step.mu_in_the_step",
    "The step is lr mu v. mu has done its work inside v already (Momentum 2).",
)
def mu_in_step(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * mu * v, v


@misconception(
    "momentum_step.steps_of_a_mean",
    "Your w moves by the mean of the old and the new velocity. It moves by the new one "
    "(Momentum 2).",
)
def mean_of_two(w, grad, v, lr, mu):
    new_v = mu * v + grad
    return w - lr * (v + new_v) / 2, new_v


@misconception(
    "momentum_step.mu_decays_the_weights",
    "The weights shrink by 1 - lr mu: that is weight decay. mu belongs to v only (Momentum 2).",
)
def decay(w, grad, v, lr, mu):
    v = mu * v + grad
    return (1 - lr * mu) * w - lr * v, v


@misconception("momentum_step.changes_the_velocity_in_place", IN_PLACE)
def changes_v(w, grad, v, lr, mu):
    v[...] = mu * v + grad
    return w - lr * v, v


@misconception("momentum_step.changes_the_weights_in_place", IN_PLACE)
def changes_w(w, grad, v, lr, mu):
    v = mu * v + grad
    w[...] = w - lr * v
    return w, v
