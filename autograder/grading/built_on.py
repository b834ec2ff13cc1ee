"""What the model answer's functions are built on, by its text."""

import ast
from functools import cache
from pathlib import Path

from autograder.course.authoring_errors import parse
from autograder.grading.repair.own_text import OwnText, blocks_in


def is_part_of(other: str, function: str, solution: Path) -> bool:
    """Whether one right function is at work in another one, and is not all of it."""
    return other in _parts(solution, solution.stat().st_mtime_ns, function)


def named_in(function: str, solution: Path) -> set[str]:
    """The names that a right function's own text mentions."""
    return _named(solution, solution.stat().st_mtime_ns, function)


@cache
def _named(solution: Path, _modified: int, function: str) -> set[str]:
    node = next(node for node in parse(solution).body if getattr(node, "name", "") == function)
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


@cache
def _parts(solution: Path, _modified: int, function: str) -> set[str]:
    """The names at work in a right function, without the one that is all of it."""
    node = next(node for node in parse(solution).body if getattr(node, "name", "") == function)
    last = node.body[-1]
    does = last.value if isinstance(last, ast.Return) else None
    text = solution.read_text(encoding="utf-8")
    words = OwnText(blocks_in([("", text, False)]), function).words
    return words - ({ast.unparse(does.func)} if isinstance(does, ast.Call) else set())
