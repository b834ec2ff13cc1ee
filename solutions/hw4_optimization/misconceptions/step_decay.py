"""Mistakes in q6: a learning rate that falls in steps."""

import math

from autograder.testing import misconception

WHOLE = (
    "Your rate falls with every step of the training. It stays as it is for `every` steps, and "
    "then falls at once: the exponent is a whole number (Step decay)."
)
EARLY = "Your rate falls too early: the steps t = 0, ..., every - 1 have the rate lr (Step decay)."
MINUS = (
    "Something is subtracted from lr in your formula. The rate is multiplied by factor, again and "
    "again (Step decay)."
)


@misconception("step_decay.falls_all_the_time", WHOLE)
def smooth(t, lr, factor, every):
    return lr * factor ** (t / every)


@misconception("step_decay.falls_in_every_step", WHOLE)
def every_step(t, lr, factor, every):
    return lr * factor**t


@misconception("step_decay.rounds_the_exponent", EARLY)
def rounded(t, lr, factor, every):
    return lr * factor ** math.floor(t / every + 0.5)


@misconception("step_decay.rounds_the_exponent_up", EARLY)
def ceiling(t, lr, factor, every):
    return lr * factor ** math.ceil(t / every)


@misconception("step_decay.one_step_early", EARLY)
def one_early(t, lr, factor, every):
    return lr * factor ** ((t + 1) // every)


@misconception("step_decay.one_period_early", EARLY)
def period_early(t, lr, factor, every):
    return lr * factor ** (t // every + 1)


@misconception(
    "step_decay.one_step_late",
    "Your rate falls one step late: step t = every has the lower rate already (Step decay).",
)
def one_late(t, lr, factor, every):
    return lr * factor ** (max(t - 1, 0) // every)


@misconception(
    "step_decay.one_period_late",
    "Your rate falls one period late: step t = every has the lower rate already (Step decay).",
)
def period_late(t, lr, factor, every):
    return lr * factor ** max(t // every - 1, 0)


@misconception(
    "step_decay.falls_once",
    "Your rate falls once and then stays: it falls again after every period (Step decay).",
)
def once(t, lr, factor, every):
    return lr * factor if t >= every else lr


@misconception(
    "step_decay.falls_for_one_step",
    "Your rate falls for the step of the multiple of `every` alone, and comes back: what it lost "
    "it has lost for good (Step decay).",
)
def for_one_step(t, lr, factor, every):
    return lr * factor if t and t % every == 0 else lr


@misconception(
    "step_decay.remainder_in_place_of_quotient",
    "Your exponent is the remainder of t / every. It is how often `every` goes into t "
    "(Step decay).",
)
def remainder(t, lr, factor, every):
    return lr * factor ** (t % every)


@misconception(
    "step_decay.divides_by_the_factor",
    "Your rate is divided by factor. It is multiplied by it (Step decay).",
)
def divides(t, lr, factor, every):
    return lr / factor ** (t // every)


@misconception(
    "step_decay.factor_is_what_is_lost",
    "Your rate is multiplied by 1 - factor: factor is what is left, not what is lost (Step decay).",
)
def lost(t, lr, factor, every):
    return lr * (1 - factor) ** (t // every)


@misconception(
    "step_decay.factor_times_the_periods",
    "factor is multiplied by the number of periods. It is raised to that power (Step decay).",
)
def times(t, lr, factor, every):
    return lr * factor * (t // every)


@misconception("step_decay.subtracts_the_factor", MINUS)
def subtracts(t, lr, factor, every):
    return lr - factor * (t // every)


@misconception("step_decay.falls_on_a_line", MINUS)
def line(t, lr, factor, every):
    return lr * (1 - factor * (t // every))


@misconception(
    "step_decay.falls_like_one_over_t",
    "Your rate is divided by 1 + factor times the periods. It is multiplied by factor after each "
    "period (Step decay).",
)
def inverse(t, lr, factor, every):
    return lr / (1 + factor * (t // every))


@misconception(
    "step_decay.exponential_of_the_factor",
    "Your rate falls by exp(-factor) in each period. It falls by factor (Step decay).",
)
def exponential(t, lr, factor, every):
    return lr * math.exp(-factor * (t // every))


@misconception(
    "step_decay.no_learning_rate",
    "You return the factor alone: it multiplies lr (Step decay).",
)
def no_rate(t, lr, factor, every):
    return factor ** (t // every)


@misconception(
    "step_decay.power_of_the_rate",
    "lr is inside the power, so it shrinks as well: factor alone is raised to it (Step decay).",
)
def power_of_rate(t, lr, factor, every):
    return (lr * factor) ** (t // every)
