"""What keeps the copy of a rights holder from being made."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.catalogue import HOLDERS, MANDATES, SHARES


def unknown_holder(office: Office, holder: str) -> Iterator[Problem]:
    """The problem of a code that names no row of `AyantsDroit`."""
    codes = office[HOLDERS.name].column("holder")
    if holder not in codes:
        message = f"l'ayant droit « {holder} » n'existe pas ; {closest_names(holder, codes)}"
        yield blocking(
            HOLDERS.name, None, HOLDERS.heading("holder"), holder, f"un code de {HOLDERS.tab}", message
        )


def nothing_of_his(copy: SharedCopy) -> Iterator[Problem]:
    """The problem of a holder of whom nothing leaves but his name."""
    if all(table.table is HOLDERS for table in copy.tables):
        message = (
            f"{copy.project} n'a ni œuvre, ni contrat signé, ni part, ni relevé : rien n'est écrit ; voyez "
            f"« {MANDATES.heading('grantor')} » dans {MANDATES.tab} et {SHARES.tab}"
        )
        yield blocking(HOLDERS.name, None, HOLDERS.heading("holder"), copy.project, "un ayant droit", message)
