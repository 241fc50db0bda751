"""The settings of the reminders: from how many days late each is due, how late payments are told apart."""

from __future__ import annotations

from decimal import Decimal

from postprod_xl.schema.cells.formats import AGE_LIMITS
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.settings.setting import HOUSE, Setting
from postprod_xl.schema.vocabulary import ReminderStep

_DAYS = (1, 365)


def _after(code: str, step: ReminderStep, days: int) -> Setting:
    return Setting(code, f"{step} après", Kind.INT, days, "jours de retard", HOUSE, _DAYS, since="0.6")


REMINDER_SETTINGS: tuple[Setting, ...] = (
    _after("first_reminder_days", ReminderStep.FIRST, 1),
    _after("second_reminder_days", ReminderStep.SECOND, 31),
    _after("formal_notice_days", ReminderStep.FORMAL_NOTICE, 61),
    Setting(
        "age_limits",
        "Tranches de retard",
        Kind.TEXT,
        "30 ; 60 ; 90",
        "jours",
        HOUSE,
        format=AGE_LIMITS,
        since="0.6",
    ),
    Setting(
        "late_penalty_rate",
        "Taux des pénalités de retard",
        Kind.PERCENT,
        "",
        "% par an",
        "celui que vos factures annoncent ; vide : trois fois le taux d'intérêt légal, s'il est connu",
        (Decimal(0), Decimal(1)),
        (Decimal("0.05"), Decimal("0.2")),
        since="0.6",
    ),
)
