"""Mistakes in q1: features on one scale."""

from autograder.testing import misconception


@misconception(
    "standardize.over_all_entries",
    "You take one mean and one deviation of all entries: each column has its own.",
)
def over_all_entries(X):
    return (X - X.mean()) / X.std()
