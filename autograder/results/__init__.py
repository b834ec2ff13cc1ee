"""What is known of graded submissions, as typed facts, and their files.

In: a grade. Out: results.json, grades.csv, gradebooks, statistics. Called by all above.
"""
