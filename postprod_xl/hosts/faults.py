"""Internal faults: the trace goes to a log, a person reads one line."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path


def fault_log(error: BaseException) -> Path:
    """Write the trace of an internal fault where it can be found, and give its path."""
    descriptor, name = tempfile.mkstemp(prefix="postprod-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)))
    return Path(name)
