"""A draft version of a quote for a type of programme, from the rate card of the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused, asked, check_open, project_named
from postprod_xl.domain.planning.programmes.steps import template_for
from postprod_xl.domain.planning.tasks.episodes import episodes_of
from postprod_xl.domain.quotes.drafting.house_rates import HouseItem, house_items
from postprod_xl.domain.quotes.drafting.line_codes import LineCodes
from postprod_xl.domain.quotes.drafting.rate_card import Quantity, Template, templates
from postprod_xl.domain.quotes.drafting.scaling import Programme, factor, ratios, scaled_quantity
from postprod_xl.domain.wording import counted, decimal_text, euros_text, units_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows, rows_of
from postprod_xl.schema.tables.projects import PROGRAMME_TYPES, PROJECTS, RATES
from postprod_xl.schema.tables.quotes import QUOTE, VERSIONS
from postprod_xl.schema.vocabulary import BillingMode, Feasibility, QuoteStatus

# The same programme, in the word that `plan` has for it.
_ALIASES = {"FIC52": "SER52"}
_NAMED = 8


class WantedQuote(NamedTuple):
    """What is asked: the project, and what it does not say or says otherwise; None and empty for what it says."""

    project: str
    template: str = ""
    minutes: int | None = None
    episodes: int | None = None
    shooting_days: int | None = None


class DraftLine(NamedTuple):
    """A line of a draft: its code, its item as the house charges it, its scaled quantity, and how it was scaled.

    `chapter` is the CNC chapter that the project has it in, None for that of its item.
    """

    code: str
    item: HouseItem
    quantity: Quantity
    scaling: str
    chapter: int | None = None


@dataclass(frozen=True)
class Draft:
    """A draft version of a quote.

    Parameters
    ----------
    rows
        New rows of `Versions` and `Devis`, by table, numbered after those they have; computed columns are empty.
    number
        Of the version.
    template, programme
        The type of programme and what is quoted of it.
    items
        Its lines.
    silent
        The items of the rate card whose quantity for this type is blank: none is quoted.
    is_inferred
        Whether the project said the type.
    """

    rows: dict[str, Rows]
    number: int
    template: Template
    programme: Programme
    items: Sequence[DraftLine]
    silent: Sequence[str]
    is_inferred: bool

    @property
    def estimated(self) -> list[str]:
        """The lines whose price is an estimate."""
        return [line.code for line in self.items if line.item.price.is_estimate]

    @property
    def lines(self) -> list[str]:
        """What there is to know of it, in French."""
        said = [self._programme_line]
        if self.estimated:
            said.append(f"{counted(len(self.estimated), 'ligne')} au tarif estimé, à remplacer par le vôtre")
        if self.silent:
            names = ", ".join(self.silent[:_NAMED]) + ("…" if len(self.silent) > _NAMED else "")
            said.append(f"sans quantité {self.template.base} dans {RATES.tab}, non chiffrés : {names}")
        rates = f"{VERSIONS.heading('contingency_rate')}, {VERSIONS.heading('overhead_rate')}"
        said.append(f"{rates} et {VERSIONS.heading('discount_rate')} restent à taper dans {VERSIONS.tab}")
        return said

    @property
    def _programme_line(self) -> str:
        minutes, episodes, days = self.programme
        shooting = self.template.shooting_days * episodes if days is None else days
        why = ", d'après le type du projet" if self.is_inferred else ""
        size = f"{minutes} min" if episodes == 1 else f"{counted(episodes, 'épisode')} de {minutes} min"
        return (
            f"modèle {self.template.code}, {self.template.label}{why} : {size}, "
            f"{counted(shooting, 'jour de tournage')}{' (ceux du modèle)' if days is None else ''}"
        )


def draft(office: Office, wanted: WantedQuote) -> Draft:
    """A draft version of a quote, from the rate card; its day is left to the one it is sent on.

    Each item of `Tarifs` with a quantity for the type of programme is a line: its quantity is scaled to the length, the
    episodes and the shooting days of the programme as `Échelle` says, its lowest and highest ones beside it, and its
    price and unit are those of the rate card. Its cost is left blank: `unit_costs` says it. A line of an item that
    the project already has keeps its code, and the CNC chapter that the project gave it.

    Parameters
    ----------
    office
        Tables `Projets`, `Episodes`, `Tarifs`, `Versions`, `Devis`.
    wanted
        What is asked. What is left out is what the project says (`Type`, `Durée (min)`, `Épisodes`, `Jours de
        tournage`), else that of the type of programme.

    Raises
    ------
    ProgrammeRefused
        Unknown project, type or length, a project that is over, a rate card that is empty, has no quantity for the
        type, or has an item without price or unit or with a negative price.
    """
    project = project_named(office, wanted.project)
    check_open(project, "chiffrer")
    template = _template(office, project, wanted)
    programme = _programme(office, project, wanted, template)
    items = [*house_items(office, template)]
    quoted = [(item, item.quantity) for item in items if item.quantity and item.quantity.usual]
    _check_items(template, items, [item for item, _ in quoted])
    number, codes = next_version(office, project), LineCodes(office, project.code)
    lines = [
        DraftLine(
            codes.of(item.row),
            item,
            *_scaled(item, quantity, template, programme),
            codes.chapter_of(item.row),
        )
        for item, quantity in quoted
    ]
    _check_bounds(lines)
    version = {"project": project.code, "version": number, "status": QuoteStatus.DRAFT}
    records = [{"project": project.code, "version": number, **_record(line)} for line in lines]
    rows = {
        "Versions": rows_of(VERSIONS, [version], office["Versions"].next_number),
        "Devis": rows_of(QUOTE, records, office["Devis"].next_number),
    }
    silent = [item.row.item for item in items if item.quantity is None]
    return Draft(rows, number, template, programme, lines, silent, not wanted.template.strip())


def _scaled(
    item: HouseItem, quantity: Quantity, template: Template, programme: Programme
) -> tuple[Quantity, str]:
    """The quantity of an item for a programme, and the sum that gives it, not rounded: `Par minute : 25 × 40/52`."""
    multiplied = ratios(item.scale, template, programme)
    said = f"{item.scale} : {decimal_text(quantity.usual)}{''.join(ratio.text for ratio in multiplied)}"
    return scaled_quantity(quantity, factor(multiplied), item.row.unit), said


def _record(line: DraftLine) -> dict[str, Any]:
    row, price, quantity = line.item.row, line.item.price, line.quantity
    return {
        "line": line.code,
        "item": row.item,
        "label": row.label,
        "quantity": quantity.usual,
        "unit": row.unit,
        "unit_price_cents": price.price_cents,
        "mode": BillingMode.FLAT_FEE,
        "feasibility": Feasibility.TO_CHECK,
        "least_quantity": quantity.least,
        "most_quantity": quantity.most,
        "scaling": line.scaling,
        "cnc_chapter": line.chapter,
    }


def _template(office: Office, project: Row, wanted: WantedQuote) -> Template:
    known = templates(office.today)
    asked_for = wanted.template.strip().upper()
    chosen = asked_for or template_for(project.type, wanted.minutes or project.length_minutes)
    chosen = _ALIASES.get(chosen, chosen)
    if chosen in known:
        return known[chosen]
    expected = ", ".join(known)
    if asked_for:
        message = f"type de programme « {wanted.template} » inconnu, attendu : {expected}"
        raise asked("--template", wanted.template, expected, message)
    message = f"le type de {project.code} ne dit pas son programme, précisez-le : {expected}"
    raise ProgrammeRefused(project.blocking("type", project.type, expected, message))


def _programme(office: Office, project: Row, wanted: WantedQuote, template: Template) -> Programme:
    issues = [key.number for key in episodes_of(office) if key.project == project.code]
    said = {
        "length_minutes": (wanted.minutes, "--minutes", template.minutes),
        "episodes": (wanted.episodes, "--episodes", max(issues, default=1)),
        "shooting_days": (wanted.shooting_days, "--shooting-days", None),
    }
    return Programme(*(_size(project, name, *given) for name, given in said.items()))


def _size(project: Row, name: str, wanted: int | None, flag: str, usual: int | None) -> Any:
    """A size of the programme: what is asked, else what the project says, else the usual one.

    Raises
    ------
    ProgrammeRefused
        It is nothing, or more than any programme has.
    """
    column = PROJECTS.by_name[name]
    most = column.usual[1] if name == "length_minutes" else column.bounds[1]
    held = getattr(project, name) if wanted is None else wanted
    if held is None:
        return usual
    if 1 <= held <= most:
        return held
    expected = f"un nombre entre 1 et {most}"
    message = f"{held} pour « {column.heading} » de {project.code} ; attendu : {expected}"
    if wanted is None:
        raise ProgrammeRefused(project.blocking(name, str(held), expected, message))
    raise asked(flag, str(held), expected, message)


def _check_items(template: Template, items: Sequence[HouseItem], quoted: Sequence[HouseItem]) -> None:
    """Refuse a rate card that says nothing of a type of programme, or not what each of its lines is sold at."""
    if not items:
        message = f"{RATES.tab} est vide : tapez-y vos postes, ou copiez ceux d'un classeur neuf"
        raise ProgrammeRefused(blocking("Tarifs", None, RATES.heading("item"), "", "des postes", message))
    if not quoted:
        heading = RATES.heading(f"quantity_{template.base.lower()}")
        programme = PROGRAMME_TYPES[template.base]
        message = f"aucun poste n'a de quantité pour un {programme} : remplissez la colonne {heading}"
        raise ProgrammeRefused(blocking("Tarifs", None, heading, "", "une quantité par poste", message))
    if faults := [problem for item in quoted for problem in _faults(item)]:
        raise ProgrammeRefused(*faults)


def _faults(item: HouseItem) -> Iterator[Problem]:
    """What keeps an item from being sold; 0 in the rate card says nothing, as everywhere in the quotes."""
    row, price = item.row, item.price.price_cents
    column = "price_cents" if not price or price == row.price_cents else "film_price_cents"
    if not price:
        message = f"{row.item} n'a pas de prix : tapez-le, ou videz sa quantité pour ne pas le chiffrer"
        yield row.blocking(column, "" if price is None else "0", "un prix HT", message)
    elif price < 0:
        message = f"{row.item} a un prix négatif : une remise se tape dans le devis, pas dans le tarif"
        yield row.blocking(column, euros_text(price), "un prix positif", message)
    if not row.unit:
        message = f"{row.item} n'a pas d'unité : sa quantité ne peut pas être chiffrée"
        yield row.blocking("unit", "", "une unité de la liste", message)


def _check_bounds(lines: Sequence[DraftLine]) -> None:
    """Refuse quantities that no cell of `Devis` may hold."""
    most = QUOTE.by_name["quantity"].bounds[1]
    for line in lines:
        row, largest = line.item.row, max(value for value in line.quantity[:3] if value is not None)
        if largest > most:
            found, expected = units_text(largest, row.unit), f"{decimal_text(most)} au plus"
            message = f"{row.item} : {found} à cette échelle, attendu : {expected}"
            raise ProgrammeRefused(row.blocking("item", found, expected, message))


def next_version(office: Office, project: Row) -> int:
    """The number of the next version of a project.

    Raises
    ------
    ProgrammeRefused
        It has the last one that there may be.
    """
    held = (
        version
        for table in ("Versions", "Devis")
        for code, version in office[table].select("project", "version")
        if code == project.code and version
    )
    number = max(held, default=0) + 1
    most = VERSIONS.by_name["version"].bounds[1]
    if number > most:
        message = f"{project.code} a déjà une version {number - 1}, la dernière possible"
        raise asked("", str(number), f"{most} au plus", message)
    return number
