"""What is to be paid or billed: late payments, steps due, what no step bills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from postprod_xl.domain.home.concerns.concern import ENGAGED, INVOICING, Concern
from postprod_xl.domain.home.project_status import late_payment_text, steps_to_invoice
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.unpaid_extra import unpaid_extra
from postprod_xl.domain.quotes.versions.totals import accepted_versions
from postprod_xl.domain.wording import counted, euros_text, first_names
from postprod_xl.schema.vocabulary import Light, ProjectStatus

_BILLED = ENGAGED | {ProjectStatus.DELIVERED}


def invoicing_concerns(office: Office) -> Iterator[Concern]:
    """What to look at in the invoices of an office, the gravest first for each project.

    Parameters
    ----------
    office
        With the computed columns of `Echeancier`, `Comptes` and `Relances`.
    """
    reminders = _reminders(office)
    for project, cents in office["Comptes"].select("project", "overdue_cents"):
        if cents:
            text = f"{late_payment_text(cents)}{reminders.get(project, ' : relancez')}"
            yield Concern(project, INVOICING, Light.RED, text, "Factures", cents=cents)
    due: dict[str, list[str]] = {}
    for project, rank in steps_to_invoice(office):
        due.setdefault(project, []).append(str(rank))
    for project, ranks in due.items():
        text = f"{counted(len(ranks), 'étape')} à facturer : rang {first_names(ranks)}, bouton Facturer"
        yield _concern(project, Light.ORANGE, text, "Echeancier")
    yield from _without_step(office, due)


def _reminders(office: Office) -> dict[str, str]:
    """For each project paid late, since how many days and what its oldest invoice calls for."""
    oldest: dict[str, tuple[int, str]] = {}
    for project, days, step in office["Relances"].select("project", "late_days", "step"):
        oldest[project] = max(oldest.get(project, (0, "")), (days, step))
    return {project: f" depuis {days} j : {step.lower()}" for project, (days, step) in oldest.items()}


def unpaid_extra_concerns(office: Office) -> Iterator[Concern]:
    """« En plus » hours that neither a line nor a change order bills."""
    for unpaid in unpaid_extra(office):
        yield Concern(
            unpaid.project, INVOICING, Light.ORANGE, unpaid.text, "Seances", cents=unpaid.cents or 0
        )


def invoicing_is_known(office: Office) -> set[str]:
    """The projects with an accepted quote and steps that bill it."""
    accepted = accepted_versions(office)
    return {project for project in office["Echeancier"].column("project") if project in accepted}


def _concern(project: str, colour: Light, text: str, table: str, is_gap: bool = False) -> Concern:
    return Concern(project, INVOICING, colour, text, table, is_gap)


def _without_step(office: Office, due: Mapping[str, list[str]]) -> Iterator[Concern]:
    """What is left to bill of a project and no step asks for: each is invoiced, or has no day."""
    statuses, accepted = office["Projets"].by_key("code", "status"), accepted_versions(office)
    steps: dict[str, list[tuple[int, date | None]]] = {}
    for project, rank, day, invoice in office["Echeancier"].select(
        "project", "rank", "planned_day", "invoice"
    ):
        if not invoice:
            steps.setdefault(project, []).append((rank, day))
    for project, left in office["Comptes"].select("project", "to_invoice_cents"):
        if not left or left < 0 or statuses.get(project) not in _BILLED or project not in accepted:
            continue
        undated = [str(rank) for rank, day in steps.get(project, ()) if day is None]
        if project not in steps:
            text = f"{euros_text(left)} HT à facturer sans étape : complétez l'échéancier"
            yield _concern(project, Light.ORANGE, text, "Echeancier", is_gap=True)
        elif undated and project not in due:
            text = f"étape sans date prévue : {first_names(undated)}, {euros_text(left)} HT à facturer"
            yield _concern(project, Light.ORANGE, text, "Echeancier", is_gap=True)
