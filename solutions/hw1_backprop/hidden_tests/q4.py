"""Hidden tests of q4: the forward pass of one example, every value by the one before it."""

from otter.test_files import test_case

from autograder.testing import Cases, answering, check_arguments, generator

from .. import reference
from . import networks as nets

OK_FORMAT = False
name = "q4"
points = None

rng = generator("hw1_backprop", "mlp_forward")
CHAIN = {"h": ("z",), "o": ("h",), "L": ("o",), "J": ("L", "s")}
INPUTS = ("x", "y", "W1", "W2", "lambd", "activation", "loss", "b1", "b2")
CASES = Cases(
    "mlp_forward",
    reference.mlp_forward,
    [*nets.networks(rng)],
    chain=CHAIN,
    step=lambda args, values, key: reference.forward_step(values, key),
    square=[*nets.networks(rng, sizes=nets.SQUARE), *nets.integers(rng)],
)
x, y, W1, W2, lambd, *_ = CASES.inputs[0]
rng = generator("hw1_backprop", "mlp_forward", "arguments")
ARGUMENTS = [
    Cases("mlp_forward", reference.mlp_forward, [args]) for args in nets.whole_networks(rng)
]


def check_quantity(mlp_forward, key, of=lambda *_: True):
    """Check a quantity of the networks `of` one kind, where the function answers."""

    def chosen(*args):
        return nets.is_float(*args) and of(*args)

    CASES.check(mlp_forward, key, only=answering(CASES, mlp_forward, chosen))


@test_case(name="q4.z", points=1.5, hidden=True)
def hidden_z(mlp_forward):
    check_quantity(mlp_forward, "z")


@test_case(name="q4.h", points=0.5, hidden=True)
def hidden_h(mlp_forward):
    check_quantity(mlp_forward, "h", nets.has_activation("relu"))


@test_case(name="q4.h.sigmoid", points=0.5, hidden=True)
def hidden_h_sigmoid(mlp_forward):
    check_quantity(mlp_forward, "h", nets.has_activation("sigmoid"))


@test_case(name="q4.h.tanh", points=0.5, hidden=True)
def hidden_h_tanh(mlp_forward):
    check_quantity(mlp_forward, "h", nets.has_activation("tanh"))


@test_case(name="q4.o", points=1.5, hidden=True)
def hidden_o(mlp_forward):
    check_quantity(mlp_forward, "o")


@test_case(name="q4.L", points=0.75, hidden=True)
def hidden_L(mlp_forward):
    check_quantity(mlp_forward, "L", nets.has_loss("squared"))


@test_case(name="q4.L.cross_entropy", points=0.75, hidden=True)
def hidden_L_cross_entropy(mlp_forward):
    check_quantity(mlp_forward, "L", nets.has_loss("cross_entropy"))


@test_case(name="q4.s", points=1.25, hidden=True)
def hidden_s(mlp_forward):
    check_quantity(mlp_forward, "s")


@test_case(name="q4.J", points=1, hidden=True)
def hidden_J(mlp_forward):
    check_quantity(mlp_forward, "J")


@test_case(name="q4.z.integers", points=0.5, hidden=True)
def hidden_z_integers(mlp_forward):
    CASES.check(mlp_forward, "z", only=answering(CASES, mlp_forward, nets.is_integer))


@test_case(name="q4.cache.inputs", points=0.5, hidden=True)
def hidden_cache_inputs(mlp_forward):
    CASES.check_kept(mlp_forward, INPUTS)


@test_case(name="q4.activation.unknown", points=0.25, hidden=True)
def hidden_activation_unknown(mlp_forward):
    CASES.check_raises(mlp_forward, x, y, W1, W2, lambd, "gelu", "squared", None, None)


@test_case(name="q4.loss.unknown", points=0.25, hidden=True)
def hidden_loss_unknown(mlp_forward):
    CASES.check_raises(mlp_forward, x, y, W1, W2, lambd, "relu", "hinge", None, None)


@test_case(name="q4.mlp_forward.arguments", points=0.5, hidden=True)
def hidden_mlp_forward_arguments(mlp_forward):
    check_arguments(mlp_forward, *ARGUMENTS)


@test_case(name="q4.mlp_forward.rectangular", points=0.5, hidden=True)
def hidden_rectangular(mlp_forward):
    CASES.check_rectangular(mlp_forward)
