"""Every technical rule, in the order of their ids."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.planning.duties import DUTIES
from postprod_xl.domain.technique.rules.planning.order import ORDER
from postprod_xl.domain.technique.rules.rule import TechnicalRule
from postprod_xl.domain.technique.rules.sound.declared import SOUND_RULES
from postprod_xl.domain.technique.rules.texts import TEXTS

RULES: tuple[TechnicalRule, ...] = tuple(
    sorted((*SOUND_RULES, *TEXTS, *ORDER, *DUTIES), key=lambda rule: rule.id)
)
"""One declaration a rule; each family of rules has its module."""

BY_ID = {rule.id: rule for rule in RULES}
