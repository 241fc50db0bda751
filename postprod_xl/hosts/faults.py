"""Internal faults: the trace goes to a log, a person reads one line."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

from postprod_xl.engines.ooxml.files.interrupts import Interrupted


def is_fault(error: BaseException) -> bool:
    """Whether an error is a fault, not somebody's wish to stop: a library in Rust raises its own as `BaseException`."""
    return not isinstance(error, Interrupted | KeyboardInterrupt | SystemExit | GeneratorExit)


def fault_log(error: BaseException) -> Path | str:
    """Write the trace of an internal fault where it can be found, and give its path.

    Where nothing can be written, as on a full disk, what can be said of the fault in a few words.
    """
    trace = "".join(traceback.format_exception(error))
    try:
        descriptor, name = tempfile.mkstemp(prefix="postprod-", suffix=".log")
    except OSError:
        return _in_words(error)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as log:
            log.write(trace)
    except OSError:
        Path(name).unlink(missing_ok=True)
        return _in_words(error)
    return Path(name)


def _in_words(error: BaseException) -> str:
    """What a fault is and where it came from, in place of a log."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"cette ligne, aucun journal n'ayant pu être écrit ({type(error).__name__}{place} : {error})"
