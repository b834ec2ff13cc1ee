"""The wall between judge and judged: a worker process is asked for values, and believed in nothing.

In: code cells and calls. Out: values, or why there are none. Called by `grading` and `testing`;
what runs on the untrusted side lies in `worker/`.
"""
