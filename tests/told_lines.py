"""Which lines of a submission a student is told to look at."""

import re

PLACE = re.compile(r"\blines? (\d+)(?: to (\d+))?")


def lines_told(outcome):
    """All lines that stand in the sentence about the line, if there is one."""
    places = PLACE.findall(outcome.look.split("\n")[-1]) if outcome.line else []
    return {n for first, last in places for n in range(int(first), int(last or first) + 1)}
