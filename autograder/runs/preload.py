"""What each grading process needs and is slow to import: imported once, before they are forked."""

import gc

import autograder.runs.executors
import autograder.runs.task  # noqa: F401

gc.collect()
gc.freeze()  # so that a collection in one of them touches no page that all share
