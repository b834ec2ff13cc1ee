"""Public tests of q4: standard and spatial dropout.

Random draws are judged by what holds for every draw, or by shares of so many units that a right
function fails with a chance below 1e-9. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, numbers, require, test_case, values, wrong_type

OK_FORMAT = False

name = "q4"
points = None


def grid(*shape):
    """Numbers none of which is 0, all different."""
    return 1.0 + np.arange(np.prod(shape)).reshape(shape)


def dropped(label, function, h, p, train=True):
    """Out and mask, as they were returned."""
    return values(label, function(h.copy(), p, np.random.default_rng(0), train), "out", "mask")


def check_kept(out, h, scale, look):
    """What is not 0 in out is h times the scale."""
    require(out.any(), "out: wrong value: everything is 0, although units should be kept")
    kept = out != 0
    what = "the kept units (out is not 0) for p = 0.75, divided by those of h"
    check(what, (out / h)[kept][:9], np.full(min(9, kept.sum()), scale), look)
    all_right = np.allclose(out[kept], scale * h[kept])
    require(all_right, f"wrong value: {what}: not all of them are {scale}", look)


@test_case(name="q4.standard_dropout_forward.worked_scale", points=0.75)
def public_standard_scale(standard_dropout_forward):
    h = grid(10, 30)  # all 300 are dropped with a chance of 0.75^300 = 3e-38
    out, _ = dropped("standard_dropout_forward", standard_dropout_forward, h, 0.75)
    out = numbers("out", out, h.shape)
    check_kept(out, h, 1.0, "(3.4.1): in training what is kept stays as it is")


@test_case(name="q4.standard_dropout_forward.share_dropped", points=0.5)
def public_standard_share(standard_dropout_forward):
    h = grid(200, 200)
    out, _ = dropped("standard_dropout_forward", standard_dropout_forward, h, 0.25)
    is_zero = numbers("out", out, h.shape) == 0
    # Two right rows of 200 are equal with a chance below 0.625^200 = 1e-41.
    same = "wrong value: all examples (rows) lose the same units"
    require(not (is_zero == is_zero[0]).all(), same, "the shape of the draw: that of h")
    share = np.mean(is_zero)
    # Hoeffding: off by 0.02 with a chance below 2 exp(-32) = 3e-14
    told = f"share of 40,000 units that is dropped for p = 0.25: expected 0.25, got {share:.3f}"
    look = "the comparison with p, which is the probability of DROPPING a unit"
    require(abs(share - 0.25) < 0.02, f"wrong value: {told}", look)


@test_case(name="q4.standard_dropout_forward.worked_test", points=0.75)
def public_standard_test(standard_dropout_forward):
    h = grid(2, 3)
    out, mask = dropped("standard_dropout_forward", standard_dropout_forward, h, 0.75, False)
    look = "(3.4.1): the scale at test time, by the probability of keeping"
    check(f"out for h = {h.tolist()}, p = 0.75, train=False", out, 0.25 * h, look)
    if mask is not None:
        wrong_type("mask for train=False", f"expected None, got {type(mask).__name__}")


@test_case(name="q4.spatial_dropout_forward.whole_channels", points=1)
def public_spatial_channels(spatial_dropout_forward):
    h = grid(20, 30, 2, 3)
    out, _ = dropped("spatial_dropout_forward", spatial_dropout_forward, h, 0.5)
    is_zero = numbers("out", out, h.shape) == 0
    channels = is_zero.all(axis=(2, 3))
    told = "wrong value: some maps are dropped in part"
    look = "the number of draws: one for each channel of each example"
    require((channels == is_zero.any(axis=(2, 3))).all(), told, look)
    # 600 draws for p = 0.5: all alike with a chance of 2^-599, all examples alike with 2^-570
    both = channels.any() and not channels.all()
    require(both, "wrong value: all 600 maps are kept, or all are dropped", look)
    alike = (channels == channels[:1]).all()
    require(not alike, "wrong value: all examples lose the same channels", look)
    alike = (channels == channels[:, :1]).all()
    require(not alike, "wrong value: an example loses all channels or none", look)


@test_case(name="q4.spatial_dropout_forward.worked_scale", points=0.5)
def public_spatial_scale(spatial_dropout_forward):
    h = grid(10, 30, 2, 3)  # all 300 channels are dropped with a chance of 0.75^300
    out, _ = dropped("spatial_dropout_forward", spatial_dropout_forward, h, 0.75)
    out = numbers("out", out, h.shape)
    check_kept(out, h, 4.0, "(3.4.2): it is inverted, so what is kept is scaled in training")


@test_case(name="q4.spatial_dropout_forward.worked_evaluation", points=0.5)
def public_spatial_evaluation(spatial_dropout_forward):
    h = grid(1, 2, 1, 3)
    out, mask = dropped("spatial_dropout_forward", spatial_dropout_forward, h, 0.75, False)
    look = "train=False: nothing is dropped, so nothing needs to be made up for"
    check("out for p = 0.75, train=False", out, h, look)
    if mask is not None:
        wrong_type("mask for train=False", f"expected None, got {type(mask).__name__}")
