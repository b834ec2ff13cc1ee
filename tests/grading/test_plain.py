"""Code that can do nothing but compute: is it told from code that could read a right function?"""

import pytest
from bundled import COURSE

from autograder.grading.repair.own_text import blocks_in
from autograder.grading.repair.plain import is_plain, plain_blocks

SAFE = '''
def softmax(o, axis: int = -1) -> np.ndarray:
    """It is e^o over its sum."""
    # ______ here ______
    if not np.isfinite(o).all():
        raise ValueError(f"of {o.shape}: {axis!r}")
    e = np.exp(o - np.max(o, axis=axis, keepdims=True))
    return e / sum(e[..., k] for k in range(len(o)))[..., None]
'''


@pytest.mark.parametrize(
    "text",
    [
        SAFE,
        "import numpy as np",
        "import math",
        "from math import sqrt, pi",
        "from numpy.linalg import norm as length",
        "from typing import Any, Callable",
        "PHI = {'relu': lambda z: np.maximum(z, 0), 'tanh': np.tanh}",
        "def f(cache):\n    W1, (z, h) = cache['W1'], cache.get('zh')\n    return W1.T @ z.copy()",
        "def f(rng):\n    return rng.normal(size=(2, 3)).astype(float)",
        "def f(A, b):\n    return np.linalg.solve(A, b) + np.linalg.svd(A)[1] + np.gradient(b)",
        "def f(x):\n    return np.linalg.multi_dot(x) + np.bincount(x) + np.rint(x) + np.interp(x)",
    ],
)
def test_what_computes(text):
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "import sys",
        "import numpy as np, os",
        "import os as np",
        "from numpy import load",
        "from numpy import lib as exp",
        "from typing import get_type_hints",
        "from os import *",
        "def f(x):\n    return x.__class__",
        "def f(x):\n    return getattr(x, 'gi_' + 'frame')",
        "def f(x):\n    return f'{x.gi_frame}'",
        "def f(x):\n    return f'{x . gi_frame}'",
        "def f(x):\n    return '{0.gi_frame}'.format(x)",
        "def f(x):\n    return x.gi_frame",
        "def f(x):\n    return x. \\\n gi_frame",
        "def f(x):\n    yield x",
        "class A:\n    pass",
        "def f(x):\n    import sys",
        "def f(x):\n    from sys import exit",
        "def f(x):\n    return np.load(x)",
        "def f(x):\n    return globals()",
        "def f(x):\n    return vars()",
        "def f(x):\n    return eval(x)",
        "def f(x):\n    return open(x)",
        "def f(x):\n    return type(x)",
        "def f(x):\n    global y\n    y = x",
        "def f(x):\n    match x:\n        case A(gi_frame=y):\n            return y",
        "def f(x):\n    try:\n        pass\n    except OSError as e:\n        return e",
        "def f(x):\n    try:\n        pass\n    except KeyError as e:\n        return e.obj",
        "def f(x:",
        "x = '",
    ],
)
def test_what_could_do_more(text):
    assert not is_plain(text)


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda a: a.name)
def test_a_right_homework_is_plain(assignment):
    cells = [("the file", assignment.solution.read_text(), False)]
    for function in assignment.functions:
        blocks = plain_blocks(blocks_in(cells), [function])
        assert any(f"def {function}(" in block.text for block in blocks)


def test_only_what_a_function_needs_is_taken():
    notebook = [
        ("a", "import os\nimport numpy as np\nSCALE, SHIFT = 2, 3\nprint(os.getcwd())", False),
        ("b", "def g(x):\n    return SCALE * x\n\ndef f(x):\n    return g(np.exp(x))", False),
        ("c", "def h(x):\n    return os.listdir(x)", False),
    ]
    found = plain_blocks(blocks_in(notebook), ["f"])
    assert [(block.cell, block.first) for block in found] == [(0, 2), (0, 3), (1, 1), (1, 4)]
    assert plain_blocks(blocks_in(notebook), ["f", "h"]) == []
