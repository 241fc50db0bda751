"""The spellings of a workbook's XML parts that are not the one this program writes: other encodings, Strict Open XML.

A part is read as UTF-8 with the Transitional names (ISO/IEC 29500-4); a part of a Strict workbook (29500-1) gets its
own names back when it is written. Both ways are exact, so that a part nobody changes stays the same part.
"""

from __future__ import annotations

import codecs
import re

from postprod_xl.engines.ooxml.errors import Refused

STRICT = "purl.oclc.org/ooxml"

_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_OFFICE = "officeDocument/2006/"
# Transitional names that a Strict part holds too, in its extensions: set apart while it is read.
_APART = "http://apart.schemas.openxmlformats.org/"
# fmt: off
_RENAMED = {
    "extendedProperties": "extended-properties", "customProperties": "custom-properties",
    "docPropsVTypes": "docPropsVTypes", "sharedTypes": "sharedTypes", "math": "math",
    "bibliography": "bibliography", "characteristics": "characteristics", "customXml": "customXml",
}
# fmt: on
_MAPPED = {
    **{f"officeDocument/{name}": _OFFICE + other for name, other in _RENAMED.items()},
    **{f"officeDocument/relationships/{n}": f"{_OFFICE}relationships/{o}" for n, o in _RENAMED.items()},
}
_BACK = {other: name for name, other in _MAPPED.items()}
_KINDS = "spreadsheetml|drawingml|officeDocument"
_STRICT_NAME = re.compile(rf"(=\s*[\"']){re.escape(_STRICT)}((?:{_KINDS})/[^\"'<>]*)".encode())
# VML stayed out of the Strict standard: its relationship has one name only.
_TRANSITIONAL_NAME = re.compile(
    rf"(=\s*[\"']){re.escape(_TRANSITIONAL)}((?:{_KINDS})/2006/(?!relationships/vmlDrawing)[^\"'<>]*)".encode()
)
_APART_NAME = re.compile(rf"(=\s*[\"']){re.escape(_APART)}".encode())
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_DECLARED = re.compile(r"(\s*<\?xml[^>]*?encoding\s*=\s*[\"'])[\w.:-]+")
_AS_WRITTEN = ("utf-8", "ascii")
_XML = (".xml", ".rels", ".vml")


def is_xml(part: str) -> bool:
    """Tell whether a part's name announces XML."""
    return part.lower().endswith(_XML)


def in_utf8(data: bytes, part: str) -> bytes:
    """Give an XML part in UTF-8, itself when it is; another encoding's declaration says UTF-8 then.

    Raises
    ------
    Refused
        If the bytes are not in the encoding they declare.
    """
    encoding = _encoding(data)
    if encoding is None:
        return data
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Refused(
            f"« {part} » n'est pas dans le codage qu'il annonce ({encoding}) : reprenez une copie ou une sauvegarde."
        ) from error
    return _DECLARED.sub(r"\g<1>UTF-8", text, count=1).encode()


def transitional(data: bytes) -> bytes:
    """Give a Strict part with the Transitional names; any other comes back itself."""
    if STRICT.encode() not in data:
        return data
    data = _TRANSITIONAL_NAME.sub(
        lambda found: found[1] + _APART.encode() + found[0][len(found[1]) + len(_TRANSITIONAL) :], data
    )
    return _STRICT_NAME.sub(lambda found: found[1] + _transitional_name(found[2].decode()), data)


def strict_again(data: bytes, original: bytes | None) -> bytes:
    """Give a part of a Strict workbook its own names back.

    Parameters
    ----------
    data
        The part, as it was read and then changed.
    original
        The part as it was, `None` for a new one; a part that had Transitional names only keeps them.
    """
    if original is not None and STRICT.encode() not in original and _TRANSITIONAL_NAME.search(original):
        return data
    data = _TRANSITIONAL_NAME.sub(lambda found: found[1] + _strict_name(found[2].decode()), data)
    return _APART_NAME.sub(lambda found: found[1] + _TRANSITIONAL.encode(), data)


def _transitional_name(name: str) -> bytes:
    kind, _, rest = name.partition("/")
    return (_TRANSITIONAL + _MAPPED.get(name, f"{kind}/2006/{rest}")).encode()


def _strict_name(name: str) -> bytes:
    return (_STRICT + _BACK.get(name, name.replace("/2006/", "/", 1))).encode()


def _encoding(data: bytes) -> str | None:
    """Give the encoding of an XML text, `None` for UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith((b"<\0", b"\0<")):
        return "utf-16-le" if data[0] else "utf-16-be"
    declared = _ENCODING.match(data, 0, 200)
    if declared is None:
        return None
    try:
        known = codecs.lookup(declared[1].decode("ascii", "replace")).name
    except LookupError:
        return None
    # A text that declares UTF-16 in plain letters is in UTF-8 all the same: its declaration could not be read else.
    return None if known in _AS_WRITTEN or known.startswith("utf-16") else known
