"""Looks for secrets in what students get: answers, references, wrong formulas, hidden tests, seed.

Used by the release gate and by every release. A finding names the file and the kind of secret,
never the secret.
"""

import ast
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import nbformat
import numpy as np

from autograder.course.assignment import Assignment, is_stub
from autograder.release.leak_scan import decoding, fingerprint
from autograder.release.leak_scan.secrets import LONG_RUN, RUN, Secrets, secrets_of
from autograder.sandbox.worker.cells import without_magics

TEXTS = (".py", ".md", ".txt", ".svg", ".csv", ".json")
PICTURES = (".png", ".jpg")
ZIP, NPY = b"PK\x03\x04", b"\x93NUMPY"
HOMES = re.compile(r"(?:/home/|/Users/|/root/|/tmp/|/var/folders/|[A-Za-z]:[\\/]+Users[\\/]+)\w+")
# A path from the root: not the tail of an address, of a fraction or of `~/x`.
FOLDER = re.compile(r"(?:(?<![\w.:/~})\]])|(?<=file://))/([\w.@+-]+)/[\w.@+-]*\w")
# Every machine has these, and students' files may speak of them.
EVERYWHERE = {
    *("autograder", "bin", "dev", "etc", "lib", "lib64", "proc", "run", "sbin", "sys", "usr"),
    "var",
}


def leaks(assignment: Assignment, files: Mapping[str, bytes]) -> list[str]:
    """What in `files` must not be there, one line a finding; empty when all is well."""
    secrets = secrets_of(assignment)
    return sorted({f"{name} {what}" for name in files for what in look(files[name], name, secrets)})


def look(content: bytes, name: str, secrets: Secrets) -> Iterator[str]:
    """The findings in one file; one that nobody can look into is a finding, too."""
    try:
        yield from _by_kind(content, name, secrets)
    except UnicodeDecodeError:
        yield "is not UTF-8, so it cannot be scanned for leaks: save it as UTF-8"
    except Exception as error:  # noqa: BLE001 - each format has its own ways of being damaged
        kind = PurePosixPath(name).suffix
        yield f"cannot be opened as {kind} ({type(error).__name__}): replace it, or take it out"


def _by_kind(content: bytes, name: str, secrets: Secrets) -> Iterator[str]:
    suffix = PurePosixPath(name).suffix
    if suffix == ".zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from look(archive.read(member), member, secrets)
    elif suffix == ".npz":
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            yield from _in_arrays({key: arrays[key] for key in arrays}, secrets)
    elif suffix == ".npy" and content.startswith(NPY):
        array = np.load(io.BytesIO(content), allow_pickle=False)
        yield from _in_arrays({"": array}, secrets)
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


def _in_arrays(arrays: Mapping[str, Any], secrets: Secrets) -> Iterator[str]:
    """Arrays by name; what lies among them but is no array is a file."""
    numbers = []
    for name, array in arrays.items():
        yield from _in_text(name, secrets)
        if isinstance(array, bytes):
            yield from look(array, name, secrets)
            continue
        for text in decoding.texts_of(array):
            yield from _in_text(text, secrets)
        numbers += decoding.numbers_of(array)
    yield from _among(secrets.rows, fingerprint.rows(numbers))


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
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    written = [decoding.legible(v) if isinstance(v, bytes) else v for v in values]
    yield from _words("\n".join(text for text in written if isinstance(text, str)), secrets)
    for node in tree.body:
        is_function = isinstance(node, ast.FunctionDef) and node.name in secrets.answers
        if is_function and not is_stub(node):
            yield f"has an answer: {node.name} is no stub"


def _words(text: str, secrets: Secrets) -> Iterator[str]:
    """Secrets that are words, however they are broken into lines: hints, the seed, paths."""
    words = fingerprint.words(text)
    for phrase, what in secrets.phrases.items():
        if phrase in words:
            yield f"holds {what}"
    folded = text.casefold()
    bare = " ".join(line.strip(fingerprint.QUOTES) for line in folded.splitlines())
    forms = [" ".join(form.split()) for form in (folded, bare)]
    for secret, what in secrets.texts.items():
        if any(secret in form for form in forms):
            yield f"holds {what}"


def _in_text(text: str, secrets: Secrets) -> Iterator[str]:
    """Text as it stands, and once decoded what is base64 or hex in it."""
    yield from _on_its_face(text, secrets)
    for data in decoding.blobs(text):
        if data.startswith(ZIP):
            yield from look(data, "packed.npz" if b".npy" in data else "packed.zip", secrets)
        if data.startswith(NPY):
            yield from look(data, "packed.npy", secrets)
        if legible := decoding.legible(data).strip():
            yield from _on_its_face(legible, secrets)
        if data.startswith(decoding.PICTURES):
            continue
        for numbers, lone in decoding.numbers_in(data):
            yield from _among(secrets.rows, fingerprint.rows(numbers, lone=lone))


def _on_its_face(text: str, secrets: Secrets) -> Iterator[str]:
    yield from _words(text, secrets)
    if HOMES.search(text):
        yield "names a folder of somebody's machine"
    for match in FOLDER.finditer(text):
        # os.path: where a folder may not be looked into, Path.is_dir raises.
        if match[1] not in EVERYWHERE and os.path.isdir(match[0]):  # noqa: PTH112
            yield "names a folder of this machine"
    yield from _among(secrets.trees, {p for _, p in fingerprint.trees_in_text(text)})
    for length in (RUN, LONG_RUN):
        yield from _among(secrets.runs, fingerprint.runs(text, length))
    yield from _among(secrets.rows, fingerprint.rows(fingerprint.numbers_in(text)))


def _among(secrets: Mapping[Any, str], found: set) -> set[str]:
    return {f"holds {secrets[print_]}" for print_ in found if print_ in secrets}
