"""Files that authors of homework write, read so that a mistake in one is told by its place."""

import ast
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

PARTS = ("assignments", "solutions")  # the folders that make a folder a course


class Broken(Exception):
    """A file of a course cannot be used; the text says which, where and why."""


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file, which nobody may change. Raises Broken."""
    with loading(path):
        return _tree(path.read_text(encoding="utf-8"), str(path))


@lru_cache(maxsize=64)  # what a homework lacks is asked of each of its files several times
def _tree(text: str, name: str) -> ast.Module:
    return ast.parse(text, name)


@contextmanager
def loading(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while `path` is read, parsed or run into Broken."""
    try:
        yield
    except Broken:
        raise
    except (Exception, SystemExit) as error:
        raise Broken(_told(path, error)) from error


def is_course(folder: Path) -> bool:
    """Whether a folder holds `assignments/` and `solutions/`."""
    return all((folder / part).is_dir() for part in PARTS)


def _told(path: Path, error: BaseException) -> str:
    """One line: the author's file nearest to the mistake, its line, and what Python says."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(Path(frame.filename), frame.lineno) for frame in frames]
    what = str(error)
    if isinstance(error, SyntaxError):
        places.append((Path(error.filename or path), error.lineno))
        what = error.msg
    root = next((up for up in path.parents if is_course(up)), path.parent)
    nearest, line = path, None
    for file, number in places:
        if any(file.is_relative_to(root / part) for part in PARTS):
            nearest, line = file, number
    shown = nearest.relative_to(root) if nearest.is_relative_to(root) else nearest
    where = f"{shown}, line {line}" if line else str(shown)
    return f"{where} cannot be used, correct it: {type(error).__name__}: {what}"
