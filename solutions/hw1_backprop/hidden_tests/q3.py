"""Hidden tests of q3: softmax, losses, their gradients, and the penalty."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q3"
points = None

rng = generator("hw1_backprop", "losses")
LOGITS = [(rng.normal(scale=2, size=shape),) for shape in ((4,), (7, 4), (4, 4), (2, 3, 5))]
# Row maxima 1600 apart: subtracting one maximum for the whole batch leaves 0/0 in the lower row.
LARGE_LOGITS = (
    np.array([[-800.0, -801.0, -799.5], [800.0, 790.0, 799.0], [1000.0, -1000.0, 0.0]]),
)
SOFTMAX = Cases("softmax", reference.softmax, [*LOGITS, LARGE_LOGITS])


def labelled(shape, *, one_hot=False):
    """Logits of `shape` with labels: class indices, or one-hot rows."""
    labels = rng.integers(shape[-1], size=shape[:-1])
    return rng.normal(size=shape), np.eye(shape[-1])[labels] if one_hot else labels


CLASSIFIED = [labelled((7, 4)), labelled((4, 4)), labelled((1, 3)), labelled((5,))]
CLASSIFIED += [labelled((7, 4), one_hot=True), labelled((4,), one_hot=True)]
LARGE = [(LARGE_LOGITS[0], np.array([0, 2, 1])), (np.array([0.0, 1000.0, -1000.0]), np.array(2))]
CROSS_ENTROPY = Cases("cross_entropy", reference.cross_entropy, CLASSIFIED + LARGE)
CROSS_ENTROPY_GRAD = Cases("cross_entropy_grad", reference.cross_entropy_grad, CLASSIFIED + LARGE)

TARGETS = [(rng.normal(size=s), rng.normal(size=s)) for s in ((7, 4), (4, 4), (1, 3), (5,))]
COLUMN = (rng.normal(size=(7, 1)), rng.normal(size=7))
SQUARED_LOSS = Cases("squared_loss", reference.squared_loss, [*TARGETS, COLUMN])
SQUARED_LOSS_GRAD = Cases("squared_loss_grad", reference.squared_loss_grad, [*TARGETS, COLUMN])
NO_EXAMPLES = np.zeros((0, 3))

L2_PENALTY = Cases(
    "l2_penalty",
    reference.l2_penalty,
    [(rng.normal(size=(5, 3)), rng.normal(size=(4, 5)), lambd) for lambd in (0.37, 2.5, 0.0)],
)


def is_large(o, *_):
    return np.max(np.abs(o)) > 100


def is_index(o, y):
    return np.ndim(y) < np.ndim(o) and not is_large(o)


def is_one_hot(o, y):
    return np.ndim(y) == np.ndim(o)


def is_column(o, y):
    return np.shape(o) != np.shape(y)


def is_alike(o, y):
    return np.shape(o) == np.shape(y)


@test_case(name="q3.softmax", points=1.5, hidden=True)
def hidden_softmax(softmax):
    SOFTMAX.check(softmax, only=lambda o: not is_large(o))


@test_case(name="q3.softmax.large", points=1, hidden=True)
def hidden_softmax_large(softmax):
    SOFTMAX.check(softmax, only=is_large)


@test_case(name="q3.softmax.arguments", points=0.5, hidden=True)
def hidden_softmax_arguments(softmax):
    SOFTMAX.check_arguments(softmax)


@test_case(name="q3.cross_entropy", points=1.5, hidden=True)
def hidden_cross_entropy(cross_entropy):
    CROSS_ENTROPY.check(cross_entropy, only=is_index)


@test_case(name="q3.cross_entropy.one_hot", points=1, hidden=True)
def hidden_cross_entropy_one_hot(cross_entropy):
    CROSS_ENTROPY.check(cross_entropy, only=is_one_hot)


@test_case(name="q3.cross_entropy.large", points=1, hidden=True)
def hidden_cross_entropy_large(cross_entropy):
    CROSS_ENTROPY.check(cross_entropy, only=is_large)


@test_case(name="q3.cross_entropy.empty", points=0.25, hidden=True)
def hidden_cross_entropy_empty(cross_entropy):
    CROSS_ENTROPY.check_raises(cross_entropy, NO_EXAMPLES, np.zeros(0, dtype=int))


@test_case(name="q3.cross_entropy_grad", points=1, hidden=True)
def hidden_cross_entropy_grad(cross_entropy_grad):
    CROSS_ENTROPY_GRAD.check(cross_entropy_grad, only=is_index)


@test_case(name="q3.cross_entropy_grad.one_hot", points=0.5, hidden=True)
def hidden_cross_entropy_grad_one_hot(cross_entropy_grad):
    CROSS_ENTROPY_GRAD.check(cross_entropy_grad, only=is_one_hot)


@test_case(name="q3.cross_entropy_grad.large", points=0.5, hidden=True)
def hidden_cross_entropy_grad_large(cross_entropy_grad):
    CROSS_ENTROPY_GRAD.check(cross_entropy_grad, only=is_large)


@test_case(name="q3.cross_entropy_grad.arguments", points=0.25, hidden=True)
def hidden_cross_entropy_grad_arguments(cross_entropy_grad):
    CROSS_ENTROPY_GRAD.check_arguments(cross_entropy_grad)


@test_case(name="q3.squared_loss", points=1.25, hidden=True)
def hidden_squared_loss(squared_loss):
    SQUARED_LOSS.check(squared_loss, only=is_alike)


@test_case(name="q3.squared_loss.column", points=0.5, hidden=True)
def hidden_squared_loss_column(squared_loss):
    SQUARED_LOSS.check(squared_loss, only=is_column)


@test_case(name="q3.squared_loss.empty", points=0.25, hidden=True)
def hidden_squared_loss_empty(squared_loss):
    SQUARED_LOSS.check_raises(squared_loss, NO_EXAMPLES, NO_EXAMPLES)


@test_case(name="q3.squared_loss_grad", points=1.25, hidden=True)
def hidden_squared_loss_grad(squared_loss_grad):
    SQUARED_LOSS_GRAD.check(squared_loss_grad, only=is_alike)


@test_case(name="q3.squared_loss_grad.column", points=0.5, hidden=True)
def hidden_squared_loss_grad_column(squared_loss_grad):
    SQUARED_LOSS_GRAD.check(squared_loss_grad, only=is_column)


@test_case(name="q3.squared_loss_grad.arguments", points=0.25, hidden=True)
def hidden_squared_loss_grad_arguments(squared_loss_grad):
    SQUARED_LOSS_GRAD.check_arguments(squared_loss_grad)


@test_case(name="q3.l2_penalty", points=2, hidden=True)
def hidden_l2_penalty(l2_penalty):
    L2_PENALTY.check(l2_penalty)
