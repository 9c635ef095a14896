"""The products ``A @ B`` of a cell, by SciPy's BLAS: NumPy has none in a browser.

A product of large tables then takes a fifth to a ninth of the time.  Nothing else changes:
what the package does not take to BLAS, and all before SciPy is there, goes to NumPy.
"""

import ast
import operator
import sys

NAME = "__product__"


def product(left, right):
    """Compute ``left @ right``."""
    ours = sys.modules.get("ninetytwo.products")
    if ours is None or "scipy.linalg" not in sys.modules:
        return operator.matmul(left, right)
    return ours.product(left, right)


class _Replace(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.MatMult):
            return node
        name = ast.copy_location(ast.Name(NAME, ast.Load()), node)
        return ast.copy_location(ast.Call(name, [node.left, node.right], []), node)


def with_fast_products(tree):
    """Return the syntax tree of a cell with its products replaced by calls of `product`."""
    return _Replace().visit(tree)
