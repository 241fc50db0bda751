"""What an option may hold, as click reads it; refusals are in French."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postprod_xl.commands import Option, OptionKind
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.units import week_start

if TYPE_CHECKING:
    from postprod_xl.domain.planning.explain.whatif import Away, LateRushes

YEARS = range(2000, 2100)
_WEEK = re.compile(r"(20[0-9]{2})-?[WS]([0-9]{1,2})", re.IGNORECASE)
_SCHEDULER = re.compile(r"(tcp|tls|ws|wss)://([^\s:/]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class Day(click.ParamType):
    """A day typed `2026-11-23` or `23/11/2026`."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                day = datetime.strptime(value, pattern).date()
            except ValueError:
                continue
            if day.year in YEARS:
                return day
            self.fail(
                f"« {value} » est hors du calendrier, attendu : de {YEARS[0]} à {YEARS[-1]}", param, ctx
            )
        self.fail(f"« {value} » n'est pas une date, attendu : 2026-11-23 ou 23/11/2026", param, ctx)


class Month(click.ParamType):
    """A month typed `2026-11`."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from postprod_xl.schema.cells.formats import MONTH_WRITTEN

        if not MONTH_WRITTEN.fullmatch(value):
            self.fail(f"« {value} » n'est pas un mois, attendu : 2026-11", param, ctx)
        return str(value)


class Week(click.ParamType):
    """An ISO week typed `2026-W49` or `2026-S49`, or one of its days, as its Monday."""

    name = "week"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        if _DAY.fullmatch(value):
            day = Day().convert(value, param, ctx)
            return week_start(day)
        found = _WEEK.fullmatch(value)
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)  # type: ignore[index]
        except (TypeError, ValueError):
            self.fail(f"« {value} » n'est pas une semaine, attendu : 2026-W49 ou un de ses jours", param, ctx)


class Count(click.ParamType):
    """A whole number of at least one."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        from postprod_xl.schema.cells.formats import COUNT_WRITTEN

        if not COUNT_WRITTEN.fullmatch(value):
            self.fail(f"« {value} » n'est pas un nombre entier d'au moins 1", param, ctx)
        return int(value)


class Amount(click.ParamType):
    """A sum typed `1234,50` or `1 234.50 €`, as cents."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        from postprod_xl.schema.kinds import Kind, Unreadable, typed

        try:
            return int(typed(Kind.EURO, value) or 0)
        except Unreadable as error:
            self.fail(f"« {value} » n'est pas un montant, attendu : {error}", param, ctx)


class SearchSeconds(Count):
    """How long to search for a plan: refused with the command that installs the search where it is absent."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        from postprod_xl.hosts.setup.machine import this_machine
        from postprod_xl.hosts.setup.plan_search import install_command

        seconds = super().convert(value, param, ctx)
        if command := install_command(this_machine()):
            self.fail(f"la recherche de plans n'est pas installée : {command}", param, ctx)
        return seconds


class ClusterAddress(click.ParamType):
    """The scheduler of a Dask cluster: refused with the command that installs Dask where it is absent."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from postprod_xl.hosts.setup.extras import CLUSTER, command_for
        from postprod_xl.hosts.setup.machine import this_machine

        if not _SCHEDULER.fullmatch(value):
            self.fail(
                f"« {value} » n'est pas l'adresse d'un répartiteur, attendu : tcp://hôte:8786", param, ctx
            )
        if command := command_for(CLUSTER, this_machine()):
            self.fail(f"le calcul sur une grappe n'est pas installé : {command}", param, ctx)
        return str(value)


class OneOf(click.Choice):
    """A word of a closed list, with or without its accents and capitals, refused in French."""

    def normalize_choice(self, choice: Any, ctx: click.Context | None) -> str:
        return plain_letters(str(choice))

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        return f"« {value} » n'est pas admis, attendu : {', '.join(map(str, self.choices))}"


class SomeOf(click.ParamType):
    """Words of a closed list between commas, as `OneOf` reads each."""

    name = "words"

    def __init__(self, choices: Sequence[str]) -> None:
        self.word = OneOf(choices)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if not isinstance(value, str):
            return tuple(value)
        words = [word.strip() for word in value.split(",") if word.strip()]
        return tuple(dict.fromkeys(self.word.convert(word, param, ctx) for word in words))


class Rushes(click.ParamType):
    """Rushes that come late, typed `P001+4j`."""

    name = "late rushes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> LateRushes:
        from postprod_xl.domain.planning.explain.whatif import UnreadableWhatIf, read_rushes

        try:
            return read_rushes(value)
        except UnreadableWhatIf as error:
            self.fail(str(error), param, ctx)


class AbsenceType(click.ParamType):
    """Somebody or a room away, typed `T012@2026-12-01..2026-12-05`."""

    name = "absence"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Away:
        from postprod_xl.domain.planning.explain.whatif import UnreadableWhatIf, read_away

        try:
            return read_away(value)
        except UnreadableWhatIf as error:
            self.fail(str(error), param, ctx)


class LocalPath(click.Path):
    """A path of this machine: an address copied from OneDrive or SharePoint is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and _WEB_ADDRESS.match(value):
            self.fail(
                f"« {value} » est une adresse du web, attendu : un fichier de cette machine, comme celui du dossier "
                "que OneDrive y synchronise",
                param,
                ctx,
            )
        return super().convert(value, param, ctx)


PATH = LocalPath(readable=False, path_type=Path)


def type_of(option: Option) -> click.ParamType:
    """How click reads the value of an option."""
    if option.kind is OptionKind.CHOICE:
        return OneOf(option.choices)
    return SomeOf(option.choices) if option.kind is OptionKind.CHOICES else TYPES[option.kind]


TYPES: dict[OptionKind, click.ParamType] = {
    OptionKind.TEXT: click.STRING,
    OptionKind.PATH: PATH,
    OptionKind.DAY: Day(),
    OptionKind.TODAY: Day(),
    OptionKind.MONTH: Month(),
    OptionKind.WEEK: Week(),
    OptionKind.COUNT: Count(),
    OptionKind.COUNT_PAIR: Count(),
    OptionKind.AMOUNT: Amount(),
    OptionKind.SEARCH_SECONDS: SearchSeconds(),
    OptionKind.CLUSTER: ClusterAddress(),
    OptionKind.LATE_RUSHES: Rushes(),
    OptionKind.ABSENCE: AbsenceType(),
}
"""How click reads each kind of value."""
