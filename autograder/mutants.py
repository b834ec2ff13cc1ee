"""A misconception as a submission: the model solution, but for one function that is wrong."""

import ast
import inspect
from types import ModuleType

from autograder.assignment import Assignment
from solutions.misconception import Misconception

HARNESS = """
import types
right = types.SimpleNamespace(**globals())
_wrong = {}


def misconception(id, hint):
    return lambda wrong: _wrong.setdefault(id, wrong)
"""


def mutant(assignment: Assignment, misconception: Misconception) -> str:
    """Source of a submission that makes just this mistake."""
    solution = assignment.solution.read_text(encoding="utf-8")
    wrong = without_secret_imports(inspect.getmodule(misconception.wrong))
    choose = f"{misconception.function} = _wrong[{misconception.id!r}]\n"
    return f"{solution}\n{HARNESS}\n{wrong}\n{choose}"


def without_secret_imports(module: ModuleType) -> str:
    """A module's text without its imports from `solutions`, which no worker can see."""
    tree = ast.parse(inspect.getsource(module))
    kept = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solutions"))
    ]
    return ast.unparse(ast.Module(kept, []))
