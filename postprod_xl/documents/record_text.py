"""Frozen records as JSON and back: what is kept of a document that must be printed again as it was."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def compact_json(value: Any) -> str:
    """JSON in printable ASCII, without a space between its marks: no program that reads cells changes any of it."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """A record as JSON holds it: dates in ISO, exact decimals as texts, fields that have their default left out.

    >>> plain((date(2026, 11, 23), Decimal("0.50"), None))
    ['2026-11-23', '0.50', None]
    """
    if is_dataclass(value) and not isinstance(value, type):
        held = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: plain(each)
            for field, each in held
            if field.default is MISSING or each != field.default
        }
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | str) else value


def record_of(kind: type[Record], data: Any) -> Record:
    """The record that `plain` gave; what a later program added to it has its default.

    Raises
    ------
    ValueError, TypeError, KeyError, ArithmeticError
        It is not what `plain` gives.
    """
    hints = _hints(kind)  # type: ignore[arg-type]
    return kind(**{name: _value(hints[name], each) for name, each in data.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, data: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if data is None else _value(next(part for part in parts if part is not NoneType), data)
    if origin is tuple:
        kinds = [parts[0]] * len(data) if parts[-1] is Ellipsis else parts
        return tuple(_value(each, item) for each, item in zip(kinds, data, strict=True))
    if is_dataclass(kind):
        return record_of(kind, data)  # type: ignore[arg-type]
    if kind is date:
        return date.fromisoformat(data)
    if kind is Decimal:
        return Decimal(data)
    if kind is Any:
        return data
    if issubclass(kind, StrEnum):
        return kind(data)
    if not isinstance(data, kind):
        raise TypeError(f"{kind} expected")
    return data
