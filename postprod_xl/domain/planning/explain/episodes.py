"""Episodes late on the day promised for them, and what makes them late."""

from __future__ import annotations

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import Reasons, french
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.tasks.episodes import Episode, EpisodeKey, episodes_of
from postprod_xl.domain.planning.tasks.facts import DELIVERED_PROJECTS
from postprod_xl.domain.wording import in_sentence, working_days_text
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables.projects import EPISODES


def late_episodes(office: Office, expected: Rows, plan: Plan) -> list[Problem]:
    """One warning per episode with something left to do before its delivery and late on its promise.

    Parameters
    ----------
    expected
        `Fin prévue` and `Retard (j)` of each episode, row by row of `Episodes`.
    """
    statuses = office["Projets"].by_key("code", "status")
    known, reasons = episodes_of(office), Reasons(plan)
    keys = office["Episodes"].select("project", "number")
    problems = []
    for key, (end, late) in zip(keys, expected.select("expected_day", "late_days"), strict=True):
        episode = known[EpisodeKey(*key)]
        milestone = plan.model.episodes.get(episode.key)
        if (
            late is not None
            and milestone is not None
            and statuses[episode.key.project] not in DELIVERED_PROJECTS
        ):
            facts = [
                f"fin prévue le {french(end)} : {working_days_text(int(late))} de retard",
                reasons.origin(milestone),
                _sequence(reasons, milestone),
            ]
            problems.append(_late(episode, " ; ".join(fact for fact in facts if fact)))
    return problems


def _sequence(reasons: Reasons, milestone: int) -> str:
    steps = reasons.sequence(milestone)
    return f"enchaînement : {steps} → livraison" if steps else ""


def _late(episode: Episode, fact: str) -> Problem:
    heading, day = EPISODES.heading(episode.promised_column), french(episode.promised)
    message = f"{episode.key.name} : {in_sentence(heading)} le {day}, {fact}"
    return warning(EPISODES.name, episode.row, heading, day, "une date que le planning permet", message)
