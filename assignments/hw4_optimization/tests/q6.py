"""Public tests of q6: learning rates that change with the step.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, test_case

OK_FORMAT = False

name = "q6"
points = None


@test_case(name="q6.warmup_cosine.worked_warmup", points=0.5)
def public_warmup(warmup_cosine):
    look = "the rise: its first step has lr / warmup and its last, t = warmup - 1, all of lr"
    for t, expected in enumerate((0.2, 0.4, 0.6, 0.8)):
        what = f"warmup_cosine of t = {t}, total = 9, lr = 0.8, warmup = 4, lr_min = 0.2"
        check(what, warmup_cosine(t, 9, 0.8, 4, 0.2), expected, look)


@test_case(name="q6.warmup_cosine.worked_cosine", points=0.75)
def public_cosine(warmup_cosine):
    look = "the half cosine: it starts with lr at t = warmup, and has lr_min at t = total - 1"
    # The angles are 0, 60, 90, 120 and 180 degrees.
    for t, expected in ((1, 0.8), (3, 0.65), (4, 0.5), (5, 0.35), (7, 0.2)):
        what = f"warmup_cosine of t = {t}, total = 8, lr = 0.8, warmup = 1, lr_min = 0.2"
        check(what, warmup_cosine(t, 8, 0.8, 1, 0.2), expected, look)


@test_case(name="q6.warmup_cosine.worked_edges", points=0.25)
def public_edges(warmup_cosine):
    look = "divisions by zero: without warmup, or where the cosine has one step, whose rate is lr"
    for args, expected in (((2, 5, 1), 0.5), ((0, 1, 0.8), 0.8), ((2, 3, 0.8, 3, 0.2), 0.8)):
        check(f"warmup_cosine{args}", warmup_cosine(*args), expected, look)


@test_case(name="q6.step_decay.worked_example", points=1)
def public_step_decay(step_decay):
    look = "how often the factor has been applied: once after `every` steps, then once more"
    for t, expected in ((0, 0.8), (2, 0.8), (3, 0.4), (5, 0.4), (6, 0.2), (np.float64(9.0), 0.1)):
        what = f"step_decay of t = {t}, lr = 0.8, factor = 0.5, every = 3"
        check(what, step_decay(t, 0.8, 0.5, 3), expected, look)
