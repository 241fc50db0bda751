"""Between whom the net of a contract is split: the rows of `Repartitions`, work by work, or the grantor who has all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.contracts.families import ContractFamily
from postprod_xl.domain.catalogue.royalties.lines import percent_text
from postprod_xl.domain.catalogue.royalties.shares import Share, exact_part
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import first_names, listed
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.accounts import SHARES
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Severity

RULE = "DRT-16"
_EXPECTED = "une fraction (1/3) ou un pourcentage (33,5 %)"


@dataclass(frozen=True)
class ContractSplit:
    """How a contract is split.

    Parameters
    ----------
    by_work
        The shares of each work that has its own, in the order of their ranks; under "", those of all the others.
    holders
        Those who are named, in order, whatever is wrong with their shares.
    problems
        What is wrong in the cells, which keeps the shares from being known.
    findings
        The ranks that are not the whole, which do too.
    """

    by_work: Mapping[str, tuple[Share, ...]]
    holders: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    findings: tuple[RightsFinding, ...] = ()

    @property
    def refusals(self) -> list[Problem]:
        """Why nothing is issued of the contract: its problems, then its findings."""
        return [*self.problems, *map(_refusal, self.findings)]

    @property
    def own_works(self) -> list[str]:
        """The works split apart from the others."""
        return [work for work in self.by_work if work]


def typed_splits(office: Office, mandates: Mapping[str, ContractFamily]) -> dict[str, list[Row]]:
    """The rows of `Repartitions` by first contract."""
    typed: dict[str, list[Row]] = defaultdict(list)
    for row in office[SHARES.name]:
        if (family := mandates.get(row.contract)) is not None:
            typed[family.root].append(row)
    return typed


def contract_split(
    family: ContractFamily, typed: Sequence[Row], works: Sequence[str], *, is_crossed: bool
) -> ContractSplit:
    """The split of a contract.

    Parameters
    ----------
    typed
        Its rows of `Repartitions`.
    works
        Those of the contract.
    is_crossed
        A contract whose works recoup together has one net: it cannot be split work by work.
    """
    problems: list[Problem] = []
    findings: list[RightsFinding] = []
    codes = {folded(work): work for work in works}
    by_work: dict[str, list[Row]] = defaultdict(list)
    for row in typed:
        problems += _row_problems(row, family, codes)
        by_work[codes.get(folded(row.work), row.work) if row.work else ""].append(row)
    # A contract of one work is split the same whether its rows say it or not.
    if len(works) == 1 and set(by_work) == {works[0]}:
        by_work[""] = by_work.pop(works[0])
    if is_crossed and any(by_work) and len(works) > 1:
        row = next(row for row in typed if row.work)
        message = (
            f"{family.root} est croisé : ses œuvres n'ont qu'un net, qui ne se répartit pas œuvre par œuvre"
        )
        problems.append(row.warning("work", row.work, "vide", message))
    shares: dict[str, tuple[Share, ...]] = {}
    for work, rows in by_work.items():
        for _, ranked in _ranks(rows):
            problems += _rank_problems(ranked)
            findings += _not_whole(family, work, ranked)
        problems += _threshold_problems(rows)
        shares[work] = tuple(_shares(rows))
    granting: list[str] = []
    if _needs_grantor(by_work, works):
        shares[""], missing = _grantor(family)
        problems += missing
        granting = grantors_of(family)
    holders = dict.fromkeys(
        holder for holder in (*(row.holder for row in typed), *_holders(shares), *granting) if holder
    )
    return ContractSplit(shares, tuple(holders), tuple(problems), tuple(findings))


def _needs_grantor(by_work: Mapping[str, Sequence[Row]], works: Sequence[str]) -> bool:
    """Whether something of the contract is split by no row."""
    return "" not in by_work and (not by_work or any(work not in by_work for work in works))


def _holders(shares: Mapping[str, Iterable[Share]]) -> Iterator[str]:
    return (share.holder for rows in shares.values() for share in rows)


def grantors_of(family: ContractFamily) -> list[str]:
    """Who grants a contract: by the version in force, else by the one it replaces; then those of earlier versions."""
    return [*dict.fromkeys(str(row.grantor) for row in _versions(family) if row.grantor)]


def _versions(family: ContractFamily) -> tuple[Row, ...]:
    """Those signed, the one in force first; of a contract not signed yet, the last one typed first."""
    return family.signed or family.rows[::-1]


def _grantor(family: ContractFamily) -> tuple[tuple[Share, ...], list[Problem]]:
    """The grantor, who has all of what no row splits.

    Where an amendment changes him, what was earned before it stays with the first one: how much only a threshold says.
    """
    match grantors_of(family):
        case [only]:
            return (Share(only, 1, Fraction(1)),), []
        case []:
            message = f"{family.root} n'a ni cédant ni répartition : à qui revient son net n'est pas connu"
            return (), [family.head.warning("grantor", "", "un ayant droit", message)]
        case [code, former, *_]:
            row = next(row for row in _versions(family) if row.grantor == code)
            message = (
                f"{row.contract} fait passer {family.root} de {former} à {code} : ce qui revient à chacun n'est pas "
                f"connu ; écrivez dans {SHARES.tab} {former} au rang 1, puis {code} au rang 2, à partir du net acquis "
                "avant lui (seuil)"
            )
    return (), [row.warning("grantor", code, f"une répartition de {family.root}", message)]


def _ranks(rows: Iterable[Row]) -> list[tuple[int, list[Row]]]:
    ranks: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        ranks[row.rank or 0].append(row)
    return sorted(ranks.items())


def _shares(rows: Sequence[Row]) -> Iterator[Share]:
    for rank, ranked in _ranks(rows):
        threshold = next((row.threshold_cents for row in ranked if row.threshold_cents is not None), None)
        for row in ranked:
            part = exact_part(row.share) or Fraction(0)
            yield Share(row.holder, rank, part, threshold, row.cap_cents, row.share.strip(), row.row)


def _row_problems(row: Row, family: ContractFamily, codes: Mapping[str, str]) -> Iterator[Problem]:
    if row.contract != family.root:
        message = f"{row.contract} est un avenant : la répartition est celle du premier contrat, écrivez {family.root}"
        yield row.warning("contract", row.contract, family.root, message)
    if row.work and folded(row.work) not in codes:
        told = first_names([*codes.values()]) or "aucune"
        message = f"« {row.work} » n'est pas une œuvre de {family.root} : {told}"
        yield row.warning("work", row.work, told, message)
    if row.rank is None:
        yield row.warning(
            "rank", "", "un rang, à partir de 1", "rang vide : quand il partage n'est pas connu"
        )
    if exact_part(row.share) is None:
        message = f"« {row.share} » n'est pas une part : écrivez {_EXPECTED}, en texte"
        yield row.warning("share", row.share, _EXPECTED, message)


def _rank_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    """What the rows of one rank cannot say together."""
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row.holder, row)
        if first is not row:
            message = (
                f"{row.holder} est deux fois au rang {row.rank} (ligne {first.row}) : une seule part par rang"
            )
            yield row.warning("holder", row.holder, "une fois par rang", message)
    typed = [row for row in rows if row.threshold_cents is not None]
    for row in typed[1:]:
        if row.threshold_cents != typed[0].threshold_cents:
            message = (
                f"le rang {row.rank} de {row.contract} a deux seuils : un rang commence au même pour tous"
            )
            yield row.warning("threshold_cents", "", "le même sur tout le rang", message)
            return


def _threshold_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    """A rank that would begin with the one it follows, or before it: that one would never share."""
    highest: int | None = None
    for rank, ranked in _ranks(rows):
        typed = [row for row in ranked if row.threshold_cents is not None]
        if highest is not None and typed and typed[0].threshold_cents <= highest:
            message = f"le seuil du rang {rank} n'est pas plus haut que celui d'un rang d'avant : les seuils montent"
            yield typed[0].warning("threshold_cents", "", "plus que celui du rang d'avant", message)
        highest = max(highest or 0, *(row.threshold_cents for row in typed), 0)


def _not_whole(family: ContractFamily, work: str, rows: Sequence[Row]) -> Iterator[RightsFinding]:
    """The rank whose parts are not the whole; one whose parts are not all understood says so by itself."""
    parts = [exact_part(row.share) for row in rows]
    total = sum((part for part in parts if part is not None), Fraction(0))
    if None in parts or total == 1:
        return
    rank = rows[0].rank
    yield RightsFinding(
        rule=RULE,
        severity=Severity.BLOCKING,
        work=work,
        contract=family.root,
        message=f"répartition à {percent_text(total)} au lieu de 100\u00a0% au rang {rank} : "
        f"{listed([f'{row.holder} {row.share.strip()}' for row in rows])}",
        fix="Corriger les parts du rang ; un tiers s'écrit 1/3, pas 33,33 %.",
        rows=tuple(rows),
    )


def _refusal(finding: RightsFinding) -> Problem:
    """The finding as the line that refuses a statement."""
    row = finding.rows[0]
    message = f"{finding.contract} : {finding.message}"
    return row.warning("share", row.share, "100 % par rang", message)
