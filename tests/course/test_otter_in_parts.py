"""Otter is imported in parts: fast for us, and whole for whoever asks for more."""

import subprocess
import sys

import pytest

SLOW = ("nbconvert", "pandas", "otter.run", "IPython", "nbformat")
WHOLE = """
from otter import Notebook, api, logs
import otter.plugins
assert otter.Notebook is Notebook and otter.__version__ == "7.0.0"
assert otter.api is api and callable(api.grade_submission)
assert otter.test_files.create_test_file and otter.test_files.test_case
assert Notebook.__module__ == "otter.check.notebook" and logs.Log
assert not hasattr(otter, "nonsense")
"""


def imported(code):
    """The modules that a fresh Python has after some code."""
    code = f"import sys\n{code}\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not ran.stderr
    return ran.stdout.split()


def test_what_grades_imports_the_test_files_alone():
    modules = imported("import autograder.runs.preload")
    assert "otter.test_files" in modules
    assert not set(SLOW) & set(modules)


@pytest.mark.slow
@pytest.mark.parametrize(
    "before", ["import autograder.course", "import otter.test_files", "import otter.check.notebook"]
)
def test_otter_is_whole_for_who_asks_for_more(before):
    """Whichever comes first, and whatever of it is there already."""
    assert set(SLOW) <= set(imported(f"{before}\nimport autograder.course\n{WHOLE}"))
