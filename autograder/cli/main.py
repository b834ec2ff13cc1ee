"""The `autograder` command: one module a command, each of which imports late what is slow."""

import io
import sys

import click

from autograder.cli.commands.adjust import adjust
from autograder.cli.commands.bundle import bundle
from autograder.cli.commands.demo import demo
from autograder.cli.commands.explain import explain
from autograder.cli.commands.grade import grade
from autograder.cli.commands.list_command import list_assignments
from autograder.cli.commands.new import new
from autograder.cli.commands.release import release
from autograder.cli.commands.report import report
from autograder.cli.commands.similar import similar
from autograder.cli.commands.term import term
from autograder.cli.commands.validate import validate
from autograder.cli.commands.written import written
from autograder.course.bundled import DISTRIBUTION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=DISTRIBUTION)
def main() -> None:
    """Release and grade homework; the judge never runs in the process of the judged."""
    for stream in (sys.stdout, sys.stderr):  # a pipe on Windows takes no names beyond its code page
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


for command in (
    *(list_assignments, new, release, validate),
    *(grade, explain, adjust, written, similar, bundle, term, report, demo),
):
    main.add_command(command)
