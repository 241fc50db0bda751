"""The plan of an office as the data of its template, `planning.typ`: one part a view, its texts ready to print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any

from postprod_xl.documents.charts.gantt import Gantt, GanttGroup, GanttRow, Grain, Look, Slot
from postprod_xl.documents.charts.load import (
    ABSENT,
    BANDS,
    COLUMNS,
    NO_PRESENCE,
    OVER,
    OVER_FILL,
    Load,
    LoadCell,
    LoadRow,
)
from postprod_xl.documents.papers.figures import number, percent
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.papers.plan_looks import (
    DARK_INKS,
    DELIVERY,
    GANTT_COLUMNS,
    HOLIDAY,
    HUES,
    LIST_COLUMNS,
    LOOK_NAMES,
    MILESTONE,
    OFF_FILL,
    PEOPLE_COLUMNS,
    ROOMS_COLUMNS,
    TODAY,
    WEEKS_COLUMNS,
    PlanColumns,
    fill_of,
    hue_of,
    note_of,
    opens_a_stretch,
    value_of,
)
from postprod_xl.documents.sharing.chart_words import CHART_WORDS, ChartWords
from postprod_xl.schema.drawn_tabs import LOAD, DrawnTab
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.planning import PLANNING

PLAN_VIEWS = {
    columns.tab: columns
    for columns in (LIST_COLUMNS, GANTT_COLUMNS, WEEKS_COLUMNS, PEOPLE_COLUMNS, ROOMS_COLUMNS)
}
"""The views of the plan, by tab; the load is one more."""
PRINTED_TABS = (*PLAN_VIEWS, LOAD)
"""What a plan on paper may show, in this order."""
_PLAN_LOOKS = (Look.DONE, Look.FIRM, Look.OPTION, Look.SECOND, Look.LATE)
_BOARD_LOOKS = (Look.FIRM, Look.OPTION, Look.SECOND, Look.SUMMARY, Look.CLASH, Look.ABSENT)
_MARKS = {Look.CLASH: "!", Look.ABSENT: NO_PRESENCE}
_FRENCH = CHART_WORDS[Language.FRENCH]
_FEW_DAYS = 30
_Data = dict[str, Any]


def plan_paper(charts: Mapping[DrawnTab, Gantt | Load], day: date, stem: str) -> Paper:
    """The paper of a plan.

    Parameters
    ----------
    charts
        What is printed: a load for `LOAD`, a plan or a view of it for the other tabs.
    day
        The day of the plan.
    stem
        What the file of the workbook is called, without extension.
    """
    views = [
        _load_view(chart) if isinstance(chart, Load) else _plan_view(PLAN_VIEWS[tab], chart)
        for tab, chart in charts.items()
    ]
    return Paper(
        "planning",
        f"{PLANNING.tab} au {day:%d/%m/%Y}",
        day,
        f"{stem} - planning {day:%Y-%m-%d}",
        {"vues": views},
    )


def _plan_view(columns: PlanColumns, chart: Gantt) -> _Data:
    is_list = columns is LIST_COLUMNS
    return {
        "titre": PLANNING.tab if is_list else columns.tab.title,
        "lignes": " ".join(chart.lines),
        "colonnes": [[name, PLANNING.heading(name)] for name in columns.left],
        "legende": [] if is_list else [*_legend(columns)],
        "axe": None if is_list else axis_of(chart),
        "rangs": [row for group in chart.groups for row in _rows(group, columns)],
    }


def axis_of(chart: Gantt, words: ChartWords = _FRENCH) -> _Data:
    """The columns of time of a plan, as `dessin.typ` takes them."""
    edges = [place for place in range(len(chart.slots)) if opens_a_stretch(chart, place)]
    return _axis(chart.slots, chart.grain, chart.today_slot, edges, words)


def _legend(columns: PlanColumns) -> Iterator[_Data]:
    for look in _BOARD_LOOKS if columns.is_board else _PLAN_LOOKS:
        yield {"genre": "barre", "nom": LOOK_NAMES[look], **look_of(look, HUES[0])}
    if not columns.is_board:
        yield {"genre": "livraison", "nom": DELIVERY}
        yield {"genre": "jalon", "nom": MILESTONE}
    yield {"genre": "aujourdhui", "nom": TODAY}
    yield {"genre": "ferie", "nom": HOLIDAY, "fond": OFF_FILL}


def look_of(look: Look, hue: str) -> _Data:
    """How a stretch of a bar is painted, as `dessin.typ` takes it."""
    return {
        "fond": fill_of(look, hue),
        "hachure": look is Look.SECOND,
        "sombre": look in DARK_INKS or look is Look.SECOND,
        "signe": _MARKS.get(look, ""),
    }


def _axis(
    slots: Sequence[Slot], grain: Grain, today: int | None, edges: Sequence[int], words: ChartWords = _FRENCH
) -> _Data:
    """The columns of time: how many, their months, weeks and days, and where a line or a ground stands."""
    is_wide = grain is Grain.DAY and len(slots) <= _FEW_DAYS
    return {
        "nombre": len(slots),
        "mois": [*_bands(slots, lambda day: (day.year, day.month), partial(_month, words))],
        "semaines": [*_bands(slots, lambda day: day.isocalendar()[:2], partial(_week, words))],
        "jours": [
            {
                "nom": f"{words.weekdays[slot.first.weekday()]} {slot.first.day}"
                if is_wide
                else str(slot.first.day),
                "ferie": slot.has_holiday,
            }
            for slot in slots
        ],
        "fermes": [place for place, slot in enumerate(slots) if slot.is_off],
        "traits": list(edges),
        "aujourdhui": today,
    }


def _bands(
    slots: Sequence[Slot], key: Callable[[date], tuple[int, ...]], name: Callable[[date], tuple[str, str]]
) -> Iterator[_Data]:
    for _, run in groupby(range(len(slots)), key=lambda place: key(slots[place].first)):
        places = list(run)
        whole, short = name(slots[places[0]].first)
        yield {"de": places[0], "a": places[-1], "nom": whole, "court": short}


def _month(words: ChartWords, day: date) -> tuple[str, str]:
    return f"{words.months[day.month - 1]}\u00a0{day.year}", words.short_months[day.month - 1]


def _week(words: ChartWords, day: date) -> tuple[str, str]:
    number = str(day.isocalendar().week)
    return f"{words.week}{number}", number


def _rows(group: GanttGroup, columns: PlanColumns) -> Iterator[_Data]:
    """The heading of a group, then its tasks."""
    for row in (group.heading, *group.tasks):
        hue = hue_of(group.hue if row.hue is None else row.hue)
        yield {
            "titre": not row.task,
            "teinte": hue_of(group.hue),
            "textes": [_printed(value_of(row, name)) for name in columns.left],
            "retard": row.late_days is not None,
            "barres": [*bars_data(row, hue)],
            "repere": row.mark,
            "promis": group.heading.mark,
            "note": note_of(row, columns) if columns.noted else "",
        }


def bars_data(row: GanttRow, hue: str) -> Iterator[_Data]:
    """The bars of a row, as `dessin.typ` takes them."""
    for bar in row.bars:
        halves = [
            [place, row.halves[place]] for place in range(bar.first, bar.last + 1) if place in row.halves
        ]
        yield {"de": bar.first, "a": bar.last, "demies": halves, **look_of(bar.look, hue)}


def _printed(value: str | date | Decimal | None) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%y}"
    if isinstance(value, Decimal):
        return f"+{number(value)}\u00a0j"
    return value or ""


def _load_view(chart: Load) -> _Data:
    legend = [{"genre": "barre", "nom": name, **_cell(fill)} for _, name, fill in reversed(BANDS)]
    legend.append({"genre": "barre", "nom": OVER, **_cell(OVER_FILL)})
    legend.append({"genre": "barre", "nom": ABSENT, **_cell(OFF_FILL)})
    months = [
        place
        for place in range(1, len(chart.slots))
        if chart.slots[place].first.month != chart.slots[place - 1].first.month
    ]
    return {
        "titre": LOAD.title,
        "lignes": " ".join(chart.lines),
        "colonnes": [["", heading] for heading in COLUMNS],
        "legende": legend,
        "axe": _axis(chart.slots, Grain.WEEK, 0, months),
        "rangs": [_load_row(row) for row in chart.rows],
    }


def _cell(fill: str, text: str = "") -> _Data:
    return {"fond": fill, "hachure": False, "sombre": fill != OVER_FILL, "signe": text}


def _load_row(row: LoadRow) -> _Data:
    weeks = str(row.over_weeks) if row.over_weeks else ""
    return {
        "titre": False,
        "teinte": "",
        "textes": [row.kind, row.code, row.name, row.role, weeks],
        "retard": bool(weeks),
        "barres": [*_load_cells(row.cells)],
        "repere": None,
        "promis": None,
        "note": "",
    }


def _load_cells(cells: Iterable[LoadCell]) -> Iterator[_Data]:
    """A week that is not empty: its rate over its colour."""
    for place, cell in enumerate(cells):
        rate = cell.rate
        fill = OVER_FILL if cell.is_over else OFF_FILL if rate is None else _band(rate)
        if rate is None or cell.booked or cell.is_over:
            text = NO_PRESENCE if rate is None else percent(rate)
            yield {"de": place, "a": place, "demies": [], **_cell(fill, text)}


def _band(rate: Decimal) -> str:
    return next(fill for least, _, fill in BANDS if rate >= least)
