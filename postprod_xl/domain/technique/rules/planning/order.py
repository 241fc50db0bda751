"""Rules of the order of steps (PLN-01 to PLN-06), on the days that the plan has just given.

A task is compared with those of its own episode only. Where an episode has as many tasks of one step as of the other
(reels, versions), they are taken in their order: the first waits for the first that ends. Otherwise each waits for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from postprod_xl.domain.technique.facts.records import TaskFacts
from postprod_xl.domain.technique.rules.rule import Advice, Case, Raised, RuleConfidence, Scope, TechnicalRule
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.vocabulary import Severity

_SOUND_STEPS = ("POSTSYNCHRO", "BRUITAGE", "MONTAGE_PAROLES", "MONTAGE_SON", "MUSIQUE", "VOIX_OFF")


@dataclass(frozen=True)
class Dated:
    """A task and its days, as the plan has them; a task finished keeps its own."""

    code: str
    start: date
    end: date


@dataclass(frozen=True)
class Early:
    """A task that starts before another, which it must wait for, ends."""

    task: Dated
    awaited: Dated

    @property
    def text(self) -> str:
        """Both with their days, in a sentence."""
        start, end = self.task.start, self.awaited.end
        return f"{self.task.code} commence le {start:%d/%m/%Y}, {self.awaited.code} finit le {end:%d/%m/%Y}"


def too_early(tasks: Sequence[TaskFacts], step: str, awaited: str) -> Iterator[Early]:
    """The tasks of a step that start before the end of one of another step, in the order of their episodes.

    A task without days is not compared. One that starts the day the other ends may follow it by half a day.
    """
    for episode in dict.fromkeys(task.episode for task in tasks):
        of_episode = [task for task in tasks if task.episode == episode]
        for task, other in _pairs(_dated(of_episode, step), _dated(of_episode, awaited)):
            if task.start < other.end:
                yield Early(task, other)


def _dated(tasks: Iterable[TaskFacts], step: str) -> list[Dated]:
    return [
        Dated(task.code, task.start_day, task.end_day)
        for task in tasks
        if task.step == step and task.start_day and task.end_day
    ]


def _pairs(tasks: list[Dated], awaited: list[Dated]) -> Iterable[tuple[Dated, Dated]]:
    """Each task with what it waits for: where both are as many, no order of reels can do better than this one."""
    if len(tasks) == len(awaited):
        by_start = sorted(tasks, key=lambda task: task.start)
        return zip(by_start, sorted(awaited, key=lambda task: task.end), strict=True)
    return product(tasks, awaited)


def _order(steps: Sequence[str], awaited: Sequence[str], words: str) -> Callable[[Case], Raised | None]:
    """A condition on the plan of a project: what is early, the first pair in full and how many others."""

    def condition(case: Case) -> Raised | None:
        pairs = product(steps, awaited)
        early = [found for pair in pairs for found in too_early(case.project.tasks, *pair)]
        if not early:
            return None
        others = f", et {counted(len(early) - 1, 'autre')}" if len(early) > 1 else ""
        free: dict[str, date] = {}
        for found in early:
            free[found.task.code] = max(found.awaited.end, free.get(found.task.code, found.awaited.end))
        expected = first_names([f"{code} à partir du {day:%d/%m/%Y}" for code, day in free.items()])
        return Raised(f"{words} : {early[0].text}{others}.", early[0].text, expected)

    return condition


ORDER = (
    TechnicalRule(
        id="PLN-01",
        scope=Scope.PLAN,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="La conformation attend le verrouillage image.",
        reads=(),
        condition=_order(
            ("CONFORMATION",), ("VERROUILLAGE",), "La conformation commence avant le verrouillage image"
        ),
        fix="Déplacer la conformation après le verrouillage (ou prévoir une reconformation, 1 à 2 jours).",
        sources=("TRI", "USLEGAL"),
        advice=Advice.PICTURE,
    ),
    TechnicalRule(
        id="PLN-02",
        scope=Scope.PLAN,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="L'étalonnage attend la fin de la conformation.",
        reads=(),
        condition=_order(
            ("ETALONNAGE",), ("CONFORMATION",), "L'étalonnage commence avant la fin de la conformation"
        ),
        fix="Commencer l'étalonnage sur bobines conformées, ou décaler.",
        sources=("TRI",),
        advice=Advice.PICTURE,
    ),
    TechnicalRule(
        id="PLN-03",
        scope=Scope.PLAN,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="Le mixage attend la fin des paroles, de la post-synchro, du bruitage, des effets, des musiques et voix.",
        reads=(),
        condition=_order(("MIXAGE",), _SOUND_STEPS, "Le mixage commence avant la fin d'une étape son"),
        fix="Décaler le mixage ou limiter les premiers jours aux prémixages disponibles.",
        sources=("USLEGAL", "FL", "KINO"),
        advice=Advice.SOUND,
    ),
    TechnicalRule(
        id="PLN-04",
        scope=Scope.PLAN,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="La VI et le mixage de l'audiodescription attendent la fin du mixage.",
        reads=(),
        condition=_order(
            ("VI", "AD_MIX"), ("MIXAGE",), "La VI ou l'audiodescription est mixée avant la fin du mixage"
        ),
        fix="Placer VI et audiodescription après le mixage VO.",
        sources=("ME",),
        advice=Advice.SOUND,
    ),
    TechnicalRule(
        id="PLN-05",
        scope=Scope.PLAN,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="PAD, DCP et IMF attendent la fin de l'étalonnage, du mixage et du titrage.",
        reads=(),
        condition=_order(
            ("PAD", "DCP", "IMF"),
            ("ETALONNAGE", "MIXAGE", "TITRAGE_FINAL"),
            "Un livrable est fabriqué avant la fin de l'étalonnage, du mixage ou du titrage",
        ),
        fix="Décaler la fabrication, ou livrer une version de travail clairement identifiée.",
        sources=("TRI", "FL"),
        advice=Advice.LABORATORY,
    ),
    TechnicalRule(
        id="PLN-06",
        scope=Scope.PLAN,
        severity=Severity.BLOCKING,
        confidence=RuleConfidence.S,
        title="La livraison attend le contrôle qualité.",
        reads=(),
        condition=_order(
            ("LIVRAISON",), ("QC",), "La livraison est planifiée avant la fin du contrôle qualité"
        ),
        fix="Prévoir QC + 1 à 2 jours de reprise avant l'envoi.",
        sources=("TRI", "PIPEW"),
        advice=Advice.LABORATORY,
    ),
)
