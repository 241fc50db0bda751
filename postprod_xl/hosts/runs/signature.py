"""Who runs a command and when, as its row of the journal says it."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

REPRODUCIBLE = "SOURCE_DATE_EPOCH"
"""The variable that fixes the moment of a run, in seconds since 1970: see reproducible-builds.org/specs."""


@dataclass(frozen=True)
class Signature:
    """A person and a moment.

    Parameters
    ----------
    user
        The session's user.
    at
        The moment, to the second.
    is_timed
        Whether the row says how long the command took; not where the same workbook must give the same bytes.
    """

    user: str
    at: datetime
    is_timed: bool = True

    @classmethod
    def now(cls) -> Signature:
        """Of this session and moment, or of that of `SOURCE_DATE_EPOCH` where it is set."""
        fixed = os.environ.get(REPRODUCIBLE, "")
        if fixed.isdigit():
            at = datetime.fromtimestamp(int(fixed), UTC).replace(tzinfo=None)
            return cls(user_name(), at, is_timed=False)
        return cls(user_name(), datetime.now().replace(microsecond=0))

    def lasted(self, seconds: float) -> Decimal:
        """How long a command took, as its row says it."""
        return Decimal(str(round(seconds, 2))) if self.is_timed else Decimal(0)


def user_name() -> str:
    """The session's user, as the journal and the lock name it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "inconnu"
