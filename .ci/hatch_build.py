"""Puts the course into the wheel as data; an editable installation finds it beside the package."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("assignments", "solutions", "tests/specimens")


class CourseInWheel(BuildHookInterface):
    """Called by hatchling for every build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the parts of the course, but not to an editable wheel, where they would be copies."""
        if version != "editable":
            course = "autograder/bundled_course"
            build_data["force_include"] |= {part: f"{course}/{part}" for part in PARTS}
