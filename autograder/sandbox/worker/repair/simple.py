"""Edits that bring in no other name: what one slip of a pen changes, and so one edit puts right.

Worker side, standard library only. The likeliest edits of all.
"""

import ast
from collections.abc import Iterator

from repair.calls import of_call, together, with_first
from repair.chains import chain_of, opened, otherwise
from repair.edits import Edit, changed, edit, last_line
from repair.syntax import Place, attribute, binary, constant, negative, put

OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)
ONE_WAY = (ast.Sub, ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)  # operands cannot be exchanged
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
OPTIONS = ("axis", "keepdims", "ddof")
OPPOSITES = {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In}


def simple_edits(place: Place) -> Iterator[Edit]:
    """Edits that bring in no other name."""
    for family in FAMILIES.get(type(place.node), ()):
        yield from family(place)
    if isinstance(place.node, ast.stmt):
        yield from of_statement(place)


def of_operation(place: Place) -> Iterator[Edit]:
    node = place.node
    for op in OPERATORS:
        if not isinstance(node.op, op):
            one = changed("operator", place, (node, "op", op()))
            one.first, one.last = node.left.end_lineno or node.lineno, node.right.lineno
            yield one
    if isinstance(node.op, ONE_WAY):
        yield changed("order", place, (node, "left", node.right), (node, "right", node.left))
    yield edit("dropped", place, node.left)
    yield edit("dropped", place, node.right)
    if isinstance(node.op, ast.Sub):
        yield edit("dropped", place, negative(node.right))
    if isinstance(node.op, ast.Div):
        yield edit("dropped", place, binary(constant(node, 1), ast.Div(), node.right))
    if not is_in_chain(place):
        yield from (edit(kind, place, tree) for kind, tree in otherwise(node))
    yield from (edit("parentheses", place, tree) for tree in opened(node))
    inner = node.left
    if isinstance(inner, ast.Call) and inner.args:
        whole = binary(inner.args[0], node.op, node.right)
        yield edit("parentheses", place, with_first(inner, whole))
    yield from (edit("parentheses", place, tree) for tree in together(node))


def is_in_chain(place: Place) -> bool:
    """Whether an operation is a part of one around it, without brackets."""
    return isinstance(place.owner, ast.BinOp) and place.node not in chain_of(place.owner)[0]


def of_sign(place: Place) -> Iterator[Edit]:
    if isinstance(place.node.op, (ast.USub, ast.Not, ast.Invert)):
        yield edit("sign", place, place.node.operand)


def of_constant(place: Place) -> Iterator[Edit]:
    value = place.node.value
    option = place.owner.arg if isinstance(place.owner, ast.keyword) else ""
    kind = option if option in OPTIONS else "constant"
    if isinstance(value, bool):
        yield edit(kind, place, constant(place.node, not value))
    elif isinstance(value, (int, float)):
        near = (0, 1, value + 1, value - 1, 2 * value, value / 2, -value, 1 - value, value * value)
        near += (value / 10, value * 10, -1, 2, 0.5, None)
        kept = {str(value)}
        for other in near:
            if str(other) not in kept:
                kept.add(str(other))
                yield edit(kind, place, constant(place.node, other))


def of_comparison(place: Place) -> Iterator[Edit]:
    node = place.node
    for at, op in enumerate(node.ops):
        others = (
            [o for o in COMPARISONS if not isinstance(op, o)] if type(op) in COMPARISONS else []
        )
        others += [OPPOSITES[type(op)]] if type(op) in OPPOSITES else []
        for other in others:
            yield changed("comparison", place, (node.ops, at, other()))
    if len(node.ops) == 1:
        right = node.comparators[0]
        yield changed("order", place, (node, "left", right), (node.comparators, 0, node.left))
        for step in (ast.Add(), ast.Sub()):
            more = binary(right, step, constant(right, 1))
            yield changed("constant", place, (node.comparators, 0, more))


def of_choice(place: Place) -> Iterator[Edit]:
    """An `and` or `or`."""
    node = place.node
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield changed("condition", place, (node, "op", other))
    for value in node.values:
        yield edit("condition", place, value)


def of_branches(place: Place) -> Iterator[Edit]:
    """A condition, of a statement or of an expression."""
    node = place.node
    test = Place(node, "test", node.test, place.statement)
    yield edit("condition", test, put(ast.UnaryOp(ast.Not(), node.test), node.test))
    if isinstance(node, ast.IfExp):
        yield edit("condition", place, node.body)
        yield edit("condition", place, node.orelse)
    else:
        for always in (True, False):
            yield edit("condition", test, constant(node.test, always))


def of_attribute(place: Place) -> Iterator[Edit]:
    if place.node.attr == "T":
        yield edit("transpose", place, place.node.value)


def of_transposable(place: Place) -> Iterator[Edit]:
    """A name, an entry, a call: its transpose."""
    is_transposed = isinstance(place.owner, ast.Attribute) and place.owner.attr == "T"
    if place.is_value and not is_transposed:
        yield edit("transpose", place, attribute(place.node, "T"))


def of_slice(place: Place) -> Iterator[Edit]:
    node = place.node
    for bound in ("lower", "upper"):
        now = getattr(node, bound)
        others = [None] if now is not None else [-1, 1]
        for other in others:
            new = None if other is None else constant(node, other)
            yield changed("index", place, (node, bound, new))
    if node.lower is not None and node.upper is None:
        yield changed("index", place, (node, "upper", negative(node.lower)), (node, "lower", None))
    if node.lower is None and isinstance(node.upper, ast.UnaryOp):
        yield changed("index", place, (node, "lower", node.upper.operand), (node, "upper", None))


def of_index(place: Place) -> Iterator[Edit]:
    node = place.node
    index = node.slice
    if place.is_value:
        yield edit("index", place, node.value)
    if isinstance(index, (ast.Name, ast.BinOp)):
        for step in (ast.Add(), ast.Sub()):
            yield changed("index", place, (node, "slice", binary(index, step, constant(index, 1))))
    if isinstance(index, ast.Name):
        columns = put(ast.Tuple([put(ast.Slice(), index), index], ast.Load()), index)
        yield changed("index", place, (node, "slice", columns))
    if isinstance(index, ast.Tuple) and len(index.elts) == 2:
        turned = put(ast.Tuple(index.elts[::-1], ast.Load()), index)
        yield changed("index", place, (node, "slice", turned))


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


def of_assignment(place: Place) -> Iterator[Edit]:
    """Two targets exchanged; something added or subtracted in place of a new value."""
    node = place.node
    for target in node.targets:
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            first, second = target.elts
            yield changed("order", place, (target.elts, 0, second), (target.elts, 1, first))
        if isinstance(target, (ast.Name, ast.Subscript)) and len(node.targets) == 1:
            for op in (ast.Add(), ast.Sub()):
                yield edit("in_place", place, put(ast.AugAssign(target, op, node.value), node))


def of_loop(place: Place) -> Iterator[Edit]:
    """The last statement of a loop moved behind it."""
    node, block = place.node, place.owner
    if len(node.body) > 1:
        last = node.body[-1]
        after = [*block[: place.key + 1], last, *block[place.key + 1 :]]
        changes = (node, "body", node.body[:-1]), (block, slice(None), after)
        yield Edit("sequence", last.lineno, last_line(last), changes, last)


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
    for name in place.names:
        if isinstance(name, ast.Name):
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


FAMILIES: dict[type, tuple] = {
    ast.BinOp: (of_operation,),
    ast.UnaryOp: (of_sign,),
    ast.Constant: (of_constant,),
    ast.Compare: (of_comparison,),
    ast.BoolOp: (of_choice,),
    ast.Assign: (of_assignment,),
    ast.If: (of_branches, of_counters),
    ast.For: (of_counters, of_loop, of_overwritten),
    ast.While: (of_branches, of_counters, of_loop),
    ast.IfExp: (of_branches,),
    ast.Attribute: (of_attribute,),
    ast.Call: (of_call, of_transposable),
    ast.Name: (of_transposable,),
    ast.Subscript: (of_index, of_transposable),
    ast.Slice: (of_slice,),
}
