"""From a mismatch to a sentence: a misconception, or a pattern of the error.

In: what a test raised. Out: a Diagnosis, or nothing. Called by `grading`, and by `explain`.
"""
