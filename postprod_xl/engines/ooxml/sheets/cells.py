"""One cell of a sheet: its value, its XML text, and a new value written over the old text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Real
from typing import TypeAlias

from postprod_xl.engines.ooxml.errors import CannotEdit
from postprod_xl.engines.ooxml.escapes import decoded_entities, decoded_escapes, escaped_text, escaped_xml

Scalar: TypeAlias = None | bool | str | int | float | Decimal | date | datetime | time
Stored: TypeAlias = None | bool | float | str

LONGEST_TEXT = 32_767
_SECONDS_PER_DAY = 86_400
_TOLERANCE = 1e-14  # LibreOffice saves 15 significant digits, Excel 17

_TYPE = re.compile(r"""\st\s*=\s*["'](\w+)["']""")
_STYLE = re.compile(r"""\ss\s*=\s*["'](\d+)["']""")
_VALUE = re.compile(r"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_FORMULA = re.compile(r"<(?:\w+:)?f(\s[^>]*?)?(?:/>|>([^<]*)<)")
_INLINE = re.compile(r"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)<")
_PHONETIC = re.compile(r"<(?:\w+:)?rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_EXTENSION = re.compile(r"<(?:\w+:)?extLst\b.*</(?:\w+:)?extLst>", re.DOTALL)
_REPLACED_ATTRIBUTES = re.compile(r"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_CLOCK = re.compile(r"T?(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)")


@dataclass(frozen=True)
class Formula:
    """A formula as the file spells it (English names, commas, no ``=``), with its computed value."""

    text: str
    cached: Scalar = None


@dataclass(frozen=True)
class CellError:
    """An error value such as ``#N/A``, found in a cell; never written."""

    code: str


Value: TypeAlias = Scalar | Formula
Held: TypeAlias = Stored | Formula | CellError


@dataclass(frozen=True)
class CellCodec:
    """How the cells of one sheet are spelled.

    Parameters
    ----------
    prefix
        Namespace prefix of the sheet's elements with its colon, most often empty.
    date1904
        Whether dates are counted from 1904.
    shared_strings
        Gives the texts of the shared string table; called only when a cell refers to it.
    """

    prefix: str
    date1904: bool
    shared_strings: Callable[[], Sequence[str]]

    def held(self, raw: str) -> Held:
        """Give what a cell's XML holds: dates as serials, texts in full, its own formula if any."""
        kind = _TYPE.search(raw, 0, raw.index(">") + 1)
        value = self._held_value(kind[1] if kind else "n", raw)
        formula = formula_of(raw)
        if formula is None:
            return value
        return Formula(formula[1], None if isinstance(value, CellError) else value)

    def updated(self, raw: str | None, reference: str, style: int | None, value: Value) -> str | None:
        """Give the XML of a cell once it holds ``value``.

        Parameters
        ----------
        raw
            The cell as it is, None when absent; its style and unknown attributes are kept.
        reference, style
            Address and style of a cell to create.

        Returns
        -------
        str or None
            ``raw`` itself, to the byte, when it already holds the value; None when there is nothing to create.
        """
        stored = self.stored(value, reference)
        if raw is None:
            if stored is None and style is None:
                return None
            return self._spelled(self.opening(reference, style), stored, "")
        known = self._at_a_glance(raw, stored)
        if known:
            return raw
        new = self._spelled(_bare_opening(raw), stored, raw)
        return raw if new == raw or (known is None and _same(self.held(raw), stored)) else new

    def opening(self, reference: str, style: int | None) -> str:
        """Give the start of a new cell's tag."""
        styled = "" if style is None else f' s="{style}"'
        return f'<{self.prefix}c r="{reference}"{styled}'

    def _at_a_glance(self, raw: str, stored: Stored | Formula) -> bool | None:
        """Tell whether a cell in its commonest spelling holds a value; None when one must look closer."""
        if stored is None and raw.endswith("/>") and raw.count("<") == 1:
            return True
        opening, _, content = raw.partition("><v>")
        text = content[:-8]
        if not text or not content.endswith("</v></c>") or "<" in text or isinstance(stored, Formula):
            return None
        if " t" not in opening:
            return isinstance(stored, float) and _same(number_of(text), stored)
        return self._shared(text) == stored if stored and opening.endswith(' t="s"') else None

    def _held_value(self, kind: str, raw: str) -> Stored | CellError:
        if kind == "inlineStr":
            texts = _INLINE.findall(_PHONETIC.sub("", raw) if "rPh" in raw else raw)
            return decoded_escapes(decoded_entities("".join(texts))) or None
        found = _VALUE.search(raw)
        if found is None or found[1] == "":
            return None
        if kind == "s":
            return self._shared(found[1])
        return self._typed(kind, decoded_entities(found[1]))

    def _shared(self, index: str) -> str | CellError | None:
        """Give a text of the shared table; an error, which no value equals, where the table has no such text."""
        texts = self.shared_strings()
        known = index.strip().isdecimal() and int(index) < len(texts)
        return texts[int(index)] or None if known else CellError(index)

    def _typed(self, kind: str, text: str) -> Stored | CellError:
        match kind:
            case "str":
                return decoded_escapes(text) or None
            case "b":
                return text.strip() in ("1", "true")
            case "e":
                return CellError(text)
            case "d":
                return self._moment(text.strip().removesuffix("Z"))
            case _:
                return number_of(text)

    def _moment(self, text: str) -> Stored:
        """Give the serial of a moment written in ISO 8601, the text itself when it is none."""
        clock = _CLOCK.fullmatch(text)
        try:
            return self.serial(time.fromisoformat(clock[1]) if clock else datetime.fromisoformat(text))
        except (ValueError, CannotEdit):
            return text

    def stored(self, value: Value, reference: str) -> Stored | Formula:
        """Give a value as a cell keeps it: numbers as floats, moments as serials, no empty text.

        Raises
        ------
        CannotEdit
            Excel has no room for it (text too long, infinite number, day before its calendar).
        """
        if isinstance(value, Formula):
            # The empty text that a formula gives is a value, where nothing says that it was never calculated.
            cached = value.cached if value.cached == "" else self._stored_scalar(value.cached, reference)
            return Formula(value.text, cached)
        return self._stored_scalar(value, reference)

    def _stored_scalar(self, value: Scalar, reference: str) -> Stored:
        if isinstance(value, str):
            return _fitting(value, reference) or None
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, (float, int, Decimal, Real)):
            number = float(value)
            if not math.isfinite(number):
                raise CannotEdit(f"{reference} — nombre « {value} » ; un nombre fini est attendu.")
            return number
        if isinstance(value, (date, time)):
            return self.serial(value)
        raise TypeError(f"{reference}: {type(value).__name__} is no cell value")

    def serial(self, moment: date | datetime | time) -> float:
        """Give Excel's number for a moment: days since the workbook's origin, and fractions of a day.

        Raises
        ------
        CannotEdit
            The day is before the workbook's calendar begins (1900 or 1904).
        """
        clock = moment if isinstance(moment, time) else getattr(moment, "time", time)()
        fraction = (
            clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
        ) / _SECONDS_PER_DAY
        if isinstance(moment, time):
            return fraction
        first = date(1904, 1, 1) if self.date1904 else date(1899, 12, 31)
        days = date(moment.year, moment.month, moment.day).toordinal() - first.toordinal()
        if days < 0:
            raise CannotEdit(
                f"date « {moment:%d/%m/%Y} » — avant le début du calendrier d'Excel ({first.year}) : corrigez-la."
            )
        if not self.date1904 and days > 59:
            days += 1  # Excel counts a 29 February 1900 that never was
        return days + fraction

    def ending(self, value: Stored | Formula, extension: str = "") -> str:
        """Give what follows the attributes kept of a cell: its type, its content, its closing mark."""
        scalar: Scalar = value.cached if isinstance(value, Formula) else value
        kind, content = self._spelled_value(scalar)
        if isinstance(value, Formula):
            kind, content = self._spelled_result(kind, content, scalar)
            content = f"<{self.prefix}f>{escaped_xml(value.text)}</{self.prefix}f>{content}"
        content += extension
        typed = f' t="{kind}"' if kind else ""
        return f"{typed}>{content}</{self.prefix}c>" if content else f"{typed}/>"

    def _spelled(self, opening: str, value: Stored | Formula, raw: str) -> str:
        """Give a whole cell from the start of its tag; an extension of the old cell is kept."""
        extension = _EXTENSION.search(raw) if "extLst" in raw else None
        return opening + self.ending(value, extension[0] if extension else "")

    def _spelled_value(self, value: Scalar) -> tuple[str, str]:
        p = self.prefix
        if isinstance(value, str):
            kept = ' xml:space="preserve"' if value != value.strip() else ""
            return "inlineStr", f"<{p}is><{p}t{kept}>{escaped_text(value)}</{p}t></{p}is>"
        if isinstance(value, bool):
            return "b", f"<{p}v>{int(value)}</{p}v>"
        if isinstance(value, float):
            return "", f"<{p}v>{_number(value)}</{p}v>"
        return "", ""

    def _spelled_result(self, kind: str, content: str, value: Scalar) -> tuple[str, str]:
        """Spell what a formula gave: its text is no inline string."""
        if isinstance(value, str):
            return "str", f"<{self.prefix}v>{escaped_text(value)}</{self.prefix}v>"
        return kind, content


def style_of(raw: str) -> int | None:
    """Give the style index of a cell, None when it has none."""
    found = _STYLE.search(raw, 0, raw.index(">") + 1)
    return int(found[1]) if found else None


def formula_of(raw: str) -> tuple[str, str] | None:
    """Give the attributes and the text of a cell's formula element; None when it has none."""
    found = _FORMULA.search(raw)
    if found is None:
        return None
    return found[1] or "", decoded_entities(found[2] or "")


def with_formula(raw: str, text: str) -> str:
    """Give the cell with a plain formula of its own, its cached value kept."""

    def plain(match: re.Match[str]) -> str:
        name = re.split(r"[\s/>]", match[0][1:], maxsplit=1)[0]
        closing = f"</{name}>" if match[0].endswith("/>") else "<"
        return f"<{name}>{escaped_xml(text)}{closing}"

    return _FORMULA.sub(plain, raw, count=1)


def is_blank(raw: str) -> bool:
    """Tell whether a cell carries a format at most: no value, no text, no formula."""
    return (raw.endswith("/>") and raw.count("<") == 1) or not re.search(r"<(?:\w+:)?(?:v|is|f)[\s/>]", raw)


def number_of(text: str | bytes) -> float | str:
    """Give the number that a cell's XML holds, the text itself when it is none."""
    try:
        return float(text)
    except ValueError:
        return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def same_number(held: float, stored: float) -> bool:
    """Tell whether two numbers are the same, the last digits lost by a save in LibreOffice forgiven."""
    return held == stored or math.isclose(held, stored, rel_tol=_TOLERANCE, abs_tol=0.0)


def _fitting(text: str, reference: str) -> str:
    """Give back a text short enough for a cell."""
    if len(text) > LONGEST_TEXT:
        raise CannotEdit(
            f"{reference} — texte de {len(text)} caractères ; Excel en accepte {LONGEST_TEXT} au plus."
        )
    return text


def _bare_opening(raw: str) -> str:
    """Give the start of a cell's tag without its type and array metadata, nor its closing mark."""
    end = raw.index(">")
    return _REPLACED_ATTRIBUTES.sub("", raw[: end - 1 if raw[end - 1] == "/" else end])


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _same(held: Value | CellError, stored: Value) -> bool:
    """Tell whether two values read alike."""
    if isinstance(held, Formula) and isinstance(stored, Formula):
        return held.text == stored.text and _same(held.cached, stored.cached)
    if isinstance(held, float) and isinstance(stored, float):
        return same_number(held, stored)
    return type(held) is type(stored) and held == stored
