"""A copy of the repository in which a test may change files."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent


def copy_repository(root):
    """Copy what commands and tests need into `root`; gives `root`."""
    for folder in ("assignments", "autograder", "solutions", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root
