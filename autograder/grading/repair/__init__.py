"""Looks in a student's own code for the one edit that makes all tests of a function pass.

In: a submission that failed and its session. Out: a line. Called by the grader when no
misconception names the mistake.
"""
