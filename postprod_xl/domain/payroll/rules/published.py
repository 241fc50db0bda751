"""The pay rules that texts publish, agreement by agreement, as `parameters/agreements` keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from postprod_xl import parameters
from postprod_xl.domain.payroll.rules.names import Rule, rule_name
from postprod_xl.domain.payroll.rules.values import RuleValue, rule_value
from postprod_xl.schema.vocabulary import Convention


@dataclass(frozen=True)
class PublishedRule:
    """One value of an agreement, for some contracts or for all.

    Parameters
    ----------
    rule
        What it is the value of.
    text
        The value as it is written; empty where nobody could find it.
    article, source
        Where it stands, and in which text.
    since, checked
        From which day it is known to hold, and when the text was read.
    type, genres
        The contracts it is for; empty for all.
    is_read
        Whether somebody read it in a text; else it is to be confirmed.
    """

    rule: Rule
    text: str
    article: str
    source: str
    since: date
    checked: date
    type: str = ""
    genres: tuple[str, ...] = ()
    is_read: bool = True

    @cached_property
    def value(self) -> RuleValue | None:
        return rule_value(self.rule, self.text) if self.text else None

    @cached_property
    def name(self) -> str:
        """What `Conventions` calls it: `Nuit : plage (Fiction, Documentaire)`."""
        return rule_name(self.rule, self.type, self.genres)


@dataclass(frozen=True)
class Agreement:
    """A collective agreement, or the law alone.

    Parameters
    ----------
    code
        Its IDCC, or « Aucune ».
    label, source
        Its usual name; the text its rules come from.
    begins, until
        The days between which it applies; None where no text read bounds it.
    checked
        When its text was read.
    rules
        In the order of the file; of those of one name the last in force holds.
    proposes
        The code of the agreement whose rules are proposed for it until the office confirms them; empty where its own
        were read.
    followed_by
        The code of the agreement that takes its place; empty where none does.
    """

    code: str
    label: str
    source: str
    begins: date | None
    until: date | None
    checked: date
    rules: tuple[PublishedRule, ...]
    proposes: str = ""
    followed_by: str = ""

    def latest(self, name: str, day: date) -> PublishedRule | None:
        """The rule of a name known to hold on a day, else the first one to come; None where there is none."""
        found = [rule for rule in self.rules if rule.name == name]
        held = [rule for rule in found if rule.since <= day]
        return held[-1] if held else next(iter(found), None)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its rules, in order."""
        return tuple(dict.fromkeys(rule.name for rule in self.rules))


@cache
def published(code: str) -> Agreement:
    """An agreement by its code, with the rules of the one it proposes where its own were not found.

    >>> published("3252").proposes, published("2717").until
    ('2717', datetime.date(2025, 3, 31))
    """
    text = parameters.agreement(code.lower())
    proposes = text.get("proposes", "")
    rules = published(proposes).rules if proposes else tuple(_rule(text, row) for row in text["rules"])
    return Agreement(
        text["code"],
        text["label"],
        text["source"],
        text.get("begins"),
        text.get("until"),
        text["checked"],
        rules,
        proposes,
        text.get("followed_by", ""),
    )


@cache
def published_codes() -> frozenset[str]:
    """The codes of the closed list."""
    return frozenset(Convention)


def all_published() -> tuple[Agreement, ...]:
    """Every agreement of the closed list, in its order."""
    return tuple(published(code) for code in Convention)


def _rule(agreement: Mapping[str, Any], row: Mapping[str, Any]) -> PublishedRule:
    return PublishedRule(
        Rule(row["rule"]),
        row.get("value", ""),
        row["article"],
        agreement["source"],
        row.get("since", agreement["since"]),
        agreement["checked"],
        row.get("type", ""),
        tuple(row.get("genres", ())),
        row.get("sure", True),
    )
