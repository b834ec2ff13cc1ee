"""Edits that do the same at all places of a kind in a statement: who errs in one way errs twice.

Worker side, standard library only.
"""

import ast
from collections.abc import Callable, Iterator
from typing import Any

from repair.calls import called
from repair.edits import Change, Edit
from repair.exchanges import WRAPPERS, related
from repair.simple import OPTIONS
from repair.syntax import Place, attribute, call, constant, held, load, put

TOO_LARGE = (ast.FunctionDef, ast.ClassDef, ast.If, ast.For, ast.While, ast.With, ast.Try)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
NEUTRAL = {ast.Mult: 1, ast.Div: 1, ast.Pow: 1, ast.Add: 0, ast.Sub: 0}
NUMBERS = (0, 1, -1, 2)
MOST_TWINS = 8
Part = tuple[Any, Any, ast.AST]  # what holds a node, where, and the node
Twin = tuple[str, Callable[[Any, Any, Any], Change]]  # a kind of edit, and what it does to a part


def twins(
    place: Place, numpy: str | None, functions: list[str], words: list[str]
) -> Iterator[Edit]:
    """The same done at all places of a kind in a statement. `numpy` is its name here, `functions`
    are those of the submission itself, and `words` name what objects keep.
    """
    first, statement = place.node, place.statement
    if type(first) not in FAMILIES or isinstance(statement, TOO_LARGE):
        return
    alike = [part for part in parts_of(statement) if is_twin(first, part[2])]
    if not 1 < len(alike) <= MOST_TWINS or alike[0][2] is not first:
        return
    lines = first.lineno, max(node.end_lineno or node.lineno for *_, node in alike)
    for kind, change in FAMILIES[type(first)](place, alike, numpy, functions, words):
        yield Edit(kind, *lines, tuple(change(*part) for part in alike), statement)


def parts_of(statement: ast.stmt) -> Iterator[Part]:
    """All nodes of a statement."""
    for node in ast.walk(statement):
        for name, value in ast.iter_fields(node):
            yield from held(node, name, value)


def is_twin(first: ast.AST, other: ast.AST) -> bool:
    """Whether two nodes are of one kind."""
    match first, other:
        case ast.Call(), ast.Call():
            return called(first) == called(other)
        case ast.BinOp(), ast.BinOp():
            is_one_operator = type(first.op) is type(other.op)
            return is_one_operator and type(first.right) is type(other.right)
        case (ast.Name(id=one), ast.Name(id=two)) | (
            ast.Attribute(attr=one),
            ast.Attribute(attr=two),
        ):
            return one == two and is_read(first) and is_read(other)
        case ast.Subscript(), ast.Subscript():
            are_rows = not any(isinstance(one.slice, ast.Tuple) for one in (first, other))
            return are_rows and ast.dump(first.value) == ast.dump(other.value)
        case ast.Constant(value=int() | float() as one), ast.Constant(value=two):
            return type(one) is type(two) and one == two
    return False


def is_read(node: ast.AST) -> bool:
    return isinstance(getattr(node, "ctx", None), ast.Load)


def of_calls(_: Place, alike: list[Part], numpy: str | None, *__: Any) -> Iterator[Twin]:
    """Another function, an argument less, something around the first one."""
    calls = [node for *_, node in alike]
    if all(isinstance(node.func, ast.Attribute) for node in calls):
        for other in related(called(calls[0])):
            yield "function", lambda _, __, node, other=other: (node.func, "attr", other)
    if all(len(node.args) > 1 for node in calls):
        yield "arguments", lambda _, __, node: (node, "args", node.args[:-1])
    if numpy is not None and all(node.args for node in calls):
        for wrapper in WRAPPERS:
            around = attribute(load(calls[0], numpy), wrapper)
            yield "wrapper", lambda _, __, node, f=around: (node.args, 0, call(f, node.args[0]))


def of_operations(place: Place, *_: Any) -> Iterator[Twin]:
    """Another operator, or without what stands behind it."""
    own = type(place.node.op)
    for op in OPERATORS:
        if op is not own:
            yield "operator", lambda _, __, node, op=op: (node, "op", op())
    if own in NEUTRAL:
        number = constant(place.node, NEUTRAL[own])
        yield "dropped", lambda _, __, node: (node, "right", number)


def of_attributes(place: Place, *others: Any) -> Iterator[Twin]:
    """Without a transpose, or with another thing that an object keeps."""
    own, words = place.node.attr, others[-1]
    if own == "T":
        yield "transpose", lambda owner, key, node: (owner, key, node.value)
    for other in words if own in words else ():
        if other != own:
            yield "name", lambda _, __, node, name=other: (node, "attr", name)


def of_entries(place: Place, *_: Any) -> Iterator[Twin]:
    """Columns for rows."""
    if not isinstance(place.node.slice, (ast.Tuple, ast.Slice)):
        yield "index", lambda _, __, node: (node, "slice", column(node.slice))


def column(index: ast.expr) -> ast.Tuple:
    return put(ast.Tuple([put(ast.Slice(), index), index], ast.Load()), index)


def of_names(
    place: Place, _: list[Part], numpy: str | None, functions: list[str], *__: Any
) -> Iterator[Twin]:
    """Another name, or a function of it."""
    if not place.is_value:
        return
    for other in place.names:
        if isinstance(other, ast.Name) and other.id != place.node.id:
            yield "name", lambda _, __, node, name=other.id: (node, "id", name)
    around = [load(place.node, name) for name in functions]
    if numpy is not None:
        around += [attribute(load(place.node, numpy), name) for name in WRAPPERS]
    for function in around:
        yield "wrapper", lambda owner, key, node, f=function: (owner, key, call(f, node))


def of_constants(place: Place, *_: Any) -> Iterator[Twin]:
    option = place.owner.arg if isinstance(place.owner, ast.keyword) else ""
    for number in NUMBERS:
        if number != place.node.value:
            kind = option if option in OPTIONS else "constant"
            yield kind, lambda _, __, node, number=number: (node, "value", number)


FAMILIES: dict[type, Callable[..., Iterator[Twin]]] = {
    ast.Call: of_calls,
    ast.BinOp: of_operations,
    ast.Attribute: of_attributes,
    ast.Name: of_names,
    ast.Subscript: of_entries,
    ast.Constant: of_constants,
}
