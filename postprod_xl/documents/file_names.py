"""What a person typed, as a part of the name of a file: a name on every system, in the folder it is meant for."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
"""Bytes of a part; a name has 255 of them on Linux, as many characters elsewhere, and a path of Windows 260 in all."""
_WITHOUT_NAME = "sans nom"
# Microsoft, « Naming Files, Paths, and Namespaces »: the characters a name has not, and the names of devices, which
# stay theirs with an extension.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
# Hidden, the owner file of Excel, an option of a command.
_AT_THE_START = ".~-$ "


def file_name_part(text: str) -> str:
    r"""A text as a part of a file name; two texts may give the same one.

    >>> file_name_part("CRUE"), file_name_part("../x"), file_name_part("Saison 2 : l'été"), file_name_part("nul.x")
    ('CRUE', 'x', "Saison 2 - l'été", '_nul.x')
    """
    text = unicodedata.normalize("NFC", "".join(_shown(letter) for letter in text))
    text = _FORBIDDEN.sub("-", " ".join(text.split())).lstrip(_AT_THE_START)
    if _DEVICE.match(text):
        text = f"_{text}"
    return text.encode()[:LONGEST].decode(errors="ignore").rstrip(". ") or _WITHOUT_NAME


def _shown(letter: str) -> str:
    """A letter, a space for what separates, nothing for what no screen shows."""
    if letter.isprintable():
        return letter
    return " " if letter.isspace() else ""
