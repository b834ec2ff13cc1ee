"""Hidden tests of q6: forward and backward pass of a minibatch."""

from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

from .. import reference
from . import networks as nets

OK_FORMAT = False
name = "q6"
points = None

rng = generator("hw1_backprop", "mlp_forward_batch")
COLUMN = nets.network(rng, "tanh", "squared", (7,), (3, 5, 1))
COLUMN = (COLUMN[0], COLUMN[1][:, 0], *COLUMN[2:])  # one output, targets of shape (B,)
INPUTS = ("x", "y", "W1", "W2", "lambd", "activation", "loss", "b1", "b2")
CHAIN = {"h": ("z",), "o": ("h",), "L": ("o",), "J": ("L", "s")}
FORWARD = Cases(
    "mlp_forward_batch",
    reference.mlp_forward_batch,
    nets.networks(rng, (7,)),
    chain=CHAIN,
    step=lambda args, values, key: reference.forward_step(values, key),
    square=[
        *nets.networks(rng, (4,), nets.SQUARE),
        *nets.one_example(rng),
        *nets.integers(rng, (4,)),
    ],
)
FORWARD_COLUMN = Cases(
    "mlp_forward_batch",
    reference.mlp_forward_batch,
    [COLUMN],
    chain=CHAIN,
    step=lambda args, values, key: reference.forward_step(values, key),
)
rng = generator("hw1_backprop", "mlp_backward_batch")


def caches(*networks):
    return [(reference.mlp_forward_batch(*args),) for args in networks]


BACKWARD = Cases(
    "mlp_backward_batch",
    reference.mlp_backward_batch,
    caches(*nets.networks(rng, (7,))),
    chain={key: (f"dJ_d{upstream}",) for key, (_, upstream) in reference.BACKWARD_STEPS.items()},
    step=lambda args, values, key: reference.backward_step(args[0], values, key),
    square=caches(
        *nets.networks(rng, (4,), nets.SQUARE),
        *nets.one_example(rng),
        nets.dead_unit(rng, (4,)),
    ),
)
BACKWARD_COLUMN = Cases("mlp_backward_batch", reference.mlp_backward_batch, caches(COLUMN))

rng = generator("hw1_backprop", "mlp_forward_batch", "arguments")
FORWARD_ARGUMENTS = [
    Cases("mlp_forward_batch", reference.mlp_forward_batch, [args])
    for args in nets.whole_networks(rng, (4,))
]
rng = generator("hw1_backprop", "mlp_backward_batch", "arguments")
BACKWARD_ARGUMENTS = [
    Cases("mlp_backward_batch", reference.mlp_backward_batch, [args])
    for args in caches(*nets.whole_networks(rng, (4,)))
]


def check_quantity(mlp_forward_batch, key):
    """Check a quantity where the function answers."""
    FORWARD.check(mlp_forward_batch, key, only=answering(FORWARD, mlp_forward_batch))


def check_gradient(mlp_backward_batch, key, of=lambda *_: True):
    """Check a gradient for the caches `of` one kind, where the function answers."""
    BACKWARD.check(mlp_backward_batch, key, only=answering(BACKWARD, mlp_backward_batch, of))


@test_case(name="q6.z", points=0.75, hidden=True)
def hidden_z(mlp_forward_batch):
    check_quantity(mlp_forward_batch, "z")


@test_case(name="q6.h", points=0.5, hidden=True)
def hidden_h(mlp_forward_batch):
    check_quantity(mlp_forward_batch, "h")


@test_case(name="q6.o", points=0.5, hidden=True)
def hidden_o(mlp_forward_batch):
    check_quantity(mlp_forward_batch, "o")


@test_case(name="q6.L", points=0.25, hidden=True)
def hidden_L(mlp_forward_batch):
    check_quantity(mlp_forward_batch, "L")


@test_case(name="q6.s", points=0.5, hidden=True)
def hidden_s(mlp_forward_batch):
    check_quantity(mlp_forward_batch, "s")


@test_case(name="q6.J", points=0.25, hidden=True)
def hidden_J(mlp_forward_batch):
    check_quantity(mlp_forward_batch, "J")


@test_case(name="q6.mlp_forward_batch.arguments", points=0.25, hidden=True)
def hidden_mlp_forward_batch_arguments(mlp_forward_batch):
    check_arguments(mlp_forward_batch, *FORWARD_ARGUMENTS)


@test_case(name="q6.dJ_do", points=1, hidden=True)
def hidden_dJ_do(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_do")


@test_case(name="q6.dJ_dW2", points=1.25, hidden=True)
def hidden_dJ_dW2(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_dW2")


@test_case(name="q6.dJ_dh", points=1, hidden=True)
def hidden_dJ_dh(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_dh")


@test_case(name="q6.dJ_dz", points=1, hidden=True)
def hidden_dJ_dz(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_dz")


@test_case(name="q6.dJ_dW1", points=1.25, hidden=True)
def hidden_dJ_dW1(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_dW1")


@test_case(name="q6.dJ_db2", points=0.75, hidden=True)
def hidden_dJ_db2(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_db2", lambda cache: cache["b2"] is not None)


@test_case(name="q6.dJ_db1", points=0.75, hidden=True)
def hidden_dJ_db1(mlp_backward_batch):
    check_gradient(mlp_backward_batch, "dJ_db1", lambda cache: cache["b1"] is not None)


@test_case(name="q6.mlp_backward_batch.twice", points=0.25, hidden=True)
def hidden_mlp_backward_batch_twice(mlp_backward_batch):
    BACKWARD.check_twice(mlp_backward_batch)


@test_case(name="q6.mlp_backward_batch.arguments", points=0.25, hidden=True)
def hidden_mlp_backward_batch_arguments(mlp_backward_batch):
    check_arguments(mlp_backward_batch, *BACKWARD_ARGUMENTS)


@test_case(name="q6.mlp_forward_batch.rectangular", points=0.5, hidden=True)
def hidden_forward_rectangular(mlp_forward_batch):
    FORWARD.check_rectangular(mlp_forward_batch)


@test_case(name="q6.mlp_backward_batch.rectangular", points=1, hidden=True)
def hidden_backward_rectangular(mlp_backward_batch):
    BACKWARD.check_rectangular(mlp_backward_batch)


@test_case(name="q6.mlp_forward_batch.column", points=0.25, hidden=True)
def hidden_forward_column(mlp_forward_batch):
    FORWARD_COLUMN.check(mlp_forward_batch, "L")


@test_case(name="q6.mlp_backward_batch.column", points=0.25, hidden=True)
def hidden_backward_column(mlp_backward_batch):
    BACKWARD_COLUMN.check(mlp_backward_batch, "dJ_do")


@test_case(name="q6.cache.inputs", points=0.25, hidden=True)
def hidden_inputs(mlp_forward_batch):
    answered = answering(FORWARD, mlp_forward_batch)
    FORWARD.check_kept(mlp_forward_batch, INPUTS, only=answered)
