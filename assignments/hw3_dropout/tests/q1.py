"""Public tests of q1: inverted dropout.

Random draws are judged by what holds for every draw, or by shares of so many units that a right
function fails with a chance below 1e-9. NumPy and the standard library only.
"""

import numpy as np
from public_checks import WrongAnswer, check, numbers, require, test_case, values, wrong_type

OK_FORMAT = False

name = "q1"
points = None


def grid(rows, columns):
    """Numbers none of which is 0, all different."""
    return 1.0 + np.arange(rows * columns).reshape(rows, columns)


def dropped(dropout_forward, h, p, train=True, seed=0):
    """Out and mask, as they were returned."""
    result = dropout_forward(h.copy(), p, np.random.default_rng(seed), train)
    return values("dropout_forward", result, "out", "mask")


@test_case(name="q1.out.worked_scale", points=1.25)
def public_scale(dropout_forward):
    h = grid(10, 30)
    out = numbers("out", dropped(dropout_forward, h, 0.75)[0], h.shape)
    # All 300 are dropped with a chance of 0.75^300 = 3e-38.
    require(out.any(), "wrong value: out for p = 0.75 is all zeros: a quarter should be kept")
    kept = out != 0
    what = "the kept units (out is not 0) for p = 0.75, divided by those of h"
    look = "(5.6.1): what is kept is divided by the probability of keeping, 0.25"
    check(what, (out / h)[kept][:9], np.full(min(9, kept.sum()), 4.0), look)
    all_right = np.allclose(out[kept], 4 * h[kept])
    require(all_right, f"wrong value: {what}: not all of them are 4", look)


@test_case(name="q1.out.share_dropped", points=1)
def public_share(dropout_forward):
    h = grid(200, 200)
    out, _ = dropped(dropout_forward, h, 0.25)
    is_zero = numbers("out", out, h.shape) == 0
    # Two right rows of 200 are equal with a chance below 0.625^200 = 1e-41.
    same = "wrong value: all examples (rows) lose the same units"
    share, differ = np.mean(is_zero), (is_zero != is_zero[0]).any()
    require(differ or share == 0, same, "the shape of the draw: that of h")
    # Hoeffding: off by 0.02 with a chance below 2 exp(-32) = 3e-14
    told = f"share of 40,000 units that is dropped for p = 0.25: expected 0.25, got {share:.3f}"
    look = "the comparison with p, which is the probability of DROPPING a unit"
    require(abs(share - 0.25) < 0.02, f"wrong value: {told}", look)


@test_case(name="q1.mask.kept_or_dropped", points=1)
def public_mask(dropout_forward):
    h = np.concatenate([grid(10, 30), np.zeros((10, 30))])  # a relu leaves zeros, too
    out, mask = dropped(dropout_forward, h, 0.25)
    if mask is None:
        wrong_type("mask", "expected an array in training, got None")
    out, mask = numbers("out", out, h.shape), numbers("mask", mask, h.shape)
    scaled = f"mask: wrong value: expected zeros and ones, got {np.unique(mask)[:4]}"
    require(np.isin(mask, (0, 1)).all(), scaled, "the scale: it belongs to out alone")
    wrong = "mask: wrong value: expected 1 where out is h / (1 - p), 0 where out is 0"
    agrees = (mask == 1) == (out != 0)
    require(agrees[h != 0].all(), wrong, "what the mask marks: the units that are kept")
    # All 300 zeros are dropped with a chance of 0.25^300.
    told = "mask: wrong value: it is 0 wherever h is 0, but most of those units should be kept"
    look = "where the mask comes from: a draw for each unit, not the output"
    require(mask[h == 0].any(), told, look)


@test_case(name="q1.out.worked_evaluation", points=0.75)
def public_evaluation(dropout_forward):
    h = grid(2, 3)
    out, mask = dropped(dropout_forward, h, 0.75, train=False)
    look = "train=False: nothing is dropped, so nothing needs to be made up for"
    check("out for p = 0.75, train=False", out, h, look)
    if mask is not None:
        wrong_type("mask for train=False", f"expected None, got {type(mask).__name__}")


@test_case(name="q1.out.p_zero_and_one", points=0.5)
def public_edges(dropout_forward):
    h = grid(2, 3)
    check("out for p = 0", dropped(dropout_forward, h, 0.0)[0], h, "the units: all are kept")
    look = "the division: with p = 1 nothing is kept, so nothing has to be scaled"
    check("out for p = 1", dropped(dropout_forward, h, 1.0)[0], np.zeros((2, 3)), look)


@test_case(name="q1.p.no_probability", points=0.5)
def public_no_probability(dropout_forward):
    for p in (-0.25, 1.25):
        try:
            dropout_forward(grid(2, 3), p, np.random.default_rng(0), True)
        except ValueError:
            continue
        told = f"dropout_forward with p = {p}: expected a ValueError, got a result"
        raise WrongAnswer("wrong_value", told, "p: a probability is a number from 0 to 1")


@test_case(name="q1.h.unchanged", points=0.25)
def public_unchanged(dropout_forward):
    h = grid(10, 30)
    out, _ = values(
        "dropout_forward", dropout_forward(h, 0.75, np.random.default_rng(0), True), "out", "mask"
    )
    out = numbers("out", out, h.shape)
    # All 300 are kept with a chance of 0.25^300.
    told = "wrong value: nothing is dropped for p = 0.75, or everything"
    require((out == 0).any() and out.any(), told)
    look = "what is written to: h belongs to the caller, so the result needs an array of its own"
    is_same = np.array_equal(h, grid(10, 30))
    require(is_same, "wrong value: dropout_forward changes its argument h", look)


@test_case(name="q1.rng.same_seed", points=0.25)
def public_same_seed(dropout_forward):
    h = grid(10, 30)
    first, second, other = (dropped(dropout_forward, h, 0.5, seed=s)[0] for s in (5, 5, 6))
    look = "where the numbers come from: from rng alone, neither np.random nor a generator of yours"
    told = "wrong value: generators with the same seed drop other units"
    require(np.array_equal(first, second), told, look)
    # Two right draws of 300 units are equal with a chance of 2^-300.
    told = "wrong value: generators with different seeds drop the same units"
    require(not np.array_equal(first, other), told, look)
