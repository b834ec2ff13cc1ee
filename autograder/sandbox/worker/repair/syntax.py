"""Where the syntax tree of a function can be edited, and the nodes that edits are made of.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BLOCKS = ("body", "orelse", "finalbody")
REDUCTIONS = ("sum", "mean", "max", "min", "std", "var", "prod")
NOT_EDITED = (ast.JoinedStr, ast.arguments, ast.Raise, ast.Import, ast.ImportFrom, ast.alias)


@dataclass(slots=True)
class Place:
    """A node with what holds it: `owner` is a node, or a list of them, and `key` says where in it.

    `is_whole`: whether it is all that a statement computes, or an entry of that. `names` are reads
    of what has a value there: variables, and entries of dicts. `elements` are reads of arrays at
    the counters of loops, as x[:, j] is; `made` is what variables were computed by, where that is
    short, and `indices` are names of loops and in brackets.
    """

    owner: Any
    key: Any
    node: ast.AST
    statement: ast.stmt
    is_whole: bool = False
    names: list[ast.expr] = field(default_factory=list)
    made: dict[str, ast.expr] = field(default_factory=dict)
    indices: list[str] = field(default_factory=list)
    elements: list[ast.expr] = field(default_factory=list)

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


def every_place(unit: ast.stmt) -> list[Place]:
    """All places of a statement at the top of a module, in the order of the text."""
    found = list(_walk([unit], 0, unit, unit, whole=False))
    if not isinstance(unit, ast.FunctionDef):
        del found[0]
    return found


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


def is_everything(node: ast.AST) -> bool:
    """Whether it is the bare colon of an index, which stands for a whole axis."""
    return isinstance(node, ast.Slice) and not (node.lower or node.upper or node.step)


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
