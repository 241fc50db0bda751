"""The names of the pay rules, as `Conventions` writes them, and what the value of each is."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from postprod_xl.domain.payroll.rules.pay_rules import Base, EngagementSpan
from postprod_xl.domain.payroll.rules.public_holidays import Holiday
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import ContractGenre, ContractType


class RuleUnit(StrEnum):
    """What the value of a rule is counted in."""

    PERCENT = "%"
    COEFFICIENT = "% (200 % : payé double)"
    HOURS = "heures"
    DAYS = "jours"
    TIMES = "fois"
    WINDOW = "plage horaire"
    SEASON = "saison"
    WORD = "mot"


class Rule(StrEnum):
    """One value that pay rules are made of."""

    WEEK_AFTER_1 = "Semaine, palier 1 : au-delà de"
    WEEK_PREMIUM_1 = "Semaine, palier 1 : majoration"
    WEEK_AFTER_2 = "Semaine, palier 2 : au-delà de"
    WEEK_PREMIUM_2 = "Semaine, palier 2 : majoration"
    WEEK_AFTER_3 = "Semaine, palier 3 : au-delà de"
    WEEK_PREMIUM_3 = "Semaine, palier 3 : majoration"
    WEEK_ROUNDING = "Semaine : arrondi des heures au multiple supérieur"
    DAY_FEWER_THAN = "Jour : engagements de moins de"
    DAY_SPAN = "Jour : jours comptés"
    DAY_AFTER_1 = "Jour, palier 1 : au-delà de"
    DAY_PREMIUM_1 = "Jour, palier 1 : majoration"
    DAY_AFTER_2 = "Jour, palier 2 : au-delà de"
    DAY_PREMIUM_2 = "Jour, palier 2 : majoration"
    DAY_AFTER_3 = "Jour, palier 3 : au-delà de"
    DAY_PREMIUM_3 = "Jour, palier 3 : majoration"
    DAY_LEAST = "Jour : minimum payé"
    NIGHT_WINDOW = "Nuit : plage"
    WINTER = "Nuit d'hiver : saison"
    WINTER_WINDOW = "Nuit d'hiver : plage"
    NIGHT_PREMIUM_1 = "Nuit, palier 1 : majoration"
    NIGHT_AFTER_2 = "Nuit, palier 2 : au-delà de"
    NIGHT_PREMIUM_2 = "Nuit, palier 2 : majoration"
    SUNDAY_PREMIUM = "Dimanche : majoration"
    YEARLY_SUNDAYS = "Dimanche : maximum par an"
    NEW_YEAR = f"Férié travaillé : {Holiday.NEW_YEAR}"
    EASTER_MONDAY = f"Férié travaillé : {Holiday.EASTER_MONDAY}"
    LABOUR_DAY = f"Férié travaillé : {Holiday.LABOUR_DAY}"
    VICTORY_DAY = f"Férié travaillé : {Holiday.VICTORY_DAY}"
    ASCENSION = f"Férié travaillé : {Holiday.ASCENSION}"
    PENTECOST_MONDAY = f"Férié travaillé : {Holiday.PENTECOST_MONDAY}"
    BASTILLE_DAY = f"Férié travaillé : {Holiday.BASTILLE_DAY}"
    ASSUMPTION = f"Férié travaillé : {Holiday.ASSUMPTION}"
    ALL_SAINTS = f"Férié travaillé : {Holiday.ALL_SAINTS}"
    ARMISTICE = f"Férié travaillé : {Holiday.ARMISTICE}"
    CHRISTMAS = f"Férié travaillé : {Holiday.CHRISTMAS}"
    RECOVERY = "Férié travaillé : récupération"
    SOLIDARITY_DAY = "Journée de solidarité"
    UNWORKED_HOURS = "Férié chômé : heures payées"
    UNWORKED_MORE_THAN = "Férié chômé : contrats de plus de"
    UNWORKED_DAYS = "Férié chômé : jours payés"
    BASE = "Majorations : base"
    CUMULATION_CAP = "Majorations : cumul plafonné à"
    REST_DUE = "Repos quotidien : durée"
    REST_PREMIUM = "Repos quotidien : majoration des heures prises dessus"
    YEARLY_OVERTIME = "Contingent annuel d'heures supplémentaires"
    HOLIDAY_FUND_CAP = "Caisse de congés : plafond, en salaires journaliers minimum"
    ON_CALL_PREMIUM = "Astreinte : part du salaire journalier brut"
    JOINT_BODY_SHARE = "Paritarisme : part de la masse salariale"


class NoHoliday(StrEnum):
    """That no holiday is worked without premium."""

    NONE = "aucune"


class PaidDays(StrEnum):
    """Which holidays are paid without being worked."""

    WEEKDAYS = "du lundi au vendredi"
    ALL = "tous"


NOT_COMPUTED = frozenset({Rule.HOLIDAY_FUND_CAP, Rule.ON_CALL_PREMIUM, Rule.JOINT_BODY_SHARE})
"""The rules that are there to be read: neither pay nor alerts compute with them."""
HOLIDAY_RULES = {Rule(f"Férié travaillé : {holiday}"): holiday for holiday in Holiday}

_HOURS = {
    Rule.WEEK_AFTER_1, Rule.WEEK_AFTER_2, Rule.WEEK_AFTER_3, Rule.WEEK_ROUNDING, Rule.DAY_AFTER_1, Rule.DAY_AFTER_2,
    Rule.DAY_AFTER_3, Rule.DAY_LEAST, Rule.NIGHT_AFTER_2, Rule.RECOVERY, Rule.UNWORKED_HOURS, Rule.REST_DUE,
    Rule.YEARLY_OVERTIME,
}  # fmt: skip
_OTHERS = {
    Rule.DAY_FEWER_THAN: RuleUnit.DAYS,
    Rule.YEARLY_SUNDAYS: RuleUnit.DAYS,
    Rule.UNWORKED_MORE_THAN: RuleUnit.DAYS,
    Rule.HOLIDAY_FUND_CAP: RuleUnit.TIMES,
    Rule.NIGHT_WINDOW: RuleUnit.WINDOW,
    Rule.WINTER_WINDOW: RuleUnit.WINDOW,
    Rule.WINTER: RuleUnit.SEASON,
}
WORDS: dict[Rule, tuple[StrEnum, ...]] = {
    Rule.DAY_SPAN: tuple(EngagementSpan),
    Rule.SOLIDARITY_DAY: (*Holiday, *NoHoliday),
    Rule.UNWORKED_DAYS: tuple(PaidDays),
    Rule.BASE: tuple(Base),
}
"""The rules whose value is one of a few words."""

WEEK_TIERS = (
    (Rule.WEEK_AFTER_1, Rule.WEEK_PREMIUM_1),
    (Rule.WEEK_AFTER_2, Rule.WEEK_PREMIUM_2),
    (Rule.WEEK_AFTER_3, Rule.WEEK_PREMIUM_3),
)
DAY_TIERS = (
    (Rule.DAY_AFTER_1, Rule.DAY_PREMIUM_1),
    (Rule.DAY_AFTER_2, Rule.DAY_PREMIUM_2),
    (Rule.DAY_AFTER_3, Rule.DAY_PREMIUM_3),
)
_TOGETHER = (
    *WEEK_TIERS,
    *DAY_TIERS,
    (Rule.DAY_FEWER_THAN, Rule.DAY_SPAN),
    (Rule.NIGHT_AFTER_2, Rule.NIGHT_PREMIUM_2),
    (Rule.WINTER, Rule.WINTER_WINDOW),
    (Rule.REST_DUE, Rule.REST_PREMIUM),
)
NEEDS: dict[Rule, Rule] = {
    **dict(_TOGETHER),
    **{other: one for one, other in _TOGETHER},
    Rule.DAY_LEAST: Rule.DAY_FEWER_THAN,
    Rule.UNWORKED_MORE_THAN: Rule.UNWORKED_HOURS,
    Rule.UNWORKED_DAYS: Rule.UNWORKED_HOURS,
}
"""What some rules say nothing without."""


def unit_of(rule: Rule) -> RuleUnit:
    """What the value of a rule is counted in."""
    if rule in _HOURS:
        return RuleUnit.HOURS
    if rule in HOLIDAY_RULES:
        return RuleUnit.COEFFICIENT
    return RuleUnit.WORD if rule in WORDS else _OTHERS.get(rule, RuleUnit.PERCENT)


class Named(NamedTuple):
    """A rule, and the contracts that its value is for: of a type, of some genres, or of all where these are empty."""

    rule: Rule
    type: str = ""
    genres: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How `Conventions` names it."""
        return rule_name(*self)


def rule_name(rule: Rule, type: str = "", genres: tuple[str, ...] = ()) -> str:
    """How `Conventions` names a rule for some contracts.

    >>> rule_name(Rule.NIGHT_WINDOW, "CDDU", ("Fiction", "Documentaire"))
    'Nuit : plage (CDDU, Fiction, Documentaire)'
    """
    only = [*filter(None, [type]), *genres]
    return f"{rule} ({', '.join(only)})" if only else rule.value


_NAMES = {folded(rule): rule for rule in Rule}
_TYPES = {folded(word): word.value for word in (ContractType.FIXED_TERM, ContractType.PERMANENT)}
_GENRES = {folded(word): word.value for word in ContractGenre}
_SUFFIXED = re.compile(r"(?P<rule>.+?) ?\((?P<only>[^()]*)\)")


def named(text: str) -> Named | None:
    """The rule that a cell names, in any case; None where there is none of that name.

    >>> named("dimanche : majoration (cdi)")
    Named(rule=<Rule.SUNDAY_PREMIUM: 'Dimanche : majoration'>, type='CDI', genres=())
    >>> named("Dimanche : majoration (lundi)") is None
    True
    """
    match = _SUFFIXED.fullmatch(text.strip())
    rule = _NAMES.get(folded(match["rule"] if match else text))
    only = [folded(word) for word in match["only"].split(",")] if match else []
    types = [_TYPES[word] for word in only if word in _TYPES]
    genres = tuple(genre for word, genre in _GENRES.items() if word in only)
    if rule is None or len(types) > 1 or len(types) + len(genres) < len(only):
        return None
    return Named(rule, types[0] if types else "", genres)
