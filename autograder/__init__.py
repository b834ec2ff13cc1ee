"""Grades homework on multilayer perceptrons; the judge never runs in the process of the judged."""
