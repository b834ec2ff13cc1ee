"""The assignments there are, as a table. Light to import: `autograder list` answers at once."""

from rich.table import Table

from autograder.assignment import Assignment


def assignment_table(assignments: list[Assignment]) -> Table:
    """A row a question, with its points."""
    table = Table("assignment", "question", "functions tested", title="Assignments")
    table.add_column("points", justify="right")
    for assignment in assignments:
        for question, worth in assignment.points.items():
            functions = ", ".join(assignment.functions_of(question))
            table.add_row(assignment.name, question, functions, f"{worth:g}")
        table.add_row("", "", "[bold]total[/]", f"[bold]{assignment.max_score:g}[/]")
        table.add_section()
    return table
