"""Right functions beside a student's own: their pieces, in the student's names.

Worker side, standard library only. A session with donors loads nothing but plain code, which can
compute and cannot read the code of another function (`grading/repair/plain.py`).
"""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from names import bound_by
from repair.alignment import aligned
from repair.canonical import canonical
from repair.values import Values, size_of, stored_in

MOST_PIECES = 200
MOST_STATEMENT = 30  # expressions and statements that one is made of
MODULES = ("numpy", "math")
SIZES = ("shape", "size", "ndim")
SIZED = ("len", "shape", "size", "ndim", "zeros_like", "ones_like", "empty_like", "full_like")
SIMPLE = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.If)


@dataclass
class Donor:
    """Expressions and statements of right functions. A helper of theirs has a name with a dot in
    it, as right._one_hot: no code can say it, and misconceptions are written so.
    """

    pieces: list["Piece"]
    statements: list["Piece"]


class Piece:
    """A part of a right function; `names` are those that have to have a value where it stands."""

    def __init__(self, tree: ast.expr | ast.stmt) -> None:
        self.tree, self.reads, self.size = tree, uses_in(tree), size_of(tree)
        self.names = reads_in(tree).keys() - {*stored_in(tree), *arguments_in(tree)}
        self.parts = {ast.dump(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}


def donor_of(
    text: str, function: str, own: ast.stmt, namespace: dict[str, Any], args: tuple
) -> Donor:
    """The pieces of all right functions in `text`, for a student's own one, which is wrong at
    `args`; they and their helpers and imports come into the namespace.
    """
    body = ast.parse(text).body
    names = {name: place(name, namespace) for node in body for name in bound_by(node)}
    right = [node for node in body if is_right(node, function)]
    tree = ast.fix_missing_locations(Renamed(names).visit(ast.Module(body, [])))
    exec(compile(tree, "donors", "exec"), namespace)  # noqa: S102
    held = own_values(own)
    pieces: dict[str, ast.expr] = {}
    statements: list[Piece] = []
    for node in right:
        mine = Renamed(parameters(node, own)).visit(node)
        both = namespace[function], namespace[node.name]
        other = aligned(*both, args)
        for values in (Values(), Values(other)):
            values.run(mine.body)
            for value in [*values.written, *values.inlined]:
                for piece in parts_of(value):
                    for one in (Folded(held).visit(copy.deepcopy(piece)), piece):
                        pieces.setdefault(ast.dump(one), one)
        statements += map(Piece, simple_in(mine))
    smallest = map(Piece, sorted(pieces.values(), key=size_of))
    itself = {node.name for node in right}
    parts = [piece for piece in smallest if not piece.names & itself]
    return Donor(parts[:MOST_PIECES], statements)


def reads_in(node: ast.AST) -> Counter[str]:
    """How often each name is read; d is not where d["h"] is given a value."""
    written = {id(one) for one in written_in(node)}
    names = (one for one in ast.walk(node) if isinstance(one, ast.Name))
    return Counter(one.id for one in names if id(one) not in written)


def uses_in(node: ast.AST) -> Counter[str]:
    """How often each name is read for more than its size."""
    return reads_in(node) - Counter(name.id for one in ast.walk(node) for name in sized_by(one))


def sized_by(node: ast.AST) -> list[ast.Name]:
    """The names of which it is the size, as len(x) and x.shape are, or of whose size it is."""
    parts: list[ast.AST] = [node.value] if getattr(node, "attr", "") in SIZES else []
    if isinstance(node, ast.Call) and node.args:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        parts = [node.args[0]] if name in SIZED else parts
    return [part for part in parts if isinstance(part, ast.Name)]


def written_in(node: ast.AST) -> Iterator[ast.Name]:
    """The names that are given a value, or an entry."""
    for one in ast.walk(node):
        name = one.value if isinstance(one, ast.Subscript) else one
        if isinstance(getattr(one, "ctx", None), ast.Store) and isinstance(name, ast.Name):
            yield name


def arguments_in(node: ast.AST) -> Iterator[str]:
    return (one.arg for one in ast.walk(node) if isinstance(one, ast.arg))


def place(name: str, namespace: dict[str, Any]) -> str:
    """What a name of the right module is called in the student's one."""
    value = namespace.get(name)
    return name if isinstance(value, type(ast)) and value.__name__ in MODULES else f"right.{name}"


def is_right(node: ast.stmt, function: str) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.partition("__")[0] == function


def own_values(own: ast.stmt) -> dict[str, ast.expr]:
    """The student's variables and entries, by what they hold; of those that hold one thing."""
    values = Values()
    values.run(getattr(own, "body", []))
    known = {name: held for name, held in values.known.items() if held is not None}
    read = {name: ast.parse(name, mode="eval").body for name in known}
    return {canonical(held): read[name] for name, held in known.items() if size_of(held) > 1}


def parameters(right: ast.FunctionDef, own: ast.stmt) -> dict[str, str]:
    """The student's parameters by those of the right function, in order."""
    args = getattr(own, "args", None)
    mine = [arg.arg for arg in args.args] if args else []
    return {arg.arg: name for arg, name in zip(right.args.args, mine, strict=False)}


def parts_of(value: ast.expr) -> Iterator[ast.expr]:
    """An expression, and those that it is made of; what is called is none without its call."""
    called = {id(node.func) for node in ast.walk(value) if isinstance(node, ast.Call)}
    for node in ast.walk(value):
        is_load = isinstance(getattr(node, "ctx", None) or ast.Load(), ast.Load)
        is_part = isinstance(node, (ast.Constant, ast.Starred, ast.Slice, ast.Name))
        if isinstance(node, ast.expr) and is_load and not is_part and id(node) not in called:
            yield node


def simple_in(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Statements that are not large; one that returns would answer for all of a function."""
    for node in ast.walk(function):
        returns = any(isinstance(one, ast.Return) for one in ast.walk(node))
        if isinstance(node, SIMPLE) and not returns and size_of(node) <= MOST_STATEMENT:
            yield node


class Renamed(ast.NodeTransformer):
    """Other names for variables, parameters and definitions, and no annotations."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg, node.annotation = self._names.get(node.arg, node.arg), None
        return node

    def visit_alias(self, node: ast.alias) -> ast.alias:
        name = node.asname or node.name
        node.asname = self._names.get(name, name)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        node.name, node.returns = self._names.get(node.name, node.name), None
        return self.generic_visit(node)


class Folded(ast.NodeTransformer):
    """Puts the student's own variables in place of what they hold."""

    def __init__(self, held: dict[str, ast.expr]) -> None:
        self._held = held

    def visit(self, node: ast.AST) -> ast.AST:
        name = self._held.get(canonical(node)) if isinstance(node, ast.expr) else None
        return copy.deepcopy(name) if name is not None else super().generic_visit(node)
