"""Looks for secrets in what students get.

In: an assignment and files. Out: a line for each finding, which names the kind of secret and
never shows it. Called by the gate and by every release.
"""
