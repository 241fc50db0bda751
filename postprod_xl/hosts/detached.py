"""A process started apart from the program that asks for it, which waits only until it is ready."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import IO, Any

READY = "ready"
START_SECONDS = 15.0


def main(arguments: list[str]) -> int:
    """Start `python -m arguments…` and return once it has written its `ready` line, or died, or is too late.

    LibreOffice calls this in the middle of a calculation and waits for its end: it is light, and bounded.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        **_apart(),
    )
    assert process.stdout is not None
    lines: list[str] = []
    reader = threading.Thread(target=_first_line, args=(process.stdout, lines), daemon=True)
    reader.start()
    reader.join(START_SECONDS)
    return 0 if lines == [READY] else 1


def _first_line(stream: IO[str], lines: list[str]) -> None:
    lines.append(stream.readline().strip())


def _apart() -> dict[str, Any]:
    """What keeps the process alive, and silent, when its parent ends."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
