"""What identifiers look like, declared once: company numbers, bank accounts, postcodes, addresses, pay numbers.

A spreadsheet eats some of them: a number loses its leading zeros, and its digits past the fifteenth.
Check digits are those of `python-stdnum`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from postprod_xl.schema.cells.departments import DEPARTMENTS, department_code
from postprod_xl.schema.vocabulary import Severity

# sPAIEctacle, main tab of the employees: six characters at most.
PAYROLL_ID_LENGTH = 6
OBJECT_NUMBER_LENGTH = 12
LONGEST_IDENTIFIER = 254  # an e-mail address (RFC 5321)
# ISO 3166-1 alpha-2, officially assigned codes (iso.org/obp, read on 2026-11-28).
_COUNTRY_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW "
    "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI "
    "FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN "
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF "
    "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE "
    "YT ZA ZM ZW"
)
COUNTRIES = frozenset(_COUNTRY_CODES.split())
DOMESTIC = frozenset({"", "FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF"})
"""Countries of clients with French identifiers; empty is France."""

_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[eE]\+?[0-9]+")
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\".]+(\.[^\s@,;<>\".]+)+")
_PHONE = re.compile(r"(\+|00)[1-9][0-9]{6,14}|0[1-9][0-9]{8}")
_PHONE_MARKS = str.maketrans("", "", " .-/()")
_POSTCODE = re.compile(r"[0-9]{5}")
_PAYROLL_ID = re.compile(rf"[^\W_][^\s]{{0,{PAYROLL_ID_LENGTH - 1}}}")
# Year of the request, convention, category, six digits, two of control (service-public.fr, « numéro d'objet »).
_OBJECT_NUMBER = re.compile(r"[0-9]{2}[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{2}", re.IGNORECASE)
# XP Z12-013 and BR-FR-23: 125 characters at most, letters, digits and - _ . only.
_ELECTRONIC_ADDRESS = re.compile(r"[0-9]{9}(_[A-Za-z0-9_.-]{1,115})?")
CREDIT_SERIES = "AV"
"""What the numbers of credit notes begin with."""
_INVOICE_NUMBER = f"(FA|{CREDIT_SERIES})-" + "[0-9]{4}-(?!0+(?![0-9]))[0-9]{4,}"
_INVOICE_NUMBERS = re.compile(f"{_INVOICE_NUMBER}( *; *{_INVOICE_NUMBER})*")
_AGE_LIMITS = re.compile(r"[1-9][0-9]{0,2}( *; *[1-9][0-9]{0,2}){0,4}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ACCOUNT = re.compile(r"[1-7][0-9]{2}[0-9A-Za-z]{0,9}")
# A duration goes past 24 h; which frames exist is checked with the rate (`domain/technique/timing`).
_TIMECODE = re.compile(r"[0-9]{1,3}([:;])[0-5]?[0-9]\1[0-5]?[0-9][:;][0-9]{2,3}")
_RASTER = re.compile(r"([1-9][0-9]{1,4}) *[×xX*] *([1-9][0-9]{1,4})( *px| *pixels)?")
_VAT_PREFIX = re.compile(r"([A-Za-z]{2})[A-Za-z0-9 .\-]{2,}")


# What a month becomes when a spreadsheet takes it for a date.
_FIRST_OF_MONTH = re.compile(r"01/([0-9]{2})/([0-9]{4})")


COUNT_WRITTEN = re.compile(r"[1-9][0-9]{0,8}")
MONTH_WRITTEN = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def _raster(text: str) -> str:
    """Width and height with the sign of multiplication; what is no definition stays as it is."""
    match = _RASTER.fullmatch(text.strip())
    return f"{match[1]}×{match[2]}" if match else text


def _increases(text: str) -> bool:
    days = [int(part) for part in text.split(";")]
    return all(one < other for one, other in pairwise(days))


@dataclass(frozen=True)
class Format:
    """What the text of an identifier looks like.

    Parameters
    ----------
    name
        French, with its article: « un SIREN ».
    expected
        What it is made of, in French.
    fits
        Whether a text is one.
    length
        Number of its digits, when a spreadsheet that takes it for a number eats its leading zeros; else 0.
    is_french
        Whether it is only expected of a row whose country is France.
    canonical
        The spelling that rules compare.
    severity
        How serious another text is.
    """

    name: str
    expected: str
    fits: Callable[[str], bool]
    length: int = 0
    is_french: bool = False
    canonical: Callable[[str], str] = str
    severity: Severity = Severity.WARNING

    def complaint(self, text: str) -> str:
        """What is wrong with a text, to be read after it; empty when it fits.

        >>> SIREN.complaint("732829320"), POSTCODE.complaint("1000")
        ('', 'a perdu un zéro de tête dans le tableur : écrivez 01000, au format Texte')
        """
        if len(text) <= LONGEST_IDENTIFIER and self.fits(text):
            return ""
        if _SCIENTIFIC.fullmatch(text):
            return EATEN
        lost = self.length - len(text)
        if lost > 0 and text.isdecimal() and self.fits(text.zfill(self.length)):
            zeros = "un zéro" if lost == 1 else f"{lost} zéros"
            return f"a perdu {zeros} de tête dans le tableur : écrivez {text.zfill(self.length)}, au format Texte"
        return f"n'est pas {self.name}, attendu : {self.expected}"


EATEN = "a perdu des chiffres dans le tableur (notation scientifique) : retapez-le, au format Texte"


def is_eaten(text: str) -> bool:
    """Whether a text is what a spreadsheet leaves of a long number.

    >>> is_eaten("1,23457E+13"), is_eaten("12E3")
    (True, False)
    """
    return "+" in text and _SCIENTIFIC.fullmatch(text) is not None


def is_of_another(number: str, siren: str) -> bool:
    """Whether a SIRET or a French VAT number, right in itself, is not of the company of a SIREN.

    >>> is_of_another("732 829 320 00074", "732829320"), is_of_another("FR44732829320", "552100554")
    (False, True)
    """
    number, siren = _digits(number), _digits(siren)
    if SIRET.fits(number) or ELECTRONIC_ADDRESS.fits(number):
        return not number.startswith(siren)
    return number.upper().startswith("FR") and VAT_NUMBER.fits(number) and not number.endswith(siren)


def _digits(text: str) -> str:
    return "".join(text.split())


def _is_siren(text: str) -> bool:
    from stdnum.fr import siren

    return text.isascii() and siren.is_valid(_digits(text))


def _is_siret(text: str) -> bool:
    from stdnum.fr import siret

    return text.isascii() and siret.is_valid(_digits(text))


def _is_vat_number(text: str) -> bool:
    """A VAT number of a member state by its own check, of another country by its prefix."""
    from stdnum.eu import vat

    match = _VAT_PREFIX.fullmatch(text)
    if match is None:
        return False
    country = match[1].upper()
    if country == "EL" or country.lower() in vat.MEMBER_STATES:
        return bool(vat.is_valid(text))
    return country in COUNTRIES


def is_in_european_union(country: str) -> bool:
    """Whether a country, by its ISO code, is a member state, France among them.

    >>> is_in_european_union("BE"), is_in_european_union("GB")
    (True, False)
    """
    from stdnum.eu import vat

    return country.lower() in vat.MEMBER_STATES


def _is_electronic_address(text: str) -> bool:
    """An address of the directory of French companies, scheme 0225: a SIREN, then what the company adds to it."""
    return bool(_ELECTRONIC_ADDRESS.fullmatch(text)) and SIREN.fits(text[:9])


def _is_iban(text: str) -> bool:
    from stdnum import iban

    return text.isascii() and iban.is_valid(text)


SIREN = Format("un SIREN", "9 chiffres dont la clé est juste", _is_siren, 9, is_french=True)
SIRET = Format(
    "un SIRET", "14 chiffres dont la clé est juste, commençant par le SIREN", _is_siret, 14, is_french=True
)
VAT_NUMBER = Format(
    "un numéro de TVA", "FR et 11 chiffres, ou celui d'un autre pays, clé juste", _is_vat_number
)
IBAN = Format("un IBAN", "FR76 et 23 caractères, ou celui d'un autre pays, clé juste", _is_iban)
ELECTRONIC_ADDRESS = Format(
    "une adresse électronique de facturation",
    "le SIREN, ou le SIREN, « _ » et un suffixe : 732829320_COMPTA",
    _is_electronic_address,
    9,
    is_french=True,
)
POSTCODE = Format(
    "un code postal", "5 chiffres", lambda text: bool(_POSTCODE.fullmatch(text)), 5, is_french=True
)
COUNTRY = Format(
    "un pays",
    "deux lettres, FR, BE, CH…",
    lambda text: text.upper() in COUNTRIES,
    canonical=lambda text: text.upper() if text.upper() in COUNTRIES else text,
)
DEPARTMENT = Format(
    "un département",
    "son numéro, 75, 01, 2A ou 974",
    lambda text: department_code(text) in DEPARTMENTS,
)
EMAIL = Format("une adresse électronique", "nom@domaine.fr", lambda text: bool(_EMAIL.fullmatch(text)))
PHONE = Format(
    "un téléphone",
    "10 chiffres, ou + et l'indicatif du pays",
    lambda text: bool(_PHONE.fullmatch(text.translate(_PHONE_MARKS))),
    10,
)
INVOICE_NUMBERS = Format(
    "une suite de premiers numéros",
    "FA-2026-0047, ou plusieurs séparés par un point-virgule",
    lambda text: bool(_INVOICE_NUMBERS.fullmatch(text)),
    severity=Severity.BLOCKING,
)
AGE_LIMITS = Format(
    "une suite de tranches de retard",
    "des nombres de jours croissants séparés par des points-virgules : 30 ; 60 ; 90",
    lambda text: bool(_AGE_LIMITS.fullmatch(text)) and _increases(text),
    severity=Severity.BLOCKING,
)
COLOUR = Format(
    "une couleur",
    "# et six chiffres ou lettres de A à F, comme #2F4858",
    lambda text: bool(_COLOUR.fullmatch(text)),
)
ACCOUNT = Format(
    "un compte", "3 à 12 chiffres ou lettres, de classe 1 à 7", lambda text: bool(_ACCOUNT.fullmatch(text))
)
QUOTE_ORDER = Format("un ordre", "maison ou CNC", lambda text: text.casefold() in ("maison", "cnc"))
PAYROLL_ID = Format(
    "un matricule",
    f"{PAYROLL_ID_LENGTH} caractères au plus, sans espace",
    lambda text: bool(_PAYROLL_ID.fullmatch(text)),
)
OBJECT_NUMBER = Format(
    "un numéro d'objet",
    f"{OBJECT_NUMBER_LENGTH} caractères, l'année en tête",
    lambda text: bool(_OBJECT_NUMBER.fullmatch(_digits(text))),
    severity=Severity.INFO,
)
MONTH = Format(
    "un mois",
    "2026-11",
    lambda text: bool(MONTH_WRITTEN.fullmatch(text)),
    canonical=lambda text: _FIRST_OF_MONTH.sub(r"\2-\1", text),
)
TIMECODE = Format(
    "un timecode",
    "heures, minutes, secondes et images : 10:00:00:00 ; « ; » avant les images d'un drop frame",
    lambda text: bool(_TIMECODE.fullmatch(text.strip())),
)
RASTER = Format(
    "une définition",
    "la largeur et la hauteur en pixels : 1920×1080",
    lambda text: bool(_RASTER.fullmatch(text.strip())),
    canonical=_raster,
)
