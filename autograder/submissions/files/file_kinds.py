"""What a file is that can be neither read nor unpacked: its first bytes or its name say so."""

import re
from pathlib import PurePosixPath

ARCHIVE = "send a zip"
NOTEBOOK = "send the notebook itself, the .ipynb"
PULL = "send the file itself, which `git lfs pull` fetches"
KINDS = (  # what is told, what it begins with, and the suffixes of such files
    ("a RAR archive", rb"Rar!\x1a\x07", (".rar",), ARCHIVE),
    ("a 7z archive", rb"7z\xbc\xaf\x27\x1c", (".7z",), ARCHIVE),
    ("a gzip archive", rb"\x1f\x8b", (".gz", ".tgz"), ARCHIVE),
    ("a tar archive", rb".{257}ustar", (".tar",), ARCHIVE),
    ("a PDF", rb"%PDF-", (".pdf",), NOTEBOOK),
    ("a web page", rb"\s*(?i:<!doctype html|<html)", (".html", ".htm"), NOTEBOOK),
    ("a picture", rb"\x89PNG|\xff\xd8\xff", (".png", ".jpg", ".jpeg", ".heic"), NOTEBOOK),
    ("a Word document", rb"\xd0\xcf\x11\xe0|\{\\rtf", (".doc", ".docx", ".rtf"), NOTEBOOK),
    ("a Git LFS pointer", rb"version https://git-lfs", (), PULL),
)
ZIP = b"PK\x03\x04"
CONFLICT = re.compile(rb"^(?:<{7}|>{7})(?:\s|$)", re.MULTILINE)


class Unreadable(Exception):
    """There is nothing to grade in this submission, and the text says why."""


def by_content(content: bytes) -> str:
    """What these bytes are and what to send instead; nothing if they are of no such kind."""
    for kind, start, _, advice in KINDS:
        if re.match(start, content, re.DOTALL):
            return f"it is {kind}: {advice}"
    return ""


def by_name(name: str) -> str:
    """The same of a file that is called so."""
    suffix = PurePosixPath(name).suffix.lower()
    told = (f"{kind}: {advice}" for kind, _, suffixes, advice in KINDS if suffix in suffixes)
    return next(told, "")


def conflict_in(content: bytes) -> str:
    """Where a merge conflict begins that was not resolved, or nothing."""
    mark = CONFLICT.search(content)
    if not mark:
        return ""
    above = content[: mark.start()].count(b"\n")
    return f"line {above + 1}"
