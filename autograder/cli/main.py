"""The `autograder` command: one module a command, each of which imports late what is slow."""

import click

from autograder.cli.adjust import adjust
from autograder.cli.bundle import bundle
from autograder.cli.demo import demo
from autograder.cli.explain import explain
from autograder.cli.grade import grade
from autograder.cli.list_command import list_assignments
from autograder.cli.new import new
from autograder.cli.release import release
from autograder.cli.report import report
from autograder.cli.similar import similar
from autograder.cli.term import term
from autograder.cli.validate import validate
from autograder.cli.written import written
from autograder.course.bundled import DISTRIBUTION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=DISTRIBUTION)
def main() -> None:
    """Release and grade homework; the judge never runs in the process of the judged."""


for command in (
    *(list_assignments, new, release, validate),
    *(grade, explain, adjust, written, similar, bundle, term, report, demo),
):
    main.add_command(command)
