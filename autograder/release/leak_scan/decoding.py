"""What is in a file but not on its face: base64, hex, arrays; for the leak scan.

Everything comes out as bytes, text or numbers, which the scan then treats like any other.
"""

import base64
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

# One long word, or lines of them: only line breaks, quotes and marks are between.
LETTERS, BETWEEN = r"[\w+/-]", r"[ \t\r\"'#>*\\,]{0,20}"
BLOB = re.compile(rf"{LETTERS}{{16,}}(?:{BETWEEN}\n{BETWEEN}{LETTERS}+)*", re.ASCII)
OUTSIDE = re.compile(r"[^\w+/-]", re.ASCII)
HEX = re.compile(r"(?:0[xX])?([0-9a-fA-F]+)")
LONGEST = 1 << 23  # characters of one blob that are decoded; the data of a homework is smaller
PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e]{8,}")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")  # packed: as numbers, they would be any, by chance
URL_SAFE = str.maketrans("-_", "+/")


def blobs(text: str) -> Iterator[bytes]:
    """What the long words of a text would be as hex and as base64, wherever in them it begins."""
    for match in BLOB.finditer(text.replace("\\n", "\n")):
        word = OUTSIDE.sub("", match[0])[:LONGEST]
        if digits := HEX.fullmatch(word):
            for start in (0, 1):
                code = digits[1][start:]
                yield bytes.fromhex(code[: len(code) // 2 * 2])
        for start in range(4):
            code = word[start:].translate(URL_SAFE)
            code = code[:-1] if len(code) % 4 == 1 else code
            data = base64.b64decode(code + "=" * (-len(code) % 4))
            yield data
            if start == 0 and data.startswith(PICTURES):
                break


def legible(data: bytes) -> str:
    """The text that bytes are, or that is between other bytes."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return "\n".join(run.decode("ascii") for run in PRINTABLE.findall(data))


def texts_of(array: np.ndarray) -> Iterator[str]:
    """Strings, bytes and names of fields in an array; small integers are bytes, too."""
    if array.dtype.names:
        for field in array.dtype.names:
            yield field
            yield from texts_of(array[field])
    elif array.dtype.kind == "U":
        yield "\n".join(array.ravel().tolist())
    elif array.dtype.kind in "SV":
        yield legible(b"\n".join(array.ravel().tolist()))
    elif array.dtype.kind in "iu" and array.size and array.min() >= 0 and array.max() < 256:
        yield legible(array.astype(np.uint8).tobytes())


def numbers_of(value: Any) -> list[float]:
    """The numbers in an array, in order; of complex ones the real and the imaginary part."""
    array = np.asarray(value)
    if array.dtype.names:
        return [number for field in array.dtype.names for number in numbers_of(array[field])]
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag], axis=-1)
    return array.ravel().astype(float).tolist() if array.dtype.kind in "iuf" else []


def numbers_in(data: bytes) -> Iterator[tuple[list[float], bool]]:
    """The numbers that bytes would be if an array had been written as it lies in memory, and
    whether one has enough digits to be told by itself: any four bytes are some float32.
    """
    for kind in ("<f8", "<f4"):
        size = np.dtype(kind).itemsize
        with np.errstate(invalid="ignore"):  # what was never a number may come out as any
            numbers = np.frombuffer(data[: len(data) // size * size], kind).astype(float)
        yield numbers.tolist(), kind == "<f8"
