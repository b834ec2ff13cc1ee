"""What a release is made of: the hash of every file and the version of everything it depends on."""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from autograder.course.assignment import Assignment
from autograder.results.provenance import grade_sha256, seed_fingerprint, versions

LIBRARIES = ("hatchling", "jupytext", "matplotlib", "nbformat")
OWN_KEYS = {"assignment", "autograder_sha256", "files", "max_score", "versions"}


def manifest(assignment: Assignment, files: Mapping[str, bytes]) -> bytes:
    """manifest.json: it names no secret, but two releases with other seeds differ in it."""
    about = {
        "assignment": assignment.name,
        "autograder_sha256": grade_sha256(assignment),
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
        "max_score": assignment.max_score,
        "seed": {
            "fingerprint": seed_fingerprint(assignment.seed),
            "of_course_toml": assignment.seed == assignment.facts.seed,
        },
        "versions": versions() | {name: version(name) for name in LIBRARIES},
    }
    return (json.dumps(about, indent=1) + "\n").encode()


def is_manifest(path: Path) -> bool:
    """Whether a file is the manifest of a release, and not another program's file of that name."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.keys() >= OWN_KEYS
