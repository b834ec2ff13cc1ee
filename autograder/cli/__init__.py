"""The command line: one module a command in `commands/`, and what they print.

In: arguments and the environment, which nobody else reads. Out: files, tables, an exit code.
Called by people.
"""
