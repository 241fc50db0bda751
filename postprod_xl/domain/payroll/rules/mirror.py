"""The rows of `Conventions`: every published rule, beside what the office types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.rules.agreements import Agreements, pay_rules, published_rules
from postprod_xl.domain.payroll.rules.house_rules import is_signed
from postprod_xl.domain.payroll.rules.names import named, unit_of
from postprod_xl.domain.payroll.rules.published import (
    Agreement,
    PublishedRule,
    all_published,
    published,
    published_codes,
)
from postprod_xl.domain.results import computed_columns
from postprod_xl.schema.kinds import is_empty
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
    if row.code not in published_codes():
        return {}
    agreement, signed = published(row.code), is_signed(row, today)
    if not row.rule:
        confirmed = applied.is_confirmed(agreement)
        return _of_agreement(agreement, _proposed(agreement, "confirmées" if confirmed else TO_CONFIRM))
    known = named(row.rule)
    if known is None:
        return {}
    rule = agreement.latest(known.name, today)
    cells = (
        _of_rule(agreement, rule)
        if rule
        else {"value_unit": unit_of(known.rule).value, "confidence": NOT_FOUND}
    )
    if signed and not is_empty(row.house_value):
        cells["confidence"] = OF_THE_HOUSE
    elif signed and cells["confidence"] != NOT_FOUND:
        cells["confidence"] = CONFIRMED
    return cells


def _of_agreement(agreement: Agreement, confidence: str) -> dict[str, Any]:
    bounds = [
        f"{word} {day:%d/%m/%Y}"
        for word, day in (("à partir du", agreement.begins), ("jusqu'au", agreement.until))
        if day
    ]
    return {
        "published_value": " ".join(bounds),
        "published_source": agreement.source,
        "read_day": agreement.checked,
        "confidence": confidence,
    }


def _of_rule(agreement: Agreement, rule: PublishedRule) -> dict[str, Any]:
    return {
        "published_value": rule.text,
        "value_unit": unit_of(rule.rule).value,
        "article": rule.article,
        "published_source": rule.source,
        "read_day": rule.checked,
        "confidence": _confidence(agreement, rule),
    }


def _confidence(agreement: Agreement, rule: PublishedRule) -> str:
    if not rule.text:
        return NOT_FOUND
    if agreement.proposes:
        return _proposed(agreement)
    return READ if rule.is_read else TO_CONFIRM


def _proposed(agreement: Agreement, state: str = TO_CONFIRM) -> str:
    """What is said of the rules of an agreement: read, or taken from another one."""
    return f"reprises de {agreement.proposes}, {state}" if agreement.proposes else READ
