"""The map of an error: expected, got and their difference, in colours and in numbers."""

from dataclasses import dataclass

import numpy as np

from autograder.testing.comparison import excess

RIGHT = "✓"
LEVELS = 3  # shades of each colour


@dataclass(frozen=True)
class HeatMap:
    """Tables to stand side by side, each a title and rows of (text, class of its colour)."""

    panels: list[tuple[str, list[list[tuple[str, str]]]]]
    is_matrix: bool
    summary: str


def heat_map(values: dict[str, list]) -> HeatMap:
    """What a page shows of the `values` that a result keeps."""
    expected, got = (np.asarray(values[key], dtype=float) for key in ("expected", "got"))
    with np.errstate(invalid="ignore", over="ignore"):
        error, wrong = got - expected, ~(excess(expected, got) <= 1)
    finite = np.abs(error[wrong & np.isfinite(error)])
    largest = float(finite.max(initial=0.0))
    plain = [[(shown(x), "") for x in row] for row in np.atleast_2d(expected)]
    marked = [
        [(shown(x), "wrong" if bad else "") for x, bad in zip(*pair, strict=True)]
        for pair in zip(np.atleast_2d(got), np.atleast_2d(wrong), strict=True)
    ]
    colored = [
        [color_of(x, largest) if bad else (RIGHT, "right") for x, bad in zip(*pair, strict=True)]
        for pair in zip(np.atleast_2d(error), np.atleast_2d(wrong), strict=True)
    ]
    panels = [("expected", plain), ("got", marked), ("got \N{MINUS SIGN} expected", colored)]
    return HeatMap(panels, expected.ndim == 2, summary(error, wrong))


def summary(error: np.ndarray, wrong: np.ndarray) -> str:
    """How many entries are wrong, and where it is worst, as NumPy counts."""
    told = f"{wrong.sum()} of {wrong.size} wrong"
    sizes = np.where(wrong & np.isfinite(error), np.abs(error), -1.0)
    worst = np.unravel_index(np.argmax(sizes), sizes.shape)
    if sizes[worst] < 0:
        return f"{told}."
    return f"{told}; the largest error is {signed(error[worst])} at {list(map(int, worst))}."


def color_of(error: float, largest: float) -> tuple[str, str]:
    """A wrong entry and its class: p1 to p3 too large, n1 to n3 too small, nan if not finite."""
    if not np.isfinite(error):
        return signed(error) if np.isinf(error) else "nan", "nan"
    shade = max(1, int(np.ceil(LEVELS * (abs(error) / largest))))
    return signed(error), f"{'p' if error > 0 else 'n'}{shade}"


def shown(value: float) -> str:
    """A number in few digits, with a minus sign."""
    return f"{value + 0.0:.4g}".replace("-", "\N{MINUS SIGN}")


def signed(value: float) -> str:
    """An error, always with its sign."""
    return f"{value:+.3g}".replace("-", "\N{MINUS SIGN}")
