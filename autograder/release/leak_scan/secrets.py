"""What is secret about an assignment: answers, references, wrong formulas, hidden tests, the seed.

The leak scan looks for these prints; none of them is ever shown.
"""

import ast
import base64
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from autograder.course.assignment import Assignment
from autograder.course.authoring_errors import parse
from autograder.course.bundled import PACKAGE
from autograder.release.leak_scan import fingerprint
from autograder.release.leak_scan.decoding import numbers_of
from autograder.testing.reference_cases import Cases

# Tokens. A wrong formula has pieces of right ones, a hidden test of public ones: it takes more.
RUN, LONG_RUN = 10, 20
HINT_WORDS = 5
COMMON_PREFIXES = {"/", "/usr", "/usr/local", "/tmp"}  # noqa: S108 - a word to look for


@dataclass
class Secrets:
    """Prints of all that is secret about an assignment, each with the name it is reported by."""

    trees: dict[str, str] = field(default_factory=dict)
    runs: dict[tuple[str, ...], str] = field(default_factory=dict)
    rows: dict[tuple[str, ...], str] = field(default_factory=dict)
    phrases: dict[str, str] = field(default_factory=dict)  # matter by their words alone
    texts: dict[str, str] = field(default_factory=dict)  # matter as they stand
    answers: set[str] = field(default_factory=set)


def secrets_of(assignment: Assignment) -> Secrets:
    """Prints of answers, references, misconceptions, hidden tests, the seed and this machine."""
    secrets = Secrets()
    for path in sorted(assignment.secrets.rglob("*.py")):
        _add_code(secrets, assignment, path)
    functions = [
        node for node in parse(assignment.solution).body if isinstance(node, ast.FunctionDef)
    ]
    secrets.answers = {node.name for node in functions if not node.name.startswith("_")}
    for question, module in assignment.hidden_modules.items():
        for row in fingerprint.rows(list(_numbers(vars(module)))):
            secrets.rows.setdefault(row, f"hidden inputs or expected values of {question}")
    for misconception in assignment.misconceptions:
        if len(misconception.hint.split()) >= HINT_WORDS:
            hint = fingerprint.words(misconception.hint)
            secrets.phrases[hint] = f"the hint of {misconception.id}"
    _add_seed(secrets, assignment.seed)
    own = {assignment.root, PACKAGE.parent, Path.cwd(), Path.home()}
    for path in own | {Path(sys.prefix), Path(sys.base_prefix)}:
        if str(path) not in COMMON_PREFIXES:
            is_short = len(path.parts) < 3  # `/root` alone may stand in any text
            form = f"{path}/" if is_short else str(path)
            secrets.texts[form.casefold()] = "a path of this machine"
    return secrets


def _add_code(secrets: Secrets, assignment: Assignment, path: Path) -> None:
    """The prints of one secret module."""
    tree, source = parse(path), path.read_text(encoding="utf-8")
    place = path.relative_to(assignment.root).as_posix()
    is_answer = path.parent == assignment.secrets
    length = RUN if is_answer else LONG_RUN
    for name, print_ in fingerprint.trees_of(tree):
        told = f"code of {place} ({name})" if name else f"code of {place}"
        secrets.trees.setdefault(print_, told)
    for name, text in fingerprint.code_of_functions(source):
        for run in fingerprint.runs(text, length):
            secrets.runs.setdefault(run, f"code of {place} ({name})")


def _add_seed(secrets: Secrets, seed: str) -> None:
    """The ways in which the seed could stand in a file."""
    data = seed.encode()
    forms = [seed, seed[::-1], data.hex(), base64.b64encode(data).decode().rstrip("=")]
    forms += [base64.urlsafe_b64encode(data).decode().rstrip("=")]
    forms += [str(int.from_bytes(data, order)) for order in ("big", "little")]
    for form in forms:
        secrets.texts[" ".join(form.casefold().split())] = "the secret seed"
    secrets.phrases[" ".join(map(str, data))] = "the secret seed"


def _numbers(value: Any, depth: int = 6) -> Iterator[float]:
    """All numbers in what a hidden test module holds, arrays flattened, in order."""
    if isinstance(value, Cases):
        yield from _numbers([value.inputs, value.expected], depth)
    elif isinstance(value, (float, np.ndarray)):
        yield from numbers_of(value)
    elif isinstance(value, Mapping) and depth:
        public = (item for key, item in value.items() if not str(key).startswith("__"))
        for item in public:
            yield from _numbers(item, depth - 1)
    elif isinstance(value, (list, tuple)) and depth:
        for item in value:
            yield from _numbers(item, depth - 1)
