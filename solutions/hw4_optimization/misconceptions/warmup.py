"""Mistakes in q6: the rise during the warmup."""

import math

from autograder.testing import misconception

from .. import solution as right

FROM_ZERO = (
    "Your rise starts with a rate of 0, so the first step goes nowhere. Step t = 0 has lr / warmup "
    "(Warmup)."
)
LATE = (
    "Your rise has not reached lr in its last step, t = warmup - 1: which number do you count "
    "there (Warmup)?"
)


@misconception("warmup_cosine.rises_from_zero", FROM_ZERO)
def from_zero(t, total, lr, warmup=0, lr_min=0.0):
    return lr * t / warmup if t < warmup else right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception("warmup_cosine.rises_from_zero_to_lr", FROM_ZERO)
def zero_to_lr(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * t / max(warmup - 1, 1)
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception("warmup_cosine.rise_reaches_lr_late", LATE)
def late(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / (warmup + 1)
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.rises_from_lr_min",
    "Your rise starts at lr_min. It goes up from lr / warmup, whatever lr_min is (Warmup).",
)
def from_lr_min(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr_min + (lr - lr_min) * (t + 1) / warmup
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.rises_by_the_length_of_the_run",
    "Your rise is measured by total. It lasts warmup steps (Warmup).",
)
def by_total(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (t + 1) / total
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.no_rise",
    "The rate is lr all through the warmup: it has to rise there (Warmup).",
)
def no_rise(t, total, lr, warmup=0, lr_min=0.0):
    return right.warmup_cosine(max(t, warmup), total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.rise_stands_still",
    "The rate is lr / warmup in every step of the warmup: it has to rise (Warmup).",
)
def still(t, total, lr, warmup=0, lr_min=0.0):
    return lr / warmup if t < warmup else right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.rise_falls",
    "The rate falls from lr during the warmup: it has to rise to lr (Warmup).",
)
def falls(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (warmup - t) / warmup
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.rise_lasts_one_step_too_long",
    "The step t = warmup still belongs to your rise, and its rate is above lr: the cosine starts "
    "there (Cosine).",
)
def one_too_long(t, total, lr, warmup=0, lr_min=0.0):
    if warmup and t <= warmup:
        return lr * (t + 1) / warmup
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.rise_on_a_cosine",
    "Your rise follows a cosine. It is a straight line (Warmup).",
)
def curved(t, total, lr, warmup=0, lr_min=0.0):
    if t < warmup:
        return lr * (1 - math.cos(math.pi * (t + 1) / warmup)) / 2
    return right.warmup_cosine(t, total, lr, warmup, lr_min)


@misconception(
    "warmup_cosine.ignores_warmup",
    "The argument warmup is not used: the first steps have to rise (Warmup).",
)
def ignores_warmup(t, total, lr, warmup=0, lr_min=0.0):
    return right.warmup_cosine(t, total, lr, 0, lr_min)
