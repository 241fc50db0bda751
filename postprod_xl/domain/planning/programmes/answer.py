"""What a plan made of a quote says: sold, usual and least days side by side, and what does not match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from postprod_xl.domain.planning.programmes.house_words import Lack
from postprod_xl.domain.planning.programmes.sold import SoldLine
from postprod_xl.domain.planning.programmes.works import StepDays
from postprod_xl.domain.wording import counted, decimal_text, hours_text, in_sentence
from postprod_xl.schema.tables import BY_NAME

_RATES = BY_NAME["Tarifs"]
_SKILL, _ROOM_TYPE = (in_sentence(_RATES.heading(name)) for name in ("skill", "room_type"))
_LACKS = {
    ("skill", True): f"compétences demandées que personne n'a dans {BY_NAME['Equipe'].tab}",
    ("room_type", True): "types de salle demandés que la maison n'a pas",
    ("skill", False): f"planifié sans personne, {_RATES.tab} n'en dit pas la {_SKILL}",
    ("room_type", False): f"planifié sans salle, {_RATES.tab} n'en dit pas le {_ROOM_TYPE}",
}
"""How a lack is told, by what it is of and whether the tasks bear it."""


@dataclass(frozen=True)
class Answer:
    """What the quote of a project sells of its programme, and what the house lacks for it.

    Parameters
    ----------
    steps
        Those of the programme, in order.
    quoted
        The lines of the quote.
    priced
        The steps that an item of the rate card pays for.
    lacks
        What the steps need and the house lacks.
    """

    steps: tuple[StepDays, ...]
    quoted: tuple[SoldLine, ...]
    priced: frozenset[str]
    lacks: tuple[Lack, ...]

    @property
    def lines(self) -> list[str]:
        """The same in French: what does not match first, then each step that the quote pays for."""
        return [
            *self._unpaid_line,
            *self._idle_lines,
            *self._short_line,
            *self._empty_line,
            *self._rest_line,
            *self._lack_lines,
            *(step.text for step in self.steps if step.lines),
            *self._usual_line,
        ]

    @property
    def doubts(self) -> list[str]:
        """Of these lines, those that question whether the work can be done at all."""
        return [*self._short_line, *self._empty_line, *self._lack_lines]

    @property
    def details(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "steps": [step.details for step in self.steps],
            "unpaid_steps": [step.step for step in self._unpaid],
            "unplanned_lines": [line.line for line in self._idle],
            "lacking": [
                {"kind": lack.column, "word": lack.word, "steps": list(lack.steps), "in_tasks": lack.is_said}
                for lack in self.lacks
            ],
        }

    @property
    def _unpaid(self) -> list[StepDays]:
        return [step for step in self.steps if not step.lines and step.step in self.priced]

    @property
    def _idle(self) -> list[SoldLine]:
        planned = {line.line for step in self.steps for line in step.lines}
        return [line for line in self.quoted if line.line not in planned]

    @property
    def _unpaid_line(self) -> Iterator[str]:
        if not self.quoted:
            yield "aucune tâche n'a de ligne : le projet n'a pas de devis en cours"
        elif self._unpaid:
            names = ", ".join(step.step for step in self._unpaid)
            yield f"{counted(len(self._unpaid), 'étape')} que le devis ne paie pas : {names}"

    @property
    def _idle_lines(self) -> Iterator[str]:
        timed = [line for line in self._idle if line.pays and line.minutes is not None and line.is_timed]
        others = [line for line in self._idle if line.pays and line not in timed]
        nothing = [line for line in self._idle if not line.pays]
        if timed:
            yield f"vendu sans tâche : {_listed(timed)}"
        if others:
            yield f"vendu sans heures au tarif ni tâche : {', '.join(line.line for line in others)}"
        if nothing:
            yield f"au devis pour moins d'un quart de jour, sans tâche : {_listed(nothing)}"

    @property
    def _short_line(self) -> Iterator[str]:
        short = [step for step in self.steps if step.is_short and step.floor is not None]
        if short:
            names = ", ".join(
                f"{step.step} {decimal_text(step.planned)} j (plancher {decimal_text(step.floor or step.planned)} j)"
                for step in short
            )
            sold = "étape vendue sous son" if len(short) == 1 else "étapes vendues sous leur"
            yield f"{len(short)} {sold} plancher, à renégocier : {names}"

    @property
    def _empty_line(self) -> Iterator[str]:
        empty = [step.step for step in self.steps if step.is_crushed]
        if empty:
            yield f"vendu trop peu pour une tâche par épisode et par étape, à 0 j : {', '.join(empty)}"

    @property
    def _rest_line(self) -> Iterator[str]:
        rests = [line for step in self.steps for line in step.lines if line.rest_minutes]
        if rests:
            names = ", ".join(f"{line.line} {hours_text(line.rest_minutes)}" for line in dict.fromkeys(rests))
            yield f"vendu en plus du dernier quart de jour planifié : {names}"

    @property
    def _lack_lines(self) -> Iterator[str]:
        grouped: dict[str, list[str]] = {}
        for lack in self.lacks:
            steps = ", ".join(lack.steps)
            grouped.setdefault(_LACKS[lack.column, lack.is_said], []).append(f"« {lack.word} » ({steps})")
        for said, words in grouped.items():
            yield f"{said} : {', '.join(words)}"

    @property
    def _usual_line(self) -> Iterator[str]:
        unsold = [step for step in self.steps if not step.lines and step.usual]
        if unsold:
            names = ", ".join(f"{step.step} {decimal_text(step.usual)} j" for step in unsold)
            yield f"rien de vendu, durées du modèle : {names}"


def _listed(lines: Iterable[SoldLine]) -> str:
    return ", ".join(f"{line.line} ({hours_text(line.minutes or 0)})" for line in lines)
