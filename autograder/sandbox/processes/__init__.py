"""Worker processes as the trusted side sees them: started, forked, timed, killed.

In: orders, as frames. Out: frames, which may lie, and how a process ended. Called by sessions.
"""
