"""Looks for secrets in what students get: answers, references, wrong formulas, hidden tests, seed.

Used by the release gate and by every release. A finding names the file and the kind of secret,
never the secret.
"""

import ast
import base64
import importlib
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
import numpy as np

from autograder import fingerprint
from autograder.assignment import HIDDEN_TESTS, PACKAGE, SOLUTIONS, Assignment, is_stub
from autograder.cases import Cases
from autograder.sandbox.loader import without_magics
from autograder.seed import secret_seed

# Tokens. A wrong formula has pieces of right ones, a hidden test of public ones: it takes more.
RUN, LONG_RUN = 10, 20
HINT_WORDS = 5
TEXTS = (".py", ".md", ".txt", ".svg", ".csv", ".json")
PICTURES = (".png", ".jpg")
HOMES = re.compile(r"(?:/home/|/Users/|/root/|/tmp/|[A-Za-z]:\\+Users\\+)\w+")
COMMON_PREFIXES = {"/", "/usr", "/usr/local", "/tmp"}  # noqa: S108 - a word to look for


@dataclass
class Secrets:
    """Prints of all that is secret about an assignment, each with the name it is reported by."""

    trees: dict[str, str] = field(default_factory=dict)
    runs: dict[tuple[str, ...], str] = field(default_factory=dict)
    rows: dict[tuple[str, ...], str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    answers: set[str] = field(default_factory=set)


def leaks(assignment: Assignment, files: Mapping[str, bytes]) -> list[str]:
    """What in `files` must not be there, one line a finding; empty when all is well."""
    secrets = secrets_of(assignment)
    return sorted({f"{name} {what}" for name in files for what in look(files[name], name, secrets)})


def look(content: bytes, name: str, secrets: Secrets) -> Iterator[str]:
    """The findings in one file, by its kind; a kind that nobody looks into is a finding."""
    suffix = PurePosixPath(name).suffix
    if suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from look(archive.read(member), member, secrets)
    elif suffix == ".npz":
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            numbers = [value for key in arrays for value in _flat(arrays[key])]
        yield from _among(secrets.rows, fingerprint.rows(numbers))
    elif suffix == ".ipynb":
        yield from _in_notebook(content.decode(), secrets)
    elif suffix == ".py":
        yield from _in_code(content.decode(), secrets)
        yield from _in_text(content.decode(), secrets)
    elif suffix in TEXTS:
        yield from _in_text(content.decode(), secrets)
    elif suffix in PICTURES:
        yield from _in_text(content.decode("latin-1"), secrets)
    else:
        yield "is of a kind that the leak scan does not know"


def _in_notebook(text: str, secrets: Secrets) -> Iterator[str]:
    """Cells as code and as text; outputs and metadata as text."""
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from _in_code(cell.source, secrets)
        yield from _in_text(cell.pop("source"), secrets)
    yield from _in_text(json.dumps(notebook, ensure_ascii=False, indent=1), secrets)


def _in_code(source: str, secrets: Secrets) -> Iterator[str]:
    try:
        tree = ast.parse(without_magics(source))
    except SyntaxError:
        return  # its text is looked at all the same
    yield from _among(secrets.trees, {print_ for _, print_ in fingerprint.trees_of(tree)})
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    yield from _words("\n".join(value for value in constants if isinstance(value, str)), secrets)
    for node in tree.body:
        is_function = isinstance(node, ast.FunctionDef) and node.name in secrets.answers
        if is_function and not is_stub(node):
            yield f"has an answer: {node.name} is no stub"


def _words(text: str, secrets: Secrets) -> Iterator[str]:
    """Secrets that are words: hints, however they are broken into lines; seed and paths."""
    one_line = " ".join(text.split())
    for words, what in secrets.texts.items():
        if words in one_line:
            yield f"holds {what}"


def _in_text(text: str, secrets: Secrets) -> Iterator[str]:
    yield from _words(text, secrets)
    if HOMES.search(text):
        yield "names a folder of somebody's machine"
    yield from _among(secrets.trees, {p for _, p in fingerprint.trees_in_text(text)})
    for length in (RUN, LONG_RUN):
        yield from _among(secrets.runs, fingerprint.runs(text, length))
    yield from _among(secrets.rows, fingerprint.rows(fingerprint.numbers_in(text)))


def _among(secrets: Mapping[Any, str], found: set) -> set[str]:
    return {f"holds {secrets[print_]}" for print_ in found if print_ in secrets}


def secrets_of(assignment: Assignment) -> Secrets:
    """Prints of answers, references, misconceptions, hidden tests, the seed and this machine."""
    secrets = Secrets()
    for folder in (SOLUTIONS / assignment.name, HIDDEN_TESTS / assignment.name):
        for path in sorted(folder.rglob("*.py")):
            _add_code(secrets, path)
    solution = ast.parse(assignment.solution.read_text(encoding="utf-8"))
    functions = [node for node in solution.body if isinstance(node, ast.FunctionDef)]
    secrets.answers = {node.name for node in functions if not node.name.startswith("_")}
    for question in assignment.questions:
        module = importlib.import_module(f"{_hidden_package(assignment)}.{question}")
        for row in fingerprint.rows(list(_numbers(vars(module)))):
            secrets.rows.setdefault(row, f"hidden inputs or expected values of {question}")
    for misconception in assignment.misconceptions:
        if len(misconception.hint.split()) >= HINT_WORDS:
            hint = " ".join(misconception.hint.split())
            secrets.texts[hint] = f"the hint of {misconception.id}"
    for form in _written(secret_seed()):
        secrets.texts[form] = "the secret seed"
    for path in {PACKAGE.parent, Path.cwd(), Path.home(), Path(sys.prefix), Path(sys.base_prefix)}:
        if str(path) not in COMMON_PREFIXES:
            is_short = len(path.parts) < 3  # `/root` alone may stand in any text
            secrets.texts[f"{path}/" if is_short else str(path)] = "a path of this machine"
    return secrets


def _hidden_package(assignment: Assignment) -> str:
    return f"{HIDDEN_TESTS.parent.name}.{HIDDEN_TESTS.name}.{assignment.name}"


def _add_code(secrets: Secrets, path: Path) -> None:
    """The prints of one secret module."""
    source, place = path.read_text(encoding="utf-8"), path.relative_to(PACKAGE.parent).as_posix()
    is_answer = path.is_relative_to(SOLUTIONS) and "/misconceptions" not in place
    length = RUN if is_answer else LONG_RUN
    for name, print_ in fingerprint.trees(source):
        told = f"code of {place} ({name})" if name else f"code of {place}"
        secrets.trees.setdefault(print_, told)
    for name, text in fingerprint.code_of_functions(source):
        for run in fingerprint.runs(text, length):
            secrets.runs.setdefault(run, f"code of {place} ({name})")


def _written(seed: str) -> list[str]:
    """The ways in which a seed could stand in a file."""
    data = seed.encode()
    return [seed, seed[::-1], data.hex(), base64.b64encode(data).decode().rstrip("=")]


def _numbers(value: Any, depth: int = 6) -> Iterator[float]:
    """All numbers in what a hidden test module holds, arrays flattened, in order."""
    if isinstance(value, Cases):
        yield from _numbers([value.inputs, value.expected], depth)
    elif isinstance(value, (float, np.ndarray)):
        yield from _flat(value)
    elif isinstance(value, Mapping) and depth:
        public = (item for key, item in value.items() if not str(key).startswith("__"))
        for item in public:
            yield from _numbers(item, depth - 1)
    elif isinstance(value, (list, tuple)) and depth:
        for item in value:
            yield from _numbers(item, depth - 1)


def _flat(value: Any) -> list[float]:
    array = np.asarray(value)
    return array.ravel().astype(float).tolist() if array.dtype.kind in "iuf" else []
