"""What a learning system says of a submission by the name it gives the file: who, which, late.

Canvas      lastfirst_LATE_12345_67890_hw1-2.ipynb        (user id, upload id, second resubmission)
            LATE_anon_x7Yz1_67890_hw1.ipynb               (where Canvas hides who it is)
            lastfirst_12345_text.html                     (typed into the page, no file)
Moodle      Ada Love_123_assignsubmission_file_/hw1.ipynb
            Ada Love_123_assignsubmission_file_hw1.ipynb  (a download without folders)
            Group A_12_assignsubmission_file/hw1.ipynb    (12 is a group's number)
Gradescope  submission_7/hw1.ipynb, and submission_metadata.yml says who that is
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

METADATA = "submission_metadata.yml"
# The export itself may be a folder in the zip, if the first one is no student's; what begins with
# a dot or `__` is nobody's.
FOLDER = r"^(?:(?!\.|__)[^/]+/)??(?!\.|__)"
CANVAS = re.compile(
    FOLDER + r"(?:(?=(?:LATE_)?anon_)|(?P<person>[^/]+?)_)"
    r"(?P<late>LATE_)?(?P<id>\d{1,30}|anon_[^\W_]+)_"
    r"(?:(?P<upload>\d{1,30})_|(?=(?:text|link)\.html$))(?P<file>[^/]+)$"
)
RESUBMITTED = re.compile(r"^(?P<stem>.+)-(?P<number>\d{1,9})(?P<suffix>\.\w+)$")
MOODLE = re.compile(
    FOLDER + r"(?P<person>[^/]+?)(?:_(?P<id>\d+))?"
    r"_assignsubmission_(?:file|onlinetext)(?:_?/|_)(?P<file>.+)$"
)
GRADESCOPE = re.compile(FOLDER + r"(?P<id>submission_\d+)/(?P<file>.+)$")

FEEDBACK = "feedback.html"
IN_ZIP = re.compile(r"(\.zip)/.*$", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """Whose file it is, what that student called it, and which attempt it belongs to."""

    system: str
    person: str
    id: str  # tells apart two students of one name
    file: str
    attempt: tuple = ()  # of one person's attempts, the largest is the newest
    late: bool = False
    at: datetime | None = None  # when it was handed in


def origin(name: str) -> Origin | None:
    """What the name of a file in an export says; None if it is no such name."""
    system, match = read_name(name)
    return ORIGINS[system](match) if match else None


def read_name(name: str) -> tuple[str, re.Match | None]:
    """The system that wrote a name, and what it wrote: it comes first. A student chose the rest,
    which may look like another student's.
    """
    found = [(system, match) for system, form in FORMS.items() if (match := form.match(name))]
    return min(found, key=lambda one: one[1].start("file"), default=("", None))


def owner_in_export(name: str) -> Origin | None:
    """The same also of a folder, which ends in a slash."""
    return origin(f"{name}." if name.endswith("/") else name)


def of_result(file: str) -> Origin | None:
    """The same of what a result calls its file: a name in an export, perhaps a file in that zip."""
    return origin(IN_ZIP.sub(r"\1", file))


def feedback_name(file: str, student: str) -> str:
    """What the system that a result's file came from calls a page for that student.

    Canvas wants the name of the upload, Moodle the folder or the beginning of it, and Gradescope
    names folders. Whatever else it was, the page has the name of the student.
    """
    name = IN_ZIP.sub(r"\1", file)
    system, match = read_name(name)
    if system == "moodle":
        return name[match.start("person") : match.start("file")] + FEEDBACK
    if system == "gradescope":
        return f"{match['id']}/{FEEDBACK}"
    if system == "canvas":
        return str(PurePosixPath(PurePosixPath(name).name).with_suffix(".html"))
    return f"{student}.html"


def _moodle(match: re.Match) -> Origin:
    return Origin("moodle", match["person"], match["id"] or match["person"], match["file"])


def _gradescope(match: re.Match) -> Origin:
    return Origin("gradescope", match["id"], match["id"], match["file"])


def _canvas(match: re.Match) -> Origin:
    file, number, again = match["file"], 0, RESUBMITTED.match(match["file"])
    if again:
        file, number = again["stem"] + again["suffix"], int(again["number"])
    attempt, person = (number, int(match["upload"] or 0)), match["person"] or match["id"]
    return Origin("canvas", person, match["id"], file, attempt, bool(match["late"]))


FORMS = {"moodle": MOODLE, "gradescope": GRADESCOPE, "canvas": CANVAS}
ORIGINS = {"moodle": _moodle, "gradescope": _gradescope, "canvas": _canvas}


def submitters(metadata: str) -> dict[str, list[Origin]]:
    """Who handed in each folder of Gradescope's export: everybody of a group. {} if unreadable."""
    try:
        folders = yaml.load(metadata, _PlainLoader)  # noqa: S506 - a SafeLoader that knows less
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(folders, Mapping):
        return {}
    return {str(name): _people(about) for name, about in folders.items()}


def _people(about: Any) -> list[Origin]:
    """The submitters of one folder."""
    if not isinstance(about, Mapping):
        return []
    created = about.get(":created_at")
    attempt, at = (str(created or ""),), created if isinstance(created, datetime) else None
    if at and at.tzinfo is None:
        at = at.replace(tzinfo=UTC)  # Gradescope's times are UTC, whether or not they say so
    people, found = about.get(":submitters"), []
    for who in people if isinstance(people, list) else []:
        if not isinstance(who, Mapping):
            continue
        name, email, number = (str(who.get(key) or "") for key in (":name", ":email", ":sid"))
        unique = number or email or name
        if unique:
            found.append(Origin("gradescope", name or email or number, unique, "", attempt, at=at))
    return found


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads what Ruby writes: its own kinds of objects as plain mappings, lists and text."""


def _plain(loader: yaml.Loader, _suffix: str, node: yaml.Node) -> Any:
    kinds: dict[type, Callable] = {
        yaml.MappingNode: lambda n: loader.construct_mapping(n, deep=True),
        yaml.SequenceNode: lambda n: loader.construct_sequence(n, deep=True),
    }
    return kinds.get(type(node), loader.construct_scalar)(node)


def _time(loader: yaml.Loader, node: yaml.ScalarNode) -> Any:
    """A time, or the text of what only looks like one."""
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        return node.value


_PlainLoader.add_multi_constructor("!", _plain)
_PlainLoader.add_constructor("tag:yaml.org,2002:timestamp", _time)
