"""Whether a macro project is locked: its protection and its password, as the `PROJECT` stream obscures them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STATE, _PASSWORD = b"CMG", b"DPB"
_NO_PASSWORD = b"\0"
_LENGTH_BYTES = 4


def is_protected(project: bytes) -> bool:
    """Whether the modules of a project are protected, by a person, by Excel or by a password.

    Parameters
    ----------
    project
        Its `PROJECT` stream. [MS-OVBA] 2.3.1.15 and 2.3.1.16 say what the two values mean; a value that is not
        the obscured form of anything, which some tools write to make a project impossible to open, locks it too.
    """
    state, password = (_held(project, key) for key in (_STATE, _PASSWORD))
    return state is None or any(state) or password is None or password not in (b"", _NO_PASSWORD)


def _held(project: bytes, key: bytes) -> bytes | None:
    """The value of a key, `b""` when the stream has none, None when it cannot be made out."""
    found = re.search(rb'^%s="?([^"\r\n]*)' % key, project, re.MULTILINE)
    if found is None:
        return b""
    try:
        clear = bytes(_clear(bytes.fromhex(found[1].decode("ascii"))))
    except (ValueError, IndexError):
        return None
    length = int.from_bytes(clear[:_LENGTH_BYTES], "little")
    return clear[_LENGTH_BYTES:] if length == len(clear) - _LENGTH_BYTES else None


def _clear(obscured: bytes) -> Iterator[int]:
    """The length and the data that [MS-OVBA] 2.4.3.3 hides behind a seed and some bytes to ignore."""
    seed, version, key = obscured[:3]
    unobscured, before, last = key ^ seed, version, key
    ignored = (seed & 6) // 2
    for place, byte in enumerate(obscured[3:]):
        unobscured = byte ^ (before + unobscured & 0xFF)
        before, last = last, byte
        if place >= ignored:
            yield unobscured
