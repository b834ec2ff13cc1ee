"""Hidden tests of q6: He initialisation, leaky relu, and gradients that are clipped.

A law leaves a right random function with a chance of at most 1e-10 (see `bounds`);
each test says how many laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import GENERATOR, Cases, generator

from .. import reference
from . import draws, weights

OK_FORMAT = False
name = "q6"
points = None

HE_SHAPES = draws.shapes("he_normal", weights.SHAPES)
HE = weights.experiment(
    "he_normal",
    draws.normal_statistics,
    lambda n_in, n_out: np.sqrt(2 / n_in),
    draws.normal_laws(weights.SIZE),
    draws.normal_correlation,
)


@test_case(name="q6.he_normal.shape", points=0.5, hidden=True)
def hidden_he_shape(he_normal):
    draws.check_shapes(HE_SHAPES, he_normal)


@test_case(name="q6.he_normal.mean", points=0.25, hidden=True)
def hidden_he_mean(he_normal):
    """Two laws: 2e-10. Catches absolute values, U(0, a), a mean of 0.08 standard deviations."""
    HE.check(he_normal, "mean", "mean_exchanged")


@test_case(name="q6.he_normal.variance", points=1, hidden=True)
def hidden_he_variance(he_normal):
    """Two laws: 2e-10, 6 % wide. Catches 2/n_out, Xavier, factors 1, 3, 6 for 2, var for std."""
    HE.check(he_normal, "variance", "variance_exchanged")


@test_case(name="q6.he_normal.distribution", points=0.25, hidden=True)
def hidden_he_distribution(he_normal):
    """Two laws: 2e-10. Catches uniforms, and normals truncated at 3 deviations or less."""
    HE.check(he_normal, "peak", "middle")


@test_case(name="q6.he_normal.independence", points=0.25, hidden=True)
def hidden_he_independence(he_normal):
    """Two laws: 2e-10. Catches equal rows and equal columns."""
    HE.check(he_normal, "rows", "columns")


@test_case(name="q6.he_normal.generator", points=0.5, hidden=True)
def hidden_he_generator(he_normal):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    HE.check(he_normal, *GENERATOR)


ZEROS = (np.array([0.0, 1.5, -0.0, -2.0, 0.0]), 0.3)
INTEGERS = (np.array([[-3, -1, 1], [2, 5, -4]]), 0.25)


def leaky_inputs(function):
    """Numbers of either sign in several shapes and with several slopes."""
    rng = generator("hw2_stability", function)
    shapes_and_slopes = ((9,), 0.3), ((4, 3), 0.02), ((2, 3, 2), 0.7)
    moderate = [
        (rng.uniform(0.5, 4, size=s) * rng.choice([-1, 1], s), a) for s, a in shapes_and_slopes
    ]
    return [*moderate, (np.array([-40.0, 30.0, -700.0]), 0.2)]


def leaky_cases(function, answer):
    """Cases with a slope, and beside them those without one, with zeros and with integers."""
    plain = Cases(function, answer, leaky_inputs(function))
    rare = [[args[:1] for args in plain.inputs], [ZEROS], [INTEGERS]]
    return plain, *(Cases(function, answer, inputs, beside=[plain]) for inputs in rare)


LEAKY, LEAKY_DEFAULT, _, LEAKY_INTEGERS = leaky_cases("leaky_relu", reference.leaky_relu)
GRAD, GRAD_DEFAULT, GRAD_ZEROS, GRAD_INTEGERS = leaky_cases(
    "leaky_relu_grad", reference.leaky_relu_grad
)


@test_case(name="q6.leaky_relu", points=1, hidden=True)
def hidden_leaky_relu(leaky_relu):
    LEAKY.check(leaky_relu)


@test_case(name="q6.leaky_relu.defaults", points=0.25, hidden=True)
def hidden_leaky_relu_defaults(leaky_relu):
    LEAKY_DEFAULT.check(leaky_relu)


@test_case(name="q6.leaky_relu.integers", points=0.25, hidden=True)
def hidden_leaky_relu_integers(leaky_relu):
    LEAKY_INTEGERS.check(leaky_relu)


@test_case(name="q6.leaky_relu.arguments", points=0.25, hidden=True)
def hidden_leaky_relu_arguments(leaky_relu):
    LEAKY.check_arguments(leaky_relu)


@test_case(name="q6.leaky_relu_grad", points=0.75, hidden=True)
def hidden_leaky_relu_grad(leaky_relu_grad):
    GRAD.check(leaky_relu_grad)


@test_case(name="q6.leaky_relu_grad.at_zero", points=0.5, hidden=True)
def hidden_leaky_relu_grad_at_zero(leaky_relu_grad):
    GRAD_ZEROS.check(leaky_relu_grad)


@test_case(name="q6.leaky_relu_grad.defaults", points=0.25, hidden=True)
def hidden_leaky_relu_grad_defaults(leaky_relu_grad):
    GRAD_DEFAULT.check(leaky_relu_grad)


@test_case(name="q6.leaky_relu_grad.integers", points=0.25, hidden=True)
def hidden_leaky_relu_grad_integers(leaky_relu_grad):
    GRAD_INTEGERS.check(leaky_relu_grad)


@test_case(name="q6.leaky_relu_grad.arguments", points=0.25, hidden=True)
def hidden_leaky_relu_grad_arguments(leaky_relu_grad):
    GRAD.check_arguments(leaky_relu_grad)


GRADS, NORM = 0, 1
rng = generator("hw2_stability", "clip_gradients")


def gradients(norm, *shapes):
    """Gradients of these shapes, none much longer than another, whose norm together is `norm`."""
    lengths = rng.uniform(0.6, 1, size=len(shapes))
    grads = [rng.uniform(0.2, 1, size=s) * rng.choice([-1, 1], s) for s in shapes]
    lengths *= norm / np.linalg.norm(lengths)
    return [n / np.linalg.norm(grad) * grad for n, grad in zip(lengths, grads, strict=True)]


CLIP = Cases(
    "clip_gradients",
    reference.clip_gradients,
    [
        (gradients(20.0, (4, 3), (4,), (2, 4), (2,)), 3.0),
        (gradients(7.0, (5,), (3, 2), (2,)), 6.0),  # each of them is short enough
        (gradients(30.0, (3, 4)), 0.4),
        (gradients(9.0, (2, 2), (2, 2), (2, 2)), 0.05),
        (gradients(2.0, (4, 3), (4,), (2, 4)), 5.0),
        (gradients(3.0, (5,)), 4.0),
    ],
)
CLIP_ZEROS = Cases(
    "clip_gradients",
    reference.clip_gradients,
    [
        ([np.zeros((2, 3)), np.zeros(4)], 1.5),
        ([*gradients(8.0, (3,), (2, 2)), np.zeros(2)], 2.0),
    ],
    beside=[CLIP],
)
CLIP_INTEGERS = Cases(
    "clip_gradients",
    reference.clip_gradients,
    [([np.array([3, -4, 1]), np.array([[5, 2], [-7, 6]])], 2)],
    beside=[CLIP],
)


def is_long(grads, max_norm):
    return sum(np.sum(grad**2) for grad in grads) > max_norm**2


@test_case(name="q6.clip_gradients.long", points=1.25, hidden=True)
def hidden_clip_long(clip_gradients):
    CLIP.check(clip_gradients, GRADS, only=is_long)


@test_case(name="q6.clip_gradients.short", points=0.5, hidden=True)
def hidden_clip_short(clip_gradients):
    CLIP.check(clip_gradients, GRADS, only=lambda *args: not is_long(*args))


@test_case(name="q6.clip_gradients.norm", points=0.5, hidden=True)
def hidden_clip_norm(clip_gradients):
    CLIP.check(clip_gradients, NORM)


@test_case(name="q6.clip_gradients.zeros", points=0.25, hidden=True)
def hidden_clip_zeros(clip_gradients):
    CLIP_ZEROS.check(clip_gradients, GRADS)


@test_case(name="q6.clip_gradients.integers", points=0.25, hidden=True)
def hidden_clip_integers(clip_gradients):
    CLIP_INTEGERS.check(clip_gradients, GRADS)


@test_case(name="q6.clip_gradients.arguments", points=0.25, hidden=True)
def hidden_clip_arguments(clip_gradients):
    CLIP.check_arguments(clip_gradients)
