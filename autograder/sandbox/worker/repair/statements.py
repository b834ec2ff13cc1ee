"""Edits of whole statements, and of the blocks that they stand in.

Worker side, standard library only.
"""

import ast
from collections.abc import Iterator

from repair.edits import Edit, changed, edit, last_line
from repair.syntax import Place, binary, constant, put


def of_statement(place: Place) -> Iterator[Edit]:
    """A statement left out, exchanged with the next, in place made new and the other way round."""
    node, block = place.node, place.owner
    if isinstance(block, list):
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield edit("left_out", place, put(ast.Pass(), node))
        if place.key + 1 < len(block) and not isinstance(node, ast.FunctionDef):
            following = block[place.key + 1]
            changes = (block, place.key, following), (block, place.key + 1, node)
            yield Edit("sequence", node.lineno, last_line(following), changes, node)
    if isinstance(node, ast.AugAssign):
        for op in (ast.Add, ast.Sub, ast.Mult, ast.Div):
            if not isinstance(node.op, op):
                yield changed("operator", place, (node, "op", op()))
        yield edit("in_place", place, put(ast.Assign([node.target], node.value), node))
        read = as_read(node.target)
        new = binary(read, node.op, node.value)
        yield edit("in_place", place, put(ast.Assign([node.target], new), node))
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, (ast.Name, ast.Subscript, ast.Attribute)):
            for op in (ast.Add, ast.Sub, ast.Mult, ast.Div):
                yield edit("in_place", place, put(ast.AugAssign(target, op(), node.value), node))


def of_lost_value(place: Place) -> Iterator[Edit]:
    """A value that is computed and not kept, given to a name that is in use."""
    node = place.node
    if isinstance(node.value, (ast.Call, ast.BinOp)):
        names = [name for name in place.names if isinstance(name, ast.Name)]
        kept = (put(ast.Assign([as_target(name)], node.value), node) for name in names)
        yield from (edit("statement", place, statement) for statement in kept)


def of_block(place: Place) -> Iterator[Edit]:
    """The last statement of a block moved behind it, or the next one into it."""
    node, block = place.node, place.owner
    if len(node.body) > 1:
        last = node.body[-1]
        after = [*block[: place.key + 1], last, *block[place.key + 1 :]]
        changes = (node, "body", node.body[:-1]), (block, slice(None), after)
        yield Edit("sequence", last.lineno, last_line(last), changes, last)
    if place.key + 1 < len(block):
        following = block[place.key + 1]
        fewer = [*block[: place.key + 1], *block[place.key + 2 :]]
        changes = (node, "body", [*node.body, following]), (block, slice(None), fewer)
        yield Edit("indent", following.lineno, last_line(following), changes, following)


def of_overwritten(place: Place) -> Iterator[Edit]:
    """What a loop makes of a variable, under another name: the next turn begins with it again."""
    body = place.node.body
    for at, one in enumerate(body):
        if not isinstance(one, (ast.Assign, ast.AugAssign)):
            continue
        named = [node for node in ast.walk(one) if isinstance(node, ast.Name)]
        stored = {node.id for node in named if isinstance(node.ctx, ast.Store)}
        is_changed = isinstance(one, ast.AugAssign)
        read = {node.id for node in named if isinstance(node.ctx, ast.Load)}
        for name in sorted(stored if is_changed else stored & read):
            later = [n for other in body[at + 1 :] for n in ast.walk(other) if is_of(n, name)]
            changes = [(node, "id", f"{name}_") for node in later]
            if is_changed:
                new = binary(as_read(one.target), one.op, one.value)
                fresh = put(ast.Name(f"{name}_", ast.Store()), one)
                changes.append((body, at, put(ast.Assign([fresh], new), one)))
            else:
                targets = [node for node in named if is_of(node, name, ast.Store)]
                changes += [(node, "id", f"{name}_") for node in targets]
            yield Edit("overwritten", one.lineno, last_line(one), tuple(changes), one)


def is_of(node: ast.AST, name: str, context: type = ast.Load) -> bool:
    """Whether it is a name, read or written."""
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, context)


def of_counters(place: Place) -> Iterator[Edit]:
    """A name that is set to 0 at the beginning of a block."""
    node = place.node
    counted = [one.target for one in ast.walk(node) if isinstance(one, ast.AugAssign)]
    names = {name.id: name for name in [*place.names, *counted] if isinstance(name, ast.Name)}
    for name in names.values():
        first = node.body[0]
        reset = put(ast.Assign([as_target(name)], constant(first, 0)), first)
        changes = ((node, "body", [reset, *node.body]),)
        yield Edit("missing", node.lineno, first.lineno, changes, node)


def as_target(name: ast.Name) -> ast.Name:
    return put(ast.Name(name.id, ast.Store()), name)


def as_read(target: ast.expr) -> ast.expr:
    """A target of an assignment as a value."""
    read = type(target)(**{name: getattr(target, name) for name in target._fields})
    read.ctx = ast.Load()
    return put(read, target)
