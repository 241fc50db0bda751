"""Internal faults: the trace goes to a log, a person reads one line."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path


def is_fault(error: BaseException) -> bool:
    """Whether an error is a fault, not somebody's wish to stop: a library in Rust raises its own as `BaseException`."""
    return not isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit)


def fault_log(error: BaseException) -> Path:
    """Write the trace of an internal fault where it can be found, and give its path."""
    descriptor, name = tempfile.mkstemp(prefix="postprod-", suffix=".log")
    with os.fdopen(descriptor, "w", encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)))
    return Path(name)
