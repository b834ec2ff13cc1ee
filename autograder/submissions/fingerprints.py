"""What two submissions may share: fingerprints of their code that survive new names and layout.

Winnowing after Schleimer, Wilkerson and Aiken (SIGMOD 2003): of every few runs of tokens in a row
one is kept, chosen by its hash, so that any long enough passage leaves the same fingerprints
wherever it stands. The text is never parsed as Python, for it may be broken or hostile.
"""

import builtins
import keyword
import re
from dataclasses import dataclass
from zlib import crc32

import numpy as np

TOKEN = re.compile(
    r'(?P<string>\b[rbfu]{0,2}(?:"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')|"""[^"]*"""|"[^"\n]*"|\'[^\'\n]*\')'
    r"|(?P<comment>\#[^\n]*)|(?P<name>\w+)|(?P<line>\n)|(?P<sign>[^\s\w])",
    re.DOTALL | re.IGNORECASE,
)
RUN = 12  # tokens of a fingerprint: a formula or two short lines
WINDOW = 4  # one of as many runs in a row is kept at least
WORDS = 3  # of a comment that says something
LANGUAGE = {*keyword.kwlist, *dir(builtins), "np", "numpy"}
BASE, MIX = 0x9E3779B97F4A7C15, np.uint64(0xFF51AFD7ED558CCD)


@dataclass(frozen=True)
class Fingerprints:
    """Hashes of one text, and the first and the last line on which each was found, from 0."""

    hashes: np.ndarray
    first: np.ndarray
    last: np.ndarray

    def on(self, wanted: set[int]) -> set[int]:
        """The lines on which any of these hashes was found."""
        found = np.isin(self.hashes, np.fromiter(wanted, np.uint64, len(wanted)))
        spans = zip(self.first[found].tolist(), self.last[found].tolist(), strict=True)
        return {line for a, b in spans for line in range(a, b + 1)}


def fingerprints(text: str, vocabulary: frozenset[str], window: int = WINDOW) -> Fingerprints:
    """Those of code and of comments; names outside the `vocabulary` count as the same name.

    With a `window` of 1 all are kept: whatever a submission has of the text is found again.
    """
    codes, places, comments, line, before = [], [], [], 0, ""
    for match in TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "comment":
            words = re.findall(r"\w+", token.lower())
            if len(words) >= WORDS and not token.startswith(("# %%", "#%%")):
                comments.append((crc32(" ".join(words).encode()) | 1 << 32, line))
        elif kind != "line":
            if kind == "string":
                plain = "string"
            elif kind == "name" and before != "." and not is_known(token, vocabulary):
                plain = "name"
            else:
                plain = token
            codes.append(crc32(plain.encode("utf-8", "replace")))
            places.append(line)
            before = token
        line += token.count("\n")
    hashes, starts = winnowed(np.array(codes, np.uint64), window)
    lines = np.array(places, np.int64)
    said = np.array(comments, np.uint64).reshape(-1, 2)
    on = said[:, 1].astype(np.int64)
    return Fingerprints(
        np.concatenate([hashes, said[:, 0]]),
        np.concatenate([lines[starts], on]),
        np.concatenate([lines[starts + RUN - 1], on]),
    )


def is_known(name: str, vocabulary: frozenset[str]) -> bool:
    return name in vocabulary or name in LANGUAGE or name[0].isdigit()


def vocabulary_of(handout: str) -> frozenset[str]:
    """The names that everybody has from the code of the handout; its prose names nothing."""
    return frozenset(match["name"] for match in TOKEN.finditer(handout) if match["name"])


def winnowed(codes: np.ndarray, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the runs that are kept, and where these begin."""
    if len(codes) < RUN:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    powers = np.array([pow(BASE, RUN - 1 - n, 1 << 64) for n in range(RUN)], np.uint64)
    hashes = (np.lib.stride_tricks.sliding_window_view(codes, RUN) * powers).sum(axis=1)
    hashes ^= hashes >> np.uint64(33)
    hashes *= MIX
    windows = np.lib.stride_tricks.sliding_window_view(hashes, min(window, len(hashes)))
    kept = np.unique(windows.argmin(axis=1) + np.arange(len(windows)))
    return hashes[kept], kept
