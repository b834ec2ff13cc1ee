"""Names as students and their systems write them, cleaned until they can name a file of ours."""

import re
import unicodedata

ID_BYTES = 150  # a file system allows 255, of which suffixes and numbers need some


def printable(text: str) -> str:
    """Text without what is not seen: controls, line ends, direction marks, broken characters."""
    normal = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    return "".join(c for c in normal if not is_unseen(c))


def is_unseen(character: str) -> bool:
    """Whether a character shows nothing, but says how others are shown."""
    kind = unicodedata.category(character)
    return kind[0] == "C" or kind in ("Zl", "Zp")


def clean(student: str) -> str:
    """A student's id that can name a file and stand in a table: no marks, controls or slashes."""
    text = re.sub(r"[/\\:*?\"<>|]", "_", printable(student)).strip(" .")
    return text.encode()[:ID_BYTES].decode(errors="ignore").strip(" .") or "unnamed"
