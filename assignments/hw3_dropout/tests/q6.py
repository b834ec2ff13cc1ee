"""Public tests of q6: early stopping.

Worked numbers, checked by hand. NumPy and the standard library only.
"""

import numpy as np
from public_checks import WrongAnswer, check, difference, test_case, values

OK_FORMAT = False

name = "q6"
points = None


def stopped(early_stopping, losses, *args):
    """(stop_epoch, best_epoch), as it was returned."""
    result = early_stopping(np.array(losses), *args)
    return values("early_stopping", result, "stop_epoch", "best_epoch")


LOSSES = [5.0, 3.0, 2.5, 4.0, 3.0, 6.0, 7.0]


@test_case(name="q6.stop_epoch.worked_example", points=1)
def public_stop(early_stopping):
    look = "the number of misses: epochs 3 and 4 make two; and epochs count from 0"
    got = stopped(early_stopping, LOSSES, 2)[0]
    check(f"stop_epoch for losses {LOSSES}, patience 2", got, 4, look)


@test_case(name="q6.best_epoch.worked_example", points=0.75)
def public_best(early_stopping):
    look = "which epoch is returned: the one with the best loss"
    got = stopped(early_stopping, LOSSES, 2)[1]
    check(f"best_epoch for losses {LOSSES}, patience 2", got, 2, look)


@test_case(name="q6.stop_epoch.never_stops", points=0.5)
def public_never_stops(early_stopping):
    losses = [4.0, 3.0, 2.5, 2.75]
    look = "the end: without two misses in a row training ends with the last epoch, number 3"
    got = stopped(early_stopping, losses, 2)[0]
    check(f"stop_epoch for losses {losses}, patience 2", got, 3, look)


def check_either(what, result, expected, look):
    """Both values are right; if just one is wrong, that is another test's affair."""
    if all(difference(got, value) for got, value in zip(result, expected, strict=True)):
        told = f"wrong value: expected {expected}, got {tuple(result)}"
        raise WrongAnswer("wrong_value", f"{what}: {told}", look)


@test_case(name="q6.early_stopping.misses_in_a_row", points=0.75)
def public_in_a_row(early_stopping):
    losses = [5.0, 6.0, 4.0, 6.0, 3.0, 6.0, 2.0]
    look = "the count of misses: an improvement sets it back to 0"
    what = f"(stop_epoch, best_epoch) for losses {losses}, patience 2"
    check_either(what, stopped(early_stopping, losses, 2), (6, 6), look)


@test_case(name="q6.early_stopping.worked_min_delta", points=1)
def public_min_delta(early_stopping):
    losses = [8.0, 6.0, 5.5, 5.0, 4.5, 4.25, 4.0, 3.75, 3.75, 3.75, 1.0, 1.0]
    # 6 is better than 8 by 2. Epochs 2 and 3 are not below 6 - 1, epoch 4 is. Then none is below
    # 4.5 - 1: epochs 5, 6 and 7 are misses.
    look = "(3.6.1): each loss is compared with the best one, which a miss does not change"
    what = f"(stop_epoch, best_epoch) for losses {losses}, patience 3, min_delta 1"
    check_either(what, stopped(early_stopping, losses, 3, 1.0), (7, 4), look)
