"""Public tests of q6: k-fold cross-validation.

Worked numbers, checked by hand; of the random folds what holds for every draw, or fails with a
chance below 1e-9. NumPy and the standard library only.
"""

import numpy as np
from public_checks import check, require, test_case, wrong_type

OK_FORMAT = False

name = "q6"
points = None


def folds_of(kfold_indices, n, k, rng):
    """The folds as arrays of integers."""
    folds = kfold_indices(n, k, rng)
    if not isinstance(folds, (list, tuple, np.ndarray)):
        wrong_type("kfold_indices", f"expected a list of arrays, got {type(folds).__name__}")
    folds = [np.asarray(fold) for fold in folds]
    for fold in folds:
        if fold.ndim != 1 or fold.dtype.kind not in "iu":
            wrong_type("kfold_indices", "every fold should be an array (m,) of integers")
    return folds


@test_case(name="q6.kfold_indices.every_index_once", points=1)
def public_partition(kfold_indices):
    for n, k in ((12, 3), (11, 4)):
        folds = folds_of(kfold_indices, n, k, np.random.default_rng(0))
        what = f"kfold_indices({n}, {k}, rng)"
        require(len(folds) == k, f"{what}: wrong value: expected {k} folds, got {len(folds)}")
        found = sorted(np.concatenate(folds).tolist())
        told = f"{what}: wrong value: the folds together should be 0 to {n - 1}, each once"
        require(found == list(range(n)), f"{told}; they are {found}", "what each fold holds")


@test_case(name="q6.kfold_indices.sizes_of_eleven", points=0.5)
def public_sizes(kfold_indices):
    sizes = [len(fold) for fold in folds_of(kfold_indices, 11, 4, np.random.default_rng(0))]
    told = f"kfold_indices(11, 4, rng): wrong value: sizes {sizes} differ by more than 1"
    require(max(sizes) - min(sizes) <= 1, told, "who gets what is left of n / k")


@test_case(name="q6.kfold_indices.at_random", points=0.75)
def public_random(kfold_indices):
    rng, met = np.random.default_rng(0), []
    for _ in range(40):
        folds = folds_of(kfold_indices, 20, 2, rng)
        met.append([bool({0, other} <= set(fold.tolist())) for fold in folds for other in (1, 19)])
    # 0 and 1 (or 19) share a fold with a chance of 9/19: in none, or all, of 40 below 1e-11.
    shares = np.array(met).reshape(40, 2, 2).any(axis=1).mean(axis=0)
    look = "the order of the indices: is it a new one at every call?"
    for other, share in zip((1, 19), shares, strict=True):
        told = f"0 and {other} are in one fold in {share:.0%} of 40 calls of kfold_indices(20, 2,"
        require(0 < share < 1, f"wrong value: {told} rng)", look)
    first, second = (folds_of(kfold_indices, 20, 4, np.random.default_rng(5)) for _ in range(2))
    same = all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    look = "where the numbers come from: from rng alone, neither np.random nor a generator of yours"
    require(same, "wrong value: generators with the same seed give other folds", look)


@test_case(name="q6.cross_validated_error.worked_example", points=2)
def public_error(cross_validated_error):
    x, y, folds = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 6.0]), [[0], [1, 2]]
    what = "cross_validated_error for y = [1, 2, 6], degree 0, folds [[0], [1, 2]]"
    folds = [np.array(fold) for fold in folds]
    # The fits are constants: 4, the mean of 2 and 6, for the first fold; 1 for the second.
    got = cross_validated_error(x, y, 0, 0.0, folds)
    look = "who fits what: errors are -3; 1 and 5. And one mean over all three points"
    check(f"{what}, lambd = 0", got, 35 / 3, look)
    # With lambd = 1 they are half of that: 2 and 1/2.
    got = cross_validated_error(x, y, 0, 1.0, folds)
    look = "lambd: it belongs to every fit, and to no error"
    check(f"{what}, lambd = 1", got, 33.5 / 3, look)
