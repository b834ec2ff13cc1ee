"""Grades homework: the judge never runs in the process of the judged.

Packages, each of which imports only from those below it: cli, release, runs, reports, results,
grading, diagnosis, testing, submissions, and at the bottom sandbox and course.
"""
