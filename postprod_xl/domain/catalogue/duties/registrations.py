"""DRT-13 and DRT-14: films that no public register knows, contracts that nobody can be held to; the legal deposit.

Sources, read on 2026-11-30: articles L122-1 and L123-1 of the code du cinéma et de l'image animée; cnc.fr,
« Immatriculer une œuvre ou inscrire un contrat » (a film, short or long, is registered; an audiovisual work may be) and
« Conservation des registres » (a contract is only inscribed once its work is registered, it binds third parties from
then on, and the first inscribed prevails); articles L131-1 and R132-26 of the code du patrimoine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.duties.named import named_works, told_works
from postprod_xl.domain.catalogue.part import RightsAlert
from postprod_xl.domain.office import Office
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import DeclarationState, MandateNature, RightsState, Society
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import WORKS
from postprod_xl.schema.vocabulary import Severity

REGISTRATION_RULE, INSCRIPTION_RULE = "DRT-13", "DRT-14"
_DONE = frozenset({DeclarationState.FILED, DeclarationState.REGISTERED})
_INSCRIBED_NATURES = frozenset(
    {"", MandateNature.DISTRIBUTION, MandateNature.ASSIGNMENT, MandateNature.AUTHORS}
)
"""The mandates that are inscribed: authorisations of performers, music and archives give no right to the work."""


def declarations_of(office: Office) -> dict[tuple[str, str], Row]:
    """The row of `DeclarationsOeuvre` of each work and society."""
    return {(row.work, row.society): row for row in office["DeclarationsOeuvre"]}


def registration_findings(office: Office) -> Iterator[RightsFinding]:
    """DRT-13 of the films without a registration number, in `Oeuvres` or in their declaration."""
    declared = declarations_of(office)
    compulsory = in_force("catalogue_duties.registered_types", office.today).value
    for row in office["Oeuvres"]:
        filed = declared.get((row.work, Society.RCA))
        if row.type in compulsory and not row.rca and not (filed and filed.number):
            message = (
                f"Immatriculation RCA obligatoire pour le cinéma : aucun numéro{_where_it_stands(filed)}"
            )
            fix = f"Immatriculez l'œuvre sur rca.cnc.fr, puis notez son numéro dans {WORKS.tab}."
            yield RightsFinding(REGISTRATION_RULE, Severity.WARNING, row.work, "", message, fix, rows=(row,))


def inscription_findings(office: Office) -> Iterator[RightsFinding]:
    """DRT-14 of the signed contracts without inscription, of works that are registered, or have to be.

    A contract on an audiovisual work that nobody registered cannot be inscribed: nothing is said of it.
    """
    registrable = _registrable(office)
    for table, code in (("Mandats", "contract"), ("Ventes", "sale")):
        for row in office[table]:
            if row.state == RightsState.SIGNED and not row.rca and _is_inscribed(row):
                works = [work for work in named_works(row.works) if work in registrable]
                if works:
                    yield _uninscribed(row, getattr(row, code), works, registrable)


def deposit_alerts(office: Office) -> Iterator[RightsAlert]:
    """The films that have their visa, or came out, and of which no legal deposit is told."""
    declared = declarations_of(office)
    due = in_force("catalogue_duties.deposited_types", office.today).value
    for row in office["Oeuvres"]:
        filed = declared.get((row.work, Society.LEGAL_DEPOSIT))
        is_out = row.release_day is not None and row.release_day <= office.today
        is_filed = filed is not None and filed.state in _DONE
        if row.type in due and (row.visa or is_out) and not row.deposit_day and not is_filed:
            text = f"Dépôt légal au CNC dû dès le visa, non fait{_where_it_stands(filed)}"
            yield RightsAlert(row, Severity.WARNING, text)


def _where_it_stands(declared: Row | None) -> str:
    if declared is None or not declared.state:
        return ""
    when = f" le {declared.day:%d/%m/%Y}" if declared.day else ""
    return f", déclaration « {declared.state} »{when}"


def _is_inscribed(row: Row) -> bool:
    return getattr(row, "nature", "") in _INSCRIBED_NATURES


def _registrable(office: Office) -> dict[str, bool]:
    """The works whose contracts are inscribed, and whether they are registered."""
    compulsory = in_force("catalogue_duties.registered_types", office.today).value
    numbers: Mapping[str, str] = defaultdict(
        str, {row.work: row.number for row in office["DeclarationsOeuvre"] if row.society == Society.RCA}
    )
    registered = {row.work: bool(row.rca or numbers[row.work]) for row in office["Oeuvres"]}
    return {
        row.work: registered[row.work]
        for row in office["Oeuvres"]
        if registered[row.work] or row.type in compulsory
    }


def _uninscribed(row: Row, code: str, works: Sequence[str], registered: Mapping[str, bool]) -> RightsFinding:
    message = "Acte non inscrit aux RCA : inopposable aux tiers, et le premier inscrit l'emporte"
    waiting = [work for work in works if not registered[work]]
    first = f"Immatriculez d'abord {told_works(waiting)}, puis inscrivez" if waiting else "Inscrivez"
    fix = f"{first} le contrat aux registres et notez son numéro."
    work = works[0] if len(works) == 1 else ""
    return RightsFinding(INSCRIPTION_RULE, Severity.INFO, work, code, message, fix, rows=(row,))
