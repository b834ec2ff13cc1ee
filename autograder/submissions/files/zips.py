"""What is in a zip, read in memory: of a submission its one notebook, of an export every file.

Nothing is unpacked to disk, and only what is wanted is unpacked at all.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from mmap import mmap
from pathlib import PurePosixPath

from autograder.submissions.files.file_kinds import Unreadable, by_name
from autograder.submissions.files.file_names import (
    is_autosave,
    is_clutter,
    is_code,
    listed,
    suffix_of,
)
from autograder.submissions.files.names import printable

MAX_MEMBERS = 200
MAX_UNPACKED_BYTES = 50 << 20
MAX_INNER_ZIPS, DEEPEST_ZIP = 10, 2
MAX_ENTRIES = 100_000  # of a zip, of whatever kind: to read a million takes 600 MiB
ENTRY, END, LARGE_END = b"PK\1\2", b"PK\5\6", b"PK\6\6"  # how records of a zip begin
END_BYTES, LARGE_END_BYTES, LONGEST_COMMENT = 22, 76, 1 << 16
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may ask for gigabytes to unpack
OFFICE = "[Content_Types].xml"  # what Word, Excel and PowerPoint write is a zip
ENCRYPTED = 1  # a bit of a member's flags
# All that zipfile raises on bytes that were tampered with.
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)


def sole_member(content: bytes) -> tuple[str, bytes]:
    """Name and bytes of the one notebook or module in a zip, read in memory."""
    members = work_in_zip(content)
    found = {name: data for name, data in members.items() if not is_autosave(name)} or members
    if len(found) != 1:
        names = listed(sorted(found)) or none_but(content)
        raise Unreadable(f"the zip must hold exactly one .ipynb or .py; it holds: {names}")
    return found.popitem()


def none_but(content: bytes) -> str:
    """What is in a zip without any work, and what to send instead."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:  # which was read before
        paths = [path_in_zip(info) for info in archive.infolist()]
    if OFFICE in paths:
        return "none, but the parts of an Office document"
    names = [PurePosixPath(path).name for path in paths if not is_beside(path)]
    told = [f"{name} ({by_name(name)})" if by_name(name) else name for name in sorted(names)]
    return f"none, but {listed(told)}" if told else "none"


def is_beside(path: str) -> bool:
    """Whether a member of a zip is a folder or clutter."""
    return path.endswith("/") or is_clutter(path)


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
                name: info for name, info in infos.items() if not is_beside(name) and wanted(name)
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
    we take the last one, behind which there may be a comment.
    """
    last = len(content) - END_BYTES
    end = content.rfind(END, max(0, last - LONGEST_COMMENT), max(0, last + len(END)))
    if end < 0:
        return 0
    (size,) = struct.unpack_from("<L", content, end + 12)
    large = end - LARGE_END_BYTES
    if large >= 0 and content[large : large + 4] == LARGE_END:
        size, end = max(size, struct.unpack_from("<Q", content, large + 40)[0]), large
    return content[max(0, end - size) : end].count(ENTRY)


def _refuse_dangerous(info: zipfile.ZipInfo) -> None:
    name = path_in_zip(info)
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise Unreadable(f"the zip has a path that leads out of it: {name}")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unreadable(f"the zip holds a symbolic link: {name}")
    if info.flag_bits & ENCRYPTED:
        raise Unreadable("the zip is encrypted: send one without a password")
    if info.compress_type not in METHODS:
        raise Unreadable(f"the zip is packed in a way other than deflate: {name}")


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, of which no more is unpacked than it announces: a bomb lies about its size."""
    with archive.open(info) as file:
        return file.read(info.file_size + 1)  # to its end, where zipfile looks at the checksum
