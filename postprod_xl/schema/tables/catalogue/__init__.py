"""The rights catalogue: works, contracts, money, answers. An optional family of tabs.

Media, territories and languages are texts: codes, names or groups, expanded by the program; one that it does not know
is kept as typed and reported once.
"""

from postprod_xl.schema.tables.catalogue.accounts import (
    ADVANCES,
    COLLECTIONS,
    COSTS,
    SCALES,
    SHARES,
    STATEMENT_LINES,
    STATEMENTS,
)
from postprod_xl.schema.tables.catalogue.answers import (
    AVAILABLE_RIGHTS,
    RELEASE_WINDOWS,
    RIGHTS_CONFLICTS,
    RIGHTS_DEADLINES,
    RIGHTS_QUESTIONS,
)
from postprod_xl.schema.tables.catalogue.contracts import (
    HOLDBACKS,
    MANDATE_TERMS,
    MANDATES,
    SALE_TERMS,
    SALES,
)
from postprod_xl.schema.tables.catalogue.works import (
    CUES,
    DELIVERED_MATERIAL,
    HOLDERS,
    MATERIAL,
    RIGHTS_GROUPS,
    WORK_DECLARATIONS,
    WORK_VERSIONS,
    WORKS,
)

CATALOGUE_TABLES = (
    *(WORKS, WORK_VERSIONS, HOLDERS, MANDATES, MANDATE_TERMS, SALES, SALE_TERMS, HOLDBACKS),
    *(RIGHTS_QUESTIONS, AVAILABLE_RIGHTS, RIGHTS_CONFLICTS, RIGHTS_DEADLINES, RELEASE_WINDOWS),
    *(SCALES, COLLECTIONS, COSTS, ADVANCES, SHARES, STATEMENTS, STATEMENT_LINES),
    *(MATERIAL, DELIVERED_MATERIAL, WORK_DECLARATIONS, CUES, RIGHTS_GROUPS),
)
"""The family, in tab order."""

__all__ = [
    "ADVANCES",
    "AVAILABLE_RIGHTS",
    "CATALOGUE_TABLES",
    "COLLECTIONS",
    "COSTS",
    "CUES",
    "DELIVERED_MATERIAL",
    "HOLDBACKS",
    "HOLDERS",
    "MANDATES",
    "MANDATE_TERMS",
    "MATERIAL",
    "RELEASE_WINDOWS",
    "RIGHTS_CONFLICTS",
    "RIGHTS_DEADLINES",
    "RIGHTS_GROUPS",
    "RIGHTS_QUESTIONS",
    "SALES",
    "SALE_TERMS",
    "SCALES",
    "SHARES",
    "STATEMENTS",
    "STATEMENT_LINES",
    "WORKS",
    "WORK_DECLARATIONS",
    "WORK_VERSIONS",
]
