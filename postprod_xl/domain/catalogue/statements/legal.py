"""What the figures of a statement mean, and the law that asks for them, as far as it could be sourced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postprod_xl.domain.catalogue.statements.register import ADJUSTMENT
from postprod_xl.schema.catalogue_vocabulary import HolderRole
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.accounts import STATEMENT_LINES
from postprod_xl.schema.tables.catalogue.works import HOLDERS

RECEIPTS = (
    "Les recettes sont les sommes encaissées par la maison pendant la période, hors taxes, à leur date d'arrivée : une "
    "vente facturée et non encaissée n'y est pas. Elles se partagent nettes de la retenue à la source du pays de "
    "l'acheteur, que les retenues ci-dessus disent."
)
"""The RNPP of the agreement of 2017 on audiovisual works: collected amounts, before VAT, net of the tax withheld."""
NET = (
    "Le net est ce qui reste des recettes après les commissions, les frais que le contrat permet de récupérer et les "
    f"avances ; « {STATEMENT_LINES.heading('remaining_cents')} » est ce que les recettes n'ont pas encore couvert, et "
    "que les suivantes peuvent couvrir."
)
CUMULATIVE = (
    "Chaque ligne est la différence de deux cumuls : le cumul de ce relevé est l'antérieur du suivant. Une "
    f"« {ADJUSTMENT} » est un mouvement daté d'avant la période, connu ou changé depuis le relevé précédent."
)
NEVER_CLAIMED = "Un trop-perçu ne vous est pas réclamé : il se déduit des relevés suivants."

_AUTHORS = (
    "Code de la propriété intellectuelle, art. L. 132-28 : le producteur fournit à l'auteur, au moins une fois par an, "
    "un état des recettes de l'œuvre selon chaque mode d'exploitation, que les recettes ci-dessus détaillent."
)
"""Version of 9 July 2016, Légifrance LEGIARTI000032859639. It binds the producer: the house may only help him to it."""
_PRODUCERS = (
    "Code du cinéma et de l'image animée, art. L. 213-28 (longs métrages admis aux aides du CNC) et L. 251-5 et "
    "suivants (œuvres audiovisuelles) : le distributeur remet au producteur délégué un compte d'exploitation, pour un "
    "film dans les six mois de la sortie en salles, puis au moins une fois par an. La forme de ce compte est celle "
    "d'un accord professionnel (art. L. 213-29), que ce relevé ne prétend pas suivre."
)
"""L213-28 and L213-29 as french-business-law.com translates them; decree 2017-40 for works of television."""
_LAW: Mapping[str, str] = {
    HolderRole.AUTHOR: _AUTHORS,
    HolderRole.COMPOSER: _AUTHORS,
    HolderRole.PRODUCER: _PRODUCERS,
    HolderRole.COPRODUCER: _PRODUCERS,
}
"""By role, the article that speaks of him; the others have their contract alone, for no text was found that does."""


def mentions(holder: Row) -> Iterator[str]:
    """The sentences under the statement of a holder."""
    yield RECEIPTS
    yield NET
    yield CUMULATIVE
    yield NEVER_CLAIMED
    if holder.withholding_rate and holder.withholding_source:
        yield f"{HOLDERS.heading('withholding_rate')} sur ce qui vous est versé : {holder.withholding_source}."
    if law := _LAW.get(holder.role):
        yield law
