"""Comparisons of quotes as they are shown: the rows of `Comparaison`, French lines, figures for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from postprod_xl.domain.quotes.versions.comparison import (
    Comparison,
    LineChange,
    PartChange,
    Side,
    headings_of,
)
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.wording import counted, decimal_text, euros_text
from postprod_xl.schema.bounds import value_text
from postprod_xl.schema.cells.characters import brief
from postprod_xl.schema.kinds import is_empty
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.comparison import COMPARISON
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.vocabulary import QuoteChange

_TOLD = {QuoteChange.ADDED: "ajoutée", QuoteChange.REMOVED: "retirée"}


def comparison_rows(comparisons: Iterable[Comparison]) -> Rows:
    """The rows of `Comparaison`: of each comparison, its lines, then the parts of its versions, their totals last."""
    records = [record for each in comparisons for record in _records(each)]
    columns = {name: [record.get(name) for record in records] for name in COMPARISON.by_name}
    return computed_columns(COMPARISON.name, [*range(1, 1 + len(records))], **columns)


def compared_summary(comparison: Comparison) -> str:
    """What two versions come to, in one French line."""
    which = f"{comparison.project}, version {comparison.first} → {comparison.second}"
    if comparison.is_same:
        return f"{which} : aucune différence"
    total = comparison.total
    lines = counted(len(comparison.lines), "ligne") if comparison.lines else "lignes inchangées"
    return (
        f"{which} : {lines}, total HT {euros_text(total.before_cents)} → "
        f"{euros_text(total.after_cents)} ({_gap_text(total.after_cents - total.before_cents)}), "
        f"{_effects(comparison.margin_gap_cents, comparison.sold_gap_days)}"
    )


def compared_lines(comparison: Comparison) -> list[str]:
    """What changes, a French line for each line of the quote and each part of the version."""
    return [
        *(_line_text(line) for line in comparison.lines),
        *(_part_text(part) for part in comparison.parts),
        *_amended_texts(comparison),
    ]


def compared_details(comparison: Comparison) -> dict[str, Any]:
    """The same for a program: cents, days, rates."""
    return {
        "project": comparison.project,
        "from_version": comparison.first,
        "to_version": comparison.second,
        "lines": [
            {name: _plain(value) for name, value in _line_record(line).items()} for line in comparison.lines
        ],
        "parts": [_part_details(part) for part in (*_but_the_total(comparison), comparison.total)],
        "margin_gap_cents": comparison.margin_gap_cents,
        "sold_gap_days": _plain(comparison.sold_gap_days),
    }


def _records(comparison: Comparison) -> Iterator[dict[str, Any]]:
    common = {
        "project": comparison.project,
        "first_version": comparison.first,
        "second_version": comparison.second,
    }
    for line in comparison.lines:
        yield {**common, **_line_record(line)}
    for part in _but_the_total(comparison):
        yield {**common, **_part_record(part)}
    yield {
        **common,
        **_part_record(comparison.total),
        "margin_gap_cents": comparison.margin_gap_cents,
        "sold_gap_days": comparison.sold_gap_days,
    }


def _line_record(line: LineChange) -> dict[str, Any]:
    record = {
        "line": line.line,
        "label": line.shown.label,
        "change": str(line.kind),
        "changed": headings_of(line.changed),
        "total_gap_cents": line.total_gap_cents,
        "margin_gap_cents": line.margin_gap_cents,
        "sold_gap_days": line.sold_gap_days,
        "planned_days": line.planned_days,
        "to_plan_days": line.to_plan_days,
    }
    return record | _side_record(line.before, "before") | _side_record(line.after, "after")


def _side_record(side: Side | None, when: str) -> dict[str, Any]:
    if side is None:
        return {}
    row = side.row
    return {
        f"quantity_{when}": row.quantity,
        f"unit_{when}": row.unit,
        f"price_{when}_cents": row.unit_price_cents,
        f"discount_{when}_rate": row.discount_rate,
        f"total_{when}_cents": row.amount_cents,
        f"sold_{when}_days": side.sold_days,
    }


def _part_record(part: PartChange) -> dict[str, Any]:
    return {
        "line": "",
        "label": part.heading,
        "change": str(QuoteChange.VERSION),
        "changed": "",
        "unit_before": "",
        "unit_after": "",
        "discount_before_rate": part.rates[0],
        "discount_after_rate": part.rates[1],
        "total_before_cents": part.before_cents,
        "total_after_cents": part.after_cents,
        "total_gap_cents": part.after_cents - part.before_cents,
    }


def _part_details(part: PartChange) -> dict[str, Any]:
    before, after = part.rates
    return {
        "label": part.heading,
        "rate_before": _plain(before),
        "rate_after": _plain(after),
        "total_before_cents": part.before_cents,
        "total_after_cents": part.after_cents,
    }


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _line_text(line: LineChange) -> str:
    label = brief(line.shown.label)
    name = f"{line.line} {label}".strip()
    effects = _effects(line.margin_gap_cents, line.sold_gap_days)
    planned = f" (planifié : {decimal_text(line.planned_days)} j)" if line.planned_days else ""
    if line.kind in _TOLD:
        return f"{name} : {_TOLD[line.kind]}, {_gap_text(line.total_gap_cents)} HT, {effects}{planned}"
    assert line.before is not None and line.after is not None
    cells = ", ".join(_cell_text(name, line.before.row, line.after.row) for name in line.changed)
    return f"{name} : {cells} ; {_gap_text(line.total_gap_cents)} HT, {effects}{planned}"


def _cell_text(name: str, before: Row, after: Row) -> str:
    column = QUOTE.by_name[name]
    was, now = (
        "vide" if is_empty(value) else brief(value_text(column.kind, value))
        for value in (getattr(before, name), getattr(after, name))
    )
    return f"{column.heading} {was} → {now}"


def _but_the_total(comparison: Comparison) -> list[PartChange]:
    """What is compared of the versions as a whole before their totals, which come last."""
    return [*comparison.parts, *([comparison.amended] if comparison.amended else [])]


def _amended_texts(comparison: Comparison) -> Iterator[str]:
    """What the accepted change orders do to both versions: nothing says which of them the second one takes up."""
    amended = comparison.amended
    if amended is not None:
        yield (
            f"{amended.heading} : {euros_text(amended.before_cents)} → {euros_text(amended.after_cents)} ; "
            f"ceux que la version {comparison.second} reprend seraient comptés deux fois"
        )


def _part_text(part: PartChange) -> str:
    was, now = ("0 %" if rate is None else _percent(rate) for rate in part.rates)
    cents = f"{euros_text(part.before_cents)} → {euros_text(part.after_cents)}"
    return f"{part.heading} {was if was == now else f'{was} → {now}'} : {cents}"


def _percent(rate: Decimal) -> str:
    return f"{decimal_text(rate * 100)} %"


def _effects(margin_cents: int | None, days: Decimal | None) -> str:
    """What a change does to the margin and to the days sold."""
    margin = "marge non connue" if margin_cents is None else f"marge {_gap_text(margin_cents)}"
    return margin if not days else f"{margin}, vendu {_sign(days)}{decimal_text(abs(days))} j"


def _gap_text(cents: int) -> str:
    return f"{_sign(cents)}{euros_text(abs(cents))}"


def _sign(number: int | Decimal) -> str:
    return "-" if number < 0 else "+"
