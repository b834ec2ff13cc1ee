"""The cell that all handouts share: colours, markers, and what guards and shows experiments."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

from autograder.course.bundled import PACKAGE

TEMPLATE = PACKAGE / "course/templates/assignments/new_homework/new_homework.py"
SHARED = re.compile(r"^# %%\n(plt\.style.*?)^# %%", re.MULTILINE | re.DOTALL)


def shared_source(handout: Path) -> str:
    return SHARED.search(handout.read_text(encoding="utf-8"))[1]


def shared_names() -> dict:
    """What the cell defines. It sets Matplotlib's style: call this below `plt.rc_context()`."""
    names = {"plt": plt, "np": np}
    exec(shared_source(TEMPLATE), names)
    return names
