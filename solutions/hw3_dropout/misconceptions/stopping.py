"""Mistakes in q6: when to stop, and which epoch was the best."""

from autograder.testing import misconception

from .. import solution as right


def stop_at(losses, patience, is_better, *, start=None):
    """(stop_epoch, best_epoch) where `is_better(loss, best)` resets the count of misses."""
    best, best_epoch, misses = start, 0, 0
    for epoch, loss in enumerate(losses):
        if best is None or is_better(loss, best):
            best, best_epoch, misses = loss, epoch, 0
            continue
        misses += 1
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


def stops_early(losses, patience, min_delta):
    """Whether one epoch more would change nothing."""
    longer = [*losses, losses[0]]
    first, second = (right.early_stopping(c, patience, min_delta) for c in (losses, longer))
    return first == second


@misconception(
    "early_stopping.one_epoch_late",
    "You stop one epoch late: the epoch that makes `patience` misses in a row is the last one.",
)
def early_stopping_one_epoch_late(losses, patience, min_delta=0.0):
    return right.early_stopping(losses, patience + 1, min_delta)


@misconception(
    "early_stopping.one_epoch_early",
    "You stop one epoch early: `patience` misses in a row are allowed to happen.",
)
def early_stopping_one_epoch_early(losses, patience, min_delta=0.0):
    return right.early_stopping(losses, max(patience - 1, 1), min_delta)


@misconception(
    "early_stopping.stops_after_the_last_miss",
    "stop_epoch is the epoch that makes `patience` misses in a row, not the one after it.",
)
def early_stopping_stops_after_the_last_miss(losses, patience, min_delta=0.0):
    stop, best = right.early_stopping(losses, patience, min_delta)
    return stop + stops_early(losses, patience, min_delta), best


@misconception(
    "early_stopping.misses_not_in_a_row",
    "You count all misses: an improvement starts the count anew.",
)
def early_stopping_misses_not_in_a_row(losses, patience, min_delta=0.0):
    best, best_epoch, misses = losses[0], 0, 0
    for epoch, loss in list(enumerate(losses))[1:]:
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
            continue
        misses += 1
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "early_stopping.best_is_the_last",
    "best_epoch is the epoch with the best loss, whose weights you would go back to; yours is the "
    "last one.",
)
def early_stopping_best_is_the_last(losses, patience, min_delta=0.0):
    stop, _ = right.early_stopping(losses, patience, min_delta)
    return stop, stop


@misconception(
    "early_stopping.patience_before_the_stop",
    "best_epoch is not always `patience` epochs before the stop: training may run to its end.",
)
def early_stopping_patience_before_the_stop(losses, patience, min_delta=0.0):
    stop, _ = right.early_stopping(losses, patience, min_delta)
    return stop, stop - patience


@misconception(
    "early_stopping.length_when_never_stopped",
    "When training never stops early, the last epoch is len(losses) - 1: epochs count from 0.",
)
def early_stopping_length_when_never_stopped(losses, patience, min_delta=0.0):
    stop, best = right.early_stopping(losses, patience, min_delta)
    return stop + (not stops_early(losses, patience, min_delta)), best


@misconception(
    "early_stopping.counts_from_one",
    "Epochs count from 0; both of yours are one too large.",
)
def early_stopping_counts_from_one(losses, patience, min_delta=0.0):
    stop, best = right.early_stopping(losses, patience, min_delta)
    return stop + 1, best + 1


@misconception(
    "early_stopping.equal_counts_as_better",
    "A loss that equals best - min_delta counts as an improvement with you (<= for <, 3.6.1): "
    "training would never end on a plateau.",
)
def early_stopping_equal_counts_as_better(losses, patience, min_delta=0.0):
    return stop_at(losses, patience, lambda loss, best: loss <= best - min_delta)


@misconception(
    "early_stopping.min_delta_ignored",
    "min_delta has no effect: (3.6.1) asks for an improvement by more than that.",
)
def early_stopping_min_delta_ignored(losses, patience, min_delta=0.0):
    return right.early_stopping(losses, patience)


@misconception(
    "early_stopping.min_delta_added",
    "min_delta has the wrong sign: by (3.6.1) an improvement gets harder with it, not easier.",
)
def early_stopping_min_delta_added(losses, patience, min_delta=0.0):
    return right.early_stopping(losses, patience, -min_delta)


@misconception(
    "early_stopping.min_delta_relative",
    "min_delta is a difference of losses (3.6.1), not a share of the best one.",
)
def early_stopping_min_delta_relative(losses, patience, min_delta=0.0):
    return stop_at(losses, patience, lambda loss, best: loss < best * (1 - min_delta))


@misconception(
    "early_stopping.best_follows_every_fall",
    "`best` moves with every small fall, so that many falls below min_delta never add up: it moves "
    "only when a loss improves.",
)
def early_stopping_best_follows_every_fall(losses, patience, min_delta=0.0):
    best, best_epoch, misses = float("inf"), 0, 0
    for epoch, loss in enumerate(losses):
        improves = loss < best - min_delta
        best = min(best, loss)
        best_epoch, misses = (epoch, 0) if improves else (best_epoch, misses + 1)
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "early_stopping.best_is_the_lowest",
    "best_epoch has the lowest loss, though it lies within min_delta of the best before: only an "
    "improvement moves it.",
)
def early_stopping_best_is_the_lowest(losses, patience, min_delta=0.0):
    stop, _ = right.early_stopping(losses, patience, min_delta)
    seen = list(losses[: stop + 1])
    return stop, seen.index(min(seen))


@misconception(
    "early_stopping.sees_the_future",
    "best_epoch lies after the stop: when training has stopped, the later losses are not known.",
)
def early_stopping_sees_the_future(losses, patience, min_delta=0.0):
    stop, _ = right.early_stopping(losses, patience, min_delta)
    return stop, right.early_stopping(losses, len(losses), min_delta)[1]


@misconception(
    "early_stopping.compares_with_the_first",
    "You compare each loss with the first one: what it is compared with moves when a loss improves "
    "(3.6.1).",
)
def early_stopping_compares_with_the_first(losses, patience, min_delta=0.0):
    best_epoch, misses = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[0] - min_delta:
            best_epoch, misses = epoch, 0
            continue
        misses += 1
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "early_stopping.best_epoch_stays",
    "Your best_epoch is always 0: it moves with every improvement (3.6.1).",
)
def early_stopping_best_epoch_stays(losses, patience, min_delta=0.0):
    stop, _ = right.early_stopping(losses, patience, min_delta)
    return stop, 0


@misconception(
    "early_stopping.compares_with_the_last",
    "You compare each loss with the one before it: compare with the best so far.",
)
def early_stopping_compares_with_the_last(losses, patience, min_delta=0.0):
    best_epoch, misses = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1] - min_delta:
            best_epoch, misses = epoch, 0
            continue
        misses += 1
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


@misconception(
    "early_stopping.every_epoch_is_the_best",
    "With you every epoch is the best one. One is only if its loss lies below `best` by more than "
    "min_delta, and then that loss is the new `best` (3.6.1).",
)
def early_stopping_every_epoch_is_the_best(losses, patience, min_delta=0.0):
    return len(losses) - 1, len(losses) - 1


@misconception(
    "early_stopping.higher_is_better",
    "You take a higher value for the better one: these are losses, not accuracies.",
)
def early_stopping_higher_is_better(losses, patience, min_delta=0.0):
    return right.early_stopping([-loss for loss in losses], patience, min_delta)


@misconception(
    "early_stopping.stops_at_the_first_miss",
    "You stop at the first epoch without an improvement: wait for `patience` of them in a row.",
)
def early_stopping_stops_at_the_first_miss(losses, patience, min_delta=0.0):
    return right.early_stopping(losses, 1, min_delta)


@misconception(
    "early_stopping.first_epoch_is_a_miss",
    "With you no loss is ever better than the best one: look at the comparison, and at what the "
    "best loss is at the start (infinity, or the first loss).",
)
def early_stopping_first_epoch_is_a_miss(losses, patience, min_delta=0.0):
    return stop_at(losses, patience, lambda loss, best: loss < best - min_delta, start=0.0)


@misconception(
    "early_stopping.best_loss_returned",
    "The second result is the best loss; its epoch is asked for.",
)
def early_stopping_best_loss_returned(losses, patience, min_delta=0.0):
    stop, best = right.early_stopping(losses, patience, min_delta)
    return stop, float(losses[best])


@misconception(
    "early_stopping.losses_changed",
    "Your function changes the list of its caller (sort, pop, append): work on a copy.",
)
def early_stopping_losses_changed(losses, patience, min_delta=0.0):
    found = right.early_stopping(losses, patience, min_delta)
    losses[: len(losses)] = sorted(losses)
    return found


@misconception(
    "early_stopping.starts_with_the_first_as_best",
    "With you epoch 0 counts as a miss. It is the best one so far, whatever its loss: start with "
    "infinity for the best loss, or with no miss and the second epoch.",
)
def early_stopping_starts_with_the_first_as_best(losses, patience, min_delta=0.0):
    return stop_at(losses, patience, lambda loss, best: loss < best - min_delta, start=losses[0])


@misconception(
    "early_stopping.waits_since_the_last_fall",
    "You compare each loss with the one before it: compare with the best so far.",
)
def early_stopping_waits_since_the_last_fall(losses, patience, min_delta=0.0):
    best_epoch, misses = 0, 0
    for epoch in range(1, len(losses)):
        best_epoch = epoch if losses[epoch] < losses[best_epoch] else best_epoch
        misses = 0 if losses[epoch] < losses[epoch - 1] - min_delta else misses + 1
        if misses == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch
