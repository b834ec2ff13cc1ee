"""The wall between judge and judged: a worker process is asked for values, and believed in nothing.

In: code cells and calls. Out: values, or why there are none. Called by `grading` and
`testing`; its limits and tiers are named by all above. What runs on the untrusted side lies in
`worker/`.
"""
