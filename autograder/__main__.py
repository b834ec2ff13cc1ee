"""`python -m autograder` is the command, too."""

from autograder.cli.main import main

main(prog_name="autograder")
