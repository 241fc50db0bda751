"""The settings of the house: the rows of `Parametres` that the product reads, with their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postprod_xl.schema.kinds import EXPECTED, Kind, Unreadable, csv_text, is_empty, typed
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.units import folded

HOUSE = "réglage maison"
TO_FILL = "à compléter"


@dataclass(frozen=True)
class Setting:
    """One setting: its English code, French name, kind, default, unit and where the default comes from."""

    code: str
    name: str
    kind: Kind
    default: Any
    unit: str
    source: str


SETTINGS: tuple[Setting, ...] = (
    Setting("day_minutes", "Heures par jour", Kind.HOURS, "8", "h", HOUSE),
    Setting("watch_rate", "Seuil à surveiller", Kind.PERCENT, "80 %", "% du vendu", HOUSE),
    Setting("overrun_tolerance_rate", "Tolérance de dépassement", Kind.PERCENT, "0 %", "% du vendu", HOUSE),
    Setting("option_notice_days", "Préavis d'option", Kind.INT, 3, "jours", HOUSE),
    Setting(
        "payment_days",
        "Délai de paiement par défaut",
        Kind.INT,
        30,
        "jours",
        "C. com. L441-10, délai supplétif",
    ),
    Setting(
        "fixed_term_charges_rate",
        "Charges estimées CDDU",
        Kind.PERCENT,
        "65 %",
        "% du brut",
        "somme des taux employeur sourcés, congés spectacles compris ; à ajuster",
    ),
    Setting(
        "permanent_charges_rate",
        "Charges estimées CDI",
        Kind.PERCENT,
        "42 %",
        "% du brut",
        "somme des taux employeur sourcés, moins de 11 salariés ; à ajuster",
    ),
    Setting(
        "holiday_fund_rate",
        "Taux congés spectacles",
        Kind.PERCENT,
        "",
        "% du brut",
        "à reprendre de votre notification Audiens ; vide : taux publié s'il est connu",
    ),
    Setting("company_name", "Raison sociale", Kind.TEXT, "", "", TO_FILL),
    Setting("company_form", "Forme et capital", Kind.TEXT, "", "", TO_FILL),
    Setting("company_street", "Adresse", Kind.TEXT, "", "", TO_FILL),
    Setting("company_postcode", "Code postal", Kind.TEXT, "", "", TO_FILL),
    Setting("company_city", "Ville", Kind.TEXT, "", "", TO_FILL),
    Setting("company_siren", "SIREN", Kind.TEXT, "", "9 chiffres", TO_FILL),
    Setting("company_siret", "SIRET", Kind.TEXT, "", "14 chiffres", TO_FILL),
    Setting("company_register", "RCS", Kind.TEXT, "", "", TO_FILL),
    Setting("company_vat_number", "N° TVA", Kind.TEXT, "", "", TO_FILL),
    Setting("company_email", "E-mail", Kind.TEXT, "", "", TO_FILL),
    Setting("company_iban", "IBAN", Kind.TEXT, "", "", TO_FILL),
    Setting(
        "late_penalty",
        "Pénalités de retard",
        Kind.TEXT,
        "trois fois le taux d'intérêt légal",
        "",
        "C. com. L441-10, minimum légal ; à confirmer",
    ),
    Setting("early_discount", "Escompte", Kind.TEXT, "aucun escompte pour paiement anticipé", "", HOUSE),
)


class Settings(Mapping[str, Any]):
    """Typed values of the settings, by English code; a setting left empty is its default."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, code: str) -> Any:
        return self._values[code]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def default_settings() -> Settings:
    """The settings of a new workbook."""
    return Settings({setting.code: typed(setting.kind, setting.default) for setting in SETTINGS})


def read_settings(frame: Any) -> tuple[Settings, list[Problem]]:
    """The settings written in `Parametres`, and the problems of those that cannot be read.

    Parameters
    ----------
    frame
        Typed frame of `Parametres` (columns `name`, `value`), index = row number; `name` is unique.
    """
    written = {
        folded(name): (row, value)
        for row, name, value in zip(frame.index, frame["name"], frame["value"], strict=True)
    }
    values = dict(default_settings())
    problems = []
    for setting in SETTINGS:
        row, value = written.get(folded(setting.name), (None, None))
        if is_empty(value):
            continue
        try:
            values[setting.code] = typed(
                setting.kind,
                float(value)
                if setting.kind is not Kind.TEXT and not isinstance(value, str)
                else _as_raw(value),
            )
        except (Unreadable, TypeError):
            problems.append(
                blocking(
                    "Parametres",
                    row,
                    "Valeur",
                    csv_text(Kind.ANY, value),
                    f"{EXPECTED[setting.kind]} pour « {setting.name} »",
                )
            )
    return Settings(values), problems


def _as_raw(value: Any) -> Any:
    return value if isinstance(value, str) else csv_text(Kind.ANY, value)
