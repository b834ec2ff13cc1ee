"""What the model answer's functions are built on, by its text."""

import ast
from functools import cache
from pathlib import Path

from autograder.course.authoring_errors import parse
from autograder.grading.repair.own_text import OwnText, blocks_in


def is_part_of(other: str, function: str, solution: Path) -> bool:
    """Whether one right function is at work in another one, and is not all of it."""
    node = next(node for node in parse(solution).body if getattr(node, "name", "") == function)
    last = node.body[-1]
    does = last.value if isinstance(last, ast.Return) else None
    is_all = isinstance(does, ast.Call) and ast.unparse(does.func) == other
    return not is_all and other in _words(solution, solution.stat().st_mtime_ns, function)


@cache
def _words(solution: Path, _modified: int, function: str) -> set[str]:
    text = solution.read_text(encoding="utf-8")
    return OwnText(blocks_in([("", text, False)]), function).words
