"""A copy of a project as the data of its template, `copie.typ`: its plan drawn, then its tables, in its language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from postprod_xl.documents.charts.gantt import GanttGroup, GanttRow, Grain
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.papers.plan import axis_of, bars_data, look_of
from postprod_xl.documents.papers.plan_looks import HUES, OFF_FILL, hue_of, value_of
from postprod_xl.documents.sharing.chart_words import CHART_WORDS
from postprod_xl.documents.sharing.copy import SharedColumn, SharedCopy, SharedTable, SharedTotal
from postprod_xl.documents.sharing.gantt import SharedGantt
from postprod_xl.documents.sharing.numbers import share_heading
from postprod_xl.documents.sharing.printed import (
    printed,
    printed_amount,
    printed_day,
    printed_rate,
    short_day,
    written_day,
)
from postprod_xl.documents.sharing.words import CONTINUED, COPIES, UNTIL, in_language
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.planning import BOOKINGS, PLANNING

_Data = dict[str, Any]
_CHART_WIDTHS: Mapping[str, int] = {
    "label": 52,
    "assigned_technician": 28,
    "assigned_room": 30,
    "state": 18,
    "start_day": 14,
    "end_day": 14,
    "promised_day": 14,
    "actual_day": 14,
    "promise_gap_days": 14,
}
"""Of the columns beside the bars, in millimetres."""
_ROOM_BESIDE = 145
"""What they may take of a sheet of A4."""
_LEAST_NEEDED = ("state", "start_day", "assigned_room")
"""Those given up first for want of room: a bar says how firm a task is and where it begins."""
_RIGHT = frozenset({Kind.EURO, Kind.NUMBER, Kind.AMOUNT, Kind.DAYS, Kind.PERCENT, Kind.HOURS, Kind.INT})
_BOOKINGS_PRINTED = timedelta(weeks=4)
_NONE_AT_ZERO = frozenset({"deposits_cents", "discount_rate"})
"""The columns of figures that say nothing when all are zero."""
_LETTER, _CAPITAL, _PADDING, _WIDEST_WHOLE = 1.65, 2.1, 3.6, 36.0
"""Of a table, in millimetres: a letter, what stands around a text, and the widest column that no line is cut in."""
_CUT = 30
"""The letters of a word that every paper cuts (`maison.typ`)."""
_ACROSS, _LEAST_FLEXIBLE, _WIDEST = 262.0, 22.0, 80.0
"""In millimetres: a sheet of A4 on its side, what a text that is cut takes at least, and at most beside others."""


def project_copy_paper(copy: SharedCopy) -> Paper:
    """The paper of a copy: nothing is answered on it, so that what leaves empty to be answered is left out."""
    language = copy.language
    what = in_language(COPIES[copy.audience], language)
    drawn = copy.gantt if copy.gantt is not None and copy.gantt.tasks else None
    tables = [table for table in copy.tables if table.table is not PLANNING or drawn is None]
    return Paper(
        "copie",
        f"{copy.title} — {what}",
        copy.day,
        f"{copy.number or copy.project} - {what} {copy.day:%Y-%m-%d}",
        {
            "langue": language.value,
            "objet": copy.title,
            "copie": f"{what[0].upper()}{what[1:]}",
            "date_longue": printed_day(copy.day, language),
            "lignes": [
                *copy.lines,
                *([share_heading(copy.number, copy.day, language)] if copy.number else []),
            ],
            "planning": None if drawn is None else _plan(drawn, language),
            "tableaux": [part for table in tables if len(table) for part in _parts(table, copy)],
        },
    )


def _parts(table: SharedTable, copy: SharedCopy) -> Iterator[_Data]:
    """A table, or several where it is too wide for a sheet."""
    language, about, kept = copy.language, table.about, [*range(len(table))]
    if table.table is BOOKINGS:
        last = copy.day + _BOOKINGS_PRINTED
        kept = [at for at in kept if table.values("day")[at] <= last]
        about = f"{in_language(UNTIL, language)} {written_day(last, language)}"
    printed_columns = (_Printed(column, kept, language) for column in table.columns)
    parts = _divided([column for column in printed_columns if column.says_something])
    for rank, columns in enumerate(parts, 1):
        yield {
            "titre": table.title if rank == 1 else f"{table.title} ({in_language(CONTINUED, language)})",
            "apropos": about if rank == 1 else "",
            "colonnes": [
                [column.heading, *width, column.is_right]
                for column, width in zip(columns, _widths(columns), strict=True)
            ],
            "rangs": [list(row) for row in zip(*(column.texts for column in columns), strict=True)],
            "totaux": [_total(total, language) for total in table.totals] if rank == len(parts) else [],
        }


class _Printed:
    """A column as it is printed."""

    def __init__(self, column: SharedColumn, kept: Iterable[int], language: Language) -> None:
        self.heading, self.is_right = column.heading, column.column.kind in _RIGHT
        values = [column.values[at] for at in kept]
        self.texts = [printed(column.column, value, language) for value in values]
        self.says_something = any(values if column.column.name in _NONE_AT_ZERO else self.texts)

    @property
    def width(self) -> float:
        """In millimetres, what its longest text takes, or the longest word of its heading."""
        words = (*self.texts, *self.heading.split())
        return _PADDING + max(map(_millimetres, words))

    @property
    def word(self) -> float:
        """In millimetres, what its longest word takes: under that, it covers the next column."""
        words = (word for text in (*self.texts, self.heading) for word in text.replace("-", "- ").split())
        return _PADDING + max((_millimetres(word) for word in words if len(word) < _CUT), default=0.0)


def _millimetres(text: str) -> float:
    return sum(_CAPITAL if letter.isupper() else _LETTER for letter in text)


def _divided(columns: Sequence[_Printed]) -> list[Sequence[_Printed]]:
    """The columns of as many tables as it takes for no word to cover the next; each begins with the first column."""
    if _holds(columns):
        return [columns]
    first, *others = columns
    parts = [[first]]
    for column in others:
        if len(parts[-1]) > 1 and not _holds([*parts[-1], column]):
            parts.append([first])
        parts[-1].append(column)
    return [*parts]


def _holds(columns: Sequence[_Printed]) -> bool:
    """Whether a sheet has room for the longest word of every column."""
    widths = _widths(columns)
    room = _ACROSS - sum(fixed for fixed, *_ in widths)
    shares = sum(share for _, share in widths)
    return all(
        fixed or column.word <= room * share / shares
        for column, (fixed, share) in zip(columns, widths, strict=True)
    )


def _widths(columns: Sequence[_Printed]) -> list[list[float]]:
    """Of each column, its millimetres, or its share of what the others leave: a long text goes to the line."""
    widths = [column.width for column in columns]
    flexible = [width > _WIDEST_WHOLE for width in widths]
    taken = sum(width for width, is_flexible in zip(widths, flexible, strict=True) if not is_flexible)
    if taken + _LEAST_FLEXIBLE * sum(flexible) > _ACROSS:
        return [[0, min(width, _WIDEST)] for width in widths]
    return [
        [0, min(width, _WIDEST)] if is_flexible else [width, 0]
        for width, is_flexible in zip(widths, flexible, strict=True)
    ]


def _total(total: SharedTotal, language: Language) -> list[Any]:
    """Name with its rate, amount, whether it stands out."""
    rate = "" if total.rate is None else f" {printed_rate(total.rate, language)}"
    return [f"{total.label}{rate}", printed_amount(total.cents, language), total.rate is None]


def _plan(gantt: SharedGantt, language: Language) -> _Data:
    words, columns = CHART_WORDS[language], _beside(gantt.columns)
    undated = words.undated_line(gantt.undated)
    return {
        "titre": words.title,
        "lignes": " ".join(filter(None, (words.grains[gantt.chart.grain], undated))),
        "colonnes": [[name, language.heading(PLANNING, name)] for name in columns],
        "largeurs": [_CHART_WIDTHS[name] for name in columns],
        "legende": list(_legend(gantt, language)),
        "axe": axis_of(gantt.chart, words),
        "rangs": [row for group in gantt.chart.groups for row in _rows(group, columns, language)],
    }


def _beside(columns: Sequence[str]) -> list[str]:
    """The columns that leave room for the bars."""
    kept = list(columns)
    for name in _LEAST_NEEDED:
        if name in kept and sum(_CHART_WIDTHS[each] for each in kept) > _ROOM_BESIDE:
            kept.remove(name)
    return kept


def _rows(group: GanttGroup, columns: Sequence[str], language: Language) -> Iterator[_Data]:
    """The heading of an episode or of the film, then its tasks."""
    hue = hue_of(group.hue)
    words = CHART_WORDS[language]
    for row in (group.heading, *group.tasks):
        number = "" if row.task or not row.episode else f"{words.episode} {row.episode}"
        label = " — ".join(filter(None, (number, row.label)))
        late = row.kept.gap_days is not None and row.kept.gap_days > 0
        yield {
            "titre": not row.task,
            "teinte": hue,
            "textes": [label, *(_beside_text(row, name, language) for name in columns[1:])],
            "retard": late,
            "barres": list(bars_data(row, hue)),
            "repere": row.mark,
            "promis": group.heading.mark,
            "marques": list(_marks(row, is_late=late)),
            "note": "",
        }


def _beside_text(row: GanttRow, name: str, language: Language) -> str:
    value = value_of(row, name)
    if isinstance(value, date):
        return short_day(value, language)
    if isinstance(value, Decimal):
        sign = "+" if value > 0 else "\u2212" if value < 0 else ""
        return f"{sign}{abs(int(value))}\u00a0{CHART_WORDS[language].days}"
    return str(language.shown(PLANNING.by_name[name], value or ""))


def _marks(row: GanttRow, *, is_late: bool) -> Iterator[list[Any]]:
    """Column, kind and whether it is late of each mark of a task."""
    promised, actual = row.kept.promised_mark, row.kept.actual_mark
    if actual is not None:
        yield [actual, "tenu" if actual == promised else "reel", is_late]
    if promised is not None and promised not in (actual, row.mark):
        yield [promised, "promis", False]


def _legend(gantt: SharedGantt, language: Language) -> Iterator[_Data]:
    words = CHART_WORDS[language]
    for look in gantt.looks:
        yield {"genre": "barre", "nom": words.look(look, gantt.columns), **look_of(look, HUES[0])}
    for kind, name in (
        ("promis", words.promised if gantt.has_promised else ""),
        ("reel", words.actual if gantt.has_actual else ""),
        ("tenu", words.kept[gantt.chart.grain] if gantt.has_kept else ""),
        ("livraison", words.delivery if gantt.has_delivery else ""),
        ("jalon", words.milestone if gantt.has_milestone else ""),
        ("aujourdhui", words.today if gantt.chart.today_slot is not None else ""),
    ):
        if name:
            yield {"genre": kind, "nom": name}
    if gantt.has_holiday and gantt.chart.grain is Grain.DAY:
        yield {"genre": "ferie", "nom": words.holiday, "fond": OFF_FILL}
