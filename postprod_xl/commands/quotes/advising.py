"""The command that asks technicians whether a quote can be done, and says whether its delay holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused, project_named
from postprod_xl.domain.quotes.feasibility.advice import negotiated_version
from postprod_xl.domain.quotes.feasibility.assessment import delay_of
from postprod_xl.domain.quotes.feasibility.forms import (
    AskedPerson,
    AskedQuestion,
    forms_of,
    people_to_ask,
    questions_of,
    unanswerable,
)
from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem


def advice(
    office: Office, known: Sequence[Problem] = (), *, project: str, version: int | None = None
) -> Outcome:
    """Make a form for each technician whose advice a version of a quote waits for; nothing to write in the workbook.

    Parameters
    ----------
    project
        Code of the project.
    version
        Number of the version; None for the last one that the client has not refused.
    """
    try:
        row = project_named(office, project)
        number = negotiated_version(office, project, version)
    except ProgrammeRefused as refused:
        return Outcome(problems=refused.problems)
    questions, delay = questions_of(office, project, number), delay_of(office, row, number)
    people = people_to_ask(questions)
    details = {
        "project": project,
        "version": number,
        "asked": [_details(question) for question in questions],
        "delay": delay.details,
    }
    return Outcome(
        summary=f"{project}, version {number} : {delay.verdict} ; {_asked(questions, people)}",
        lines=(*delay.lines, *(one.line for one in people), *unanswerable(questions)),
        details=details,
        forms=tuple(forms_of(office, people, delay)),
    )


def _asked(questions: Sequence[AskedQuestion], people: Sequence[AskedPerson]) -> str:
    if not questions:
        return "aucun avis technique ne manque"
    to_ask = f", {counted(len(people), 'personne')} à consulter" if people else ""
    return f"{counted(len(questions), 'ligne')} sans avis technique{to_ask}"


def _details(question: AskedQuestion) -> dict[str, Any]:
    consultation = question.consultation
    return {
        "line": question.line.line,
        "skills": list(consultation.skills),
        "advisers": [one.code for one in consultation.advisers],
        "reasons": list(consultation.reasons),
        "lack": consultation.lack,
        "fingerprint": question.line.fingerprint,
    }
