"""Where the syntax tree of a function can be edited, and the nodes that edits are made of.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_NAMES = 24  # in scope at one place, those of a dict among them
MOST_MADE = 12  # expressions in what a variable is computed by
BLOCKS = ("body", "orelse", "finalbody")
REDUCTIONS = ("sum", "mean", "max", "min", "std", "var", "prod")
NOT_EDITED = (ast.JoinedStr, ast.arguments, ast.Raise, ast.Import, ast.ImportFrom, ast.alias)


@dataclass(slots=True)
class Place:
    """A node with what holds it: `owner` is a node, or a list of them, and `key` says where in it.

    `is_whole`: whether it is all that a statement computes, or an entry of that. `names` are reads
    of what has a value there: variables, and entries of dicts; `made` is what variables were
    computed by, where that is short, and `indices` are names of loops and in brackets.
    """

    owner: Any
    key: Any
    node: ast.AST
    statement: ast.stmt
    is_whole: bool = False
    names: list[ast.expr] = field(default_factory=list)
    made: dict[str, ast.expr] = field(default_factory=dict)
    indices: list[str] = field(default_factory=list)

    @property
    def is_callee(self) -> bool:
        return isinstance(self.owner, ast.Call) and self.key == "func"

    @property
    def is_value(self) -> bool:
        """Whether it is an expression that could be any other one."""
        is_load = isinstance(getattr(self.node, "ctx", None) or ast.Load(), ast.Load)
        is_part = isinstance(self.node, (ast.Slice, ast.Starred, ast.Lambda, ast.Constant))
        is_expression = isinstance(self.node, ast.expr) and not is_part
        return is_expression and is_load and not self.is_callee and not self.is_module

    @property
    def is_module(self) -> bool:
        """Whether it is what a name is looked up in, as np is in np.exp."""
        is_name = isinstance(self.owner, ast.Attribute) and isinstance(self.node, ast.Name)
        return is_name and self.owner.attr not in ("T", "shape", "size", "ndim", *METHODS)


METHODS = (*REDUCTIONS, "copy", "astype", "reshape", "transpose", "dot", "item")


def places_in(unit: ast.stmt, keys: dict[str, list[str]]) -> list[Place]:
    """All places of a statement at the top of a module, in the order of the text.

    `keys` are those of dicts that are arguments, by the name of the parameter.
    """
    found = list(_walk([unit], 0, unit, unit, whole=False))
    if not isinstance(unit, ast.FunctionDef):
        del found[0]
    parts = methods_of(unit) or [unit]
    fields = [] if parts == [unit] else fields_of(unit)
    for part in parts:
        known, made = names_of(part, keys) + fields, made_in(part)
        indices = indices_in(part)
        for place in found:
            line = place.statement.lineno
            if part.lineno <= line <= (part.end_lineno or line):
                place.names = [read for first, read in known if first < line][:MOST_NAMES]
                place.made = {name: value for at, name, value in made if at < line}
                place.indices = indices
    return found


def made_in(part: ast.stmt) -> list[tuple[int, str, ast.expr]]:
    """The lines at which variables are given a short expression, in order."""
    found = []
    for node in ast.walk(part):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and expressions_in(node.value) <= MOST_MADE:
            found.append((node.lineno, target.id, node.value))
    return sorted(found, key=lambda one: one[0])


def indices_in(part: ast.stmt) -> list[str]:
    """The names of loops, and those that stand in the brackets of an index."""
    loops = [node.target for node in ast.walk(part) if isinstance(node, ast.For)]
    slices = [node.slice for node in ast.walk(part) if isinstance(node, ast.Subscript)]
    return list(dict.fromkeys(one.id for one in loops + slices if isinstance(one, ast.Name)))


def expressions_in(node: ast.AST) -> int:
    return sum(isinstance(one, ast.expr) for one in ast.walk(node))


def methods_of(unit: ast.stmt) -> list[ast.stmt]:
    """The functions of a class; none of anything else."""
    body = unit.body if isinstance(unit, ast.ClassDef) else []
    return [node for node in body if isinstance(node, ast.FunctionDef)]


def fields_of(unit: ast.stmt) -> list[tuple[int, ast.expr]]:
    """What the methods of a class keep in `self`: it has a value at any line."""
    stored = [n for n in ast.walk(unit) if is_field(n) and isinstance(n.ctx, ast.Store)]
    names = dict.fromkeys(node.attr for node in stored)
    return [(0, attribute(load(unit, "self"), name)) for name in names]


def is_field(node: ast.AST) -> bool:
    """Whether it is an attribute of the object that a method is of, as self.w is."""
    is_of_name = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    return is_of_name and node.value.id == "self"


def _walk(
    owner: Any, key: Any, node: ast.AST, statement: ast.stmt, *, whole: bool
) -> Iterator[Place]:
    yield Place(owner, key, node, statement, is_whole=whole)
    if isinstance(node, ast.FunctionDef):
        yield from _defaults(node)
    if isinstance(node, NOT_EDITED) or is_docstring(node):
        return
    for name, value in ast.iter_fields(node):
        if name in ("decorator_list", "annotation", "returns", "ops", "op", "ctx", "type_ignores"):
            continue
        for where, at, child in held(node, name, value):
            inner = child if isinstance(child, ast.stmt) else statement
            is_whole = name == "value" and isinstance(node, ast.stmt)
            is_whole |= whole and isinstance(node, (ast.Dict, ast.Tuple, ast.List))
            yield from _walk(where, at, child, inner, whole=is_whole)


def _defaults(node: ast.FunctionDef) -> Iterator[Place]:
    for values in (node.args.defaults, node.args.kw_defaults):
        for at, value in enumerate(values):
            if value is not None:
                yield Place(values, at, value, node)


def held(node: ast.AST, name: str, value: Any) -> Iterator[tuple[Any, Any, ast.AST]]:
    """What a field of a node holds: (holder, key in it, node)."""
    if isinstance(value, ast.AST):
        yield node, name, value
    elif isinstance(value, list):
        yield from ((value, at, one) for at, one in enumerate(value) if isinstance(one, ast.AST))


def is_docstring(node: ast.AST) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text and isinstance(node.value.value, str)


def names_of(unit: ast.stmt, keys: dict[str, list[str]]) -> list[tuple[int, ast.expr]]:
    """What has a value in a function: the line of the first one, and a node that reads it."""
    found: dict[str, tuple[int, ast.expr]] = {}
    for node in ast.walk(unit):
        if isinstance(node, ast.arg):
            found.setdefault(node.arg, (0, load(node, node.arg)))
            for key in keys.get(node.arg, ()):
                entry = item(load(node, node.arg), key)
                found.setdefault(ast.unparse(entry), (0, entry))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, (node.lineno, load(node, node.id)))
        elif is_entry(node) and isinstance(node.ctx, ast.Store):
            entry = item(load(node, node.value.id), node.slice.value)
            found.setdefault(ast.unparse(entry), (node.lineno, entry))
    return list(found.values())


def is_entry(node: ast.AST) -> bool:
    """Whether it is an entry of a dict, as cache["h"] is."""
    is_of_name = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)
    return is_of_name and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)


def alike(one: ast.AST, other: ast.AST) -> bool:
    """Whether two reads of a name, of a field or of an entry are of the same."""
    if isinstance(one, ast.Name) and isinstance(other, ast.Name):
        return one.id == other.id
    if is_field(one) and is_field(other):
        return one.attr == other.attr
    if not (is_entry(one) and is_entry(other)):
        return False
    return one.value.id == other.value.id and one.slice.value == other.slice.value


# --- nodes ---
def put(node: ast.AST, at: ast.AST) -> Any:
    """A new node, at the place of another one in the text: what is compiled has to have one."""
    node.lineno, node.col_offset = at.lineno, at.col_offset
    return node


def load(at: ast.AST, name: str) -> ast.Name:
    return put(ast.Name(name, ast.Load()), at)


def item(container: ast.expr, key: Any) -> ast.Subscript:
    return put(ast.Subscript(container, constant(container, key), ast.Load()), container)


def constant(at: ast.AST, value: Any) -> ast.expr:
    """A number, or another constant; a negative number is what Python makes of it."""
    return put(ast.Constant(value), at)


def binary(left: ast.expr, op: ast.operator, right: ast.expr) -> ast.BinOp:
    return put(ast.BinOp(left, op, right), left)


def negative(value: ast.expr) -> ast.UnaryOp:
    return put(ast.UnaryOp(ast.USub(), value), value)


def attribute(value: ast.expr, name: str) -> ast.Attribute:
    return put(ast.Attribute(value, name, ast.Load()), value)


def call(function: ast.expr, *args: ast.expr, **named: Any) -> ast.Call:
    """A call; arguments that are given by name are constants."""
    at = args[0] if args else function
    keywords = [put(ast.keyword(name, constant(at, value)), at) for name, value in named.items()]
    return put(ast.Call(function, list(args), keywords), at)
