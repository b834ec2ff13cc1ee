"""Mistakes in q1: the velocity. A wrong one also moves w."""

from autograder.testing import misconception

from .. import solution as right

RATE_INSIDE = (
    "lr multiplies each gradient on its own, as in texts that keep it inside v. Here v is "
    "made of gradients alone, and lr multiplies all of v when w moves (Momentum 1)."
)
NO_PAST = (
    "The old velocity has no part in your step: v is mu times the old v plus the gradient, "
    "and w moves by all of it (Momentum 1)."
)


@misconception(
    "momentum_step.velocity_is_an_average",
    "Your v is a weighted mean: the gradient enters it with the weight 1 - mu. Here it enters "
    "with weight 1, and v grows up to 1 / (1 - mu) times a steady gradient (Momentum 1).",
)
def average(w, grad, v, lr, mu):
    v = mu * v + (1 - mu) * grad
    return w - lr * v, v


@misconception(
    "momentum_step.average_with_weights_exchanged",
    "Your v is a weighted mean with mu on the gradient. Here the old v shrinks by mu and the "
    "gradient is added whole (Momentum 1).",
)
def exchanged_average(w, grad, v, lr, mu):
    v = (1 - mu) * v + mu * grad
    return w - lr * v, v


@misconception("momentum_step.learning_rate_inside_the_velocity", RATE_INSIDE)
def rate_inside(w, grad, v, lr, mu):
    v = mu * v + lr * grad
    return w - v, v


@misconception("momentum_step.learning_rate_twice", RATE_INSIDE)
def rate_twice(w, grad, v, lr, mu):
    v = mu * v + lr * grad
    return w - lr * v, v


@misconception(
    "momentum_step.velocity_downhill",
    "Your v has the minus sign and the learning rate inside and is added to w. Here v is mu v "
    "+ grad; sign and rate come with the step (Momentum 1).",
)
def downhill(w, grad, v, lr, mu):
    v = mu * v - lr * grad
    return w + v, v


@misconception(
    "momentum_step.gradient_subtracted_from_the_velocity",
    "The gradient enters v with the wrong sign: v = mu v + grad (Momentum 1).",
)
def minus_gradient(w, grad, v, lr, mu):
    v = mu * v - grad
    return w - lr * v, v


@misconception("momentum_step.forgets_the_past", NO_PAST)
def forgets(w, grad, v, lr, mu):
    return right.momentum_step(w, grad, v, lr, 0.0)


@misconception(
    "momentum_step.never_slows_down",
    "Your v adds up all gradients: the old velocity has to shrink by mu first (Momentum 1).",
)
def no_friction(w, grad, v, lr, mu):
    return right.momentum_step(w, grad, v, lr, 1.0)


@misconception(
    "momentum_step.mu_on_the_gradient",
    "mu multiplies the gradient in your v. It is the share of the old velocity that is kept "
    "(Momentum 1).",
)
def mu_on_gradient(w, grad, v, lr, mu):
    v = v + mu * grad
    return w - lr * v, v


@misconception(
    "momentum_step.mu_on_the_sum",
    "mu multiplies the whole of v, the new gradient included. Only the old velocity shrinks "
    "(Momentum 1).",
)
def mu_on_sum(w, grad, v, lr, mu):
    v = mu * (v + grad)
    return w - lr * v, v


@misconception(
    "momentum_step.mu_squared",
    "The old velocity shrinks by mu twice in one step (Momentum 1).",
)
def mu_squared(w, grad, v, lr, mu):
    return right.momentum_step(w, grad, v, lr, mu**2)


@misconception(
    "momentum_step.velocity_of_the_weights",
    "Your velocity holds w instead of the gradient: v = mu v + grad (Momentum 1).",
)
def of_weights(w, grad, v, lr, mu):
    v = mu * v + w
    return w - lr * v, v


@misconception(
    "momentum_step.returns_the_old_velocity",
    "The v that you return is the one that came in: the next step would start from rest again "
    "(Momentum 1).",
)
def returns_old(w, grad, v, lr, mu):
    return right.momentum_step(w, grad, v, lr, mu)[0], v
