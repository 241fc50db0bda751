"""The shapes of a legacy drawing (VML): every program writes its form controls there, and its notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from postprod_xl.engines.ooxml.escapes import decoded_entities

_TAG = r"""(?:"[^"]*"|'[^']*'|[^>"'])*"""
_SHAPE = re.compile(rf"<v:shape\b{_TAG}>.*?</v:shape\s*>", re.DOTALL)
_OPENING = re.compile(rf"<v:shape\b{_TAG}>")
_KIND = re.compile(r"""<x:ClientData\s[^>]*ObjectType\s*=\s*["'](\w+)["']""")
_MACRO = re.compile(r"<x:FmlaMacro>\s*([^<]*?)\s*</x:FmlaMacro>")
_ANCHOR = re.compile(r"<x:Anchor>([^<]*)</x:Anchor>")
_TIP = re.compile(r"""\salt\s*=\s*("[^"]*"|'[^']*')""")
_IDENTIFIER = re.compile(r"""\sid\s*=\s*["']_x0000_s(\d+)["']""")
_TEXT_BOX = re.compile(r"(<v:textbox\b[^>]*>)(.*?)(</v:textbox\s*>)", re.DOTALL)
_RUN = re.compile(r">([^<>]*[^<>\s][^<>]*)<")
_BLOCKS = re.compile(r"""<o:idmap\b[^>]*\sdata\s*=\s*["']([\d,\s]+)["']""")
_END = re.compile(r"</xml\s*>\s*\Z")
# [0]! is the workbook itself; LibreOffice writes the module instead.
_OWN_MACRO = re.compile(r"(?:\[0\]!)?(?:\w+\.)?(\w+)")
_BLOCK = 1024  # the shapes of a sheet are numbered by blocks (`o:idmap`)
_BUTTON, _NOTE = "Button", "Note"
_NAMESPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
EMPTY = (
    f'<xml{_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout></xml>'
)
"""A drawing without shapes, once its block is known."""
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" '
    'o:connecttype="rect"/><o:lock v:ext="edit" shapetype="t"/></v:shapetype>'
)

Anchor = tuple[int, int, int, int, int, int, int, int]
"""Column, pixels, row, pixels of the first corner, then of the last one, counted from 0."""


@dataclass(frozen=True)
class VmlButton:
    """A button of a legacy drawing: the macro it runs, what it shows, what it says to who cannot see it."""

    macro: str
    label: str
    tip: str


def own_macro(text: str) -> str:
    """The name of a macro of the workbook itself, as a control spells it; empty for another.

    >>> own_macro("[0]!Actualiser"), own_macro("Boutons.Actualiser"), own_macro("[1]!Autre")
    ('Actualiser', 'Actualiser', '')
    """
    found = _OWN_MACRO.fullmatch(decoded_entities(text).strip())
    return found[1] if found else ""


def buttons_of(text: str) -> list[VmlButton]:
    """The buttons of a drawing that run a macro of the workbook, in order."""
    return [
        VmlButton(macro, _label(shape), _tip(shape)) for shape in _shapes(text) if (macro := _macro(shape))
    ]


def anchors_of(text: str) -> list[Anchor]:
    """Where the shapes stand that anyone sees: the boxes of notes, hidden until they are pointed at, are left out."""
    shapes = (shape for shape in _shapes(text) if _kind(shape) != _NOTE)
    found = (_anchor(shape) for shape in shapes)
    return [anchor for anchor in found if anchor]


def with_faces(text: str, wanted: Callable[[str], VmlButton | None]) -> str:
    """The drawing once the label and the tip of some buttons are others; nothing else of them changes.

    Parameters
    ----------
    text
        A legacy drawing.
    wanted
        What the button of a macro should be; None for one that is left as it is.
    """

    def renewed(found: re.Match[str]) -> str:
        face = wanted(_macro(found[0]))
        return found[0] if face is None else _with_tip(_with_label(found[0], face.label), face.tip)

    return _SHAPE.sub(renewed, text)


def with_shape(text: str, shape: str) -> tuple[str, int]:
    """The drawing with one more shape, and the number that it got.

    Parameters
    ----------
    text
        A legacy drawing.
    shape
        A `v:shape` numbered in any way, of the type of form controls.
    """
    number = _free_number(text)
    added = re.sub(r'id="_x0000_s\d+"', f'id="_x0000_s{number}"', shape, count=1)
    above = sum(1 for _ in _shapes(text)) + 1
    added = re.sub(r"z-index:\d+", f"z-index:{above}", added, count=1)
    added = added.replace("<v:shape ", f"<v:shape{_NAMESPACES} ", 1) if _needs_names(text) else added
    if 'id="_x0000_t201"' not in text:
        added = (
            _SHAPE_TYPE.replace(">", f"{_NAMESPACES}>", 1) + added
            if _needs_names(text)
            else _SHAPE_TYPE + added
        )
    end = _END.search(text)
    if end is None:
        raise ValueError("a legacy drawing without end")
    return text[: end.start()] + added + text[end.start() :], number


def blocks_of(text: str) -> list[int]:
    """The blocks of numbers that a drawing keeps for its shapes."""
    return [int(number) for found in _BLOCKS.findall(text) for number in found.split(",") if number.strip()]


def shape_of(text: str) -> str:
    """The first shape of a drawing."""
    return next(_shapes(text))


def _shapes(text: str) -> Iterator[str]:
    return (found[0] for found in _SHAPE.finditer(text))


def _kind(shape: str) -> str:
    found = _KIND.search(shape)
    return found[1] if found else ""


def _macro(shape: str) -> str:
    found = _MACRO.search(shape)
    return own_macro(found[1]) if found and _kind(shape) == _BUTTON else ""


def _anchor(shape: str) -> Anchor | None:
    found = _ANCHOR.search(shape)
    numbers = re.findall(r"-?\d+", found[1]) if found else []
    if len(numbers) != 8:
        return None
    a, b, c, d, e, f, g, h = map(int, numbers)
    return a, b, c, d, e, f, g, h


def _label(shape: str) -> str:
    found = _TEXT_BOX.search(shape)
    return " ".join(decoded_entities(re.sub(r"<[^>]*>", "", found[2])).split()) if found else ""


def _tip(shape: str) -> str:
    found = _TIP.search(_OPENING.match(shape)[0])  # type: ignore[index]
    # Excel breaks its long lines, within attributes too.
    return " ".join(decoded_entities(found[1][1:-1]).split()) if found else ""


def _with_label(shape: str, label: str) -> str:
    """The shape once its first run of text is the label and the others are empty: its font stays."""
    if _label(shape) == label:
        return shape
    runs = iter((escape(label),))
    return _TEXT_BOX.sub(
        lambda box: box[1] + _RUN.sub(lambda _: f">{next(runs, '')}<", f">{box[2]}<")[1:-1] + box[3],
        shape,
        count=1,
    )


def _with_tip(shape: str, tip: str) -> str:
    if _tip(shape) == tip:
        return shape
    opening = _OPENING.match(shape)[0]  # type: ignore[index]
    attribute = f" alt={quoteattr(tip)}"
    if _TIP.search(opening):
        new = _TIP.sub(lambda _: attribute, opening, count=1)
    else:
        new = f"<v:shape{attribute}{opening[len('<v:shape') :]}"
    return new + shape[len(opening) :]


def _free_number(text: str) -> int:
    taken = {int(number) for number in _IDENTIFIER.findall(text)}
    for block in blocks_of(text) or [max(taken, default=_BLOCK) // _BLOCK]:
        for number in range(_BLOCK * block + 1, _BLOCK * (block + 1)):
            if number not in taken:
                return number
    return max(taken) + 1


def _needs_names(text: str) -> bool:
    root = re.search(rf"<xml\b{_TAG}>", text)
    return root is None or any(f"xmlns:{prefix}=" not in root[0] for prefix in "vox")
