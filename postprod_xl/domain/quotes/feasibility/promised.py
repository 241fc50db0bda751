"""Lines that a client was sold although the advice on them says that they cannot be done, or only on conditions."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.facts import CLOSED_PROJECTS
from postprod_xl.domain.quotes.versions.statuses import SENT_VERSIONS
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Feasibility, QuoteStatus


def promised_problems(office: Office) -> Iterator[Problem]:
    """One warning per line of a sent or accepted version that is « Infaisable », or « Sous réserve » without a word.

    Parameters
    ----------
    office
        With the computed columns of `Devis`.
    """
    versions = office["Versions"].select("project", "version", "status")
    sent = {(project, version): status for project, version, status in versions if status in SENT_VERSIONS}
    projects = office["Projets"].by_key("code", "status")
    for line in office["Devis"]:
        status = sent.get((line.project, line.version))
        if status is None or projects.get(line.project) in CLOSED_PROJECTS:
            continue
        if line.feasibility == Feasibility.INFEASIBLE:
            yield _infeasible(line, status)
        elif line.feasibility == Feasibility.CONDITIONAL and not line.technical_advice:
            heading = line.table.heading("technical_advice")
            message = (
                f"{line.line} est « {line.feasibility} » dans la version {line.version}, « {status} » : écrivez la "
                f"réserve dans « {heading} », personne ne la tiendra sans la connaître"
            )
            yield line.warning("technical_advice", "vide", "la réserve du technicien", message)


def _infeasible(line: Row, status: str) -> Problem:
    who = f" selon {line.approved_by}" if line.approved_by else ""
    worth = f" ({euros_text(line.amount_cents)})" if line.amount_cents else ""
    remedy = (
        "renégociez-la par un avenant, ou demandez un nouvel avis"
        if status == QuoteStatus.ACCEPTED
        else "retirez-la d'une nouvelle version, ou demandez un nouvel avis"
    )
    message = (
        f"{line.line}{worth} est « {line.feasibility} »{who} dans la version {line.version}, « {status} » : "
        f"{remedy}"
    )
    return line.warning("feasibility", line.feasibility, "une ligne que la maison peut faire", message)
