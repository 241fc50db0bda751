"""Which step of the payment schedule to invoice, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from postprod_xl.domain.invoicing.ledger import invoiced_steps
from postprod_xl.domain.invoicing.lines import percent_text
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import InvoiceType, QuoteStatus, StepType

TO_INVOICE = "une étape à facturer"


@dataclass(frozen=True)
class Step:
    """One row of `Echeancier`."""

    row: int
    project: str
    rank: int
    type: str
    label: str
    share_rate: Decimal | None
    amount_cents: int | None

    @property
    def name(self) -> str:
        """Its label, else its type and its part."""
        return self.label or f"{self.type} {percent_text(self.share_rate)}".strip()

    @property
    def document_type(self) -> str:
        return InvoiceType.DEPOSIT if self.type == StepType.DEPOSIT else InvoiceType.INVOICE


def chosen_step(office: Office, project: str, rank: int | None) -> tuple[Step | None, list[Problem]]:
    """The step of a rank, else the first of the project not yet invoiced, and what refuses it."""
    codes = office["Projets"].column("code")
    if project not in set(codes):
        message = f"le projet « {project} » n'existe pas ; {closest_names(project, codes)}"
        return None, [refusal("Projets", None, "code", project, "un code de projet", message)]
    steps, done = _steps(office, project), invoiced_steps(office)
    wanted = [step for step in steps if rank == step.rank or (rank is None and step.row not in done)]
    if not wanted:
        return None, [_no_step(project, rank)]
    step = wanted[0]
    if step.row in done:
        number = done[step.row]
        message = f"l'étape {step.rank} de {project} est facturée par {number} : émettez un avoir"
        return None, [refusal("Echeancier", step.row, "invoice", number, TO_INVOICE, message)]
    return step, _step_refusals(step)


def next_to_invoice(steps: Rows) -> str:
    """The project of the first step of `Echeancier` that has a day and no invoice.

    Raises
    ------
    ValueError
        There is none.
    """
    return str(
        min((step.planned_day, step.project) for step in steps if step.planned_day and not step.invoice)[1]
    )


def _no_step(project: str, rank: int | None) -> Problem:
    lacking = "n'a plus d'étape à facturer" if rank is None else f"n'a pas d'étape {rank}"
    message = f"{project} {lacking} : complétez l'échéancier"
    return refusal("Echeancier", None, "rank", str(rank or ""), TO_INVOICE, message)


def _steps(office: Office, project: str) -> list[Step]:
    frame = office["Echeancier"]
    names = ("project", "rank", "type", "label", "share_rate", "amount_cents")
    rows = zip(frame.numbers, *(frame.column(name) for name in names), strict=True)
    return sorted((Step(*row) for row in rows if row[1] == project), key=lambda step: step.rank)


def _step_refusals(step: Step) -> list[Problem]:
    """A balance needs neither part nor amount: it is what remains."""
    written = (step.share_rate is not None) + (step.amount_cents is not None)
    if step.type == StepType.BALANCE or written == 1:
        return []
    share, amount = (BY_NAME["Echeancier"].heading(name) for name in ("share_rate", "amount_cents"))
    what = "ne porte ni part ni montant" if written == 0 else "porte une part et un montant"
    message = f"l'étape {step.rank} de {step.project} {what} : saisissez la {share} ou le {amount}"
    return [refusal("Echeancier", step.row, "share_rate", what, "une part ou un montant HT", message)]


def no_quote(office: Office, project: str) -> Problem:
    """The refusal of a project without an accepted version."""
    frame = office["Versions"]
    rows = [row for row, code in zip(frame.numbers, frame.column("project"), strict=True) if code == project]
    message = f"{project} n'a pas de devis accepté : passez une version à « Accepté » dans Versions"
    row = rows[-1] if rows else None
    return refusal("Versions", row, "status", "aucune version acceptée", QuoteStatus.ACCEPTED, message)


def client_refusals(office: Office, project: str) -> list[Problem]:
    """The refusal of a project without a client."""
    if office["Projets"].by_key("code", "client")[project]:
        return []
    row = office["Projets"].numbers[office["Projets"].column("code").index(project)]
    message = f"{project} n'a pas de client : saisissez qui facturer"
    return [refusal("Projets", row, "client", "vide", "un code de client", message)]


def refusal(table: str, row: int | None, name: str, found: str, expected: str, message: str) -> Problem:
    """A problem that stops the issuing, on the column of a code name."""
    return blocking(table, row, BY_NAME[table].heading(name), found, expected, message)
