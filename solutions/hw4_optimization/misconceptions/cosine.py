"""Mistakes in q6: the half cosine."""

import math

from autograder.testing import misconception

from .. import solution as right

END = (
    "Your cosine does not end with lr_min: it starts at t = warmup and reaches lr_min at "
    "t = total - 1. How many steps lie between these two (Cosine)?"
)
SHIFT = (
    "Your cosine does not start at t = warmup: what it counts has to be 0 there and 1 at "
    "t = total - 1 (Cosine)."
)


def cosine(progress, lr, lr_min):
    """Half a cosine from lr to lr_min, for progress from 0 to 1."""
    return lr_min + (lr - lr_min) * (1 + math.cos(math.pi * progress)) / 2


def done(t, total, warmup):
    """The share of the cosine that lies behind step t."""
    return (t - warmup) / max(total - 1 - warmup, 1)


@misconception("warmup_cosine.cosine_never_ends", END)
def never_ends(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine((t - warmup) / max(total - warmup, 1), lr, lr_min)


@misconception("warmup_cosine.cosine_as_long_as_the_run", END)
def as_long_as_the_run(t, total, lr, warmup=0, lr_min=0.0):
    return lr * (t + 1) / warmup if t < warmup else cosine((t - warmup) / total, lr, lr_min)


@misconception("warmup_cosine.cosine_one_step_less_than_the_run", END)
def one_less_than_the_run(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine((t - warmup) / max(total - 1, 1), lr, lr_min)


@misconception("warmup_cosine.cosine_from_the_first_step", SHIFT)
def from_first_step(t, total, lr, warmup=0, lr_min=0.0):
    return lr * (t + 1) / warmup if t < warmup else cosine(t / max(total - 1, 1), lr, lr_min)


@misconception("warmup_cosine.cosine_from_the_first_step_never_ends", SHIFT)
def from_first_step_never_ends(t, total, lr, warmup=0, lr_min=0.0):
    return lr * (t + 1) / warmup if t < warmup else cosine(t / total, lr, lr_min)


@misconception("warmup_cosine.cosine_one_step_ahead", SHIFT)
def one_ahead(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine((t - warmup + 1) / max(total - warmup, 1), lr, lr_min)


@misconception("warmup_cosine.cosine_starts_with_the_last_step_of_the_rise", SHIFT)
def with_last_of_rise(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine(
        (t - warmup + 1) / max(total - warmup, 1) if warmup else t / max(total - 1, 1), lr, lr_min
    )


@misconception(
    "warmup_cosine.counts_from_one",
    "You count the steps from 1. Here the first one is t = 0, and the last one t = total - 1.",
)
def from_one(t, total, lr, warmup=0, lr_min=0.0):
    if t <= warmup and warmup:
        return lr * t / warmup
    return cosine((t - 1 - warmup) / max(total - 1 - warmup, 1), lr, lr_min)


# Its form.
@misconception(
    "warmup_cosine.quarter_of_a_cosine",
    "Your cosine runs through a quarter of its period, and ends in full fall. It runs through one "
    "half, from 1 to -1 (Cosine).",
)
def quarter(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return lr_min + (lr - lr_min) * math.cos(math.pi / 2 * done(t, total, warmup))


@misconception(
    "warmup_cosine.whole_cosine",
    "Your cosine runs through a whole period and comes up again. It runs through one half "
    "(Cosine).",
)
def whole(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine(2 * done(t, total, warmup), lr, lr_min)


@misconception(
    "warmup_cosine.cosine_without_pi",
    "Your cosine goes to 1, not to pi: in radians half a period is pi (Cosine).",
)
def without_pi(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine(done(t, total, warmup) / math.pi, lr, lr_min)


@misconception(
    "warmup_cosine.cosine_of_degrees",
    "Your cosine goes to 180, but np.cos and math.cos take radians (Cosine).",
)
def degrees(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine(180 * done(t, total, warmup) / math.pi, lr, lr_min)


@misconception(
    "warmup_cosine.cosine_without_the_half",
    "Your cosine starts with twice its height: 1 + cos goes from 2 to 0 (Cosine).",
)
def without_half(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return 2 * cosine(done(t, total, warmup), lr, lr_min) - lr_min


@misconception(
    "warmup_cosine.cosine_below_zero",
    "You take the cosine itself, which goes down to -1: raised by 1 and halved it goes from 1 to "
    "0 (Cosine).",
)
def below_zero(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return lr_min + (lr - lr_min) * math.cos(math.pi * done(t, total, warmup))


@misconception(
    "warmup_cosine.cosine_rises",
    "Your cosine goes from lr_min up to lr. It goes down (Cosine).",
)
def rises(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine(1 - done(t, total, warmup), lr, lr_min)


@misconception(
    "warmup_cosine.straight_line",
    "Your rate falls on a straight line. It follows half a cosine (Cosine).",
)
def straight(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return lr + (lr_min - lr) * done(t, total, warmup)


# Its lower end.
@misconception(
    "warmup_cosine.lr_min_on_top",
    "lr_min is added to a cosine that has the height lr already: it starts above lr. Its height is "
    "lr - lr_min (Cosine).",
)
def on_top(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return lr_min + cosine(done(t, total, warmup), lr, 0.0)


@misconception(
    "warmup_cosine.lr_min_cuts_off",
    "Your cosine goes to 0 and is cut off at lr_min. It goes to lr_min itself (Cosine).",
)
def cuts_off(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return max(lr_min, cosine(done(t, total, warmup), lr, 0.0))


@misconception(
    "warmup_cosine.ignores_lr_min",
    "The argument lr_min is not used: the cosine ends there, not at 0 (Cosine).",
)
def ignores_lr_min(t, total, lr, warmup=0, lr_min=0.0):
    return right.warmup_cosine(t, total, lr, warmup)


@misconception(
    "warmup_cosine.lr_min_not_added",
    "Your cosine has the height lr - lr_min, but ends at 0: lr_min has to be added (Cosine).",
)
def not_added(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / warmup
    return cosine(done(t, total, warmup), lr - lr_min, 0.0)


@misconception(
    "warmup_cosine.single_step_at_lr_min",
    "Where the cosine consists of one step alone, its rate is lr, with which it starts.",
)
def single_at_lr_min(t, total, lr, warmup=0, lr_min=0.0):
    if t == warmup == total - 1:
        return lr_min
    return right.warmup_cosine(t, total, lr, warmup, lr_min)
