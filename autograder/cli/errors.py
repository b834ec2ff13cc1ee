"""What stops the command through no fault of a submission, said to people in one message.

Exit code 2 where another command line would do, 1 where it would not.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

import click

OURS = ("autograder.", "homework_")  # names of modules of this package, and of a course


@contextmanager
def own_errors() -> Iterator[None]:
    """Say what is wrong with the call, the files of an assignment or this machine.

    Any other exception is a mistake of ours and passes with its traceback.
    """
    try:
        yield
    except click.ClickException:
        raise
    except KeyboardInterrupt:
        message = "stopped; what is done is kept, and the same command goes on from there"
        raise click.ClickException(message) from None
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or 'the disk'}: {error.strerror or error}"
        ) from None
    except Exception as error:
        complaint = _complaint(error)
        if complaint is None:
            raise
        raise complaint from None


def _complaint(error: Exception) -> click.ClickException | None:
    """What to say of an error that we know; imported late, for `--help` needs none of it."""
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith(OURS):
        return click.ClickException(f"{error.name} is not installed: pip install -e .")
    from autograder.course.authoring_errors import Broken  # noqa: PLC0415
    from autograder.release.wheel import CannotBuild  # noqa: PLC0415
    from autograder.runs.executors import ClusterError  # noqa: PLC0415
    from autograder.runs.run_folder import FolderError  # noqa: PLC0415
    from autograder.sandbox.walls.limits import SandboxError  # noqa: PLC0415

    if isinstance(error, (ClusterError, FolderError)):
        return click.UsageError(str(error))
    if isinstance(error, (Broken, CannotBuild, SandboxError)):
        return click.ClickException(str(error))
    return None


def refuse_other_systems() -> None:
    """Raise where no submission can be confined at all: elsewhere than on Linux.

    What it tells works in PowerShell, too.
    """
    if sys.platform != "linux":
        told = "This needs Linux: no other system confines the code of a submission as it has to."
        image = "$(docker build -q -f .devcontainer/Dockerfile .)"
        command = click.get_current_context().command_path
        raise click.ClickException(
            f'{told}\nIn a container: docker run --rm -v "${{PWD}}:/work" {image} {command} ...'
        )


def refuse_unusable(folder: Path, option: str = "--out") -> None:
    """Raise a usage error if `folder` cannot be written to, or made: before the work, not after."""
    there = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
    if not there.is_dir():
        raise click.UsageError(f"{option} {folder}: {there} is a file; choose another folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise click.UsageError(f"{option} {folder}: {there} is not writable; choose another folder")


def near(name: str, there: Iterable[str]) -> str:
    """What a mistyped name may have meant, as the end of an error."""
    found = get_close_matches(name, list(there))
    return f"; did you mean {' or '.join(found)}?" if found else ""
