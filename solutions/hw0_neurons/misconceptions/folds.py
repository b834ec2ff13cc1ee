"""Mistakes in q6: cutting the examples into folds."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right

SAME_SETS = (
    "The same indices are together in a fold at every call: the random order has to be made before "
    "the cut."
)


@misconception(
    "kfold_indices.not_shuffled",
    "You cut the indices in their own order, without a random number: neighbours are always "
    "together then.",
)
def not_shuffled(n, k, rng):
    return np.array_split(np.arange(n), k)


@misconception(
    "kfold_indices.every_kth",
    "You take every k-th index, without a random number: neighbours are never together then.",
)
def every_kth(n, k, rng):
    return [np.arange(n)[i::k] for i in range(k)]


@misconception("kfold_indices.shuffled_within_folds", SAME_SETS)
def shuffled_within_folds(n, k, rng):
    return [rng.permutation(fold) for fold in np.array_split(np.arange(n), k)]


@misconception("kfold_indices.folds_shuffled", SAME_SETS)
def folds_shuffled(n, k, rng):
    folds = np.array_split(np.arange(n), k)
    return [folds[i] for i in rng.permutation(k)]


@misconception("kfold_indices.order_not_used", SAME_SETS)
def order_not_used(n, k, rng):
    rng.permutation(n)
    return np.array_split(np.arange(n), k)


@misconception("kfold_indices.order_not_used_by_every_kth", SAME_SETS)
def order_not_used_by_every_kth(n, k, rng):
    rng.permutation(n)
    return [np.arange(n)[i::k] for i in range(k)]


@misconception(
    "kfold_indices.rolled",
    "You turn the order by a random number of places: neighbours are still together nearly always.",
)
def rolled(n, k, rng):
    return np.array_split(np.roll(np.arange(n), int(rng.integers(n))), k)


@misconception(
    "kfold_indices.rest_dropped",
    "What is left of n / k is in no fold: every index belongs into one.",
)
def rest_dropped(n, k, rng):
    order, size = rng.permutation(n), n // k
    return [order[i * size : (i + 1) * size] for i in range(k)]


@misconception(
    "kfold_indices.rest_in_the_last",
    "All that is left of n / k is in one fold: sizes may differ by 1 at most.",
)
def rest_in_the_last(n, k, rng):
    order, size = rng.permutation(n), n // k
    return np.split(order, size * np.arange(1, k))


@misconception(
    "kfold_indices.rounded_up",
    "You round n / k up, so the last fold is too small, or empty: sizes may differ by 1 at most.",
)
def rounded_up(n, k, rng):
    order, size = rng.permutation(n), -(-n // k)
    return [order[i * size : (i + 1) * size] for i in range(k)]


@misconception(
    "kfold_indices.training_sets",
    "Your sets are those to train on. The validation sets are asked for, which do not overlap.",
)
def training_sets(n, k, rng):
    return [np.setdiff1d(np.arange(n), fold) for fold in right.kfold_indices(n, k, rng)]


@misconception(
    "kfold_indices.with_replacement",
    "Some indices come twice with you, others never, as where they are drawn with replacement.",
)
def with_replacement(n, k, rng):
    return np.array_split(rng.integers(n, size=n), k)


@misconception(
    "kfold_indices.each_fold_drawn_alone",
    "Some indices are in several of your folds, others in none, as where every fold is drawn by "
    "itself from all of them: the folds are the pieces of one random order.",
)
def each_fold_drawn_alone(n, k, rng):
    sizes = [len(part) for part in np.array_split(np.arange(n), k)]
    return [rng.choice(n, size=size, replace=False) for size in sizes]


@misconception(
    "kfold_indices.fold_drawn_for_each_index",
    "You draw a fold for each index, so the sizes are left to chance: they may differ by 1 at "
    "most.",
)
def fold_drawn_for_each_index(n, k, rng):
    where = rng.integers(k, size=n)
    return [np.flatnonzero(where == i) for i in range(k)]


@misconception(
    "kfold_indices.counted_from_1",
    "Your indices run from 1 to n: count from 0.",
)
def counted_from_1(n, k, rng):
    return [fold + 1 for fold in right.kfold_indices(n, k, rng)]


@misconception(
    "kfold_indices.folds_of_size_k",
    "Your folds have k entries each: k is the number of the folds.",
)
def folds_of_size_k(n, k, rng):
    return np.split(rng.permutation(n), np.arange(k, n, k))


@misconception(
    "kfold_indices.one_fold_more",
    "You have k + 1 folds.",
)
def one_fold_more(n, k, rng):
    return np.array_split(rng.permutation(n), k + 1)


@misconception(
    "kfold_indices.one_fold_fewer",
    "You have k - 1 folds: the last one is missing.",
)
def one_fold_fewer(n, k, rng):
    return np.array_split(rng.permutation(n), k)[:-1]


@misconception(
    "kfold_indices.seeded_inside",
    "Every call gives the same folds: draw from the rng that you are given, not from one of your "
    "own.",
)
def seeded_inside(n, k, rng):
    return np.array_split(np.random.default_rng(0).permutation(n), k)


@misconception(
    "kfold_indices.global_generator",
    "You draw from NumPy's global generator: use the rng that you are given.",
)
def global_generator(n, k, rng):
    return np.array_split(np.random.permutation(n), k)  # noqa: NPY002 - the mistake itself


@misconception(
    "kfold_indices.own_generator",
    "You draw from a generator of your own: use the rng that you are given.",
)
def own_generator(n, k, rng):
    return np.array_split(np.random.default_rng().permutation(n), k)
