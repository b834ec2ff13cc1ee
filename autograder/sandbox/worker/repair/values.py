"""What the variables of a function hold, as expressions of its arguments.

Worker side, standard library only. Loops end what is known of what they change.
"""

import ast
import copy
from collections.abc import Iterator

from repair.syntax import binary, item, load

MOST_NODES = 80  # of an expression; a longer one is nobody's slip
SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Values:
    """The values of variables and of entries such as grads["dJ_dh"], after the statements so far.

    `written` are all expressions of these statements as they stand, `inlined` the same with what
    the variables in them hold. Those that have `other` names elsewhere hold these.
    """

    def __init__(self, other: dict[str, str] | None = None) -> None:
        self._other = other or {}
        self.known: dict[str, ast.expr | None] = {}
        self.written: list[ast.expr] = []
        self.inlined: list[ast.expr] = []

    def run(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._step(statement)

    def _step(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value):
                held = self._note(value)
                for target in targets:
                    self._give(target, held)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._give(target, self._note(value))
            case ast.AugAssign(target=target, op=op, value=value):
                before = copy.deepcopy(target)
                before.ctx = ast.Load()
                self._give(target, self._note(binary(before, op, value)))
            case ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
                self._note(value)
            case ast.If(test=test, body=body, orelse=other):
                self._note(test)
                self._branch(test, body, other)
            case ast.For() | ast.While():
                self._note(statement.iter if isinstance(statement, ast.For) else statement.test)
                changed = dict.fromkeys(stored_in(statement))
                self.known |= changed
                self.run(statement.body)
                self.known |= changed
            case ast.With(body=body) | ast.Try(body=body):
                self.run(body)

    def _note(self, value: ast.expr) -> ast.expr:
        held = self.inline(value)
        self.written.append(value)
        self.inlined.append(held)
        return held

    def _give(self, target: ast.expr, held: ast.expr) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            is_alike = isinstance(held, ast.Tuple) and len(held.elts) == len(target.elts)
            for at, one in enumerate(target.elts):
                self._give(one, held.elts[at] if is_alike else item(held, at))
        elif isinstance(target, (ast.Name, ast.Subscript)):
            name = ast.unparse(target)
            self.known[name] = load(held, self._other[name]) if name in self._other else held

    def _branch(self, test: ast.expr, body: list[ast.stmt], other: list[ast.stmt]) -> None:
        """Both ways of an `if`; afterwards a variable holds what either of them gave it."""
        before, held = dict(self.known), self.inline(test)
        self.run(body)
        one, self.known = self.known, dict(before)
        self.run(other)
        if ends(body):
            return
        if ends(other):
            self.known = one
            return
        for name in one.keys() | self.known.keys():
            first, second = one.get(name), self.known.get(name)
            if first is not second:
                is_known = first is not None and second is not None
                both = ast.IfExp(held, first, second) if is_known else None
                self.known[name] = both and ast.copy_location(both, test)

    def inline(self, value: ast.expr) -> ast.expr:
        """A copy of an expression, with what its variables hold in place of them."""
        own = {node.arg for node in ast.walk(value) if isinstance(node, ast.arg)}
        own |= set(stored_in(value))
        held = {name: one for name, one in self.known.items() if one is not None}
        inlined = Inlined({name: one for name, one in held.items() if name not in own})
        whole = inlined.visit(copy.deepcopy(value))
        return whole if size_of(whole) <= MOST_NODES else value


class Inlined(ast.NodeTransformer):
    """Puts expressions in place of names and entries, by their text."""

    def __init__(self, held: dict[str, ast.expr]) -> None:
        self._held = held

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._held.get(node.id, node))

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        held = self._held.get(ast.unparse(node))
        return copy.deepcopy(held) if held is not None else self.generic_visit(node)


def ends(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], LEAVES)


def stored_in(node: ast.AST) -> Iterator[str]:
    """The names, and the entries of dicts, that are given a value anywhere in it."""
    for one in ast.walk(node):
        if isinstance(getattr(one, "ctx", None), ast.Store):
            yield ast.unparse(one)


def size_of(node: ast.AST) -> int:
    """How many expressions and statements it is made of."""
    return sum(isinstance(one, (ast.expr, ast.stmt)) for one in ast.walk(node))
