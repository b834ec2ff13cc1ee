"""Which names a statement gives a value, and which ones the functions of a module use.

Worker side, standard library only.
"""

import ast
import types
from collections.abc import Iterator
from typing import Any

FILE = "submission "  # what its code is compiled as, before the number of the cell
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def definitions_in(statement: ast.stmt) -> list[ast.stmt]:
    """The definitions and imports in the blocks of a statement: in a loop, an `if`, a `with`."""
    return [node for node in _outside_functions(statement) if isinstance(node, DEFINITIONS)]


def bound_by(statement: ast.stmt) -> set[str]:
    """Names that a statement gives a value at the top of its module."""
    found = set()
    for node in _outside_functions(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        elif isinstance(node, DEFINITIONS):
            found.add(node.name)
    return found


def _outside_functions(statement: ast.AST) -> list[ast.AST]:
    """What a statement is made of, in the order of the text, without what is in a definition.

    No recursion: an expression may be nested as deeply as Python can parse.
    """
    found, waiting = [], [statement]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, (*DEFINITIONS, ast.Lambda)):
            waiting += reversed(list(ast.iter_child_nodes(node)))
    return found


def used_in(namespace: dict[str, Any]) -> set[str]:
    """Names that functions and methods use, those of attributes among them."""
    codes = [code for value in namespace.values() for code in codes_of(value)]
    used: set[str] = set()
    while codes:
        code = codes.pop()
        used.update(code.co_names)
        codes += [one for one in code.co_consts if isinstance(one, types.CodeType)]
    return used


def codes_of(value: Any) -> Iterator[types.CodeType]:
    """The code of a function, or of the methods of a class, of the submission."""
    found = vars(value).values() if isinstance(value, type) else [value]
    for one in found:
        code = getattr(one, "__code__", None) if isinstance(one, types.FunctionType) else None
        if code is not None and code.co_filename.startswith(FILE):
            yield code
