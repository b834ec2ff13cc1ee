"""What a worker may use, see and ask of the kernel, and what holds it to that: limits, bubblewrap,
the filter of system calls.

In: a tier and what the machine has. Out: a command that runs confined. Called by `processes`;
limits are named by all above.
"""
