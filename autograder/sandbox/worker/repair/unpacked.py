"""Edits of how many names a value is taken apart into: one more, or one less.

Worker side, standard library only.
"""

import ast
import builtins
from collections.abc import Collection, Iterator

from repair.edits import Edit
from repair.syntax import Place, put
from repair.units import own_names

UNUSED = "_"
MOST_NEW = 2  # names that may be missing


def unpacked(place: Place, names: Collection[str]) -> Iterator[Edit]:
    """Other numbers of names for each `a, b = value` of a function; `names` are those that the
    submission has at its top.
    """
    function = place.node
    if not isinstance(function, ast.FunctionDef):
        return
    new = [*unknown(function, names)[:MOST_NEW], UNUSED]
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=[_, *_] as own) as target]):
                for elts in (*one_more(own, new, target), *one_less(own)):
                    first, last = node.lineno, node.end_lineno or node.lineno
                    changes = ((target, "elts", elts),)
                    yield Edit("unpacked", first, last, changes, place.statement)


def unknown(function: ast.FunctionDef, names: Collection[str]) -> list[str]:
    """The names that a function reads, and that have a value nowhere."""
    read = dict.fromkeys(node.id for node in ast.walk(function) if isinstance(node, ast.Name))
    known = own_names(function).union(names, dir(builtins))
    return [name for name in read if name not in known]


def one_more(own: list[ast.expr], new: list[str], at: ast.AST) -> Iterator[list[ast.expr]]:
    for name in new:
        for n in range(len(own) + 1):
            yield [*own[:n], put(ast.Name(name, ast.Store()), at), *own[n:]]


def one_less(own: list[ast.expr]) -> Iterator[list[ast.expr]]:
    for n in range(len(own)):
        yield [*own[:n], *own[n + 1 :]]
