"""Hidden tests of q2: Adam."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import generator, same

from .. import reference
from .results import TupleCases

OK_FORMAT = False
name = "q2"
points = None

W, M, V = 0, 1, 2
EPS, LATE = 1e-8, 2000
rng = generator("hw4_optimization", "adam_step")


def walk(shape, rates, betas):
    """Consecutive steps t = 1, 2, ... from rest, the learning rate changing on the way."""
    w, m, v = rng.normal(size=shape), np.zeros(shape), np.zeros(shape)
    for t, lr in enumerate(rates, start=1):
        args = (w, rng.normal(scale=2, size=shape), m, v, t, lr, *betas, EPS)
        yield args
        w, m, v = reference.adam_step(*args)


def state(t, eps, scale=1.0, num_zeros=0):
    """A step in the middle of training; gradients of this scale, the first of them zero."""
    w, grad, m = rng.normal(size=(3, 6)) * [[1], [scale], [scale]]
    v = rng.uniform(0.2, 2, size=6) * scale**2
    grad[:num_zeros] = m[:num_zeros] = v[:num_zeros] = 0
    return w, grad, m, v, t, 0.5, 0.8, 0.8, eps


def alike(eps):
    """A step in which everything is of size 1 and nothing is kept: only eps shows."""
    grad = rng.choice([-1.0, 1.0], size=4)
    return np.zeros(4), grad, grad, np.ones(4), 2, 1.0, 0.0, 0.0, eps


def follow(args, values, key):
    """w by the moments given; v by what makes the m given, in case it makes both."""
    w, _, m, v, t, lr, beta1, beta2, eps = args
    if key == W:
        m_hat, v_hat = values[M] / (1 - beta1**t), values[V] / (1 - beta2**t)
        return [w - lr * m_hat / (np.sqrt(v_hat) + eps)]
    _, right_m, right_v = reference.adam_step(*args)
    pairs = [(right_m / (1 - beta1**t), right_v / (1 - beta2**t)), (m, v), (right_v, right_m)]
    other_grad = (values[M] - beta1 * m) / (1 - beta1)
    right = [other for one, other in pairs if same(one, values[M])]
    return [*right, beta2 * v + (1 - beta2) * other_grad**2]


# Equal betas hide which of the two was used where: that is asked by a test of its own.
# Late in training, at step 2000, the bias correction does nothing.
CASES = TupleCases(
    "adam_step",
    reference.adam_step,
    [
        *walk((5,), (0.5, 0.2, 0.7, 0.4), (0.8, 0.8)),
        *walk((3, 4), (0.3, 0.3), (0.6, 0.6)),
        state(4, EPS),
        *walk((4,), (0.5, 0.5, 0.2), (0.9, 0.999)),
        *walk((2, 3), (0.3, 0.6), (0.6, 0.95)),
        alike(0.4),
        *(state(t, 0.4) for t in (LATE, 2, 3)),
        *(state(t, EPS, scale=3e-9) for t in (LATE, 2)),
        state(5, EPS, scale=3e-9, num_zeros=2),
        (np.array([3, -1, 4]), np.array([2, 5, -3]), *np.zeros((2, 3), int), 1, 0.5, 0.8, 0.8, EPS),
    ],
    chain={W: (M, V), V: (M,)},
    step=follow,
)
DEFAULTS = (1e-3, 0.9, 0.999, EPS)
SMALL = [1e-2 * rng.normal(size=4) for _ in range(3)]


def is_integer(w, *_):
    return w.dtype.kind == "i"


def has_eps(w, grad, m, v, t, lr, beta1, beta2, eps):
    """Whether eps is comparable with the gradients."""
    return eps > 100 * EPS or np.max(np.abs(grad)) < 100 * EPS


def is_alike(w, *_):
    return not np.any(w)


def is_moderate(*args):
    return not is_integer(*args) and not has_eps(*args)


def is_plain(*args):
    return is_moderate(*args) and args[6] == args[7]


def has_two_betas(*args):
    return is_moderate(*args) and args[6] != args[7]


@test_case(name="q2.m", points=2, hidden=True)
def hidden_m(adam_step):
    CASES.check(adam_step, M, only=is_plain)


@test_case(name="q2.v", points=2.5, hidden=True)
def hidden_v(adam_step):
    CASES.check(adam_step, V, only=is_plain)


@test_case(name="q2.w", points=5, hidden=True)
def hidden_w(adam_step):
    if CASES.mismatch(adam_step, W, is_plain):  # then more inputs tell one mistake from another
        CASES.check(adam_step, W, only=lambda *args: is_moderate(*args) and args[4] > 1)
        CASES.check(adam_step, W, only=is_moderate)


@test_case(name="q2.betas", points=2.5, hidden=True)
def hidden_betas(adam_step):
    CASES.check_where_right(adam_step, (M, V, W), base=is_plain, only=has_two_betas)


@test_case(name="q2.w.eps", points=2, hidden=True)
def hidden_w_eps(adam_step):
    if CASES.mismatch(adam_step, W, is_plain):
        CASES.check(adam_step, W, only=is_alike)
    else:
        CASES.check(adam_step, W, only=lambda *args: has_eps(*args) and np.all(args[1]))
        CASES.check(adam_step, W, only=has_eps)


@test_case(name="q2.integers", points=0.5, hidden=True)
def hidden_integers(adam_step):
    CASES.check_where_right(adam_step, (M, V, W), base=is_plain, only=is_integer)


@test_case(name="q2.defaults", points=0.5, hidden=True)
def hidden_defaults(adam_step):
    CASES.check_defaults(adam_step, (*SMALL, SMALL[2] ** 2, 3), DEFAULTS, (W, M, V))


@test_case(name="q2.arguments", points=0.5, hidden=True)
def hidden_arguments(adam_step):
    CASES.check_arguments(adam_step)
