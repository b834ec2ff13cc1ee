"""Hidden tests of q1: the perceptron.

All inputs are multiples of 1/8, and sums of a few of them are exact in float32, too: on which side
of the boundary a point lies, or that it lies on it, is no matter of rounding.
"""

import numpy as np
from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q1"
points = None

W, B, MISTAKES = 0, 1, 2
KEYS = (W, B, MISTAKES)
OTHERS = {W: (B, MISTAKES), B: (W, MISTAKES), MISTAKES: (W, B)}  # a diagnosis has to fit these
rng = generator("hw0_neurons", "perceptron_predict")
fit_rng = generator("hw0_neurons", "perceptron_fit")


def eighths(rng, *shape, largest=3):
    """Multiples of 1/8 none of which is 0."""
    return rng.integers(1, 8 * largest + 1, shape) / 8 * rng.choice([-1, 1], shape)


def on_the_line(X, w, b):
    """X with every other row moved onto the boundary, by its last entry; w ends in 1."""
    X = X.copy()
    X[::2, -1] = -(X[::2, :-1] @ w[:-1] + b)
    return X


def lines(rng):
    """Points on both sides of the boundary, some of them between it and 0, and none on it."""
    for shape in ((24, 3), (20, 5), (16, 1)):
        X, w = eighths(rng, *shape), eighths(rng, shape[1])
        threshold = np.sort(X @ w)[3 * len(X) // 4]
        yield X, w, float(-threshold - 1 / 256)


def boundaries(rng):
    for shape in ((9, 3), (8, 2)):
        X, b = eighths(rng, *shape), eighths(rng).item()
        w = np.append(eighths(rng, shape[1] - 1), 1.0)
        yield on_the_line(X, w, b), w, b


PREDICT = Cases("perceptron_predict", reference.perceptron_predict, [*lines(rng)])
BOUNDARY = Cases(
    "perceptron_predict", reference.perceptron_predict, [*boundaries(rng)], beside=[PREDICT]
)


class Fits(Cases):
    """Cases of perceptron_fit. A list of numbers of mistakes is as good as an array."""

    def answer(self, function, i):
        result = super().answer(function, i)
        if isinstance(result, (tuple, list)) and len(result) == len(KEYS):
            *weights, mistakes = result
            is_list = isinstance(mistakes, (list, tuple)) and all(map(is_number, mistakes))
            return (*weights, np.array(mistakes) if is_list else mistakes)
        return result


def is_number(value):
    return isinstance(value, (int, float, np.generic, np.ndarray)) and np.ndim(value) == 0


def separable(shape, gap, max_epochs):
    """Points of both classes, labels as floats, no nearer than gap / ||w|| to a line.

    Drawn until they take several epochs: else many mistakes look alike.
    """
    while True:
        w, b = eighths(fit_rng, shape[1]), eighths(fit_rng, largest=1).item()
        X = eighths(fit_rng, 200, shape[1])
        sums = X @ w + b
        sides = [np.flatnonzero(side * sums >= gap)[: shape[0] // 2] for side in (1, -1)]
        rows = fit_rng.permutation(np.concatenate(sides))
        X, y = X[rows], np.sign(sums[rows])
        *_, mistakes = reference.perceptron_fit(X, y, max_epochs)
        if 4 <= len(mistakes) < max_epochs:
            return X, y, max_epochs


def contradictory(shape, max_epochs):
    """Points of which the last is the first again, with another label: the labels as integers."""
    X, y = eighths(fit_rng, *shape), fit_rng.choice([-1, 1], shape[0])
    X[-1], y[-1] = X[0], -y[0]
    return X, y, max_epochs


def whole_numbers(shape, max_epochs):
    X, y, _ = contradictory(shape, max_epochs)
    return np.rint(8 * X).astype(int), y, max_epochs


def first_label(case, label):
    """The same with the first label given: the first sum is 0, which predicts -1."""
    X, y, max_epochs = case
    return X, y * (y[0] * label), max_epochs


def fits(*inputs, beside=()):
    answer = reference.perceptron_fit
    return Fits("perceptron_fit", answer, inputs, chain=OTHERS, beside=beside)


STOPS = fits(
    first_label(separable((14, 3), 1.5, 40), 1),
    first_label(separable((12, 4), 1.5, 50), -1),
    first_label(separable((10, 2), 0.75, 60), -1),
)
NEVER = fits(contradictory((9, 3), 6), contradictory((7, 4), 1), beside=[STOPS])
INTEGERS = fits(whole_numbers((8, 3), 4), beside=[STOPS])


def check_rest(rare, perceptron_fit):
    """Check on rare inputs what is right on common ones; all of it if nothing is."""
    right = [key for key in KEYS if not STOPS.mismatch(perceptron_fit, key)]
    for key in right or KEYS:
        rare.check(perceptron_fit, key)


@test_case(name="q1.perceptron_predict", points=2.5, hidden=True)
def hidden_predict(perceptron_predict):
    PREDICT.check(perceptron_predict)


@test_case(name="q1.perceptron_predict.boundary", points=1, hidden=True)
def hidden_predict_boundary(perceptron_predict):
    BOUNDARY.check(perceptron_predict)


@test_case(name="q1.perceptron_predict.arguments", points=0.25, hidden=True)
def hidden_predict_arguments(perceptron_predict):
    PREDICT.check_arguments(perceptron_predict)


@test_case(name="q1.w", points=3, hidden=True)
def hidden_w(perceptron_fit):
    STOPS.check(perceptron_fit, W)


@test_case(name="q1.b", points=2.25, hidden=True)
def hidden_b(perceptron_fit):
    STOPS.check(perceptron_fit, B)


@test_case(name="q1.mistakes", points=2.5, hidden=True)
def hidden_mistakes(perceptron_fit):
    STOPS.check(perceptron_fit, MISTAKES)


@test_case(name="q1.perceptron_fit.max_epochs", points=2, hidden=True)
def hidden_max_epochs(perceptron_fit):
    check_rest(NEVER, perceptron_fit)


@test_case(name="q1.perceptron_fit.integers", points=1, hidden=True)
def hidden_integers(perceptron_fit):
    check_rest(INTEGERS, perceptron_fit)


@test_case(name="q1.perceptron_fit.arguments", points=0.5, hidden=True)
def hidden_arguments(perceptron_fit):
    STOPS.check_arguments(perceptron_fit)
