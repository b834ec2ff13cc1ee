"""Whether two expressions are alike, but for the way they are written.

Worker side, standard library only.
"""

import ast
import copy

from repair.syntax import REDUCTIONS, attribute, binary, constant, item

OPERATORS = {
    "dot": ast.MatMult,
    "matmul": ast.MatMult,
    "multiply": ast.Mult,
    "add": ast.Add,
    "subtract": ast.Sub,
    "divide": ast.Div,
    "power": ast.Pow,
}
SAME_VALUE = ("asarray", "array", "float", "copy", "astype", "float64")
EITHER_WAY = (ast.Add, ast.Mult)
MODULES = ("np", "numpy", "math", "right.np", "right.math")


def canonical(value: ast.expr) -> str:
    """A text that is the same for expressions that differ in the way they are written alone."""
    return ast.dump(Canonical().visit(copy.deepcopy(value)))


class Canonical(ast.NodeTransformer):
    """One of the many ways to write an expression: x.T for np.transpose(x), @ for np.dot."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        owner = getattr(node.func, "value", None)
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        is_of_module = owner is None or (isinstance(owner, ast.Name) and owner.id in MODULES)
        values = node.args if is_of_module else [owner, *node.args]
        if name in OPERATORS and len(values) == 2:
            return self.visit_BinOp(binary(values[0], OPERATORS[name](), values[1]))
        if name in REDUCTIONS and values:
            return ast.Call(attribute(values[0], name), values[1:], node.keywords)
        if name in ("maximum", "minimum"):
            node.args.sort(key=ast.dump)
        return WAYS[name](values[0]) if name in WAYS and len(values) > 0 else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.op, EITHER_WAY):
            node.left, node.right = sorted((node.left, node.right), key=ast.dump)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        is_whole = isinstance(node.value, float) and node.value.is_integer()
        return constant(node, int(node.value)) if is_whole else node


WAYS = {
    "transpose": lambda value: attribute(value, "T"),
    "square": lambda value: binary(value, ast.Pow(), constant(value, 2)),
    "len": lambda value: item(attribute(value, "shape"), 0),
    **dict.fromkeys(SAME_VALUE, lambda value: value),
}
