"""Edits by which a function returns what it has: the `return` at the end was forgotten.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator

from repair.edits import Edit, edit, last_line
from repair.syntax import Place, is_docstring, load, put

KIND = "return"
MOST_TOGETHER = 4  # values of a tuple


def returns(place: Place) -> Iterator[Edit]:
    """A value that is computed and dropped, or printed; or, at the end, what was set last."""
    node = place.node
    if isinstance(node, ast.Expr) and not is_docstring(node):
        printed = node.value.args if is_print(node.value) else []
        for value in [*printed, node.value]:
            yield edit(KIND, place, put(ast.Return(value), node))
    if isinstance(node, ast.FunctionDef) and not isinstance(node.body[-1], ast.Return):
        last = node.body[-1]
        for value in values_at_the_end(node):
            changes = ((node, "body", [*node.body, put(ast.Return(value), last)]),)
            yield Edit(KIND, last.lineno, last_line(last), changes, last)


def values_at_the_end(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a function has set, the last first; then the last ones together, as they were set."""
    last = function.body[-1]
    stored = [n for n in ast.walk(function) if is_name(n) and isinstance(n.ctx, ast.Store)]
    stored.sort(key=lambda node: (node.lineno, node.col_offset))
    names = list(dict.fromkeys(node.id for node in stored))
    by_last = list(dict.fromkeys(node.id for node in reversed(stored)))
    yield from (load(last, name) for name in by_last)
    for count in range(2, min(MOST_TOGETHER, len(names)) + 1):
        yield put(ast.Tuple([load(last, name) for name in names[-count:]], ast.Load()), last)


def is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def is_print(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and is_name(node.func) and node.func.id == "print"
