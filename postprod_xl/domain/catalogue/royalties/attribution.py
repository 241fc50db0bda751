"""What a collection pays for: a work, the media and territories of its sale, the mandate that gives them, its scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from postprod_xl.domain.catalogue.cells.blocks import RightsBlock, uncovered
from postprod_xl.domain.catalogue.cells.spans import span_of
from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.contracts.records import RIGHTS_GIVING, Catalogue, Grant, RightsSide
from postprod_xl.domain.catalogue.contracts.works import names_of
from postprod_xl.domain.catalogue.grounds.grounds import Grounds
from postprod_xl.domain.catalogue.grounds.published import AxisName
from postprod_xl.domain.catalogue.royalties.scales import ContractScale, Ground, ScaleRow, word_problems
from postprod_xl.domain.wording import first_names, listed
from postprod_xl.schema.problems import Problem, Refusal
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue import MANDATES, SALES, SCALES, WORKS
from postprod_xl.schema.units import folded

_ONE = 1
"""The mask of the versions and of the languages, which no scale tells apart."""


class Sold(NamedTuple):
    """What a collection pays: media and territories, from the first day of the licence."""

    ground: Ground
    first: date


@dataclass(frozen=True)
class Attribution:
    """Where a collection goes.

    Parameters
    ----------
    work
        Empty where it is not known.
    root
        The first contract of the mandate that gives the rights; empty where it is not known.
    scale
        The row of its scale; None where it is not known.
    label
        The mode of exploitation, the territories, the buyer and the sale.
    concerned
        The first contracts whose accounts may miss this collection, where the mandate is not known.
    problems
        Why something is not known; none when all is.
    """

    work: str = ""
    root: str = ""
    scale: ScaleRow | None = None
    label: str = ""
    concerned: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Attributor:
    """Finds what collections pay for.

    Parameters
    ----------
    book
        The contracts of the office.
    scales
        By first contract.
    """

    book: Catalogue
    scales: Mapping[str, ContractScale]

    @cached_property
    def _codes(self) -> dict[str, str]:
        """The works of the catalogue, by how their codes are compared."""
        return {folded(code): code for code in self.book.works}

    def of(self, row: Row) -> Attribution:
        """The attribution of a row of `Encaissements`."""
        sale = self.book.sales.get(row.sale)
        if sale is None:
            message = f"vente « {row.sale} » inconnue : ce que cet argent paie n'est pas connu"
            problem = row.warning("sale", row.sale, f"une vente de {SALES.tab}", message)
            return Attribution(concerned=tuple(self._roots(self.book.works)), problems=(problem,))
        works, work, root = self._works(sale), "", ""
        try:
            work = self._work(row, sale, works)
            sold = self._sold(row, sale, work)
            root = self._root(row, work, sold)
            return Attribution(work, root, self._scale(row, root, sold), self._label(sale, sold))
        except Refusal as one:
            if not work and (self._strangers(sale) or not works):
                works = [*self.book.works]
            concerned = (root,) if root else (*self._roots([work] if work else works),)
            return Attribution(work, root, concerned=concerned, problems=(one.problem,))

    def _works(self, contract: ContractFamily) -> list[str]:
        """The works of a contract, those of all its versions."""
        names = [folded(name) for row in contract.rows for name in names_of(row.works)]
        return [*dict.fromkeys(self._codes[name] for name in names if name in self._codes)]

    def _strangers(self, contract: ContractFamily) -> list[str]:
        """What a contract names that is no work of the catalogue: any of these may be meant."""
        names = dict.fromkeys(name for row in contract.rows for name in names_of(row.works))
        return [name for name in names if folded(name) not in self._codes]

    def _work(self, row: Row, sale: ContractFamily, works: Sequence[str]) -> str:
        told = listed(works) if works else "aucune du catalogue"
        if not row.work:
            strangers = [f"« {name} »" for name in self._strangers(sale)]
            if len(works) == 1 and not strangers:
                return works[0]
            message = f"{row.sale} vend plusieurs œuvres ({told}) : indiquez celle que cet argent paie"
            if not works:
                message = f"{row.sale} ne vend aucune œuvre du catalogue"
            if strangers:
                verb = "n'existent pas" if len(strangers) > 1 else "n'existe pas"
                message = f"{row.sale} vend {first_names(strangers)}, qui {verb} dans {WORKS.tab} : corrigez la vente"
            raise Refusal(row.warning("work", "", told, message))
        work = self._codes.get(folded(row.work), "")
        if work not in works:
            message = f"« {row.work} » n'est pas une œuvre que {row.sale} vend : {told}"
            raise Refusal(row.warning("work", row.work, told, message))
        return work

    def _sold(self, row: Row, sale: ContractFamily, work: str) -> list[Sold]:
        """What a collection pays of what its sale takes: the media and territories that it says, else all of them."""
        said = self._said(row)
        is_whole = bool(row.media and row.territory)
        grants = self._grants(sale, work)
        unread = [
            one.message
            for one in self.book.unread.get(work, ())
            if one.root == sale.root and one.side is RightsSide.SOLD
        ]
        if is_whole and (unread or not grants):
            return [Sold(said, row.day or date.min)]
        if unread or not grants:
            why = f"n'a pas de terme pour {work} : ajoutez-le"
            if unread:
                why = f"n'est pas lue pour {work} ({unread[0]}) : corrigez-la"
            message = f"{row.sale} {why}, ou indiquez le média et le territoire que cet argent paie"
            raise Refusal(row.warning("media", row.media, "un média et un territoire", message))
        found = dict.fromkeys(
            Sold(Ground(grant.media & said.media, grant.territories & said.territories), grant.first)
            for grant in grants
        )
        kept = [one for one in found if one.ground.media and one.ground.territories]
        if not kept:
            column = "media" if row.media else "territory"
            typed = ", ".join(text for text in (row.media, row.territory) if text)
            message = f"{row.sale} ne vend pas {work} pour « {typed} »"
            raise Refusal(row.warning(column, getattr(row, column), "ce que la vente prend", message))
        return kept

    def _grants(self, sale: ContractFamily, work: str) -> list[Grant]:
        """What a sale takes of a work: what is signed of it, else what is not yet."""
        grants = [grant for grant in self.book.sold.get(work, ()) if grant.root == sale.root]
        return [grant for grant in grants if grant.is_signed] or grants

    def _said(self, row: Row) -> Ground:
        """The media and territories of a collection; all of them where it says none."""
        grounds = self.book.grounds
        media, territories = grounds.media.everything, grounds.territories.everything
        if row.media:
            expanded = grounds.media_of(row.media)
            for problem in word_problems(row, "media", (AxisName.MEDIA, grounds), expanded):
                raise Refusal(problem)
            media = expanded.mask
        if row.territory:
            expanded = grounds.territories_of(row.territory)
            for problem in word_problems(row, "territory", (AxisName.TERRITORIES, grounds), expanded):
                raise Refusal(problem)
            territories = expanded.mask
        return Ground(media, territories)

    def _root(self, row: Row, work: str, sold: Sequence[Sold]) -> str:
        """The first contract of the mandate that gives what was sold.

        The mandate in force on the first day of the licence, to which the sale belongs whenever it is paid (K); else
        the one in force on the day of the collection.
        """
        if row.mandate:
            return self._typed_root(row, work)
        giving = self._giving(row, work, sold)
        unread = [
            f"{one.root} n'est pas lu pour {work} ({one.message}) : corrigez-le"
            for one in self.book.unread.get(work, ())
            if one.side is RightsSide.HELD and one.is_signed and one.root not in giving
        ]
        told = f"{row.sale} vend de {work}"
        if unread:
            message = f"{unread[0]}, ou indiquez le mandat dont cet argent relève"
        elif not giving:
            message = f"aucun mandat ne donne ce que {told} : indiquez celui dont cet argent relève"
        elif len(giving) > 1:
            message = f"{listed(giving)} donnent ce que {told} : indiquez le mandat dont cet argent relève"
        else:
            return giving[0]
        raise Refusal(row.warning("mandate", "", f"un contrat de {MANDATES.tab}", message))

    def _giving(self, row: Row, work: str, sold: Sequence[Sold]) -> list[str]:
        """The first contracts that give the whole of what was sold, on one of the two days."""
        held = [grant for grant in self.book.held.get(work, ()) if grant.is_signed]
        roots = [*dict.fromkeys(grant.root for grant in held)]
        for days in ([one.first for one in sold], [row.day or date.min] * len(sold)):
            asked = [_block(one.ground, day) for one, day in zip(sold, days, strict=True)]
            giving = [root for root in roots if not uncovered(asked, _blocks(held, root))]
            if giving:
                return giving
        return []

    def _typed_root(self, row: Row, work: str) -> str:
        family = self.book.mandates.get(row.mandate)
        if family is None or not gives_rights(family):
            message = f"« {row.mandate} » n'est pas un mandat ni une cession de {MANDATES.tab}"
            raise Refusal(row.warning("mandate", row.mandate, f"un contrat de {MANDATES.tab}", message))
        if work not in self._works(family):
            message = f"{row.mandate} ne concerne pas {work}"
            raise Refusal(row.warning("mandate", row.mandate, f"un mandat de {work}", message))
        return family.root

    def _scale(self, row: Row, root: str, sold: Sequence[Sold]) -> ScaleRow | None:
        scale = self.scales.get(root)
        if scale is None:
            message = f"{root} n'a aucune ligne dans {SCALES.tab} : la commission n'est pas connue"
            raise Refusal(row.warning("sale", row.sale, f"une ligne de {SCALES.tab}", message))
        if scale.problems:
            return None
        found = scale.row_of(one.ground for one in sold)
        if found is None:
            grounds = self.book.grounds
            touched = [one for one in scale.rows if any(one.ground.meets(each.ground) for each in sold)]
            what = f"{_said_media(grounds, sold)} ({_said_territories(grounds, sold)})"
            if len(touched) > 1:
                rows = listed([str(one.row.row) for one in touched])
                message = f"{what} relève de plusieurs barèmes de {root}, lignes {rows} : précisez média et territoire"
            else:
                message = f"{what} n'a pas de barème dans {root}, ou n'en a que pour une partie"
            column = "territory" if row.media and not row.territory else "media"
            raise Refusal(row.warning(column, getattr(row, column), "un seul barème", message))
        return found

    def _label(self, sale: ContractFamily, sold: Sequence[Sold]) -> str:
        grounds = self.book.grounds
        client = next((row.client for row in (*sale.signed, *sale.rows) if row.client), "")
        buyer = f"{client} ({sale.root})" if client else sale.root
        return " — ".join([_said_media(grounds, sold), _said_territories(grounds, sold), buyer])

    def _roots(self, works: Iterable[str]) -> list[str]:
        """The first contracts that may give some works."""
        return [*dict.fromkeys(root for work in works for root in self._giving_roots.get(work, ()))]

    @cached_property
    def _giving_roots(self) -> dict[str, list[str]]:
        """The first contracts that may give each work."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, family in self.book.mandates.items():
            if code == family.root and gives_rights(family):
                for work in self._works(family):
                    found[work].append(code)
        return found


def gives_rights(family: ContractFamily) -> bool:
    """Whether a contract is a mandate or an assignment, which gives rights to sell."""
    return any(row.nature in RIGHTS_GIVING for row in family.rows)


def _said_media(grounds: Grounds, sold: Sequence[Sold]) -> str:
    media = 0
    for one in sold:
        media |= one.ground.media
    return grounds.said_media(media)


def _said_territories(grounds: Grounds, sold: Sequence[Sold]) -> str:
    territories = 0
    for one in sold:
        territories |= one.ground.territories
    return grounds.said_territories(territories)


def _block(ground: Ground, day: date) -> RightsBlock:
    return RightsBlock(ground.media, ground.territories, _ONE, _ONE, span_of(day, day))


def _blocks(held: Iterable[Grant], root: str) -> list[RightsBlock]:
    return [
        RightsBlock(grant.media, grant.territories, _ONE, _ONE, span_of(grant.first, grant.last))
        for grant in held
        if grant.root == root
    ]
