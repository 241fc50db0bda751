"""DRT-11: contracts of which something is not defined or not said: what they do to a work is not known."""

from __future__ import annotations

from collections.abc import Iterator

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.conflicts.work_rights import WorkRights
from postprod_xl.schema.vocabulary import Severity


def unread_findings(rights: WorkRights) -> Iterator[RightsFinding]:
    """One finding for each contract of a work that could not be read, wholly or in part."""
    said = set()
    for one in rights.unread:
        if (one.contract, one.message) in said:
            continue
        said.add((one.contract, one.message))
        place = "" if one.message.startswith(one.contract) else f"{one.contract} : "
        yield RightsFinding(
            rule="DRT-11",
            severity=Severity.BLOCKING if one.is_signed else Severity.WARNING,
            work=rights.work,
            contract=one.contract,
            message=f"Contrat non lu, {place}{one.message}",
            fix="Corrigez la cellule : d'ici là, ce qu'il fait aux droits n'est pas connu.",
            rows=() if one.line is one.row else (one.row,),
        )
