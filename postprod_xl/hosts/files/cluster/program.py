"""Which program this is, to the byte: two machines that say the same compute the same."""

from __future__ import annotations

import platform
import zlib
from functools import cache
from hashlib import sha256
from pathlib import Path

from postprod_xl import __version__

SOURCES = (".py", ".toml")
_DIGITS = 12


@cache
def program_text() -> str:
    """The version of this program, the digest of its sources, then the Python, the libraries and zlib that it runs on.

    >>> program_text().split(", ")[0].split()[0]
    'postprod'
    """
    libraries = [f"{name} {version}" for name, version in _libraries()]
    return ", ".join(
        [
            f"postprod {__version__} ({_sources_digest()})",
            f"Python {platform.python_version()}",
            f"zlib {zlib.ZLIB_RUNTIME_VERSION}",
            *libraries,
        ]
    )


def first_difference(ours: str, theirs: str) -> tuple[str, str]:
    """The first part in which the texts of two programs differ, here then there; what is absent is so named.

    >>> first_difference("postprod 0.7 (a), lxml 5.3", "postprod 0.7 (a), lxml 6.0")
    ('lxml 5.3', 'lxml 6.0')
    """
    here, there = ours.split(", "), theirs.split(", ")
    alone = [part for part in here if part not in there], [part for part in there if part not in here]
    absent = "rien"
    return alone[0][0] if alone[0] else absent, alone[1][0] if alone[1] else absent


def _libraries() -> list[tuple[str, str]]:
    """What this installation needs, and the version it has of each."""
    from importlib.metadata import PackageNotFoundError, version

    from packaging.requirements import Requirement

    from postprod_xl.hosts.setup.findings.python import requirements

    found = []
    for line in requirements(""):
        name = Requirement(line).name
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "absent"))
    return sorted(found)


def _sources_digest() -> str:
    root, digest = Path(__file__).parents[3], sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in SOURCES):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:_DIGITS]
