"""The tests that a test file declares, read off its text: nothing is imported."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.course.authoring_errors import loading, parse


def declared(path: Path) -> Iterator[dict[str, Any]]:
    """Name, points and `hidden` of each `@test_case(...)` in a test file. Raises Broken."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "test_case":
            with loading(path):
                words = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
                yield {"name": words["name"], "points": words["points"], "hidden": False} | words
