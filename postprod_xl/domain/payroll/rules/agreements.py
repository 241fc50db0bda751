"""The pay rules of an office: those that texts publish, and those that it typed and signed in `Conventions`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache

from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.rules.house_rules import READS, HouseRules, house_rules
from postprod_xl.domain.payroll.rules.in_force import RuleEntry, ValuesInForce, pay_rules_from
from postprod_xl.domain.payroll.rules.names import NEEDS, Named, Rule
from postprod_xl.domain.payroll.rules.pay_rules import PayRules
from postprod_xl.domain.payroll.rules.published import Agreement, published, published_codes
from postprod_xl.parameters import UnknownRate
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Convention


class AgreementStanding(Enum):
    """Whether the rules of an agreement may pay a day of work."""

    IN_FORCE = "in force"
    PROPOSED = "proposed"
    """Its own rules were not found: those proposed wait for the office to confirm them."""
    NOT_YET = "not yet"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Agreements:
    """The pay rules of every agreement, as one office applies them.

    Parameters
    ----------
    house
        What the office signed, by the code of the agreement; nothing for the published rules alone.
    """

    house: Mapping[str, HouseRules] = field(default_factory=dict)
    _entries: dict[str, tuple[RuleEntry, ...]] = field(default_factory=dict, repr=False, compare=False)
    _changes: dict[str, list[date]] = field(default_factory=dict, repr=False, compare=False)
    _found: dict[tuple[str, str, str, int], PayRules] = field(default_factory=dict, repr=False, compare=False)

    def of(self, contract: Row, day: date) -> PayRules:
        """The rules of a contract for a day of work, from its `convention`, `genre` and `type`; as `rules`."""
        return self.rules(contract.convention, contract.genre, contract.type, day)

    def rules(self, convention: str, genre: str, type: str, day: date) -> PayRules:
        """The rules of an agreement for the contracts of a genre and a type, on a day.

        Those proposed for an agreement are given as its own, and those of an agreement that ended after its end:
        `standing` says whether they may pay. Without a convention the law alone applies.

        Raises
        ------
        UnknownRate
            The agreement is not one of the closed list, or a threshold is not known on the day; a rate that is not
            known is a `Rate` without value.
        """
        code = convention or Convention.NONE.value
        if code not in published_codes():
            raise UnknownRate(f"Convention « {code} » : aucune règle de paie connue")
        entries = self._entries_of(code)
        key = (code, genre, type, bisect_right(self._changes[code], day))
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = pay_rules_from(code, ValuesInForce(entries, genre, type, day))
        return found

    def standing(self, contract: Row, day: date) -> AgreementStanding:
        """Whether the rules of a contract may pay a day of work."""
        return self.standing_of(contract.convention, day)

    def standing_of(self, convention: str, day: date) -> AgreementStanding:
        """Whether the rules of an agreement may pay a day of work; the law alone always may."""
        code = convention or Convention.NONE.value
        if code not in published_codes():
            return AgreementStanding.UNKNOWN
        agreement = published(code)
        if agreement.until and day > agreement.until:
            return AgreementStanding.ENDED
        if agreement.begins and day < agreement.begins:
            return AgreementStanding.NOT_YET
        return AgreementStanding.IN_FORCE if self.is_confirmed(agreement) else AgreementStanding.PROPOSED

    def is_confirmed(self, agreement: Agreement) -> bool:
        """Whether the rules of an agreement were read in its own text, or signed by the office: as a whole or each."""
        house = self._signed(agreement.code)
        return not agreement.proposes or house.is_confirmed or house.confirmed >= set(agreement.names)

    def is_signed(self, code: str, name: str) -> bool:
        """Whether the office signed a rule, or its agreement as a whole."""
        house = self._signed(code)
        return house.is_confirmed or name in house.confirmed

    def owns(self, code: str, name: str) -> bool:
        """Whether the office signed a value of its own for a rule, which can be read."""
        return any(entry.name == name for entry in self._signed(code).values)

    def lacks(self, code: str, rule: Named) -> Rule | None:
        """The rule of an agreement without which another says nothing, where it has no value for the same contracts."""
        needed = NEEDS.get(rule.rule)
        if needed is None or any(
            entry.rule is needed and entry.meets(rule) for entry in self._entries_of(code)
        ):
            return None
        return needed

    def _signed(self, code: str) -> HouseRules:
        return self.house.get(code, HouseRules())

    def _entries_of(self, code: str) -> tuple[RuleEntry, ...]:
        if code not in self._entries:
            rules = published(code).rules
            texts = (
                RuleEntry(
                    rule.rule,
                    rule.type,
                    rule.genres,
                    rule.value,
                    rule.since,
                    not (rule.is_read or self.is_signed(code, rule.name)),
                )
                for rule in rules
            )
            self._entries[code] = (*texts, *self._signed(code).values)
            self._changes[code] = sorted({rule.since for rule in rules})
        return self._entries[code]


@fact(Conventions=READS)
def pay_rules(office: Office) -> Agreements:
    """The pay rules that an office applies: the published ones, corrected and completed by what it signed."""
    return Agreements(house_rules(office))


@cache
def published_rules() -> Agreements:
    """The published rules alone, for whoever has no office."""
    return Agreements()
