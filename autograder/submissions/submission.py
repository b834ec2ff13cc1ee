"""From the bytes of a submission to its code cells; nothing of it is parsed as Python or run here.

Whatever arrives, the only exception is `Unreadable`, with a reason a TA can read.
"""

import codecs
import hashlib
import io
import re
import tokenize
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.util import decode_source
from pathlib import Path, PurePosixPath

from autograder.sandbox.worker.cells import WHOLE
from autograder.submissions import notebook
from autograder.submissions.files.file_kinds import ZIP, Unreadable, by_content
from autograder.submissions.files.file_names import SUFFIXES, is_autosave, rightly, suffix_of
from autograder.submissions.files.zips import sole_member
from autograder.submissions.lms_exports import Origin, of_result

MAX_CODE_BYTES = 2 << 20
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FORMS = {".ipynb": "a notebook", ".py": "Python"}
MARIMO = re.compile(r"^app\s*=\s*marimo\.App\(", re.MULTILINE)
SLOW_ENCODINGS = ("punycode", "idna")  # of domain names; their time grows with the square


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
    folder a student may name a file like that. `handed_in` is when, where such a system says so.

    A file on disk, given by its path, is read when it is needed: a class is larger than what fits
    into memory, and so would be its paths as `Path`.
    """

    student: str
    file: str
    source: bytes | str
    problem: str | None = None
    exported: bool = False
    handed_in: datetime | None = None

    @property
    def origin(self) -> Origin | None:
        """What a learning system says of it by the name of its file."""
        return of_result(self.file) if self.exported else None

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
    if suffix == ".ipynb" and len(content) <= MAX_CODE_BYTES:
        text = decoded(content)
        if not text.lstrip().startswith(("{", "[")) and notebook.DEFINITION.search(text):
            return ".py"
    return suffix


def odd_name(name: str, form: str) -> tuple[str, ...]:
    """What is odd about the name of a file that is graded."""
    path = PurePosixPath(name)
    told = ["only an autosave copy was handed in"] if is_autosave(name) else []
    if path.name != rightly(path.name):
        told.append(f"{path.name} was read as {rightly(path.name)}")
    if form != suffix_of(name):
        told.append(f"it is {FORMS[form]}, though its name ends in {suffix_of(name)}")
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
    if module[:2].count(0) == module[2:4].count(0) == 1:  # UTF-16 without a mark
        return module.decode("utf-16-le" if module[1:2] == b"\0" else "utf-16-be", "replace")
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
