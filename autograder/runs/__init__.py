"""Many submissions: processes or a cluster, resuming, and the folder of a run.

In: submissions and settings. Out: results and pages in a folder. Called by `cli` and by the gate.
"""
