"""Hidden tests of q3: softmax, losses, their gradients, and the penalty."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

from .. import reference

OK_FORMAT = False
name = "q3"
points = None

rng = generator("hw1_backprop", "losses")
LOGITS = [(rng.normal(scale=2, size=shape),) for shape in ((4,), (7, 4), (4, 4), (6, 5))]
# Row maxima 1600 apart: subtracting one maximum for the whole batch leaves 0/0 in the lower row.
LARGE_LOGITS = (
    np.array([[-800.0, -801.0, -799.5], [800.0, 790.0, 799.0], [1000.0, -1000.0, 0.0]]),
)
SOFTMAX = Cases("softmax", reference.softmax, [*LOGITS, LARGE_LOGITS])
SOFTMAX_ARGUMENTS = [Cases("softmax", reference.softmax, [args]) for args in LOGITS]


def labelled(shape, *, one_hot=False):
    """Logits of `shape` with labels: class indices, or one-hot rows."""
    labels = rng.integers(shape[-1], size=shape[:-1])
    return rng.normal(size=shape), np.eye(shape[-1])[labels] if one_hot else labels


CLASSIFIED = [labelled((7, 4)), labelled((4, 4)), labelled((1, 3)), labelled((5,))]
CLASSIFIED += [labelled(shape, one_hot=True) for shape in ((7, 4), (4, 4), (1, 3), (4,))]
# As many outputs as the networks of q5 have: who answers by this size is asked here, too.
four = generator("hw1_backprop", "losses", "four outputs")
CLASSIFIED += [(four.normal(size=4), np.array(2))]
LARGE = [(LARGE_LOGITS[0], np.array([0, 2, 1])), (np.array([0.0, 1000.0, -1000.0]), np.array(2))]
LARGE += [(LARGE_LOGITS[0].copy(), np.eye(3)[[0, 2, 1]])]


def of_every_kind(function, answer, inputs):
    """For every kind of targets and of shapes an argument that may be changed."""
    return [Cases(function, answer, [args]) for args in inputs]


CROSS_ENTROPY = Cases("cross_entropy", reference.cross_entropy, CLASSIFIED + LARGE)
CROSS_ENTROPY_GRAD = Cases("cross_entropy_grad", reference.cross_entropy_grad, CLASSIFIED + LARGE)
CROSS_ENTROPY_ARGUMENTS, CROSS_ENTROPY_GRAD_ARGUMENTS = (
    of_every_kind(cases.function, answer, [CLASSIFIED[k] for k in (0, 4, 3, 7)])
    for cases, answer in (
        (CROSS_ENTROPY, reference.cross_entropy),
        (CROSS_ENTROPY_GRAD, reference.cross_entropy_grad),
    )
)

TARGETS = [(rng.normal(size=s), rng.normal(size=s)) for s in ((7, 4), (4, 4), (1, 3), (5,))]
TARGETS += [(four.normal(size=4), four.normal(size=4))]
COLUMN = (rng.normal(size=(7, 1)), rng.normal(size=7))
SQUARED_LOSS = Cases("squared_loss", reference.squared_loss, [*TARGETS, COLUMN])
SQUARED_LOSS_GRAD = Cases("squared_loss_grad", reference.squared_loss_grad, [*TARGETS, COLUMN])
SQUARED_LOSS_ARGUMENTS, SQUARED_LOSS_GRAD_ARGUMENTS = (
    of_every_kind(cases.function, answer, [TARGETS[0], TARGETS[3], COLUMN])
    for cases, answer in (
        (SQUARED_LOSS, reference.squared_loss),
        (SQUARED_LOSS_GRAD, reference.squared_loss_grad),
    )
)

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
    return np.ndim(y) == np.ndim(o) and not is_large(o)


def one_hot_of(cases, function):
    """What chooses one-hot rows: none of one example where it raises for one with an index, too,
    which is charged there.
    """
    try:
        answering(cases, function, lambda o, y: np.ndim(o) == 1 and is_index(o, y))
    except Exception:  # noqa: BLE001 - whatever the submission raises
        return lambda o, y: np.ndim(o) == 2 and is_one_hot(o, y)
    return is_one_hot


def is_column(o, y):
    return np.shape(o) != np.shape(y)


def is_alike(o, y):
    return np.shape(o) == np.shape(y)


@test_case(name="q3.softmax", points=1, hidden=True)
def hidden_softmax(softmax):
    SOFTMAX.check(softmax, only=lambda o: o.ndim == 2 and not is_large(o))


@test_case(name="q3.softmax.shapes", points=0.5, hidden=True)
def hidden_softmax_shapes(softmax):
    SOFTMAX.check(softmax, only=lambda o: o.ndim != 2)


@test_case(name="q3.softmax.large", points=1, hidden=True)
def hidden_softmax_large(softmax):
    SOFTMAX.check(softmax, only=is_large)


@test_case(name="q3.softmax.arguments", points=0.5, hidden=True)
def hidden_softmax_arguments(softmax):
    check_arguments(softmax, *SOFTMAX_ARGUMENTS)


@test_case(name="q3.cross_entropy", points=1.25, hidden=True)
def hidden_cross_entropy(cross_entropy):
    CROSS_ENTROPY.check(cross_entropy, only=is_index)


@test_case(name="q3.cross_entropy.one_hot", points=1, hidden=True)
def hidden_cross_entropy_one_hot(cross_entropy):
    CROSS_ENTROPY.check(cross_entropy, only=one_hot_of(CROSS_ENTROPY, cross_entropy))


@test_case(name="q3.cross_entropy.large", points=1, hidden=True)
def hidden_cross_entropy_large(cross_entropy):
    CROSS_ENTROPY.check(cross_entropy, only=answering(CROSS_ENTROPY, cross_entropy, is_large))


@test_case(name="q3.cross_entropy.arguments", points=0.25, hidden=True)
def hidden_cross_entropy_arguments(cross_entropy):
    check_arguments(cross_entropy, *CROSS_ENTROPY_ARGUMENTS)


@test_case(name="q3.cross_entropy_grad", points=1, hidden=True)
def hidden_cross_entropy_grad(cross_entropy_grad):
    CROSS_ENTROPY_GRAD.check(cross_entropy_grad, only=is_index)


@test_case(name="q3.cross_entropy_grad.one_hot", points=0.5, hidden=True)
def hidden_cross_entropy_grad_one_hot(cross_entropy_grad):
    one_hot = one_hot_of(CROSS_ENTROPY_GRAD, cross_entropy_grad)
    CROSS_ENTROPY_GRAD.check(cross_entropy_grad, only=one_hot)


@test_case(name="q3.cross_entropy_grad.large", points=0.5, hidden=True)
def hidden_cross_entropy_grad_large(cross_entropy_grad):
    large = answering(CROSS_ENTROPY_GRAD, cross_entropy_grad, is_large)
    CROSS_ENTROPY_GRAD.check(cross_entropy_grad, only=large)


@test_case(name="q3.cross_entropy_grad.arguments", points=0.25, hidden=True)
def hidden_cross_entropy_grad_arguments(cross_entropy_grad):
    check_arguments(cross_entropy_grad, *CROSS_ENTROPY_GRAD_ARGUMENTS)


@test_case(name="q3.squared_loss", points=1, hidden=True)
def hidden_squared_loss(squared_loss):
    SQUARED_LOSS.check(squared_loss, only=is_alike)


@test_case(name="q3.squared_loss.column", points=0.5, hidden=True)
def hidden_squared_loss_column(squared_loss):
    SQUARED_LOSS.check(squared_loss, only=is_column)


@test_case(name="q3.squared_loss.arguments", points=0.25, hidden=True)
def hidden_squared_loss_arguments(squared_loss):
    check_arguments(squared_loss, *SQUARED_LOSS_ARGUMENTS)


@test_case(name="q3.squared_loss_grad", points=1.25, hidden=True)
def hidden_squared_loss_grad(squared_loss_grad):
    SQUARED_LOSS_GRAD.check(squared_loss_grad, only=is_alike)


@test_case(name="q3.squared_loss_grad.column", points=0.5, hidden=True)
def hidden_squared_loss_grad_column(squared_loss_grad):
    SQUARED_LOSS_GRAD.check(squared_loss_grad, only=is_column)


@test_case(name="q3.squared_loss_grad.arguments", points=0.25, hidden=True)
def hidden_squared_loss_grad_arguments(squared_loss_grad):
    check_arguments(squared_loss_grad, *SQUARED_LOSS_GRAD_ARGUMENTS)


@test_case(name="q3.l2_penalty", points=1.75, hidden=True)
def hidden_l2_penalty(l2_penalty):
    L2_PENALTY.check(l2_penalty)


@test_case(name="q3.l2_penalty.arguments", points=0.25, hidden=True)
def hidden_l2_penalty_arguments(l2_penalty):
    L2_PENALTY.check_arguments(l2_penalty)
