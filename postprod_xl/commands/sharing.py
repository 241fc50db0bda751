"""The command that cuts the producer's copy out of the office."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.invoicing.register.checks import losses
from postprod_xl.domain.office import Office
from postprod_xl.domain.producer_copy import (
    doubtful_documents,
    names_of_others,
    producer_copy,
    unknown_project,
)
from postprod_xl.schema.problems import Problem


def share(office: Office, known: Sequence[Problem] = (), *, project: str) -> Outcome:
    """Cut the producer's copy of one project out of the office; nothing to write in it."""
    refusals = unknown_project(office, project) or losses(office)
    if refusals:
        return Outcome(problems=tuple(refusals))
    copy = producer_copy(office, project)
    remarks = (*names_of_others(office, copy), *doubtful_documents(office, copy))
    return Outcome(summary=f"copie du projet {project}", copy=copy, lines=remarks)
