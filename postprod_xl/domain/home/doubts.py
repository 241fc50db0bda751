"""What nobody refuses and is seldom meant: names, days, terms of payment and parts that are asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from operator import attrgetter

from postprod_xl.domain.invoicing.billing.lines import percent_text
from postprod_xl.domain.invoicing.parties.terms import long_terms
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.absurd_dates import FURTHEST, TOLD_BY_THE_PLAN, plausible
from postprod_xl.domain.vat import client_doubt
from postprod_xl.parameters import described, named
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, named_cells, warning
from postprod_xl.schema.references import SEPARATOR, Known, is_misspelt, name_problem, unknown_names
from postprod_xl.schema.rows import Row
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.tables.projects import RATES
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import StepType

STEPS = "programme_steps"
STEP_FILES = (STEPS, "floors")
STEPS_PLACE = "des étapes types"
_ITEM_WORDS = {RATES.heading(name): name for name in ("skill", "room_type")}
_OTHER_SEPARATORS = re.compile(r"[,/+&\n]|\bet\b")


def doubts(office: Office, told: Collection[Problem]) -> list[Problem]:
    """Warnings of what an office holds that is allowed and most often a slip.

    Parameters
    ----------
    office
        Every table, typed.
    told
        What the other rules say: a name that one of them speaks of is told again only with the one meant.
    """
    spoken = set(map(_place, told))
    names = [*unknown_names(BY_NAME, office.tables), *_unknown_steps(office)]
    return [
        *(name for name in names if is_misspelt(name) or not (_place(name) in spoken or _is_usual(name))),
        *_joined_skills(office),
        *_shared_payroll_ids(office),
        *_far_days(office),
        *long_terms(office),
        *_foreign_regimes(office),
        *_shares(office),
        *_early_balances(office),
    ]


def _is_usual(problem: Problem) -> bool:
    """Whether a name is how most houses call who does an item of the rate card, or where: no slip, if nobody has it."""
    if problem.table != RATES.name or problem.heading not in _ITEM_WORDS:
        return False
    word = _ITEM_WORDS[problem.heading]
    return folded(problem.found) in {folded(step[word]) for step in described(STEPS).values()}


def _place(problem: Problem) -> tuple[str, str, str]:
    return problem.table, problem.heading, folded(problem.found)


def _unknown_steps(office: Office) -> Iterator[Problem]:
    """Steps that no programme knows: neither their floor nor their place after the delivery is found."""
    steps = frozenset().union(*(named(file) for file in STEP_FILES))
    tasks = office["Planning"]
    rows: dict[str, list[int]] = defaultdict(list)
    for row, step in zip(tasks.numbers, tasks.column("step"), strict=True):
        if step and step not in steps:
            rows[step].append(row)
    heading = BY_NAME["Planning"].heading("step")
    for step, at in rows.items():
        yield name_problem("Planning", heading, step, at, Known(steps, STEPS_PLACE))


def _joined_skills(office: Office) -> Iterator[Problem]:
    """Skills written with another separator: they are read as one, which nobody asks for."""
    asked = {folded(skill) for table in ("Planning", "Tarifs") for skill in office[table].column("skill")}
    for person in office["Equipe"]:
        for skill in person.skills.split(SEPARATOR):
            pieces = [piece.strip() for piece in _OTHER_SEPARATORS.split(skill) if piece.strip()]
            if len(pieces) > 1 and folded(skill) not in asked and {folded(piece) for piece in pieces} & asked:
                meant = f"{SEPARATOR} ".join(pieces)
                message = f"« {skill.strip()} » se lit comme une seule compétence : écrivez « {meant} »"
                yield person.warning("skills", skill.strip(), meant, message)


def _shared_payroll_ids(office: Office) -> Iterator[Problem]:
    """Payroll numbers of two people: the hours of one would be paid to the other."""
    holders: dict[str, str] = {}
    for person in office["Equipe"]:
        number = person.payroll_id
        holder = holders.setdefault(folded(number), person.code) if number else person.code
        if holder != person.code:
            message = f"« {number} » est aussi le matricule de {holder} : corrigez l'un des deux"
            yield person.warning("payroll_id", number, "un matricule par personne", message)


def _far_days(office: Office) -> Iterator[Problem]:
    """Days far from today, where no rule of the plan tells them with what follows from it."""
    for table in TABLES:
        if table.kind is not TableKind.RESULT:
            for column in table.columns:
                if (
                    column.kind is Kind.DAY
                    and table.trusts(column)
                    and column.name not in TOLD_BY_THE_PLAN.get(table.name, ())
                ):
                    yield from _far_cells(office, table.name, column.name)


def _far_cells(office: Office, table: str, name: str) -> Iterator[Problem]:
    rows, today = office[table], office.today
    days = rows.column(name)
    strange = {day for day in set(days) if day is not None and plausible(day, today) is None}
    if not strange:
        return
    cells, more = named_cells(
        [(row, day) for row, day in zip(rows.numbers, days, strict=True) if day in strange]
    )
    expected = f"une date entre le {today - FURTHEST:%d/%m/%Y} et le {today + FURTHEST:%d/%m/%Y}"
    for row, day in cells:
        found = f"{day:%d/%m/%Y}"
        message = (
            f"le {found} est à plus de dix ans d'aujourd'hui{more} : vérifiez l'année ; attendu : {expected}"
        )
        yield warning(table, row, BY_NAME[table].heading(name), found, expected, message)


def _foreign_regimes(office: Office) -> Iterator[Problem]:
    """Clients whose VAT regime is not that of their country or of their VAT number."""
    yield from filter(None, map(client_doubt, office["Clients"]))


def _shares(office: Office) -> Iterator[Problem]:
    """Payment schedules whose parts add up to more than the quote."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for step in office["Echeancier"]:
        if step.share_rate is not None:
            parts[step.project].append(step)
    for project, steps in parts.items():
        total = sum((step.share_rate for step in steps), Decimal(0))
        if total > 1:
            found = percent_text(total)
            message = f"les parts de {project} font {found} du devis : ramenez-les à 100 % au plus"
            yield steps[-1].warning("share_rate", found, "100 % au plus", message)


def _early_balances(office: Office) -> Iterator[Problem]:
    """Balances before other steps of their project: a balance bills all that is left, the others nothing."""
    steps = office["Echeancier"]
    last = {step.project: step.rank for step in sorted(steps, key=attrgetter("rank"))}
    for step in steps:
        if step.type == StepType.BALANCE and step.rank < last[step.project] and not step.invoice:
            message = (
                f"le solde de {step.project} est au rang {step.rank} : il facture tout ce qui reste, les étapes qui le "
                f"suivent ne factureraient rien ; donnez-lui le dernier rang"
            )
            yield step.warning("rank", str(step.rank), f"un rang après {last[step.project]}", message)
