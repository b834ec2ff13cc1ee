"""Pages that people look at: one for each student, one for the staff.

In: results and the handout. Out: HTML that needs no other file. Called by `runs` and `cli`.
"""
