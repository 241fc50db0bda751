"""The advice that a version of a quote waits for, as one form a technician, and the lines that nobody can answer."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from postprod_xl.documents.advice_form import AdviceForm, AskedLine
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.explain.reasons import french
from postprod_xl.domain.planning.tasks.episodes import episodes_of
from postprod_xl.domain.quotes.feasibility.advice import lines_of_version, unanswered
from postprod_xl.domain.quotes.feasibility.advisers import Adviser, Consultation, advisers_of
from postprod_xl.domain.quotes.feasibility.delay import Delay
from postprod_xl.domain.quotes.sold import sold_times
from postprod_xl.domain.quotes.unit_times import day_lengths
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.projects import PROJECTS
from postprod_xl.schema.units import QUARTER

_DIGITS = 12


class AskedQuestion(NamedTuple):
    """A line whose advice is missing, and who is to be asked."""

    line: AskedLine
    consultation: Consultation


def questions_of(office: Office, project: str, version: int) -> list[AskedQuestion]:
    """The lines of a version whose advice is missing, in the order of `Devis`."""
    waiting = unanswered(office, lines_of_version(office, project, version))
    advisers = advisers_of(office)
    asked = zip(asked_lines(office, waiting), waiting, strict=True)
    return [AskedQuestion(line, advisers.asked(row)) for line, row in asked]


def asked_lines(office: Office, lines: Rows) -> list[AskedLine]:
    """Some lines of `Devis` as a form shows them."""
    rates = {row.item: row for row in office["Tarifs"]}
    sold = zip(lines, sold_times(office, lines), day_lengths(office, lines), strict=True)
    return [
        _asked_line(line, rates.get(line.item), _days(time.minutes, length)) for line, time, length in sold
    ]


class AskedPerson(NamedTuple):
    """Somebody to be asked, and about what."""

    adviser: Adviser
    questions: Sequence[AskedQuestion]

    @property
    def line(self) -> str:
        """Who, about which lines, and why, in one French line."""
        lines = ", ".join(question.line.line for question in self.questions)
        reasons = dict.fromkeys(
            reason for question in self.questions for reason in question.consultation.reasons
        )
        lacks = dict.fromkeys(question.consultation.lack for question in self.questions)
        why = ", ".join([*reasons, *filter(None, lacks)])
        return f"à demander à {self.adviser.said} : {lines} — {why}"


def people_to_ask(questions: Sequence[AskedQuestion]) -> list[AskedPerson]:
    """Who is to be asked about what, in the order of the first line of each."""
    held: dict[str, list[AskedQuestion]] = defaultdict(list)
    for question in questions:
        if adviser := question.consultation.first:
            held[adviser.code].append(question)
    return [AskedPerson(asked[0].consultation.advisers[0], asked) for asked in held.values()]


def unanswerable(questions: Sequence[AskedQuestion]) -> list[str]:
    """The lines that nobody in the house can answer for, those of one reason together; a French line each."""
    lines: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        if question.consultation.first is None:
            lines[question.consultation.lack].append(question.line.line)
    return [f"{', '.join(names)} : {lack}" for lack, names in lines.items()]


def forms_of(office: Office, people: Sequence[AskedPerson], delay: Delay) -> list[AdviceForm]:
    """One form for each technician to be asked."""
    return [_form(office, one.adviser, [asked.line for asked in one.questions], delay) for one in people]


def _form(office: Office, adviser: Adviser, lines: Sequence[AskedLine], delay: Delay) -> AdviceForm:
    project, version = delay.project, delay.version
    digest = _digest(project.code, version, adviser.code, *(line.fingerprint for line in lines))
    return AdviceForm(
        f"{project.code}-V{version}-{adviser.code}-{digest}",
        project.code,
        version,
        project.title,
        adviser.code,
        adviser.name,
        tuple(_facts(office, project, delay)),
        tuple(lines),
        office.today,
    )


def _facts(office: Office, project: Row, delay: Delay) -> list[tuple[str, str]]:
    """What a technician wants to know of the project; a date that nobody said is said to be unknown."""
    window = delay.window
    facts = [
        (PROJECTS.heading("director"), project.director),
        (PROJECTS.heading("type"), project.type),
        (
            PROJECTS.heading("length_minutes"),
            "" if project.length_minutes is None else str(project.length_minutes),
        ),
        (PROJECTS.heading("episodes"), "" if project.episodes is None else str(project.episodes)),
        (PROJECTS.heading("rushes_day"), french(window.rushes) or "non connu"),
        (PROJECTS.heading("delivery_day"), french(window.delivery) or "non connu"),
        *_episode_facts(office, project),
        ("Délai", delay.verdict),
    ]
    return [(label, text) for label, text in facts if text]


def _episode_facts(office: Office, project: Row) -> Iterator[tuple[str, str]]:
    """The dates of the episodes that have their own."""
    for key, episode in episodes_of(office).items():
        days = (("rushes", episode.rushes), ("image", episode.lock), ("livraison", episode.promised))
        said = [f"{what} le {french(day)}" for what, day in days if day]
        if key.project == project.code and said:
            yield f"Épisode {key.number}", ", ".join(said)


def _asked_line(line: Row, rate: Row | None, days: Decimal | None) -> AskedLine:
    label, unit = line.label or (rate.label if rate else ""), line.unit or (rate.unit if rate else "")
    quantity = None if line.quantity is None else str(line.quantity.normalize())
    fingerprint = _digest(line.project, line.version, line.line, line.item, label, quantity, unit)
    room = rate.room_type if rate else ""
    return AskedLine(line.line, line.item, label, line.quantity, unit, days, room, fingerprint)


def _days(minutes: int | None, length: int) -> Decimal | None:
    """Minutes as days of work, rounded to the quarter."""
    return None if minutes is None else round(Decimal(minutes) / length / QUARTER) * QUARTER


def _digest(*parts: object) -> str:
    """What identifies some values: the start of the SHA-256 of their JSON."""
    return sha256(json.dumps(parts).encode()).hexdigest()[:_DIGITS]
