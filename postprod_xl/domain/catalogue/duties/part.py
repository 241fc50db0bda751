"""What the duties of the catalogue give to a refresh: identifiers, registers, material, and the days to come."""

from __future__ import annotations

from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.duties.accounts_due import (
    account_deadlines,
    account_findings,
    accounts_due,
)
from postprod_xl.domain.catalogue.duties.deadlines import deadline_rows
from postprod_xl.domain.catalogue.duties.declarations import declaration_alerts, declaration_problems
from postprod_xl.domain.catalogue.duties.delivered import delivered_rows
from postprod_xl.domain.catalogue.duties.expiries import (
    expiry_deadlines,
    expiry_findings,
    renewal_alerts,
    unread_alerts,
)
from postprod_xl.domain.catalogue.duties.identifiers import (
    identifier_faults,
    identifier_findings,
    identifier_problems,
)
from postprod_xl.domain.catalogue.duties.instalments import (
    followed_sales,
    instalment_alerts,
    instalment_deadlines,
    instalment_problems,
)
from postprod_xl.domain.catalogue.duties.keeping import (
    conservation_findings,
    loan_alerts,
    loan_problems,
    material_deadlines,
)
from postprod_xl.domain.catalogue.duties.material import elements_of, material_column, material_problems
from postprod_xl.domain.catalogue.duties.registrations import (
    deposit_alerts,
    inscription_findings,
    registration_findings,
)
from postprod_xl.domain.catalogue.duties.sold_versions import (
    bare_versions,
    material_findings,
    unsaid_languages,
)
from postprod_xl.domain.catalogue.grounds.grounds import grounds
from postprod_xl.domain.catalogue.part import CataloguePart
from postprod_xl.domain.office import Office
from postprod_xl.schema.tables.catalogue import DELIVERED_MATERIAL, RIGHTS_DEADLINES, WORK_VERSIONS


def duties_part(office: Office) -> CataloguePart:
    """What is due of the works: their identifiers, registers, declarations, material, accounts, and the days to come.

    Parameters
    ----------
    office
        Its `Planning`, its `Livrables` and its `Encaissements` have their computed columns.
    """
    office = office.with_rows(DELIVERED_MATERIAL.name, delivered_rows(office))
    here, rights = grounds(office), catalogue(office)
    elements = elements_of(office, here)
    faults, accounts = identifier_faults(office), accounts_due(office, rights)
    sales = followed_sales(office, rights)
    expiries = [*expiry_deadlines(rights, office.today)]
    undelivered = [*material_findings(office, rights, elements)]
    deadlines = [
        *expiries,
        *account_deadlines(accounts),
        *material_deadlines(office),
        *instalment_deadlines(sales, office.today),
    ]
    return CataloguePart(
        {WORK_VERSIONS.name: material_column(office, elements)},
        {
            DELIVERED_MATERIAL.name: office[DELIVERED_MATERIAL.name],
            RIGHTS_DEADLINES.name: deadline_rows(office, deadlines),
        },
        alerts=[
            *deposit_alerts(office),
            *declaration_alerts(office),
            *loan_alerts(office),
            *instalment_alerts(sales),
            *renewal_alerts(rights, office.today),
            *unread_alerts(rights),
            *unsaid_languages(office, rights, elements),
            *bare_versions(office, elements, undelivered),
        ],
        findings=[
            *expiry_findings(rights, expiries, office.today),
            *registration_findings(office),
            *inscription_findings(office),
            *account_findings(accounts, office.today),
            *identifier_findings(faults),
            *undelivered,
            *conservation_findings(office),
        ],
        problems=[
            *identifier_problems(faults),
            *material_problems(office, here),
            *instalment_problems(office),
            *declaration_problems(office),
            *loan_problems(office),
        ],
    )
