"""What the groups of rights give to a refresh."""

from __future__ import annotations

from postprod_xl.domain.catalogue.grounds.checked import group_problems
from postprod_xl.domain.catalogue.grounds.mirror import group_columns
from postprod_xl.domain.catalogue.part import CataloguePart
from postprod_xl.domain.office import Office
from postprod_xl.schema.tables.catalogue.works import RIGHTS_GROUPS


def groups_part(office: Office) -> CataloguePart:
    """The columns of `GroupesDroits`, and what is wrong in what the house types there."""
    return CataloguePart({RIGHTS_GROUPS.name: group_columns(office)}, problems=[*group_problems(office)])
