"""Public tests of q5: Monte Carlo dropout.

Random draws are judged by what holds for every draw, or by shares of so many units that a right
function fails with a chance below 1e-9. NumPy and the standard library only.
"""

import math

import numpy as np
from public_checks import check, numbers, require, test_case, values

OK_FORMAT = False

name = "q5"
points = None

B = 50


def predicted(mc_dropout_predict, p, num_samples):
    """Mean and std, each (B, 2), for B equal examples and one hidden unit with h = 2.

    The softmax of class 0 is 1/2 where the unit is dropped. Where it is kept it is 3/4 for p = 0
    and 81/82 for p = 0.75, because the unit is scaled to 8.
    """
    X, W1, b1 = np.ones((B, 1)), np.array([[3.0]]), np.array([-1.0])
    W2, b2 = np.array([[math.log(3) / 2], [0.0]]), np.zeros(2)
    rng = np.random.default_rng(0)
    result = mc_dropout_predict(X, W1, b1, W2, b2, p, rng, num_samples)
    return values("mc_dropout_predict", result, "mean", "std")


@test_case(name="q5.mean.worked_p_zero", points=0.5)
def public_mean_p_zero(mc_dropout_predict):
    mean, _ = predicted(mc_dropout_predict, 0.0, 3)
    look = "the network: without dropout all samples are the softmax of o = [ln 3, 0]"
    mean = numbers("mean", mean, (B, 2))
    check("mean for p = 0, first example", mean[0], [0.75, 0.25], look)
    check("mean for p = 0, last example", mean[-1], [0.75, 0.25], look)


@test_case(name="q5.mean.share_kept", points=0.75)
def public_mean_share_kept(mc_dropout_predict):
    mean, _ = predicted(mc_dropout_predict, 0.75, 100)
    got = numbers("mean", mean, (B, 2))[:, 0].mean()
    # 5,000 draws of 1/2 or 81/82: Hoeffding: off by 0.03 with a chance below 2 exp(-37) = 2e-16
    told = "mean of class 0, 1/2 for three masks of four and 81/82 for one: expected about 0.622"
    look = "what is averaged: the softmax outputs of samples with dropout, each kept unit scaled"
    require(abs(got - 0.622) < 0.03, f"wrong value: {told}, got {got:.3f}", look)


@test_case(name="q5.std.two_samples", points=0.75)
def public_std(mc_dropout_predict):
    mean, std = predicted(mc_dropout_predict, 0.75, 2)
    mean, std = numbers("mean", mean, (B, 2))[:, 0], numbers("std", std, (B, 2))[:, 0]
    # Dropped just once in two samples with a chance of 3/8; never in 50 examples: 0.625^50 = 6e-11.
    differ = std > 1e-9
    told = f"wrong value: in two samples, std is 0 for each of {B} examples"
    require(differ.any(), told, "the masks: a fresh one for every sample and every example")
    what = "std of two samples, one of which is 1/2: its distance from their mean"
    look = "the population standard deviation of the softmax outputs: divide by num_samples"
    check(what, std[differ][:9], (mean - 0.5)[differ][:9], look)
