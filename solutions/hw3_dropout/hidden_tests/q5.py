"""Hidden tests of q5: Monte Carlo dropout.

A law leaves a right function with a chance of at most 1e-10 (see `bounds`);
each test says how many laws it adds up, and what it catches with a chance of at least 1 - 1e-6.
"""

from otter.test_files import test_case

from autograder.testing import GENERATOR, Experiment

from . import samples

OK_FORMAT = False
name = "q5"
points = None

PREDICT = Experiment(
    "mc_dropout_predict",
    {
        samples.sampling: samples.sampling_laws() | GENERATOR,
        samples.combinations: samples.combination_laws(),
    },
)
PLAIN = samples.plain_cases()


@test_case(name="q5.outputs", points=2.5, hidden=True)
def hidden_outputs(mc_dropout_predict):
    """One of the two values is not met among 120 with a chance of 0.6^120 = 2e-27.

    A function with one mask for all examples meets both but for 0.6^40 = 1e-9.
    """
    PREDICT.check(mc_dropout_predict, "dropped", "kept")


@test_case(name="q5.mean", points=2.5, hidden=True)
def hidden_mean(mc_dropout_predict):
    """Two laws: 2e-10, 4 % wide. Catches means of logits, p for 1 - p, one mask for all samples."""
    PREDICT.check(mc_dropout_predict, "share")


@test_case(name="q5.std", points=2.5, hidden=True)
def hidden_std(mc_dropout_predict):
    """Not random. Catches the variance, the sample's deviation, and that of the mean."""
    PREDICT.check(mc_dropout_predict, "spread", "single")


@test_case(name="q5.independence", points=2, hidden=True)
def hidden_independence(mc_dropout_predict):
    """One of four combinations is missed by 400 with a chance of 4 * 0.84^400 = 2e-30; the means of
    120 examples are equal with one below 1e-100.
    """
    PREDICT.check(mc_dropout_predict, "combinations", "examples")


@test_case(name="q5.no_dropout", points=0.75, hidden=True)
def hidden_no_dropout(mc_dropout_predict):
    PLAIN.check(mc_dropout_predict, 0)
    samples.check_no_spread(PLAIN, mc_dropout_predict)


@test_case(name="q5.generator", points=0.5, hidden=True)
def hidden_generator(mc_dropout_predict):
    """No false alarm. Catches another generator, one seeded inside, NumPy's global one."""
    PREDICT.check(mc_dropout_predict, *GENERATOR)


@test_case(name="q5.mc_dropout_predict.arguments", points=0.25, hidden=True)
def hidden_arguments(mc_dropout_predict):
    PREDICT.check(mc_dropout_predict, "unchanged")
