"""What moves a score beside the tests: points by hand, written answers, lateness."""

import msgspec


class Adjusted(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Points given by hand in place of those `graded`; for which submission it was decided."""

    graded: float | int
    reason: str
    by: str
    at: str
    submission_sha256: str

    def is_of(self, sha256: str) -> bool:
        """Whether it was decided for this very submission."""
        return self.submission_sha256 == sha256


class Written(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the staff gave a written answer; no `points` where nobody has decided yet.

    It counts where the course says that the question is `worth` points; else it is shown.
    """

    name: str
    points: float | int | None
    reason: str = ""
    by: str = ""
    at: str = ""
    worth: float | int = 0

    @property
    def counted(self) -> float:
        """What it adds to the score."""
        return self.points or 0 if self.worth else 0


class Late(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What lateness takes off the `earned` points, which are those of tests and written answers.

    `policy` is as it was given, `by` says how late it was, `share` is what the policy takes of all
    points there are. `off` are the points that it comes to, or what the staff decided, with the
    reason.
    """

    policy: str
    by: str
    share: float
    off: float | int = 0
    earned: float | int = 0
    reason: str = ""

    @property
    def lost(self) -> float:
        """What was taken off: never more than there was."""
        return min(self.off, self.earned)
