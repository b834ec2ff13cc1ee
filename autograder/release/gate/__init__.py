"""The gate: a homework proves that it grades as it promises, or names what falls short.

In: an assignment. Out: a verdict for each promise. Called by `validate` and by a release.
"""
