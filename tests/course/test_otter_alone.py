"""Is only that of Otter imported which tests need, and the rest when it is asked for?"""

import subprocess
import sys

import pytest

CODE = """
import sys
import autograder.grading.grader
assert not {"pandas", "nbconvert", "torch"} & sys.modules.keys(), "slow to import"
import otter
from otter.test_files import test_case
assert otter.test_files.test_case is test_case
assert otter.Notebook and "nbconvert" in sys.modules
import otter.run
"""


@pytest.mark.slow
def test_the_rest_of_otter_comes_when_it_is_asked_for():
    subprocess.run([sys.executable, "-c", CODE], check=True)
