"""The month that a row of pay is about."""

MONTH_HELP = "Mois, par exemple 2026-11."
