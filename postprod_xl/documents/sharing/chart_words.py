"""What a copy says beside its tables, in French and in English: the words of its plan, of its dates, of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from postprod_xl.documents.charts.gantt import Grain, Look
from postprod_xl.documents.papers.figures import MONTHS
from postprod_xl.documents.papers.plan_looks import DELIVERY, HOLIDAY, LOOK_NAMES, MILESTONE, TODAY
from postprod_xl.schema.drawn_tabs import GANTT
from postprod_xl.schema.english import english_word
from postprod_xl.schema.languages import Language
from postprod_xl.schema.tables.planning import OPTION_TOLD, PLANNING
from postprod_xl.schema.vocabulary import TaskState


@dataclass(frozen=True)
class ChartWords:
    """The words of a drawn plan.

    Parameters
    ----------
    title
        What its tab is called.
    looks
        What the legend calls each look of a bar.
    planned
        What it calls a bar where nothing is told of how firm it is.
    delivery, milestone, today, holiday, promised, actual, kept
        What the legend calls each mark; `kept` stands where both days promised and actual share a column of time.
    episode
        Before the number of an episode.
    grains
        What a column of time stands for.
    undated
        Of so many tasks that have no day yet: for one, for several.
    empty
        When no task has one.
    days
        Behind a number of working days.
    week, weekdays, months, short_months
        Before the number of a week, then the short names of days from Monday on, the months and their short names.
    """

    title: str
    looks: Mapping[Look, str]
    planned: str
    delivery: str
    milestone: str
    today: str
    holiday: str
    promised: str
    actual: str
    kept: Mapping[Grain, str]
    episode: str
    grains: Mapping[Grain, str]
    undated: tuple[str, str]
    empty: str
    days: str
    week: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]

    def look(self, look: Look, columns: tuple[str, ...]) -> str:
        """What the legend calls a look of a bar beside some columns of `Planning`."""
        return self.looks[look] if look is not Look.FIRM or "state" in columns else self.planned

    def undated_line(self, count: int) -> str:
        """The sentence on the tasks that are not drawn; empty when all are."""
        return self.undated[count > 1].format(count=count) if count else ""


CHART_WORDS: Mapping[Language, ChartWords] = {
    Language.FRENCH: ChartWords(
        title=f"{PLANNING.tab} dessiné",
        looks={**LOOK_NAMES, Look.OPTION: OPTION_TOLD},
        planned="Prévu",
        delivery=DELIVERY,
        milestone=MILESTONE,
        today=TODAY,
        holiday=HOLIDAY,
        promised="promis",
        actual="réel",
        kept={Grain.DAY: "réel, le jour promis", Grain.WEEK: "réel, la semaine promise"},
        episode="Épisode",
        grains={Grain.DAY: "Une colonne par jour ouvré.", Grain.WEEK: "Une colonne par semaine."},
        undated=("Une tâche sans date n'y est pas.", "{count} tâches sans date n'y sont pas."),
        empty="Aucune tâche n'a de date.",
        days="j",
        week="S",
        weekdays=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
        months=MONTHS,
        short_months=(
            *("janv.", "févr.", "mars", "avril", "mai", "juin"),
            *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
        ),
    ),
    Language.ENGLISH: ChartWords(
        title=f"{GANTT.title} chart",
        looks={
            Look.DONE: english_word(TaskState.DONE),
            Look.FIRM: "Under way or confirmed",
            Look.OPTION: english_word(OPTION_TOLD),
            Look.LATE: "Late",
        },
        planned="Planned",
        delivery="delivery",
        milestone="milestone",
        today="today",
        holiday="public holiday",
        promised="promised",
        actual="actual",
        kept={Grain.DAY: "actual, on the day promised", Grain.WEEK: "actual, in the week promised"},
        episode="Episode",
        grains={Grain.DAY: "One column per working day.", Grain.WEEK: "One column per week."},
        undated=("One task without a date is not shown.", "{count} tasks without a date are not shown."),
        empty="No task has a date.",
        days="d",
        week="W",
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        months=(
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        short_months=(
            *("Jan", "Feb", "Mar", "Apr", "May", "June"),
            *("July", "Aug", "Sept", "Oct", "Nov", "Dec"),
        ),
    ),
}
"""The words of the plan, by language."""
