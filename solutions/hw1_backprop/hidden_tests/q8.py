"""Hidden tests of q8: weight decay and gradient descent on the whole batch."""

from itertools import cycle

from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

from .. import reference
from . import networks as nets

OK_FORMAT = False
name = "q8"
points = None

LR = 0.5
RATES = (LR, 0.3)  # two, so that lambd / 2 is not lr lambd
rng = generator("hw1_backprop", "sgd_weight_decay")
DECAY = Cases(
    "sgd_weight_decay",
    reference.sgd_weight_decay,
    [
        (rng.normal(size=shape), rng.normal(size=shape), lr, lambd)
        for shape, lr, lambd in (((5, 3), LR, nets.LAMBD), ((4,), 0.1, 1.7), ((2, 2), 0.03, 0.0))
    ],
)


def training(function, *more):
    """Arguments (W1, W2, X, Y, lambd, lr, *more, activation, loss): every activation with every
    kind of targets.
    """
    networks = nets.networks(generator("hw1_backprop", function), (7,))
    for (X, Y, W1, W2, lambd, activation, loss, *_), lr in zip(networks, cycle(RATES)):
        yield (0.5 * W1, 0.5 * W2, X, Y, lambd, lr, *more, activation, loss)


STEP = Cases("mlp_sgd_step", reference.mlp_sgd_step, [*training("mlp_sgd_step")])
TRAIN = Cases("train_mlp", reference.train_mlp, [*training("train_mlp", 4)])
STEP_ARGUMENTS, TRAIN_ARGUMENTS = (
    [Cases(cases.function, answer, [args]) for args in cases.inputs[::4]]
    for cases, answer in ((STEP, reference.mlp_sgd_step), (TRAIN, reference.train_mlp))
)


@test_case(name="q8.sgd_weight_decay", points=1.25, hidden=True)
def hidden_sgd_weight_decay(sgd_weight_decay):
    DECAY.check(sgd_weight_decay)


@test_case(name="q8.sgd_weight_decay.arguments", points=0.25, hidden=True)
def hidden_sgd_weight_decay_arguments(sgd_weight_decay):
    DECAY.check_arguments(sgd_weight_decay)


@test_case(name="q8.mlp_sgd_step.W1", points=1.25, hidden=True)
def hidden_mlp_sgd_step_W1(mlp_sgd_step):
    STEP.check(mlp_sgd_step, 0)


@test_case(name="q8.mlp_sgd_step.W2", points=1, hidden=True)
def hidden_mlp_sgd_step_W2(mlp_sgd_step):
    STEP.check(mlp_sgd_step, 1, only=answering(STEP, mlp_sgd_step))


@test_case(name="q8.mlp_sgd_step.arguments", points=0.5, hidden=True)
def hidden_mlp_sgd_step_arguments(mlp_sgd_step):
    check_arguments(mlp_sgd_step, *STEP_ARGUMENTS)


@test_case(name="q8.train_mlp.W1", points=0.75, hidden=True)
def hidden_train_mlp_W1(train_mlp):
    TRAIN.check(train_mlp, 0)


@test_case(name="q8.train_mlp.W2", points=0.75, hidden=True)
def hidden_train_mlp_W2(train_mlp):
    TRAIN.check(train_mlp, 1, only=answering(TRAIN, train_mlp))


@test_case(name="q8.train_mlp.arguments", points=0.25, hidden=True)
def hidden_train_mlp_arguments(train_mlp):
    check_arguments(train_mlp, *TRAIN_ARGUMENTS)
