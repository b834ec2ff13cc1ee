"""Where this package is, and the course that comes with it: beside it in a checkout, else in it."""

from pathlib import Path

DISTRIBUTION = "mlp-homework-autograder"  # on the index, `autograder` is a stranger's
PACKAGE = Path(__file__).parent.parent
IN_WHEEL = PACKAGE / "bundled_course"
BUNDLED = IN_WHEEL if IN_WHEEL.exists() else PACKAGE.parent


def portable(root: Path) -> Path | None:
    """A course's folder as another machine may know it: None for the bundled one, wherever."""
    return None if root == BUNDLED else root


def on_this_machine(root: Path | None) -> Path:
    """The folder that `portable` meant."""
    return BUNDLED if root is None else root
