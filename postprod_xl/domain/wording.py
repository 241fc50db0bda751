"""Figures as a French reader expects them in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from postprod_xl.documents.papers.figures import WEEKDAYS
from postprod_xl.schema.cells.spelling import LIKENESS, plain_letters
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.units import CENTS_PER_EURO, MINUTES_PER_HOUR, plain

SHOWN_NAMES = 3


def hours_text(minutes: int) -> str:
    """Minutes as `12h00`.

    >>> hours_text(750), hours_text(-65)
    ('12h30', '-1h05')
    """
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{'-' if minutes < 0 else ''}{hours}h{rest:02d}"


def euros_text(cents: int) -> str:
    """Cents as `1 234,50 €`, with non-breaking spaces.

    >>> euros_text(123450).replace(chr(160), " ")
    '1 234,50 €'
    """
    euros, rest = divmod(abs(cents), CENTS_PER_EURO)
    grouped = f"{euros:,}".replace(",", "\u00a0")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02d}\u00a0€"


def in_sentence(heading: str) -> str:
    """A heading inside a sentence, without its capital; an acronym keeps it.

    >>> in_sentence("Début fixé"), in_sentence("N° TVA"), in_sentence("PAD")
    ('début fixé', 'n° TVA', 'PAD')
    """
    return heading if heading[1:2].isupper() else f"{heading[:1].lower()}{heading[1:]}"


def counted(number: int, one: str) -> str:
    """A number and what it counts, its noun in the plural from two on.

    >>> counted(1, "étape"), counted(2, "livraison en retard"), counted(2, "devis en cours")
    ('1 étape', '2 livraisons en retard', '2 devis en cours')
    """
    noun, *rest = one.split(" ", 1)
    return " ".join([str(number), _plural(noun) if number > 1 else noun, *rest])


def counted_whole(number: int, one: str) -> str:
    """A number and what it counts, each of its words in the plural from two on.

    >>> counted_whole(1, "jour ouvré"), counted_whole(2, "tâche déplacée")
    ('1 jour ouvré', '2 tâches déplacées')
    """
    words = one.split(" ")
    return " ".join([str(number), *(map(_plural, words) if number > 1 else words)])


def counted_sessions(number: int, what: str) -> str:
    """A number of sessions and what is to be said of them.

    >>> counted_sessions(1, "non validée"), counted_sessions(2, "non validée")
    ('1 séance non validée', '2 séances non validées')
    """
    return f"{counted(number, 'séance')} {what.replace('ée', 'ées') if number > 1 else what}"


def _plural(word: str) -> str:
    return word if word.endswith(("s", "x", "z")) else f"{word}s"


def counted_problems(problems: Iterable[Problem]) -> str:
    """How many problems stop the command and how many are to be looked at, in one line.

    >>> counted_problems([])
    'aucun problème'
    """
    problems = list(problems)
    if not problems:
        return "aucun problème"
    blocking = sum(problem.is_blocking for problem in problems)
    others = len(problems) - blocking
    total = counted(len(problems), "problème")
    blocked = f"bloquant{'s' if blocking > 1 else ''}"
    if blocking and others:
        return f"{total} : {blocking} {blocked}, {others} à voir"
    return f"{total} {blocked}" if blocking else f"{total} à voir"


def working_days_text(days: int) -> str:
    """Working days in short.

    >>> working_days_text(1), working_days_text(4)
    ('1 j ouvré', '4 j ouvrés')
    """
    return f"{days} j ouvré{'s' if days > 1 else ''}"


def day_text(day: date) -> str:
    """A day with its name.

    >>> day_text(date(2026, 11, 24))
    'mardi 24/11/2026'
    """
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def from_to(first: date, last: date) -> str:
    """A day, or two and what lies between, in a sentence.

    >>> from_to(date(2026, 11, 2), date(2026, 11, 2)), from_to(date(2026, 11, 2), date(2026, 11, 30))
    ('le 02/11/2026', 'du 02/11/2026 au 30/11/2026')
    """
    return f"le {first:%d/%m/%Y}" if first == last else f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}"


def first_names(names: Sequence[str]) -> str:
    """The first names of a list, then an ellipsis when there are more.

    >>> first_names(["A", "B", "C", "D"])
    'A, B, C…'
    """
    return ", ".join(names[:SHOWN_NAMES]) + ("…" if len(names) > SHOWN_NAMES else "")


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, all of them.

    >>> listed(["Journal"]), listed(["Journal", "Facturation", "son onglet"])
    ('Journal', 'Journal, Facturation et son onglet')
    """
    *before, last = names
    return f"{', '.join(before)} et {last}" if before else last


def closest_names(name: str, known: Sequence[str]) -> str:
    """What to propose for a name that is not known: the closest ones, else the first ones.

    >>> closest_names("CRUES", ["SETE", "CRUE"]), closest_names("X", ["SETE", "CRUE"]), closest_names("X", [])
    ('vouliez-vous dire « CRUE » ?', 'les codes connus : SETE, CRUE', "il n'y en a aucun")
    >>> closest_names("ile", ["ÎLE"])
    'vouliez-vous dire « ÎLE » ?'
    """
    spelled = {plain_letters(code): code for code in known}
    close = get_close_matches(plain_letters(name), spelled, SHOWN_NAMES, cutoff=LIKENESS)
    if close:
        return f"vouliez-vous dire {' ou '.join(f'« {spelled[code]} »' for code in close)} ?"
    return f"les codes connus : {first_names(known)}" if known else "il n'y en a aucun"


def decimal_text(number: Decimal) -> str:
    """A decimal as `2,25`.

    >>> decimal_text(Decimal("2.250"))
    '2,25'
    """
    return plain(number).replace(".", ",")


def units_text(quantity: Decimal, unit: str) -> str:
    """A quantity and its unit, in the plural from two on; the quantity alone without a unit.

    >>> units_text(Decimal("1.5"), "jour"), units_text(Decimal(24), "To×mois"), units_text(Decimal(8), "séance")
    ('1,5 jour', '24 To×mois', '8 séances')
    """
    plural = "s" if quantity >= 2 and unit and not unit.endswith("s") else ""
    return f"{decimal_text(quantity)} {unit}{plural}".rstrip()
