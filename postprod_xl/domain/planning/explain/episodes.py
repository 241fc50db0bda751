"""Episodes late on the day promised for them, and what makes them late."""

from __future__ import annotations

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.deliveries import LateCauses
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.tasks.episodes import Episode, EpisodeKey, episodes_of
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.wording import in_sentence, working_days_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.projects import EPISODES


def late_episodes(office: Office, expected: Rows, causes: LateCauses) -> list[Problem]:
    """One warning per episode with something left to do before its delivery and late on its promise.

    Parameters
    ----------
    expected
        `Fin prévue` and `Retard (j)` of each episode, row by row of `Episodes`.
    causes
        What makes the deliveries of the plan late.
    """
    projects = {row.code: row for row in office["Projets"] if row.status not in DELIVERED_PROJECTS}
    known, plan = episodes_of(office), causes.origins.plan
    keys = office["Episodes"].select("project", "number")
    problems = []
    for key, (end, late) in zip(keys, expected.select("expected_day", "late_days"), strict=True):
        episode, project = known[EpisodeKey(*key)], projects.get(key[0])
        milestone = plan.model.episodes.get(episode.key)
        if late is None or milestone is None or project is None or episode.promised is None:
            continue
        calendar = WorkCalendar.of(project.department)
        delay = f"fin prévue le {french(end)} : {working_days_text(int(late))} de retard"
        facts = delay, *causes.texts(milestone, episode.key.name, episode.promised, calendar)
        problems.append(_late(episode, " ; ".join(facts)))
    return problems


def _late(episode: Episode, fact: str) -> Problem:
    heading, day = EPISODES.heading(episode.promised_column), french(episode.promised)
    message = f"{episode.key.name} : {in_sentence(heading)} le {day}, {fact}"
    return warning(EPISODES.name, episode.row, heading, day, "une date que le planning permet", message)
