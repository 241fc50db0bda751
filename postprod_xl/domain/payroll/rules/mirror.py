"""The rows of `Conventions`: every published rule, beside what the office types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.rules.agreements import Agreements, pay_rules, published_rules
from postprod_xl.domain.payroll.rules.names import named, unit_of
from postprod_xl.domain.payroll.rules.published import (
    Agreement,
    PublishedRule,
    all_published,
    published,
    published_codes,
)
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.payroll import CONVENTIONS

READ, TO_CONFIRM, NOT_FOUND, OF_THE_HOUSE = "sourcée", "à confirmer", "non trouvée", "de la maison"
CONFIRMED = "confirmée"
_MIRRORED = ("published_value", "value_unit", "article", "published_source", "read_day", "confidence")


def convention_rows() -> list[dict[str, Any]]:
    """What a person would type in `Conventions` of a new workbook, by code name: each agreement, then its rules."""
    return [row for agreement in all_published() for row in _rows_of(agreement)]


def mirrored_rows() -> list[dict[str, Any]]:
    """`convention_rows` with the computed columns, for a workbook that nothing has computed yet."""
    rows = convention_rows()
    return [
        {**typed, **_mirrored(published_rules(), row, date.max)}
        for typed, row in zip(rows, rows_of(CONVENTIONS, rows), strict=True)
    ]


def _rows_of(agreement: Agreement) -> Iterator[dict[str, Any]]:
    yield {"code": agreement.code, "label": agreement.label, "source": agreement.source, "rule": ""}
    for name in agreement.names:
        yield {"code": agreement.code, "rule": name}


def convention_columns(office: Office) -> Rows:
    """The computed columns of `Conventions`: what the texts say of the agreement or of the rule of each row.

    Empty where nothing is published under that name; of a rule published several times, the one in force today.
    """
    applied = pay_rules(office)
    mirrored = [_mirrored(applied, row, office.today) for row in office["Conventions"]]
    values = {name: [cells.get(name) for cells in mirrored] for name in _MIRRORED}
    return computed_columns("Conventions", office["Conventions"].numbers, **values)


def _mirrored(applied: Agreements, row: Row, today: date) -> dict[str, Any]:
    known = named(row.rule)
    if row.code not in published_codes() or (row.rule and known is None):
        return {}
    agreement = published(row.code)
    if known is None:
        return _of_agreement(agreement, applied.is_confirmed(agreement))
    rule = agreement.latest(known.name, today)
    own = OF_THE_HOUSE if applied.owns(row.code, known.name) else ""
    if rule is None:
        return {"value_unit": unit_of(known.rule).value, "confidence": own or NOT_FOUND}
    return {
        "published_value": rule.text,
        "value_unit": unit_of(rule.rule).value,
        "article": rule.article,
        "published_source": rule.source,
        "read_day": rule.checked,
        "confidence": own or _confidence(agreement, rule, applied.is_signed(row.code, known.name)),
    }


def _of_agreement(agreement: Agreement, is_confirmed: bool) -> dict[str, Any]:
    bounds = (("à partir du", agreement.begins), ("jusqu'au", agreement.until))
    return {
        "published_value": " ".join(f"{word} {day:%d/%m/%Y}" for word, day in bounds if day),
        "published_source": agreement.source,
        "read_day": agreement.checked,
        "confidence": _taken(agreement, is_confirmed) if agreement.proposes else READ,
    }


def _confidence(agreement: Agreement, rule: PublishedRule, is_signed: bool) -> str:
    if not rule.text:
        return NOT_FOUND
    if agreement.proposes:
        return _taken(agreement, is_signed)
    if rule.is_read:
        return READ
    return CONFIRMED if is_signed else TO_CONFIRM


def _taken(agreement: Agreement, is_confirmed: bool) -> str:
    """What is said of rules taken from another agreement."""
    return f"reprise de {agreement.proposes}, {CONFIRMED if is_confirmed else TO_CONFIRM}"
