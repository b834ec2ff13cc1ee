"""A result of another form, read where its values stand without doubt, so that they can be judged.

A list for an array, an axis of length 1 too many, results in another order, a misspelt key: the
values are right or wrong all the same, and the form is charged once. No word of a sentence here is
the submission's choice: hidden inputs would travel in it. In: what is asked for and what came. Out:
what came, in the form asked for, and what was wrong with its own. Called by `grading`.
"""

from autograder.testing.form.reading import read
from autograder.testing.form.slips import has_form

__all__ = ["has_form", "read"]
