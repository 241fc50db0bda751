"""The settings of the house: the rows of `Parametres` that the product reads, with their defaults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from postprod_xl.schema.bounds import (
    DAY_LENGTH,
    DAY_START,
    PAUSE,
    SHARE,
    USUAL_DAY_LENGTH,
    USUAL_DAY_START,
    USUAL_PAUSE,
    Bounds,
    bounds_text,
    expected_text,
    is_outside,
    value_text,
)
from postprod_xl.schema.cells.formats import (
    ELECTRONIC_ADDRESS,
    EMAIL,
    IBAN,
    INVOICE_NUMBERS,
    POSTCODE,
    SIREN,
    SIRET,
    VAT_NUMBER,
)
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.cells.spelling import closest
from postprod_xl.schema.doubts import company_problem, identifier_problem, length_problem
from postprod_xl.schema.kinds import EXPECTED, Kind, Unreadable, is_empty, typed
from postprod_xl.schema.problems import Problem, blocking, info, warning
from postprod_xl.schema.rows import Rows
from postprod_xl.schema.settings.accounts import ACCOUNT_SETTINGS
from postprod_xl.schema.settings.papers import PAPER_SETTINGS
from postprod_xl.schema.settings.reminders import REMINDER_SETTINGS
from postprod_xl.schema.settings.setting import HOUSE, Setting
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import OverrunCause, YesNo

TO_FILL = "à compléter"


CAUSE_SETTING = "Cause imputable : "
"""What the name of the setting of each cause begins with."""

MAPPING_SETTING = "Correspondance "
"""What the name of a row begins with that keeps how the columns of other lists are read: it is no setting."""

_CLIENT_CAUSES = frozenset(
    {
        OverrunCause.LATE_RUSHES,
        OverrunCause.AWAITING_APPROVAL,
        OverrunCause.DIRECTOR_CHANGES,
        OverrunCause.PRODUCTION_REQUEST,
    }
)
_ALL_OR_NOTHING = {folded(YesNo.YES): Decimal(1), folded(YesNo.NO): Decimal(0)}


CHARGES: Bounds = (Decimal(0), Decimal(2))
USUAL_CHARGES: Bounds = (Decimal("0.2"), Decimal(1))


def cause_code(cause: OverrunCause) -> str:
    """The code of the setting that says which share of the hours of a cause the production answers for."""
    return f"client_share_{cause.name.lower()}"


SETTINGS: tuple[Setting, ...] = (
    Setting("day_minutes", "Heures par jour", Kind.HOURS, "8", "h", HOUSE, DAY_LENGTH, USUAL_DAY_LENGTH),
    Setting(
        "watch_rate",
        "Seuil à surveiller",
        Kind.PERCENT,
        "80 %",
        "% du vendu",
        HOUSE,
        SHARE,
        (Decimal("0.3"), None),
    ),
    Setting(
        "overrun_tolerance_rate",
        "Tolérance de dépassement",
        Kind.PERCENT,
        "0 %",
        "% du vendu",
        HOUSE,
        SHARE,
        (None, Decimal("0.5")),
    ),
    Setting("option_notice_days", "Préavis d'option", Kind.INT, 3, "jours", HOUSE, (0, 365), (None, 60)),
    Setting(
        "payment_days",
        "Délai de paiement par défaut",
        Kind.INT,
        30,
        "jours",
        "C. com. L441-10, délai supplétif",
        (0, 365),
    ),
    Setting(
        "fixed_term_charges_rate",
        "Charges estimées CDDU",
        Kind.PERCENT,
        "65 %",
        "% du brut",
        "somme des taux employeur sourcés, congés spectacles compris ; à ajuster",
        CHARGES,
        USUAL_CHARGES,
    ),
    Setting(
        "permanent_charges_rate",
        "Charges estimées CDI",
        Kind.PERCENT,
        "42 %",
        "% du brut",
        "somme des taux employeur sourcés, moins de 11 salariés ; à ajuster",
        CHARGES,
        USUAL_CHARGES,
    ),
    Setting(
        "holiday_fund_rate",
        "Taux congés spectacles",
        Kind.PERCENT,
        "",
        "% du brut",
        "à reprendre de votre notification Audiens ; vide : taux publié s'il est connu",
        SHARE,
        (Decimal("0.05"), Decimal("0.3")),
    ),
    Setting("company_name", "Raison sociale", Kind.TEXT, "", "", TO_FILL),
    Setting("company_form", "Forme et capital", Kind.TEXT, "", "", TO_FILL),
    Setting("company_street", "Adresse", Kind.TEXT, "", "", TO_FILL),
    Setting("company_postcode", "Code postal", Kind.TEXT, "", "", TO_FILL, format=POSTCODE),
    Setting("company_city", "Ville", Kind.TEXT, "", "", TO_FILL),
    Setting("company_siren", "SIREN", Kind.TEXT, "", "9 chiffres", TO_FILL, format=SIREN),
    Setting("company_siret", "SIRET", Kind.TEXT, "", "14 chiffres", TO_FILL, format=SIRET),
    Setting("company_register", "RCS", Kind.TEXT, "", "", TO_FILL),
    Setting("company_vat_number", "N° TVA", Kind.TEXT, "", "", TO_FILL, format=VAT_NUMBER),
    Setting("company_email", "E-mail", Kind.TEXT, "", "", TO_FILL, format=EMAIL),
    Setting("company_iban", "IBAN", Kind.TEXT, "", "", TO_FILL, format=IBAN),
    Setting(
        "company_capital",
        "Capital social",
        Kind.TEXT,
        "",
        "par exemple 10 000 €",
        "à remplir si « Forme et capital » ne le dit pas",
        since="0.6",
    ),
    Setting(
        "company_electronic_address",
        "Adresse électronique",
        Kind.TEXT,
        "",
        "SIREN, ou SIREN_suffixe",
        "où votre plateforme agréée reçoit vos factures ; vide : le SIREN",
        format=ELECTRONIC_ADDRESS,
        since="0.6",
    ),
    Setting(
        "independent_gap_rate",
        "Écart toléré, facture d'indépendant",
        Kind.PERCENT,
        "5 %",
        "% du montant attendu",
        HOUSE,
        SHARE,
        (None, Decimal("0.25")),
        since="0.6",
    ),
    Setting(
        "vat_on_debits",
        "TVA sur les débits",
        Kind.BOOL,
        YesNo.NO,
        "Oui, Non",
        "CGI art. 269-2 c : Oui si la maison a opté pour payer la TVA dès la facture",
        since="0.6",
    ),
    Setting(
        "late_penalty",
        "Pénalités de retard",
        Kind.TEXT,
        "trois fois le taux d'intérêt légal",
        "",
        "C. com. L441-10, minimum légal ; à confirmer",
    ),
    Setting(
        "first_numbers",
        "Premiers numéros",
        Kind.TEXT,
        "",
        "par exemple FA-2026-0047 ; AV-2026-0003",
        "à remplir si la numérotation continue celle d'un autre programme ; vide : chaque année commence à 0001",
        format=INVOICE_NUMBERS,
        since="0.3",
    ),
    Setting(
        "day_start",
        "Début de la journée",
        Kind.HOURS,
        "9",
        "h (9,5 pour 9 h 30)",
        HOUSE,
        DAY_START,
        USUAL_DAY_START,
        since="0.4",
    ),
    Setting(
        "day_pause_minutes",
        "Pause de la journée",
        Kind.INT,
        60,
        "min",
        HOUSE,
        PAUSE,
        USUAL_PAUSE,
        since="0.4",
    ),
    Setting(
        "quiet_days", "Alerte sans bon", Kind.INT, 5, "jours ouvrés", HOUSE, (1, 365), (None, 60), since="0.4"
    ),
    Setting("early_discount", "Escompte", Kind.TEXT, "aucun escompte pour paiement anticipé", "", HOUSE),
    *(
        Setting(
            cause_code(cause),
            f"{CAUSE_SETTING}{cause}",
            Kind.PERCENT,
            YesNo.YES if cause in _CLIENT_CAUSES else YesNo.NO,
            "% des heures, ou Oui, Non",
            "usage de la profession ; à ajuster à vos contrats",
            SHARE,
            since="0.5",
            takes_yes_no=True,
        )
        for cause in OverrunCause
    ),
    *PAPER_SETTINGS,
    *REMINDER_SETTINGS,
    *ACCOUNT_SETTINGS,
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
    return Settings({setting.code: _typed(setting, setting.default) for setting in SETTINGS})


def read_settings(rows: Rows) -> tuple[Settings, list[Problem]]:
    """The settings written in `Parametres`, and the problems of those that cannot be read.

    Parameters
    ----------
    rows
        Those of `Parametres` (columns `name`, `value`); `name` is unique.
    """
    names = rows.column("name")
    written = {
        folded(name): (row, value)
        for row, name, value in zip(rows.numbers, names, rows.column("value"), strict=True)
    }
    values = dict(default_settings())
    problems = _unknown(rows.numbers, names)
    for setting in SETTINGS:
        row, value = written.get(folded(setting.name), (None, None))
        if is_empty(value):
            continue
        try:
            values[setting.code] = _accepted(setting, value)
        except Unreadable as error:
            expected = f"{error} pour « {setting.name} »"
            problems.append(blocking("Parametres", row, "Valeur", shown(value), expected))
        else:
            problems += _unusual(setting, row, values[setting.code])
            problems += _misshapen(setting, row, values)
            if setting.kind is Kind.HOURS and (
                lost := length_problem("Parametres", row, "Valeur", value, setting.usual)
            ):
                problems.append(lost)
    return Settings(values), problems


def setting_reading(name: str, value: Any) -> tuple[Kind, Any]:
    """What a setting holds, by its name in `Parametres`, and its value as it is read; as it stands when it cannot be.

    >>> setting_reading("Seuil à surveiller", "80 %"), setting_reading("Note à moi-même", "80 %")
    ((<Kind.PERCENT: 'pourcentage'>, Decimal('0.8')), (<Kind.ANY: 'valeur'>, '80 %'))
    """
    setting = next((each for each in SETTINGS if folded(each.name) == folded(name)), None)
    if setting is None or is_empty(value):
        return (setting.kind if setting else Kind.ANY), value
    try:
        return setting.kind, _accepted(setting, value)
    except Unreadable:
        return Kind.ANY, value


def setting_expectation(setting: Setting) -> str:
    """What a setting holds, in French, within its bounds."""
    if setting.kind is Kind.TEXT:
        return f"un texte de {setting.longest} caractères au plus"
    expected = expected_text(setting.kind, setting.bounds)
    return f"{YesNo.YES}, {YesNo.NO} ou {expected}" if setting.takes_yes_no else expected


def setting_rows(rows: Rows) -> dict[str, int]:
    """The row of `Parametres` that each setting is read from, by its code; a setting that is not there has none."""
    written = dict(zip(map(folded, rows.column("name")), rows.numbers, strict=True))
    return {setting.code: written[key] for setting in SETTINGS if (key := folded(setting.name)) in written}


def _typed(setting: Setting, value: Any) -> Any:
    if setting.takes_yes_no and isinstance(value, str) and folded(value) in _ALL_OR_NOTHING:
        return _ALL_OR_NOTHING[folded(value)]
    if setting.takes_yes_no and isinstance(value, bool):
        return Decimal(value)
    return typed(setting.kind, value)


def _accepted(setting: Setting, value: Any) -> Any:
    """The typed value of a setting, whose cell may also hold an Excel time."""
    if setting.kind is Kind.TEXT:
        value = shown(value)
    try:
        found = _typed(setting, float(value) if isinstance(value, Decimal) else value)
    except Unreadable as error:
        said = str(error)
        raise Unreadable(setting_expectation(setting) if said == EXPECTED[setting.kind] else said) from error
    is_long = isinstance(found, str) and len(found) > setting.longest
    if is_long or (not is_empty(found) and is_outside(found, setting.bounds)):
        raise Unreadable(setting_expectation(setting))
    return found


def _unusual(setting: Setting, row: int | None, value: Any) -> list[Problem]:
    if is_empty(value) or not is_outside(value, setting.usual):
        return []
    found = value_text(setting.kind, value)
    usual = f"d'ordinaire {bounds_text(setting.kind, setting.usual)}"
    message = f"« {found} » pour « {setting.name} » est inhabituel, {usual} : vérifiez"
    return [warning("Parametres", row, "Valeur", found, usual, message)]


def _misshapen(setting: Setting, row: int | None, values: Mapping[str, Any]) -> Iterator[Problem]:
    if setting.format:
        text, siren = values[setting.code], values["company_siren"]
        problem = identifier_problem("Parametres", row, "Valeur", setting.format, text)
        problem = problem or company_problem("Parametres", row, "Valeur", text, siren)
        if problem:
            yield problem


def _unknown(rows: Iterable[int], names: Sequence[str]) -> list[Problem]:
    """The settings that no rule reads: misspelt when a known one is close and absent, else told only."""
    known = {folded(setting.name): setting.name for setting in SETTINGS}
    given = {folded(name) for name in names}
    lacking = [name for key, name in known.items() if key not in given]
    problems = []
    for row, name in zip(rows, names, strict=True):
        if not name or folded(name) in known or folded(name).startswith(folded(MAPPING_SETTING)):
            continue
        meant = closest(name, lacking)
        if folded(name).startswith(folded(CAUSE_SETTING)):
            expected = ", ".join(OverrunCause)
            message = f"« {name} » : cette cause n'est pas de celles des séances : {expected}"
            problems.append(warning("Parametres", row, "Paramètre", name, expected, message))
        elif meant:
            message = f"« {name} » n'est pas un réglage connu : vouliez-vous dire « {meant} » ?"
            problems.append(warning("Parametres", row, "Paramètre", name, meant, message))
        else:
            message = f"« {name} » n'est pas un réglage connu : aucun calcul ne le lit"
            problems.append(info("Parametres", row, "Paramètre", name, "un réglage connu", message))
    return problems
