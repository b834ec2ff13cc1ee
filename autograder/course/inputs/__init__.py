"""Where hidden inputs come from: the seed, and which of its draws are fair.

In: a secret seed. Out: generators. Called by hidden tests and by the assignment.
"""
