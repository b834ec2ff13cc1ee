"""All that runs on the untrusted side: the standard library and NumPy, nothing else.

In: orders on a socket. Out: frames. Started by its path, by `sandbox.bubble` alone; the trusted
side imports only what both sides speak (`wire`, `scratch`, `globalrandom`, `loader`).
"""
