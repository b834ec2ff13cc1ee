"""A misconception as a submission: the model solution, but for one function that is wrong."""

import ast
import inspect
from types import ModuleType

from autograder.course.assignment import Assignment
from autograder.course.bundled import PACKAGE
from autograder.course.misconception import Misconception

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
    """A module's text without its imports of what no worker can see: answers, and this package."""
    tree = ast.parse(inspect.getsource(module))
    kept = [node for node in tree.body if not isinstance(node, ast.ImportFrom) or is_public(node)]
    return ast.unparse(ast.Module(kept, []))


def is_public(node: ast.ImportFrom) -> bool:
    """Whether an import is of a module that is installed everywhere."""
    return not node.level and (node.module or "").partition(".")[0] != PACKAGE.name
