"""What a student reads of a line: where it is, and what to look at; never the change."""

from autograder.diagnosis.repair import LOOK_AT
from autograder.diagnosis.stretch import Stretch
from autograder.sandbox.session import Session
from autograder.sandbox.trials import Lines, lines_of

MOST_LINE = 160  # characters of a line that are shown


def sentence(function: str, place: Stretch, session: Session) -> str:
    """The place at which a function can be mended, in words."""
    own = lines_of(session, place.cell)
    where = "" if session.kind == "py" else f" of {session.cells[place.cell][0]}"
    what = piece_told(own[place.first - 1], place)
    look = f" Look at: {what}." if what else ""
    places = (" and " if place.edits == 2 else ", or ").join(
        lines_told(own, part, where) for part in place.parts
    )
    return f"`{function}`, {places}. {change_told(place)} every test of it pass.{look}"


def piece_told(line: str, place: Stretch) -> str:
    """What of the lines is meant: a piece of the student's own, or what there is to look at."""
    if place.columns:
        first, last = place.columns
        return f"`{line.encode()[first:last].decode(errors='ignore')[:MOST_LINE]}`"
    return " or ".join(LOOK_AT[kind] for kind in place.kinds) if len(place.kinds) <= 2 else ""


def lines_told(own: list[str], part: Lines, where: str) -> str:
    first, last = part
    if first == last:
        return f"line {first}{where}: `{own[first - 1].strip()[:MOST_LINE]}`"
    return f"lines {first} to {last}{where}"


def change_told(place: Stretch) -> str:
    """How many changes in which of the lines make it right."""
    if len(place.parts) > 1:
        return "A change in each makes" if place.edits == 2 else "One change in one of them makes"
    here = "this line" if place.first == place.last else "these lines"
    return f"Two changes in {here} make" if place.edits == 2 else f"One change in {here} makes"
