"""Grades one submission: every test, each failure explained.

In: an assignment and a submission. Out: a Grade. Called by `runs`, and by `cli` for `explain`.
"""
