"""Answers and references of hw0_neurons against what defines them: limits, minima, chances."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from bundled import find

from autograder.course.author_modules import load

HW0 = find("hw0_neurons").secrets
reference, solution = load(HW0, "reference"), load(HW0, "solution")
both = pytest.mark.parametrize("module", [solution, reference])


def slopes(f, x, step=1e-5):
    """Central differences of f at x, one entry after the other."""
    moves = step * np.eye(len(x))
    return np.array([(f(x + move) - f(x - move)) / (2 * step) for move in moves])


@both
def test_gradients_of_likelihoods_agree_with_central_differences(module):
    rng = np.random.default_rng(1)
    z, labels = 2 * rng.normal(size=6), rng.integers(0, 2, 6)
    expected = slopes(lambda z: module.bernoulli_nll(z, labels), z)
    np.testing.assert_allclose(module.bernoulli_nll_grad(z, labels), expected, rtol=1e-6)
    mu, log_var, y = rng.normal(size=(3, 6))
    dmu, dlog_var = module.gaussian_nll_grad(mu, log_var, y)
    expected = slopes(lambda mu: module.gaussian_nll(mu, log_var, y), mu)
    np.testing.assert_allclose(dmu, expected, rtol=1e-6)
    expected = slopes(lambda log_var: module.gaussian_nll(mu, log_var, y), log_var)
    np.testing.assert_allclose(dlog_var, expected, rtol=1e-6)


@both
def test_ridge_regression_is_at_the_minimum(module):
    """The gradient of (0.5.2) is zero; of many minima the shortest lies in the rows of Phi."""
    rng = np.random.default_rng(2)
    for B, K, lambd in ((9, 4, 0.3), (9, 4, 0.0), (3, 7, 0.0), (3, 7, 0.2)):
        Phi, y = rng.normal(size=(B, K)), rng.normal(size=B)
        w = module.ridge_fit(Phi, y, lambd)
        np.testing.assert_allclose(Phi.T @ (Phi @ w - y) / B + lambd * w, 0, atol=1e-12)
        outside = w - Phi.T @ np.linalg.lstsq(Phi.T, w, rcond=None)[0]
        assert lambd > 0 or np.abs(outside).max() < 1e-12


@both
def test_the_curve_passes_through_its_points(module):
    knots, values = np.array([-2.0, -1.5, 0.0, 2.0]), np.array([1.0, -1.0, 4.0, 4.5])
    c, v = module.piecewise_linear_weights(knots, values)
    curve = c + module.relu_features(knots, knots[:-1]) @ v
    np.testing.assert_allclose(curve, values, atol=1e-12)
    assert c == values[0]


@both
def test_the_perceptron_makes_no_more_mistakes_than_novikoff_allows(module):
    rng = np.random.default_rng(3)
    u = np.array([0.6, -0.7, 0.2]) / np.linalg.norm([0.6, -0.7, 0.2])
    X = rng.uniform(-1, 1, (400, 2))
    X = X[np.abs(np.column_stack([X, np.ones(400)]) @ u) > 0.1][:50]
    y = np.sign(np.column_stack([X, np.ones(50)]) @ u)
    w, b, mistakes = module.perceptron_fit(X, y, 1000)
    assert mistakes[-1] == 0
    assert mistakes.sum() <= (1 + (X**2).sum(axis=1).max()) / 0.1**2
    assert np.array_equal(module.perceptron_predict(X, w, b), y)


@pytest.mark.slow
@both
def test_any_two_indices_meet_equally_often(module):
    """5,000 partitions of 7 into 3; each share within 5 standard deviations."""
    rng, met = np.random.default_rng(4), np.zeros((7, 7))
    for _ in range(5000):
        for fold in module.kfold_indices(7, 3, rng):
            met[np.ix_(fold, fold)] += 1
    chance = (comb(3, 2) + 2 * comb(2, 2)) / comb(7, 2)
    shares = np.array([met[i, j] for i, j in combinations(range(7), 2)]) / 5000
    assert np.abs(shares - chance).max() < 5 * np.sqrt(chance * (1 - chance) / 5000)


@both
def test_large_logits(module):
    z, y = np.array([1000.0, -1000.0]), np.array([0, 0])
    assert module.bernoulli_nll(z, y) == 500
    np.testing.assert_array_equal(module.bernoulli_nll_grad(z, y), [0.5, 0])
    assert np.isfinite(module.softmax_jacobian(z)).all()
