"""The attacks: every public function of the files in `submissions`; each file is a submission."""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

SUBMISSIONS = Path(__file__).parent / "submissions"
# With an argument that says where things are: returning means getting through.
REACHING = ("files", "processes", "kernel", "network", "limits", "channels")
# Asked for 2 * x: being judged right means getting through.
LYING = ("values", "frames")
HELPERS = {"clock_of", "shared", "page", "any_of", "checked", "call", "frame", "answer", "send"}


@dataclass(frozen=True)
class Attack:
    """A function of a submission; `row` is that of the list of attacks, or Own."""

    module: str
    name: str
    row: str
    what: str

    def __str__(self):
        return f"{self.module}.{self.name}"

    @property
    def source(self):
        return source(self.module)


@functools.cache
def source(module):
    return (SUBMISSIONS / f"{module}.py").read_text()


def attacks(*modules):
    """The attacks of these files, in the order in which they stand there."""
    found = []
    for module in modules:
        for node in ast.parse(source(module)).body:
            if isinstance(node, ast.FunctionDef) and node.name not in HELPERS:
                row, what = ast.get_docstring(node).split(". ", 1)
                found.append(Attack(module, node.name, row, what.splitlines()[0]))
    return found
