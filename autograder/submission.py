"""From the bytes of a submission to its code cells; nothing of it is parsed as Python or run here.

Whatever arrives, the only exception is `Unreadable`, with a reason a TA can read.
"""

import hashlib
import io
import json
import logging
import stat
import warnings
import zipfile
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import decode_source
from pathlib import Path, PurePosixPath

import nbformat

from autograder.sandbox.loader import WHOLE

logging.getLogger("traitlets").addHandler(logging.NullHandler())  # nbformat complains there
logging.getLogger("traitlets").propagate = False

MAX_NOTEBOOK_BYTES = 20 << 20
MAX_MODULE_BYTES = 2 << 20
MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 50 << 20
SUFFIXES = (".ipynb", ".py", ".zip")
CODE_SUFFIXES = (".ipynb", ".py")
EXPERIMENT_TAG = "experiment"  # cells of plots and training: long to run, and nothing to grade


class Unreadable(Exception):
    """There is nothing to grade in this submission, and the text says why."""


@dataclass(frozen=True)
class Source:
    """Code cells in order: (name, source, whether it is an experiment of the handout)."""

    kind: str
    cells: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Submission:
    """One file of one student. `file` is what the TA calls it; `problem` says why it is refused.

    A file on disk is read when it is needed: a class is larger than what fits into memory.
    """

    student: str
    file: str
    source: bytes | Path
    problem: str | None = None

    @property
    def content(self) -> bytes:
        """The bytes of the file. Raises OSError where it has gone meanwhile."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.loaded().content).hexdigest()

    def loaded(self) -> "Submission":
        """The same with its bytes in it, fit to travel; one with a problem where they are gone."""
        try:
            return replace(self, source=self.content)
        except OSError as error:
            return replace(self, source=b"", problem=f"it cannot be read: {error.strerror}")


def read(submission: Submission) -> Source:
    """The code cells of a submission. Raises Unreadable."""
    if submission.problem:
        raise Unreadable(submission.problem)
    return read_file(submission.file, submission.content)


def read_file(name: str, content: bytes) -> Source:
    """The code cells of one `.ipynb`, `.py` or `.zip`. Raises Unreadable."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unreadable(f"{suffix or 'a file without suffix'} is not .ipynb, .py or .zip")
    if not content.strip():
        raise Unreadable("the file is empty")
    if suffix == ".zip":
        return read_file(*sole_member(content))
    return read_notebook(content) if suffix == ".ipynb" else read_module(content)


def read_module(content: bytes) -> Source:
    """A `.py`: one piece of text; the worker finds its `# %%` cells."""
    if len(content) > MAX_MODULE_BYTES:
        raise Unreadable(f"the .py is larger than {MAX_MODULE_BYTES >> 20} MiB")
    try:
        text = decode_source(content)
    except (SyntaxError, UnicodeError, LookupError):
        text = content.decode("latin-1")  # every byte is a character; ASCII code survives
    return Source("py", [(WHOLE, without_surrogates(text), False)])


def read_notebook(content: bytes) -> Source:
    """A `.ipynb` of any format version; its outputs are never looked at."""
    if len(content) > MAX_NOTEBOOK_BYTES:
        raise Unreadable(f"the notebook is larger than {MAX_NOTEBOOK_BYTES >> 20} MiB")
    notebook = _as_notebook(content)
    cells = []
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        tags = cell.get("metadata", {}).get("tags", [])
        is_experiment = isinstance(tags, list) and EXPERIMENT_TAG in tags
        cells.append((f"cell {number}", without_surrogates(source), is_experiment))
    if not any(source.strip() for _, source, _ in cells):
        raise Unreadable("the notebook has no code")
    return Source("ipynb", cells)


def _as_notebook(content: bytes) -> nbformat.NotebookNode:
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("the file is not a notebook: it is no JSON") from None
    if not isinstance(data, dict) or not ("cells" in data or "worksheets" in data):
        raise Unreadable("the file is not a notebook: it has no cells")
    try:
        with warnings.catch_warnings(action="ignore"):
            notebook = nbformat.reads(text, as_version=4)
        for cell in notebook.cells:
            cell.get("metadata", {}).get("tags", [])
    except Exception as error:  # noqa: BLE001 - broken in more ways than nbformat has errors
        raise Unreadable(f"the notebook is damaged ({type(error).__name__})") from None
    return notebook


def sole_member(content: bytes) -> tuple[str, bytes]:
    """Name and bytes of the one notebook or module in a zip, read in memory."""
    members = read_zip(content)
    found = {name: data for name, data in members.items() if name.lower().endswith(CODE_SUFFIXES)}
    if len(found) != 1:
        names = ", ".join(sorted(found)[:5]) or "none"
        raise Unreadable(f"the zip must hold exactly one .ipynb or .py; it holds: {names}")
    return found.popitem()


def read_zip(
    content: bytes, max_members: int = MAX_MEMBERS, max_bytes: int = MAX_UNPACKED_BYTES
) -> dict[str, bytes]:
    """Every file of a zip by name. Refuses what no honest zip has; unpacks nothing to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > max_members:
                raise Unreadable(f"the zip has more than {max_members} members")
            for info in infos:
                _refuse_dangerous(info)
            infos = [info for info in infos if not info.is_dir() and not is_clutter(info.filename)]
            if sum(info.file_size for info in infos) > max_bytes:
                raise Unreadable(f"the zip unpacks to more than {max_bytes >> 20} MiB")
            return {info.filename: _read_member(archive, info) for info in infos}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        raise Unreadable("the zip is damaged or encrypted") from None


def _refuse_dangerous(info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise Unreadable(f"the zip has a path that leads out of it: {info.filename}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unreadable(f"the zip holds a symbolic link: {info.filename}")


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, but never more bytes than it announces: a bomb lies about its size."""
    with archive.open(info) as file:
        data = file.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise Unreadable("the zip lies about the size of a member")
    return data


def is_clutter(name: str) -> bool:
    """Whether a path is what operating systems and editors leave behind."""
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "__")) for part in parts)


def without_surrogates(text: str) -> str:
    """Text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
