"""Where each work is declared, and where it has to be: registers and authors' societies, with what is still expected.

Sources: scam.be (every exploited work is declared); clients.sacem.fr, repertoires of the SACD and of the Scam; one
declaration of each original music to the Sacem (compositeur-arrangeur.com, 2026-11-28).
"""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.duties.registrations import declarations_of
from postprod_xl.domain.catalogue.part import RightsAlert
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import listed
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import CueOrigin, DeclarationState, Society
from postprod_xl.schema.cells.work_identifiers import read_eidr, read_isan
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import WORK_DECLARATIONS
from postprod_xl.schema.vocabulary import Severity

_EXPECTED = {
    DeclarationState.FILED: (("day", "la date"), ("document", "la pièce")),
    DeclarationState.REGISTERED: (("number", "le numéro"), ("day", "la date"), ("document", "la pièce")),
}
"""What a row holds once it is filed, then registered."""
_READERS = {Society.ISAN: read_isan, Society.EIDR: read_eidr}
_COLUMNS = {Society.RCA: "rca", Society.ISAN: "isan", Society.EIDR: "eidr"}
"""The column of `Oeuvres` that holds the number which a society gave."""


def declaration_alerts(office: Office) -> Iterator[RightsAlert]:
    """What is expected of each row of `DeclarationsOeuvre`, and the works due to a society without any row."""
    works = {row.work: row for row in office["Oeuvres"]}
    for row in office["DeclarationsOeuvre"]:
        yield from _state_alerts(row)
        yield from _number_alerts(row, works.get(row.work))
    declared = declarations_of(office)
    composed = works_with_original_music(office)
    for row in office["Oeuvres"]:
        due = due_societies(office, row) + ([(Society.SACEM,)] if row.work in composed else [])
        missing = [
            " ou ".join(societies)
            for societies in due
            if not any((row.work, society) in declared for society in societies)
        ]
        if missing:
            text = f"Déclaration due, aucune ligne dans {WORK_DECLARATIONS.tab} : {listed(missing)}"
            yield RightsAlert(row, Severity.INFO, text)


def declaration_problems(office: Office) -> Iterator[Problem]:
    """The identifiers that a register gave and whose check character is wrong."""
    for row in office["DeclarationsOeuvre"]:
        read = _READERS.get(row.society)
        if read and row.number and (fault := read(row.number).fault):
            message = f"Identifiant {row.society} « {row.number} » invalide : {fault}"
            yield row.warning("number", row.number, "un identifiant juste", message)


def due_societies(office: Office, work: Row) -> list[tuple[Society, ...]]:
    """The authors' society where a work of its type is declared; several: one or the other, a film may be either.

    None for a type whose society depends on what it holds: a recording of a show, a live programme.
    """
    by_type = in_force("catalogue_duties.authors_societies", office.today).value
    return [tuple(map(Society, by_type[work.type]))] if work.type in by_type else []


def works_with_original_music(office: Office) -> set[str]:
    """The works with music written for them, which is declared to the Sacem."""
    cues = office["RelevesMusicaux"].select("work", "music_origin")
    return {work for work, origin in cues if origin == CueOrigin.ORIGINAL}


def _state_alerts(row: Row) -> Iterator[RightsAlert]:
    if not row.state:
        yield RightsAlert(row, Severity.INFO, "État de la déclaration non dit")
    elif row.state == DeclarationState.TO_DO:
        by = f", par {row.person}" if row.person else ""
        yield RightsAlert(row, Severity.WARNING, f"Déclaration à faire{by}")
    elif row.state == DeclarationState.REJECTED:
        yield RightsAlert(row, Severity.WARNING, "Déclaration rejetée, à refaire")
    elif lacking := [told for column, told in _EXPECTED[row.state] if not getattr(row, column)]:
        state = "déposée" if row.state == DeclarationState.FILED else "enregistrée"
        yield RightsAlert(row, Severity.INFO, f"Déclaration {state}, il y manque {listed(lacking)}")


def _number_alerts(row: Row, work: Row | None) -> Iterator[RightsAlert]:
    """A number that is not the one that `Oeuvres` holds."""
    read = _READERS.get(row.society)
    if not row.number or (read and read(row.number).fault):
        return
    held = getattr(work, _COLUMNS[row.society]) if work and row.society in _COLUMNS else ""
    same = read(held).root == read(row.number).root if read and held else held == row.number
    if held and not same:
        text = f"N° « {row.number} » différent de celui de l'œuvre, « {held} »"
        yield RightsAlert(row, Severity.WARNING, text)
