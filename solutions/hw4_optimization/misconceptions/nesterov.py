"""Mistakes in q5: Nesterov's momentum."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

IN_PLACE = (
    "Your function writes into the caller's arrays, as operators like *=, += and -= do. "
    "Make new ones."
)
PLAIN = (
    "w moves by the velocity alone, as in question 1. Nesterov's step looks further ahead: the "
    "gradient, and mu times the new v (Nesterov 2)."
)
RATE_INSIDE = (
    "lr is inside the velocity, as in texts that look ahead before they take the gradient. Here "
    "v is made of gradients alone (Nesterov 1)."
)


@misconception("nesterov_step.moves_by_the_velocity", PLAIN)
def plain_momentum(w, grad, v, lr, mu):
    return right.momentum_step(w, grad, v, lr, mu)


@misconception(
    "nesterov_step.looks_ahead_by_all_of_v",
    "The step is the gradient and all of the new v: that v comes with the factor mu (Nesterov 2).",
)
def without_mu(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * (grad + v), v


@misconception(
    "nesterov_step.no_gradient_in_the_step",
    "w moves by mu v alone: the gradient is a part of the step of its own (Nesterov 2).",
)
def without_gradient(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * mu * v, v


@misconception(
    "nesterov_step.looks_ahead_by_the_gradient",
    "mu multiplies the gradient in your step. The gradient comes whole, and v with the factor mu "
    "(Nesterov 2).",
)
def mu_on_gradient(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * (v + mu * grad), v


@misconception(
    "nesterov_step.mu_on_the_whole_step",
    "mu multiplies the whole step. It belongs to v alone (Nesterov 2).",
)
def mu_on_all(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * mu * (grad + v), v


@misconception(
    "nesterov_step.looks_two_steps_ahead",
    "v enters your step with mu squared: mu once is what the next step keeps of it (Nesterov 2).",
)
def mu_squared(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * (grad + mu**2 * v), v


@misconception(
    "nesterov_step.mean_of_gradient_and_velocity",
    "Your step weights the gradient with 1 - mu. It comes whole, as it does into v (Nesterov 2).",
)
def mean_step(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * ((1 - mu) * grad + mu * v), v


@misconception(
    "nesterov_step.look_ahead_subtracted",
    "mu v and the gradient have opposite signs in your step. Both lead down (Nesterov 2).",
)
def wrong_sign(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * (grad - mu * v), v


@misconception(
    "nesterov_step.gradient_alone",
    "w moves by the gradient alone: mu times the new v is missing in the step (Nesterov 2).",
)
def plain_descent(w, grad, v, lr, mu):
    return w - lr * grad, mu * v + grad


@misconception(
    "nesterov_step.climbs",
    "The step goes up the slope: it is subtracted from w (Nesterov 2).",
)
def climbs(w, grad, v, lr, mu):
    new_w, v = right.nesterov_step(w, grad, v, lr, mu)
    return 2 * w - new_w, v


@misconception(
    "nesterov_step.no_learning_rate",
    "w moves by the whole step: the learning rate is missing (Nesterov 2).",
)
def no_rate(w, grad, v, lr, mu):
    return right.nesterov_step(w, grad, v, 1.0, mu)


@misconception(
    "nesterov_step.rate_on_the_gradient_only",
    "lr multiplies the gradient alone. It belongs to the whole step (Nesterov 2).",
)
def rate_on_gradient(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - lr * grad - mu * v, v


@misconception(
    "nesterov_step.rate_on_the_velocity_only",
    "lr multiplies mu v alone. It belongs to the whole step (Nesterov 2).",
)
def rate_on_velocity(w, grad, v, lr, mu):
    v = mu * v + grad
    return w - grad - lr * mu * v, v


@misconception("nesterov_step.learning_rate_inside_the_velocity", RATE_INSIDE)
def rate_inside(w, grad, v, lr, mu):
    v = mu * v + lr * grad
    return w - (lr * grad + mu * v), v


@misconception("nesterov_step.velocity_downhill", RATE_INSIDE)
def downhill(w, grad, v, lr, mu):
    v = mu * v - lr * grad
    return w + mu * v - lr * grad, v


@misconception("nesterov_step.difference_of_two_velocities", RATE_INSIDE)
def difference(w, grad, v, lr, mu):
    new_v = mu * v - lr * grad
    return w - mu * v + (1 + mu) * new_v, new_v


@misconception("nesterov_step.rate_inside_and_outside", RATE_INSIDE)
def rate_twice(w, grad, v, lr, mu):
    v = mu * v + lr * grad
    return w - lr * (grad + mu * v), v


@misconception(
    "nesterov_step.velocity_is_an_average",
    "Your v is a weighted mean: the gradient enters it with the weight 1 - mu. Here it enters "
    "with weight 1 (Nesterov 1).",
)
def average(w, grad, v, lr, mu):
    v = mu * v + (1 - mu) * grad
    return w - lr * (grad + mu * v), v


@misconception(
    "nesterov_step.gradient_subtracted_from_the_velocity",
    "The gradient enters v with the wrong sign (Nesterov 1).",
)
def minus_gradient(w, grad, v, lr, mu):
    v = mu * v - grad
    return w - lr * (grad + mu * v), v


@misconception(
    "nesterov_step.velocity_never_slows_down",
    "Your v adds up all gradients: the old velocity has to shrink by mu first (Nesterov 1).",
)
def no_friction(w, grad, v, lr, mu):
    v = v + grad
    return w - lr * (grad + mu * v), v


@misconception(
    "nesterov_step.mu_on_the_gradient_in_v",
    "mu multiplies the gradient in your v. It is the share of the old velocity that is kept "
    "(Nesterov 1).",
)
def mu_on_gradient_in_v(w, grad, v, lr, mu):
    v = v + mu * grad
    return w - lr * (grad + mu * v), v


@misconception(
    "nesterov_step.mu_on_the_sum",
    "mu multiplies the whole of v, the new gradient included. Only the old velocity shrinks "
    "(Nesterov 1).",
)
def mu_on_sum(w, grad, v, lr, mu):
    v = mu * (v + grad)
    return w - lr * (grad + v), v


@misconception(
    "nesterov_step.forgets_the_past",
    "The old velocity has no part in your v: it is kept with the factor mu (Nesterov 1).",
)
def forgets(w, grad, v, lr, mu):
    return w - lr * (grad + mu * grad), np.array(grad)


@misconception(
    "nesterov_step.returns_the_old_velocity",
    "The v that you return is the one that came in: the next step would start from rest again "
    "(Nesterov 1).",
)
def returns_old(w, grad, v, lr, mu):
    return right.nesterov_step(w, grad, v, lr, mu)[0], v


@misconception(
    "nesterov_step.returns_the_step",
    "You return grad + mu v, the step, in place of v: the next call would add the gradient twice "
    "(Nesterov 1).",
)
def returns_step(w, grad, v, lr, mu):
    w, v = right.nesterov_step(w, grad, v, lr, mu)
    return w, grad + mu * v


@misconception("nesterov_step.changes_the_velocity_in_place", IN_PLACE)
def changes_v(w, grad, v, lr, mu):
    v[...] = mu * v + grad
    return w - lr * (grad + mu * v), v


@misconception("nesterov_step.changes_the_weights_in_place", IN_PLACE)
def changes_w(w, grad, v, lr, mu):
    w[...], v = right.nesterov_step(w, grad, v, lr, mu)
    return w, v


@misconception("nesterov_step.changes_the_gradient_in_place", IN_PLACE)
def changes_grad(w, grad, v, lr, mu):
    v = mu * v + grad
    grad += mu * v
    return w - lr * grad, v
