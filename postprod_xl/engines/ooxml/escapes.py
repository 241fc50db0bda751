"""Text as spreadsheet XML spells it: entities, and ``_xHHHH_`` for what XML cannot hold."""

from __future__ import annotations

import re

_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")


def decoded_entities(text: str) -> str:
    """Replace XML's five entities and the numeric ones.

    >>> decoded_entities("A &amp; B &#233;")
    'A & B é'
    """
    return _ENTITY.sub(_entity, text) if "&" in text else text


def attribute_text(tag: str, name: str) -> str:
    """The first value of an attribute in a text, without its entities, `""` where there is none.

    >>> attribute_text("<c r='A1' s='3'>", "r")
    'A1'
    """
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return decoded_entities(found[1] or found[2] or "") if found else ""


def decoded_escapes(text: str) -> str:
    """Replace each ``_xHHHH_`` by its character.

    >>> decoded_escapes("_x005F_x0041_")
    '_x0041_'
    """
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # A character beyond the first 65,536 is written as two halves; a half alone is no character.
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def escaped_xml(text: str) -> str:
    """Write text as XML content, without the spreadsheet escapes (formulas).

    >>> escaped_xml("A1<>B1&C1")
    'A1&lt;&gt;B1&amp;C1'
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_text(text: str) -> str:
    """Write a cell's text as XML content; what XML forbids becomes ``_xHHHH_``, so does a look-alike.

    >>> escaped_text("R&D"), escaped_text(chr(1)), escaped_text("_x0041_")
    ('R&amp;D', '_x0001_', '_x005F_x0041_')
    """
    if not _SPECIAL.search(text):
        return text
    text = _LITERAL_ESCAPE.sub("_x005F_", text)
    return escaped_xml(_UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def _entity(match: re.Match[str]) -> str:
    body = match[1]
    if body[0] != "#":
        return _NAMED[body]
    return chr(int(f"0{body[1:]}", base=0) if body[1] == "x" else int(body[1:]))
