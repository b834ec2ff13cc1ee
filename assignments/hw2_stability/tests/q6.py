"""Public tests of q6: He initialisation, leaky relu, and gradients that are clipped.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import array, check, require, test_case, values, wrong_type

OK_FORMAT = False

name = "q6"
points = None


@test_case(name="q6.he_normal.two_shapes", points=0.5)
def public_he_shape(he_normal):
    rng = np.random.default_rng(0)
    for n_in, n_out in ((5, 3), (2, 7)):
        call = f"he_normal for n_in = {n_in}, n_out = {n_out}"
        array(call, he_normal(rng, n_in, n_out), (n_out, n_in))


@test_case(name="q6.he_normal.mean_square", points=0.75)
def public_he_variance(he_normal):
    label = "he_normal for n_in = 400, n_out = 100"
    got = array(label, he_normal(np.random.default_rng(2), 400, 100))
    if got.dtype.kind not in "fiu":
        wrong_type(label, f"expected real numbers, got dtype {got.dtype}")
    square = np.mean(got.astype(float) ** 2)  # 0.005 +- 0.00004
    look = "(He): which of the two numbers enters, and variance or standard deviation"
    told = f"mean square for n_in = 400, n_out = 100: expected about 0.005, got {square:.3g}"
    require(0.0045 < square < 0.0055, f"wrong value: {told}", look)


@test_case(name="q6.leaky_relu.worked_example", points=0.5)
def public_leaky_relu(leaky_relu):
    x = np.array([[-4.0, 2.0, -0.5], [8.0, 0.0, -1.0]])
    expected = [[-1.0, 2.0, -0.125], [8.0, 0.0, -0.25]]
    look = "the negative side, which has the slope alpha"
    check(f"leaky_relu of {x.tolist()}, alpha = 0.25", leaky_relu(x, 0.25), expected, look)


@test_case(name="q6.leaky_relu_grad.worked_example", points=0.5)
def public_leaky_relu_grad(leaky_relu_grad):
    x = np.array([[-4.0, 2.0, -0.5], [8.0, 3.0, -1.0]])
    expected = [[0.25, 1.0, 0.25], [1.0, 1.0, 0.25]]
    look = "the two slopes: they do not depend on the size of x"
    check(
        f"leaky_relu_grad of {x.tolist()}, alpha = 0.25", leaky_relu_grad(x, 0.25), expected, look
    )


@test_case(name="q6.leaky_relu_grad.zero", points=0.25)
def public_leaky_relu_grad_zero(leaky_relu_grad):
    look = "an input that is exactly 0: there the slope is that of the negative side"
    got = leaky_relu_grad(np.array([0.0, 1.0, -1.0]))
    check("leaky_relu_grad of [0, 1, -1]", got, [0.1, 1.0, 0.1], look)


def clipped(clip_gradients, max_norm):
    """What becomes of gradients whose norms are 3, 4 and 12, so 13 together."""
    grads = [np.array([[1.0, 2.0], [-2.0, 0.0]]), np.array([0.0, -4.0]), np.array([12.0])]
    result = clip_gradients(grads, max_norm)
    own, norm = values("clip_gradients", result, "clipped", "norm")
    return *values("clipped", own, "first", "second", "third"), norm


@test_case(name="q6.clip_gradients.worked_long", points=0.5)
def public_clip_long(clip_gradients):
    first, second, third, _ = clipped(clip_gradients, 6.5)
    look = "the norm: of all arrays together, which is 13; one factor for all of them"
    what = "of three gradients, max_norm = 6.5: the"
    check(f"clip_gradients {what} first", first, [[0.5, 1.0], [-1.0, 0.0]], look)
    check(f"clip_gradients {what} second", second, [0.0, -2.0], look)
    check(f"clip_gradients {what} third", third, [6.0], look)


@test_case(name="q6.clip_gradients.worked_short", points=0.5)
def public_clip_short(clip_gradients):
    first, second, third, norm = clipped(clip_gradients, 20.0)
    look = "gradients that are short enough: they stay as they are"
    check("clip_gradients, max_norm = 20: the first", first, [[1.0, 2.0], [-2.0, 0.0]], look)
    check("clip_gradients, max_norm = 20: the second", second, [0.0, -4.0], look)
    check("clip_gradients, max_norm = 20: the third", third, [12.0], look)
    check("the norm before", norm, 13.0, "which norm is returned: that of all arrays together")
