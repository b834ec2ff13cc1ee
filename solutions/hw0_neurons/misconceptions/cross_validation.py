"""Mistakes in q6: the cross-validated error."""

import numpy as np

from autograder.testing import misconception

from .. import solution as right


def rest_of(y, fold):
    return np.setdiff1d(np.arange(len(y)), fold)


def fitted(x, y, degree, lambd, rows):
    return right.ridge_fit(right.polynomial_features(x[rows], degree), y[rows], lambd)


def errors_of(x, y, w, rows):
    return right.polynomial_features(x[rows], len(w) - 1) @ w - y[rows]


def by_fold(x, y, degree, lambd, folds):
    """Errors of each fold under the fit that did not see it."""
    return [errors_of(x, y, fitted(x, y, degree, lambd, rest_of(y, f)), f) for f in folds]


def all_errors(*args):
    return np.concatenate(by_fold(*args))


def squares_of(*args):
    """The squared errors of each fold."""
    return [errors**2 for errors in by_fold(*args)]


@misconception(
    "cross_validated_error.mean_of_means",
    "You take the mean of the folds' means. If folds differ in size, that is not the mean over all "
    "points (0.6.1).",
)
def mean_of_means(x, y, degree, lambd, folds):
    return float(np.mean([np.mean(s) for s in squares_of(x, y, degree, lambd, folds)]))


@misconception(
    "cross_validated_error.trained_on_all",
    "Your fit has seen the points that it is judged by: leave the fold out (0.6.1).",
)
def trained_on_all(x, y, degree, lambd, folds):
    everyone = np.arange(len(y))
    w = fitted(x, y, degree, lambd, everyone)
    return float(np.mean(errors_of(x, y, w, everyone) ** 2))


@misconception(
    "cross_validated_error.trained_on_the_fold",
    "You fit the fold and judge by the rest: it is the other way round (0.6.1).",
)
def trained_on_the_fold(x, y, degree, lambd, folds):
    found = [errors_of(x, y, fitted(x, y, degree, lambd, f), rest_of(y, f)) for f in folds]
    return float(np.mean(np.concatenate(found) ** 2))


@misconception(
    "cross_validated_error.trained_and_judged_on_the_fold",
    "You fit and judge on the same fold: fit the others, judge by this one (0.6.1).",
)
def trained_and_judged_on_the_fold(x, y, degree, lambd, folds):
    found = [errors_of(x, y, fitted(x, y, degree, lambd, f), f) for f in folds]
    return float(np.mean(np.concatenate(found) ** 2))


@misconception(
    "cross_validated_error.judged_on_the_training_points",
    "You judge each fit by the points that it has seen: by the fold that was left out (0.6.1).",
)
def judged_on_the_training_points(x, y, degree, lambd, folds):
    rests = [rest_of(y, fold) for fold in folds]
    found = [errors_of(x, y, fitted(x, y, degree, lambd, rest), rest) for rest in rests]
    return float(np.mean(np.concatenate(found) ** 2))


@misconception(
    "cross_validated_error.judged_on_all",
    "You judge each fit by all points: only the fold that was left out is new to it (0.6.1).",
)
def judged_on_all(x, y, degree, lambd, folds):
    everyone = np.arange(len(y))
    fits = [fitted(x, y, degree, lambd, rest_of(y, fold)) for fold in folds]
    return float(np.mean([errors_of(x, y, w, everyone) ** 2 for w in fits]))


@misconception(
    "cross_validated_error.next_fold_left_out",
    "The fold that you judge by is not the one that you left out.",
)
def next_fold_left_out(x, y, degree, lambd, folds):
    pairs = zip(folds, [*folds[1:], folds[0]], strict=True)
    found = [errors_of(x, y, fitted(x, y, degree, lambd, rest_of(y, g)), f) for f, g in pairs]
    return float(np.mean(np.concatenate(found) ** 2))


@misconception(
    "cross_validated_error.first_fold_alone",
    "Only the first fold counts with you: a return in the loop ends it.",
)
def first_fold_alone(x, y, degree, lambd, folds):
    return float(np.mean(by_fold(x, y, degree, lambd, folds[:1])[0] ** 2))


@misconception(
    "cross_validated_error.last_fold_alone",
    "Only the last fold counts with you: each turn of the loop overwrites the one before.",
)
def last_fold_alone(x, y, degree, lambd, folds):
    return float(np.mean(by_fold(x, y, degree, lambd, folds[-1:])[0] ** 2))


@misconception(
    "cross_validated_error.first_fold_left_out",
    "Your loop leaves the first fold out.",
)
def first_fold_left_out(x, y, degree, lambd, folds):
    found = by_fold(x, y, degree, lambd, folds)[1:]
    return float(np.mean(np.concatenate(found) ** 2))


@misconception("cross_validated_error.sum", "You add up the squares: (0.6.1) is their mean.")
def summed(x, y, degree, lambd, folds):
    return float(np.sum(all_errors(x, y, degree, lambd, folds) ** 2))


@misconception(
    "cross_validated_error.sum_over_folds",
    "You divide the sum of all squares by the number of folds: by that of the points (0.6.1).",
)
def sum_over_folds(x, y, degree, lambd, folds):
    return float(np.sum(all_errors(x, y, degree, lambd, folds) ** 2) / len(folds))


@misconception(
    "cross_validated_error.sum_of_means",
    "It is as large as the means of all folds added up: (0.6.1) is one mean over all points.",
)
def sum_of_means(x, y, degree, lambd, folds):
    return float(np.sum([np.mean(s) for s in squares_of(x, y, degree, lambd, folds)]))


@misconception(
    "cross_validated_error.divided_by_the_rest",
    "You divide the squares of a fold by the number of points that were fitted.",
)
def divided_by_the_rest(x, y, degree, lambd, folds):
    found = by_fold(x, y, degree, lambd, folds)
    return float(np.mean([np.sum(e**2) / (len(y) - len(e)) for e in found]))


@misconception(
    "cross_validated_error.root",
    "You take the root of the mean: (0.6.1) is the mean of the squares itself.",
)
def root(x, y, degree, lambd, folds):
    return float(np.sqrt(right.cross_validated_error(x, y, degree, lambd, folds)))


@misconception(
    "cross_validated_error.halved", "Your error has a factor 1/2, which (0.6.1) has not."
)
def halved(x, y, degree, lambd, folds):
    return right.cross_validated_error(x, y, degree, lambd, folds) / 2


@misconception(
    "cross_validated_error.absolute_errors",
    "You average absolute errors: (0.6.1) squares them.",
)
def absolute_errors(x, y, degree, lambd, folds):
    return float(np.mean(np.abs(all_errors(x, y, degree, lambd, folds))))


@misconception(
    "cross_validated_error.mean_not_squared",
    "You average the errors before you square: errors of either sign cancel then (0.6.1).",
)
def mean_not_squared(x, y, degree, lambd, folds):
    return float(np.mean(all_errors(x, y, degree, lambd, folds)) ** 2)


@misconception(
    "cross_validated_error.variance_of_errors",
    "You take the variance of the errors, which forgets their mean: (0.6.1) is the mean of their "
    "squares.",
)
def variance_of_errors(x, y, degree, lambd, folds):
    return float(np.var(all_errors(x, y, degree, lambd, folds)))


@misconception(
    "cross_validated_error.penalty_added",
    "You add the penalty to the error: it belongs to the fit, not to the judgement.",
)
def penalty_added(x, y, degree, lambd, folds):
    fits = [fitted(x, y, degree, lambd, rest_of(y, fold)) for fold in folds]
    penalty = sum(len(f) * np.sum(w**2) for f, w in zip(folds, fits, strict=True)) / len(y)
    return right.cross_validated_error(x, y, degree, lambd, folds) + lambd / 2 * penalty


@misconception("cross_validated_error.lambd_ignored", "lambd has no effect: hand it on to the fit.")
def lambd_ignored(x, y, degree, lambd, folds):
    return right.cross_validated_error(x, y, degree, 0.0, folds)


@misconception(
    "cross_validated_error.degree_one_higher",
    "Your polynomials have one power more than degree.",
)
def degree_one_higher(x, y, degree, lambd, folds):
    return right.cross_validated_error(x, y, degree + 1, lambd, folds)


@misconception(
    "cross_validated_error.x_for_its_powers",
    "You fit x itself, in place of its powers from 0 to degree.",
)
def x_for_its_powers(x, y, degree, lambd, folds):
    total = 0.0
    for fold in folds:
        rest = rest_of(y, fold)
        w = right.ridge_fit(x[rest][:, None], y[rest], lambd)
        total += np.sum((x[fold][:, None] @ w - y[fold]) ** 2)
    return float(total / len(y))


@misconception(
    "cross_validated_error.folds_not_used",
    "You cut the points in their own order: use the folds that you are given.",
)
def folds_not_used(x, y, degree, lambd, folds):
    own = np.array_split(np.arange(len(y)), len(folds))
    return right.cross_validated_error(x, y, degree, lambd, own)


@misconception(
    "cross_validated_error.worst_fold",
    "You return the error of the worst fold, or of the best one: the mean over all points is asked "
    "for (0.6.1).",
)
def worst_fold(x, y, degree, lambd, folds):
    return float(np.max([np.mean(s) for s in squares_of(x, y, degree, lambd, folds)]))


@misconception(
    "cross_validated_error.best_fold",
    "You return the error of the worst fold, or of the best one: the mean over all points is asked "
    "for (0.6.1).",
)
def best_fold(x, y, degree, lambd, folds):
    return float(np.min([np.mean(s) for s in squares_of(x, y, degree, lambd, folds)]))


@misconception(
    "cross_validated_error.weights_averaged",
    "You average the weights of all fits, and these together have seen every point: judge each fit "
    "by its own fold (0.6.1).",
)
def weights_averaged(x, y, degree, lambd, folds):
    w = np.mean([fitted(x, y, degree, lambd, rest_of(y, fold)) for fold in folds], axis=0)
    return float(np.mean(errors_of(x, y, w, np.arange(len(y))) ** 2))


@misconception(
    "cross_validated_error.x_changed",
    "Your function changes an array of its caller: sort, shuffle and -= work in place.",
)
def x_changed(x, y, degree, lambd, folds):
    error = right.cross_validated_error(x, y, degree, lambd, folds)
    x.sort()
    return error
