"""Every technical rule, in the order of their ids."""

from __future__ import annotations

from postprod_xl.domain.technique.rules.cadence.conversions import CONVERSIONS
from postprod_xl.domain.technique.rules.cadence.deliverables import DELIVERED_RATES
from postprod_xl.domain.technique.rules.cadence.sources import SOURCE_RATES
from postprod_xl.domain.technique.rules.deliveries import DELIVERIES
from postprod_xl.domain.technique.rules.measured.cuts import CUTS
from postprod_xl.domain.technique.rules.measured.differences import DIFFERENCES
from postprod_xl.domain.technique.rules.measured.integrity import INTEGRITY
from postprod_xl.domain.technique.rules.measured.lengths import LENGTHS
from postprod_xl.domain.technique.rules.picture.broadcast import BROADCAST_PICTURES
from postprod_xl.domain.technique.rules.picture.conform import CONFORM
from postprod_xl.domain.technique.rules.picture.sources import SOURCE_PICTURES
from postprod_xl.domain.technique.rules.picture.theatres import THEATRE_PICTURES
from postprod_xl.domain.technique.rules.planning.duties import DUTIES
from postprod_xl.domain.technique.rules.planning.order import ORDER
from postprod_xl.domain.technique.rules.rule import TechnicalRule
from postprod_xl.domain.technique.rules.sound.declared import SOUND_RULES
from postprod_xl.domain.technique.rules.texts import TEXTS

_CADENCE = (*SOURCE_RATES, *DELIVERED_RATES, *CONVERSIONS)
_PICTURE = (*SOURCE_PICTURES, *CONFORM, *THEATRE_PICTURES, *BROADCAST_PICTURES)
_PLAN = (*ORDER, *DUTIES, *DELIVERIES)
_MEASURED = (*DIFFERENCES, *LENGTHS, *INTEGRITY, *CUTS)

RULES: tuple[TechnicalRule, ...] = tuple(
    sorted((*_CADENCE, *_PICTURE, *SOUND_RULES, *TEXTS, *_PLAN, *_MEASURED), key=lambda rule: rule.id)
)
"""One declaration a rule; each family of rules has its module."""

BY_ID = {rule.id: rule for rule in RULES}
