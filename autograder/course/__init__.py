"""What a homework is: its files, functions, tests, points, mistakes, and the seed of its inputs.

In: a folder with `assignments/` and `solutions/`. Out: a Course and its assignments. Called by
all above.
"""

from autograder.course.otter_in_parts import import_in_parts

import_in_parts()  # before the first test file is
