"""Custom function of the catalogue: whether the rights of a work are free on a period, and what is in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CustomFunction, MaybeEmpty
from postprod_xl.hosts.cell_functions.live_cells import read_cell
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, remembered, table
from postprod_xl.schema.kinds import Kind

if TYPE_CHECKING:
    from postprod_xl.domain.catalogue.avails.facts import RightsFacts
    from postprod_xl.domain.catalogue.avails.records import RightsAnswer

SHOWN_REASONS = 3


def _free(*wholes: Any) -> Callable[..., str]:
    *tables, today = wholes
    facts: RightsFacts = remembered("rights", tables, today, lambda: _facts(tables, today))

    def free(
        work: str,
        media: str,
        territories: str,
        first: date,
        last: date,
        exclusive: bool | None,
        languages: str | None,
    ) -> str:
        from postprod_xl.domain.catalogue.avails.answers import ask
        from postprod_xl.domain.catalogue.avails.asked import AskedRights, read_question
        from postprod_xl.domain.catalogue.avails.records import RightsQuestion

        asked = AskedRights(
            work, media, territories, first, last, languages=languages or "", is_exclusive=bool(exclusive)
        )
        question = read_question(facts.catalogue, asked)
        if not isinstance(question, RightsQuestion):
            raise CellFault(" ; ".join(one.message for one in question))
        return _said(facts, ask(facts, question))

    return free


def _facts(tables: Sequence[GivenTable | None], today: date) -> RightsFacts:
    from postprod_xl.domain.catalogue.avails.facts import rights_facts

    return rights_facts(office_of(tables, today))


def _said(facts: RightsFacts, answer: RightsAnswer) -> str:
    """The answer on the whole period, then the first reasons."""
    from postprod_xl.domain.catalogue.avails.said import AnswerText
    from postprod_xl.domain.wording import counted_whole

    why = AnswerText(facts.catalogue, answer).why
    others = len(why) - SHOWN_REASONS
    more = [f"et {counted_whole(others, 'autre raison')}"] if others > 0 else []
    told = " ; ".join([*why[:SHOWN_REASONS], *more])
    return f"{answer.freedom} : {told}" if told else str(answer.freedom)


def _maybe(name: str, help: str, kind: Kind) -> MaybeEmpty:
    return MaybeEmpty(name, help, lambda raw: read_cell(name, kind, raw))


def _language(raw: Any) -> str:
    # LibreOffice hands a 0 over for an argument left out between two others.
    return "" if raw == 0 else str(read_cell("langue", Kind.TEXT, raw))


FUNCTIONS = (
    CustomFunction(
        "PP_DROITS_LIBRES",
        "« Libre », « Non libre », « Libre sous réserve » ou « Non connu » : les droits d'une œuvre sur toute une "
        "période, et ce qui les prend.",
        (
            cell("code", "Code de l'œuvre.", Kind.TEXT),
            cell("media", "SVOD, TV gratuite, VOD… ; plusieurs séparés par un point-virgule.", Kind.TEXT),
            cell(
                "territoire",
                "FR, Belgique, Monde sauf US… ; plusieurs séparés par un point-virgule.",
                Kind.TEXT,
            ),
            cell("du", "Premier jour.", Kind.DAY),
            cell("au", "Dernier jour, compris.", Kind.DAY),
            _maybe("exclusif", 'Oui : une exclusivité ; "" ou Non : sans.', Kind.BOOL),
            MaybeEmpty("langue", 'fr, en… ; "" : toutes les langues.', _language),
            table("Oeuvres", "La table Oeuvres : Oeuvres[#Tout]."),
            table("VersionsOeuvre", "La table VersionsOeuvre : VersionsOeuvre[#Tout]."),
            table("Mandats", "La table Mandats : Mandats[#Tout]."),
            table("TermesMandat", "La table TermesMandat : TermesMandat[#Tout]."),
            table("Ventes", "La table Ventes : Ventes[#Tout]."),
            table("TermesVente", "La table TermesVente : TermesVente[#Tout]."),
            table("Holdbacks", "La table Holdbacks : Holdbacks[#Tout]."),
            table(
                "GroupesDroits",
                "La table GroupesDroits, pour les groupes de la maison : GroupesDroits[#Tout].",
            ),
            table("Parametres", "La table Parametres, pour le nom de la maison : Parametres[#Tout]."),
            table(
                "Clients", "La table Clients, pour le nom des acheteurs ; sans elle, le code.", optional=True
            ),
            day_of_computation(),
        ),
        Kind.TEXT,
        _free,
    ),
)
