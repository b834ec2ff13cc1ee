"""From the bytes of a submission to its code cells; nothing of it is parsed as Python or run here.

Whatever arrives, the only exception is `Unreadable`, with a reason a TA can read.
"""

import codecs
import hashlib
import io
import re
import stat
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import decode_source
from mmap import mmap
from pathlib import Path, PurePosixPath

from autograder.sandbox.worker.cells import WHOLE
from autograder.submissions import notebook
from autograder.submissions.file_kinds import ZIP, by_content
from autograder.submissions.file_names import (
    SUFFIXES,
    is_autosave,
    is_clutter,
    is_code,
    rightly,
    suffix_of,
)
from autograder.submissions.names import printable

MAX_CODE_BYTES = 2 << 20
MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 50 << 20
MAX_INNER_ZIPS, DEEPEST_ZIP = 10, 2
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MARIMO = re.compile(r"^app\s*=\s*marimo\.App\(", re.MULTILINE)
MAX_ENTRIES = 100_000  # of a zip, of whatever kind: to read a million takes 600 MiB
ENTRY, END, LARGE_END = b"PK\1\2", b"PK\5\6", b"PK\6\6"  # how records of a zip begin
END_BYTES, LARGE_END_BYTES, LONGEST_COMMENT = 22, 76, 1 << 16
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack
ENCRYPTED = 1  # a bit of a member's flags
SLOW_ENCODINGS = ("punycode", "idna")  # of domain names; their time grows with the square
# All that zipfile raises on bytes that were tampered with.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)


class Unreadable(Exception):
    """There is nothing to grade in this submission, and the text says why."""


@dataclass(frozen=True)
class Source:
    """Code cells in order: (name, source, whether it is an experiment of the handout).

    `oddities` are what is worth a word about the file. Of a notebook, `elsewhere` says which
    functions stand in cells that hold no code, and `language` is what it is written in.
    """

    kind: str
    cells: list[tuple[str, str, bool]]
    oddities: tuple[str, ...] = ()
    elsewhere: dict[str, str] = field(default_factory=dict)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One file of one student. `file` is what the TA calls it; `problem` says why it is refused.

    `exported`: a learning system gave the file its name, which says whose it is. In any other
    folder a student may name a file like that.

    A file on disk, given by its path, is read when it is needed: a class is larger than what fits
    into memory, and so would be its paths as `Path`.
    """

    student: str
    file: str
    source: bytes | str
    problem: str | None = None
    exported: bool = False

    @property
    def content(self) -> bytes:
        """The bytes of the file. Raises OSError where it has gone meanwhile."""
        return self.source if isinstance(self.source, bytes) else Path(self.source).read_bytes()

    @property
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
    suffix = suffix_of(name)
    if suffix not in SUFFIXES:
        raise Unreadable(f"{suffix or 'a file without suffix'} is not .ipynb, .py or .zip")
    if not content.strip():
        raise Unreadable("the file is empty")
    if other := by_content(content):
        raise Unreadable(other)
    form = form_of(name, content)
    if form == ".zip":
        return read_file(*sole_member(content))
    if form == ".ipynb":
        return notebook_in(content, odd_name(name, form))
    return fit_to_travel(Source("py", [(WHOLE, text_of(content), False)], odd_name(name, form)))


def form_of(name: str, content: bytes) -> str:
    """`.ipynb`, `.py` or `.zip`: what a file of this name really is."""
    suffix = suffix_of(name)
    if content.startswith(ZIP):
        return ".zip"
    if suffix == ".py" and content.lstrip().startswith(b"{"):
        with suppress(notebook.NotANotebook):
            notebook.code_cells(notebook.parsed(content))
            return ".ipynb"
    return suffix


def odd_name(name: str, form: str) -> tuple[str, ...]:
    """What is odd about the name of a file that is graded."""
    path = PurePosixPath(name)
    told = ["only an autosave copy was handed in"] if is_autosave(name) else []
    if path.name != rightly(path.name):
        told.append(f"{path.name} was read as {rightly(path.name)}")
    if form != suffix_of(name):
        told.append(f"it is a notebook, though its name ends in {suffix_of(name)}")
    return tuple(told)


def notebook_in(content: bytes, oddities: tuple[str, ...]) -> Source:
    """What is in a notebook. Raises Unreadable."""
    try:
        book = notebook.parsed(content)
        elsewhere, language = notebook.functions_elsewhere(book), notebook.language_of(book)
        source = Source("ipynb", notebook.code_cells(book), oddities, elsewhere, language)
    except notebook.NotANotebook as reason:
        raise Unreadable(str(reason)) from None
    return fit_to_travel(source)


def text_of(module: bytes) -> str:
    """The text of a `.py`; the worker finds its `# %%` cells."""
    if len(module) > MAX_CODE_BYTES:
        raise Unreadable(f"the .py is larger than {MAX_CODE_BYTES >> 20} MiB")
    text = decoded(module)
    if MARIMO.search(text):
        raise Unreadable("it is a marimo file: send what `marimo export ipynb` makes of it")
    return text


def decoded(module: bytes) -> str:
    """The characters of a `.py`, whatever its encoding."""
    if module.startswith(UTF_16):
        return module.decode("utf-16", "replace")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(module).readline)
        if codecs.lookup(encoding).name not in SLOW_ENCODINGS:
            return decode_source(module)
    except (SyntaxError, UnicodeError, LookupError):
        pass
    return module.decode("latin-1")  # every byte is a character; ASCII code survives


def fit_to_travel(source: Source) -> Source:
    """The same in characters that can be written as UTF-8. Raises Unreadable for too many."""
    if sum(len(text) for _, text, _ in source.cells) > MAX_CODE_BYTES:
        raise Unreadable(f"the notebook holds more than {MAX_CODE_BYTES >> 20} MiB of code")
    cells = [
        (name, text.encode("utf-8", "replace").decode("utf-8"), is_experiment)
        for name, text, is_experiment in source.cells
    ]
    return replace(source, cells=cells)


def sole_member(content: bytes) -> tuple[str, bytes]:
    """Name and bytes of the one notebook or module in a zip, read in memory."""
    members = work_in_zip(content)
    found = {name: data for name, data in members.items() if not is_autosave(name)} or members
    if len(found) != 1:
        names = ", ".join(sorted(found)[:5]) or "none"
        raise Unreadable(f"the zip must hold exactly one .ipynb or .py; it holds: {names}")
    return found.popitem()


def work_in_zip(
    content: bytes, max_bytes: int = MAX_UNPACKED_BYTES, depth: int = DEEPEST_ZIP
) -> dict[str, bytes]:
    """The notebooks and modules in a zip by name; where there are none, those in zips in it."""
    found = read_zip(content, max_bytes=max_bytes, wanted=is_code)
    if found or not depth:
        return found
    inner = read_zip(content, MAX_INNER_ZIPS, max_bytes, lambda name: suffix_of(name) == ".zip")
    for name, packed in inner.items():
        members = work_in_zip(packed, max_bytes // len(inner), depth - 1)
        found |= {f"{name}/{member}": data for member, data in members.items()}
    return found


def read_zip(
    content: bytes,
    max_members: int = MAX_MEMBERS,
    max_bytes: int = MAX_UNPACKED_BYTES,
    wanted: Callable[[str], bool] = lambda _: True,
) -> dict[str, bytes]:
    """The wanted files of a zip by name. Refuses what no honest zip has; unpacks nothing to disk.

    Only what is wanted counts: beside a notebook may lie all that a student has.
    """
    if entries_in(content) > MAX_ENTRIES:
        raise Unreadable(f"the zip has more than {MAX_ENTRIES} members")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = {path_in_zip(info): info for info in archive.infolist()}
            infos = {
                name: info
                for name, info in infos.items()
                if not name.endswith("/") and not is_clutter(name) and wanted(name)
            }
            if len(infos) > max_members:
                raise Unreadable(f"the zip has more than {max_members} members")
            for info in infos.values():
                _refuse_dangerous(info)
            if sum(info.file_size for info in infos.values()) > max_bytes:
                raise Unreadable(f"the zip unpacks to more than {max_bytes >> 20} MiB")
            return {name: _read_member(archive, info) for name, info in infos.items()}
    except DAMAGED:
        raise Unreadable("the zip is damaged") from None


def path_in_zip(info: zipfile.ZipInfo) -> str:
    """The path of a member as it is seen; some systems write backslashes into it."""
    return printable(info.filename.replace("\\", "/"))


def entries_in(content: bytes | mmap) -> int:
    """How many entries the directory of a zip has, none of them read.

    It ends where its end record begins, of which there are two in a large zip; as zipfile does,
    we look for that at the very end and then before a comment.
    """
    end = len(content) - END_BYTES
    if end < 0:
        return 0
    if content[end : end + 4] != END or content[-2:] != b"\0\0":
        end = content.rfind(END, max(0, end - LONGEST_COMMENT), len(content) - END_BYTES + 4)
    if end < 0:
        return 0
    (size,) = struct.unpack_from("<L", content, end + 12)
    large = end - LARGE_END_BYTES
    if large >= 0 and content[large : large + 4] == LARGE_END:
        size, end = max(size, struct.unpack_from("<Q", content, large + 40)[0]), large
    return content[max(0, end - size) : end].count(ENTRY)


def _refuse_dangerous(info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(path_in_zip(info))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise Unreadable(f"the zip has a path that leads out of it: {info.filename}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unreadable(f"the zip holds a symbolic link: {info.filename}")
    if info.flag_bits & ENCRYPTED:
        raise Unreadable("the zip is encrypted: send one without a password")
    if info.compress_type not in METHODS:
        raise Unreadable(f"the zip is packed in a way other than deflate: {info.filename}")


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, but never more bytes than it announces: a bomb lies about its size."""
    with archive.open(info) as file:
        data = file.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise Unreadable("the zip lies about the size of a member")
    return data
