"""The functions of a submission of the author's own, in this very process.

Thousands of seeds need no wall, and no start of a worker for each. Only definitions are run, and
what they use: fair variants also end the process, train for an hour and wait for input.
"""

import ast
import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from unittest import mock

from autograder.sandbox.worker.cells import without_magics
from autograder.sandbox.worker.names import DEFINITIONS, bound_by
from autograder.submissions.submission import Submission, Unreadable, read

NAME = "fair_variant"
CONSTANTS = (ast.Assign, ast.AnnAssign)


class NotHere(Exception):
    """A submission cannot be run in this process; the text says why."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep code away from the terminal: what it prints is lost, and there is no input for it."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        mock.patch.object(sys, "stdin", io.StringIO()),
    ):
        yield


def functions_of(submission: Submission, names: list[str], folder: Path) -> dict[str, Callable]:
    """The functions `names` of a submission, run beside the files of `folder`. Raises NotHere."""
    module = ModuleType(NAME)
    with (
        alone(),
        mock.patch.dict(sys.modules, {NAME: module}),  # dataclasses look their module up
        mock.patch.object(sys, "path", [str(folder), *sys.path]),
    ):
        for statement in definitions(submission, names):
            with contextlib.suppress(Exception):  # another cell may define it, too
                code = compile(ast.Module([statement], []), f"<{NAME}>", "exec")
                exec(code, module.__dict__)  # noqa: S102 - it is the author's own
    found = {name: getattr(module, name, None) for name in names}
    missing = [name for name, value in found.items() if not callable(value)]
    if missing:
        raise NotHere(f"it does not define {', '.join(missing)} where only definitions are run")
    return found


def definitions(submission: Submission, names: list[str]) -> list[ast.stmt]:
    """Imports, functions, classes, and what gives a value to `names` or to a name that these use.

    Raises NotHere.
    """
    try:
        cells = [source for _, source, is_experiment in read(submission).cells if not is_experiment]
    except Unreadable as reason:
        raise NotHere(str(reason)) from None
    statements = [statement for cell in cells for statement in statements_of(cell)]
    used, known = set(names), -1
    while len(used) != known:
        known = len(used)
        found = [s for s in statements if isinstance(s, DEFINITIONS) or gives(s, used)]
        nodes = (node for statement in found for node in ast.walk(statement))
        used |= {node.id for node in nodes if isinstance(node, ast.Name)}
    return found


def statements_of(cell: str) -> list[ast.stmt]:
    """The statements of a cell without its magics; none of one that cannot be read."""
    for source in (cell, without_magics(cell)):
        with contextlib.suppress(SyntaxError):
            return ast.parse(source).body
    return []


def gives(statement: ast.stmt, used: set[str]) -> bool:
    """Whether an assignment gives one of these names its value."""
    return isinstance(statement, CONSTANTS) and bool(used & bound_by(statement))
