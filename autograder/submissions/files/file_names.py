"""What the name of a file says: whether it can be graded, as what, and who left it there.

Names are paths with slashes, below a folder or in a zip.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

SUFFIXES = (".ipynb", ".py", ".zip")
CODE_SUFFIXES = (".ipynb", ".py")
AUTOSAVES = ".ipynb_checkpoints"  # where Jupyter keeps what was saved last
# Browsers and mail programs add such an ending to a file that they take for text.
MISNAMED = re.compile(r"(?P<right>.+\.(?:ipynb|py))\.(?:txt|json)", re.IGNORECASE)
OF_TOOLS = ("venv", "env", "node_modules", "site-packages", "dist-packages")  # folders


LISTED = 5  # names in a message


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def rightly(name: str) -> str:
    """The name without an ending that was added to it."""
    misnamed = MISNAMED.fullmatch(name)
    return misnamed["right"] if misnamed else name


def suffix_of(name: str) -> str:
    """`.ipynb` of hw1.ipynb, HW1.IPYNB and hw1.ipynb.txt."""
    return PurePosixPath(rightly(name)).suffix.lower()


def stem_of(name: str) -> str:
    """`hw1` of the same."""
    return PurePosixPath(rightly(name)).stem


def accepted(name: str) -> bool:
    """Whether a file of this name can be graded."""
    return suffix_of(name) in SUFFIXES


def is_code(name: str) -> bool:
    """Whether it can be without being unpacked."""
    return suffix_of(name) in CODE_SUFFIXES


def is_autosave(name: str) -> bool:
    """Whether it is what Jupyter saved by itself, beside what the student did."""
    path = PurePosixPath(name)
    return AUTOSAVES in path.parts or path.stem.endswith("-checkpoint")


def is_clutter(name: str) -> bool:
    """Whether a path is what operating systems, editors and tools leave behind.

    An autosave is none: it may be all that there is.
    """
    path = PurePosixPath(name)
    parts = [part for part in path.parts if part != AUTOSAVES or not accepted(name)]
    is_hidden = any(part.startswith((".", "__")) and part != ".." for part in parts)
    return is_hidden or any(part in OF_TOOLS for part in path.parts[:-1])
