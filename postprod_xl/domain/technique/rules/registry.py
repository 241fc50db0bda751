"""Every technical rule, in the order of their ids."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.rule import TechnicalRule

RULES: tuple[TechnicalRule, ...] = tuple(sorted((), key=lambda rule: rule.id))
"""One declaration a rule; each family of rules has its module."""

BY_ID = {rule.id: rule for rule in RULES}
