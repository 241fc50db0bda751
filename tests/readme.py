"""The marked blocks of a README."""

from __future__ import annotations

import re


def block(text: str, mark: str) -> list[str]:
    """The lines of the fenced block under `<!-- mark -->`."""
    found = re.search(rf"^<!-- {mark} -->\n```\w*\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no block marked <!-- {mark} -->"
    return found[1].splitlines()
