"""Grades one submission: every test, each failure explained.

In: an assignment and a submission. Out: a Grade. Called by `runs`, by `release` where
Otter or Gradescope runs it, and by `cli` for `explain`.
"""
