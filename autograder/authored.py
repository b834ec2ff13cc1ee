"""Files that authors of assignments write, read so that a mistake in one is told by its place."""

import ast
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACES = ("assignments", "solutions", "autograder/hidden_tests")
OTTERS_NAME = "<string>"  # of a test file, as Otter runs its text


class Broken(Exception):
    """A file of an assignment cannot be used; the text says which, where and why."""


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file. Raises Broken."""
    with loading(path):
        return ast.parse(path.read_text(encoding="utf-8"), str(path))


@contextmanager
def loading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while `path` is read, parsed or run into Broken."""
    try:
        yield
    except Broken:
        raise
    except (Exception, SystemExit) as error:
        raise Broken(_told(path, error)) from error


def first_broken() -> Broken | None:
    """The first file of any assignment that is no Python, for errors that do not say where."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            try:
                parse(path)
            except Broken as broken:
                return broken
    return None


def _told(path: Path, error: BaseException) -> str:
    """One line: the author's file nearest to the mistake, its line, and what Python says."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    what = str(error)
    if isinstance(error, SyntaxError):
        places.append((error.filename or OTTERS_NAME, error.lineno))
        what = error.msg
    nearest, line = path, None
    for name, number in places:
        file = path if name == OTTERS_NAME else Path(name)
        if any(file.is_relative_to(ROOT / place) for place in PLACES):
            nearest, line = file, number
    shown = nearest.relative_to(ROOT) if nearest.is_relative_to(ROOT) else nearest
    where = f"{shown}, line {line}" if line else str(shown)
    return f"{where} cannot be used, correct it: {type(error).__name__}: {what}"
