"""The hash of a packing list: SHA-1 in base 64 (SMPTE ST 429-8, 6.3)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

_BLOCK = 1 << 20


def sha1_of(path: Path, progress: Callable[[int], None] | None = None) -> str | None:
    """The SHA-1 of a file in base 64; None when it cannot be read to its end."""
    digest = hashlib.sha1(usedforsecurity=False)
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                if progress:
                    progress(len(block))
    except OSError:
        return None
    return base64.b64encode(digest.digest()).decode("ascii")
