"""Numbers and texts of results, as people may see them."""

import unicodedata

OUTPUT_LIMIT = 4_000
NUMBER_DIGITS = 4
FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet takes for the beginning of one


def points(value: float) -> float:
    """Points as people write them: 5, 2.5, never 2.4999999."""
    rounded = round(float(value), NUMBER_DIGITS)
    return int(rounded) if rounded.is_integer() else rounded


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def active(cell: str) -> str:
    """What was meant by a cell that `inert` wrote."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def visible(text: str, limit: int = OUTPUT_LIMIT) -> str:
    """Text that shows all it holds: controls, direction marks and escapes become code points."""
    text = text[:limit] + ("…" if len(text) > limit else "")
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else f"\\u{ord(c):04x}" for c in text
    )
