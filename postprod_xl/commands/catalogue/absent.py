"""The refusal of a workbook that has no catalogue of rights."""

from __future__ import annotations

from postprod_xl.domain.catalogue.refreshed import has_catalogue
from postprod_xl.domain.office import Office
from postprod_xl.schema.families import CATALOGUE
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.catalogue import WORKS


def without_catalogue(office: Office) -> Problem | None:
    """What a command says that needs the tabs of the catalogue; None when the workbook has them."""
    if has_catalogue(office) or WORKS.tab in office.tabs:
        return None
    tabs = f"les onglets {CATALOGUE.title}"
    message = f"ce classeur n'a pas {tabs} : « postprod add FICHIER {CATALOGUE.name} » les ajoute"
    return blocking("", None, "", "onglets absents", tabs, message)
