"""The days that steps take in a programme, and what the house, else the estimated rate card, sells them at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.steps import Step, steps_of, template_for
from postprod_xl.domain.quotes.drafting.house_rates import house_items
from postprod_xl.domain.quotes.drafting.rate_card import Template, rate_card, templates
from postprod_xl.domain.quotes.drafting.scaling import Programme, factor, ratios, scaled
from postprod_xl.domain.technique.deliveries.imagined import AddedStep
from postprod_xl.domain.technique.deliveries.required import item_of
from postprod_xl.domain.technique.facts.records import DeliverableFacts, ProjectFacts
from postprod_xl.domain.wording import decimal_text, euros_text, listed, units_text
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import Scale, Unit

UNKNOWN_PRICE, UNKNOWN_DAYS = "prix non connu", "durée non connue"


class RateItem(NamedTuple):
    """An item of the rate card: its name, its unit, the price of one in cents, what it follows; estimated or not."""

    code: str
    label: str
    unit: str
    price_cents: int | None
    is_estimate: bool
    scale: str


class AskedStep(NamedTuple):
    """A step to do and its days; None where nobody said how long it takes in such a programme."""

    step: str
    days: Decimal | None

    @property
    def text(self) -> str:
        """As a sheet tells it.

        >>> AskedStep("SME", Decimal(3)).text, AskedStep("DCP", None).text
        ('SME (3 j)', 'DCP (durée non connue)')
        """
        told = UNKNOWN_DAYS if self.days is None else f"{decimal_text(self.days)} j"
        return f"{self.step} ({told})"


@dataclass
class Worth:
    """What steps take and cost in the programmes of an office; each programme is looked up once."""

    office: Office
    _steps: dict[str, Mapping[str, Step]] = field(default_factory=dict)
    _items: dict[str, Mapping[str, RateItem]] = field(default_factory=dict)

    def asked(self, project: ProjectFacts, deliverable: DeliverableFacts | None, step: str) -> AskedStep:
        """A step of a project with its days, scaled to the length and the episodes as its item is."""
        template = self._template(project)
        known = None if template is None else self._steps_of(template).get(step)
        if template is None or known is None:
            return AskedStep(step, None)
        item = self._item(template, item_of(step))
        multiplied = ratios(
            item.scale if item else Scale.EPISODE, template, _programme(project, deliverable, template)
        )
        return AskedStep(step, scaled(known.days, factor(multiplied), Unit.DAY))

    def added(self, project: ProjectFacts, asked: AskedStep) -> AddedStep:
        """The same step as a plan takes it, with who does it and where."""
        template = self._template(project)
        known = None if template is None else self._steps_of(template).get(asked.step)
        return AddedStep(asked.step, known, asked.days or Decimal(0))

    def text(self, project: ProjectFacts, deliverable: DeliverableFacts | None, steps: Sequence[str]) -> str:
        """Steps with their days, then the item of the rate card that sells them and its price."""
        return " ; ".join(self._grouped(project, deliverable, steps))

    def _grouped(
        self, project: ProjectFacts, deliverable: DeliverableFacts | None, steps: Sequence[str]
    ) -> Iterator[str]:
        """One text for each item, which is sold once for all its steps."""
        template = self._template(project)
        by_item: dict[str, list[AskedStep]] = {}
        for step in steps:
            by_item.setdefault(item_of(step), []).append(self.asked(project, deliverable, step))
        for code, asked in by_item.items():
            told = listed([one.text for one in asked])
            item = None if template is None else self._item(template, code)
            if item is None or template is None:
                yield f"{told} : {f'{code}, ' if code else ''}{UNKNOWN_PRICE}"
            else:
                programme = _programme(project, deliverable, template)
                yield f"{told} : {_price_text(item, _quantity(item, asked, programme))}"

    def _template(self, project: ProjectFacts) -> Template | None:
        code = template_for(str(project.type or ""), project.length_minutes)
        return templates(self.office.today).get(code)

    def _steps_of(self, template: Template) -> Mapping[str, Step]:
        if template.code not in self._steps:
            steps = steps_of(template.code, self.office.today)
            self._steps[template.code] = {step.code: step for step in steps}
        return self._steps[template.code]

    def _item(self, template: Template, code: str) -> RateItem | None:
        """That of the house first, else that of the estimated rate card."""
        if template.code not in self._items:
            self._items[template.code] = dict(self._known(template))
        return self._items[template.code].get(code)

    def _known(self, template: Template) -> Iterator[tuple[str, RateItem]]:
        for code, estimate in rate_card(self.office.today).items():
            price = (template.is_film and estimate.film_price_cents) or estimate.price_cents
            yield code, RateItem(code, estimate.label, estimate.unit, price, True, estimate.scale)
        for held in house_items(self.office, template):
            row, charged = held.row, held.price
            yield (
                row.item,
                RateItem(row.item, row.label, row.unit, charged.price_cents, charged.is_estimate, held.scale),
            )


def _programme(project: ProjectFacts, deliverable: DeliverableFacts | None, template: Template) -> Programme:
    """What is to be done: the episode of the deliverable, else all of the project."""
    is_one = deliverable is not None and deliverable.episode is not None
    episodes = 1 if is_one else (project.row.episodes or 1)
    return Programme(project.length_minutes or template.minutes, episodes)


def _quantity(item: RateItem, asked: Sequence[AskedStep], programme: Programme) -> Decimal | None:
    """How many units are to be sold; None where the unit does not say it."""
    if item.unit == Unit.DAY:
        days = [one.days for one in asked]
        return None if None in days else sum((one for one in days if one is not None), Decimal(0))
    if item.unit == Unit.MINUTE:
        return Decimal(programme.minutes * programme.episodes)
    if item.unit == Unit.ITEM:
        return Decimal(programme.episodes if item.scale == Scale.EPISODE else 1)
    return None


def _price_text(item: RateItem, quantity: Decimal | None) -> str:
    named = f"{item.code} {item.label}".strip()
    if not item.price_cents:
        return f"{named}, {UNKNOWN_PRICE}"
    price, estimate = euros_text(item.price_cents), " au tarif estimé" if item.is_estimate else ""
    if not quantity:
        return f"{named}, {price} HT l'unité ({item.unit or 'sans unité'}){estimate}"
    amount = euros_text(half_up(quantity * item.price_cents))
    return f"{named}, {units_text(quantity, item.unit)} × {price} = {amount} HT{estimate}"
