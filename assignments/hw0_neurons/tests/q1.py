"""Public tests of q1: the perceptron.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case, values

OK_FORMAT = False

name = "q1"
points = None

# By hand, (w1, w2, b) after each mistake: (2, 1, 1), (1, -2, 0); (3, -1, 1), (2, -4, 0);
# (4, -3, 1); then an epoch without any. Epochs 2 and 3 begin with x_1 right on the boundary.
X = [[2.0, 1.0], [1.0, 3.0], [1.0, -1.0]]
Y = [1, -1, 1]
WHAT = f"for X = {X}, y = {Y}"


def fitted(perceptron_fit, max_epochs):
    """(w, b, mistakes), the last of them as an array if it is a list or a tuple."""
    result = perceptron_fit(np.array(X), np.array(Y), max_epochs)
    w, b, mistakes = values("perceptron_fit", result, "w", "b", "mistakes")
    return w, b, np.array(mistakes) if isinstance(mistakes, (list, tuple)) else mistakes


@test_case(name="q1.perceptron_predict.worked_example", points=1)
def public_predict(perceptron_predict):
    rows, w = [[2.0, 1.0], [1.0, 3.0], [0.0, 2.0], [-1.0, -4.0]], [1.0, -2.0]
    what = f"perceptron_predict of X = {rows}, w = {w}, b = 1"
    look = "the sign of X w + b, which is 1, -4, -3 and 8 here"
    got = perceptron_predict(np.array(rows), np.array(w), 1.0)
    check(what, got, [1.0, -1.0, -1.0, 1.0], look)


@test_case(name="q1.perceptron_predict.on_the_line", points=0.5)
def public_boundary(perceptron_predict):
    got = perceptron_predict(np.array([[2.0, 1.0], [3.0, 1.0]]), np.array([1.0, -2.0]), 0.0)
    look = "(0.1.1): X w + b is 0 and 1 here, and 0 is not above 0"
    check("perceptron_predict of [[2, 1], [3, 1]], w = [1, -2], b = 0", got, [-1.0, 1.0], look)


@test_case(name="q1.perceptron_fit.first_epoch", points=1.5)
def public_first_epoch(perceptron_fit):
    w, b, _ = fitted(perceptron_fit, 1)
    look = "(0.1.2): the first two examples are mistakes, the third is none"
    check(f"w after one epoch {WHAT}", w, [1.0, -2.0], look)
    check(f"b after one epoch {WHAT}", b, 0.0, "b, which also learns: by +1, then by -1")


@test_case(name="q1.perceptron_fit.worked_example", points=1)
def public_fit(perceptron_fit):
    w, b, _ = fitted(perceptron_fit, 20)
    look = "the second epoch: y (w x + b) = 0 counts as a mistake, (0.1.2)"
    check(f"w after 20 epochs at most {WHAT}", w, [4.0, -3.0], look)
    check(f"b after 20 epochs at most {WHAT}", b, 1.0, look)


@test_case(name="q1.perceptron_fit.counted", points=1)
def public_mistakes(perceptron_fit):
    look = "when it stops: an epoch without a mistake is the last one, and is counted"
    check(f"mistakes {WHAT}", fitted(perceptron_fit, 20)[2], [2, 2, 1, 0], look)
    look = "when it stops: after max_epochs, right or wrong"
    check(f"mistakes {WHAT}, max_epochs = 2", fitted(perceptron_fit, 2)[2], [2, 2], look)
