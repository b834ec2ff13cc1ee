"""Hidden tests of q6: learning rates that change with the step.

The last step of a cosine is asked with lr_min well above 0: what is left of 0 by rounding is not
0, and would be right all the same.
"""

from otter.test_files import test_case

from autograder.testing import Cases, generator

from .. import reference

OK_FORMAT = False
name = "q6"
points = None

rng = generator("hw4_optimization", "warmup_cosine")
RATES = [(lr, lr * rng.uniform(0.1, 0.3)) for lr in rng.uniform(0.2, 0.9, size=3)]
SCHEDULES = [
    (total, lr, warmup, lr_min)
    for (total, warmup), (lr, lr_min) in zip(((21, 5), (34, 3), (16, 7)), RATES, strict=True)
]
LR, LR_MIN = RATES[0]


def schedule(inputs, beside=()):
    return Cases("warmup_cosine", reference.warmup_cosine, inputs, beside=beside)


CASES = schedule(
    [(t, *s) for s in SCHEDULES for t in (*range(s[2]), *range(s[2], s[0] - 1, 3), s[0] - 1)]
)
EDGES = schedule(
    [
        *((t, 6, LR, 6, LR_MIN) for t in (0, 3, 5)),  # nothing but the rise
        *((t, 6, LR, 1, LR_MIN) for t in (0, 1, 2, 5)),
        *((t, 9, LR, 0, LR_MIN) for t in (0, 4, 8)),  # nothing but the cosine
        *((t, 5, LR, 4, LR_MIN) for t in (0, 3, 4)),  # a cosine of one step
        (0, 1, LR, 0, LR_MIN),
        (0, 1, LR, 1, LR_MIN),
    ],
    beside=[CASES],
)
DEFAULTS = schedule(
    [*((t, 21, LR) for t in (0, 3, 11)), *((t, 21, LR, 5) for t in (2, 5, 12))],
    beside=[CASES],
)
KINDS = schedule([(t, 12, 2, 4, 1) for t in (0, 2, 4, 7, 11, 1.0, 6.0)], beside=[CASES])


def is_rising(t, _total, _lr, warmup, _lr_min):
    return t < warmup


@test_case(name="q6.warmup_cosine.warmup", points=1, hidden=True)
def hidden_warmup_cosine_warmup(warmup_cosine):
    CASES.check(warmup_cosine, only=is_rising)


@test_case(name="q6.warmup_cosine.cosine", points=1.5, hidden=True)
def hidden_warmup_cosine_cosine(warmup_cosine):
    CASES.check(warmup_cosine, only=lambda *args: not is_rising(*args))


@test_case(name="q6.warmup_cosine.edges", points=0.5, hidden=True)
def hidden_warmup_cosine_edges(warmup_cosine):
    EDGES.check(warmup_cosine)


@test_case(name="q6.warmup_cosine.defaults", points=0.25, hidden=True)
def hidden_warmup_cosine_defaults(warmup_cosine):
    DEFAULTS.check(warmup_cosine)


@test_case(name="q6.warmup_cosine.integers", points=0.25, hidden=True)
def hidden_warmup_cosine_integers(warmup_cosine):
    KINDS.check(warmup_cosine)


rng = generator("hw4_optimization", "step_decay")
DECAYS = [
    (lr, factor, every)
    for lr, factor, every in zip(
        rng.uniform(0.2, 0.9, size=3), rng.uniform(0.3, 0.8, size=3), (3, 4, 7), strict=True
    )
]
STEPS = Cases(
    "step_decay",
    reference.step_decay,
    [
        (t, *d)
        for d in DECAYS
        for t in (0, 1, 2, *(k * d[2] + s for k in (1, 2) for s in (-1, 0, 2)))
    ],
)
STEPS_KINDS = Cases(
    "step_decay",
    reference.step_decay,
    [(t, 3, 2, 5) for t in (0, 4, 5, 11, 7.0, 10.0)] + [(t, 0.5, 0.5, 1) for t in (0, 1, 3)],
    beside=[STEPS],
)


@test_case(name="q6.step_decay", points=1.5, hidden=True)
def hidden_step_decay(step_decay):
    STEPS.check(step_decay)


@test_case(name="q6.step_decay.integers", points=0.5, hidden=True)
def hidden_step_decay_integers(step_decay):
    STEPS_KINDS.check(step_decay)
