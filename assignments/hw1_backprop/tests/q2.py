"""Public tests of q2: activation functions.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import check, require, test_case

OK_FORMAT = False

name = "q2"
points = None

# sigmoid(ln 3) = 3/4, sigmoid(ln 7) = 7/8; tanh(ln 2) = 3/5, tanh(ln 3) = 4/5
LN2, LN3, LN7 = math.log(2), math.log(3), math.log(7)


@test_case(name="q2.sigmoid.worked_example", points=0.5)
def public_sigmoid(sigmoid):
    x = np.array([[0.0, LN3, -LN3], [LN7, -LN7, 0.0]])
    expected = [[1 / 2, 3 / 4, 1 / 4], [7 / 8, 1 / 8, 1 / 2]]
    check(
        f"sigmoid of {x.tolist()}",
        sigmoid(x),
        expected,
        "the exponential, its sign, and what divides what",
    )


@test_case(name="q2.sigmoid.large_inputs", points=0.5)
def public_sigmoid_large(sigmoid):
    x = np.array([-1000.0, 1000.0, 0.0])
    look = "exp, which overflows above 709; another form of the same function never goes there"
    nearer = np.array([-30.0, 30.0, 0.0])
    check("sigmoid of [-1000, 1000, 0]", sigmoid(x), [0.0, 1.0, 0.5], look, lambda: sigmoid(nearer))


@test_case(name="q2.sigmoid.whole_numbers", points=0.25)
def public_sigmoid_whole_numbers(sigmoid):
    look = "the type of what you return: an array made like x holds integers, too, and cuts 0.5 off"
    x = np.array([0, 40, -40])
    what = "sigmoid of the integers [0, 40, -40]"
    check(what, sigmoid(x), [0.5, 1.0, 0.0], look, lambda: sigmoid(x.astype(float)))


@test_case(name="q2.sigmoid_grad.worked_example", points=1)
def public_sigmoid_grad(sigmoid_grad):
    x = np.array([[0.0, LN3, -LN3], [LN7, -LN7, 40.0]])
    expected = [[1 / 4, 3 / 16, 3 / 16], [7 / 64, 7 / 64, 0.0]]
    look = "the argument of the derivative: it is the pre-activation x; far out it is flat"
    check(f"sigmoid_grad of {x.tolist()}", sigmoid_grad(x), expected, look)


@test_case(name="q2.relu.worked_example", points=0.5)
def public_relu(relu):
    x = np.array([[-2.0, 0.0, 3.0], [0.5, -0.25, 100.0]])
    expected = [[0.0, 0.0, 3.0], [0.5, 0.0, 100.0]]
    check(f"relu of {x.tolist()}", relu(x), expected, "what becomes of negative entries")


@test_case(name="q2.relu.argument_unchanged", points=0.25)
def public_relu_argument(relu):
    x = np.array([-1.0, 2.0])
    check("relu of [-1, 2]", relu(x), [0.0, 2.0], "what becomes of negative entries")
    told = f"wrong value: relu changes its argument: x was [-1, 2], and is {x.tolist()} now"
    look = "what is written to: x belongs to the caller, so the result needs an array of its own"
    require(x.tolist() == [-1.0, 2.0], told, look)


@test_case(name="q2.relu_grad.worked_example", points=0.5)
def public_relu_grad(relu_grad):
    x = np.array([[-2.0, 0.0, 3.0], [0.5, -0.25, 100.0]])
    expected = [[0.0, 0.0, 1.0], [1.0, 0.0, 1.0]]
    look = "the slope on either side of 0, and the convention at 0"
    check(f"relu_grad of {x.tolist()}", relu_grad(x), expected, look)


@test_case(name="q2.tanh_grad.worked_example", points=1)
def public_tanh_grad(tanh_grad):
    x = np.array([[0.0, LN2, -LN2], [LN3, -LN3, 0.0]])
    expected = [[1.0, 0.64, 0.64], [0.36, 0.36, 1.0]]
    look = "the argument of the derivative: x is the pre-activation, not yet its tanh"
    check(f"tanh_grad of {x.tolist()}", tanh_grad(x), expected, look)
