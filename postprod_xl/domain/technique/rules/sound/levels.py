"""What is wrong with the sound of a deliverable, from values declared or measured.

Thresholds: `parameters/technique_sound.toml`. Levels are exact decimals: −24,0 LUFS is within ±1 LU of −23.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from postprod_xl.domain.technique.rules.known_values import ValuesOf, grouped, limit, with_unit
from postprod_xl.domain.technique.rules.rule import Case, Condition, Raised, filled

LUFS, LKFS, LU, DBTP = "LUFS", "LKFS", "LU", "dBTP"


def samples(values_of: ValuesOf) -> Condition:
    """The sound of a deliverable is not at 48 kHz and 24 bits."""

    def condition(case: Case) -> Raised | None:
        rate = int(limit("technique_sound.sample_rate", case.day))
        bits = int(limit("technique_sound.sample_bits", case.day))
        rates = [known for known in values_of(case, "audio_hz") if known.value != rate]
        depths = [known for known in values_of(case, "audio_bits") if known.value != bits]
        wrong = [f"{grouped(known.value)} Hz ({known.said_by})" for known in rates]
        wrong += [f"{known.value} bits ({known.said_by})" for known in depths]
        if not wrong:
            return None
        found, expected = ", ".join(wrong), f"{grouped(rate)} Hz et {bits} bits"
        return Raised(f"{case.object_code} : audio à {found}, au lieu de {expected}.", found, expected)

    return condition


def out_of_tolerance(values_of: ValuesOf) -> Condition:
    """The integrated loudness of a programme is out of what a production may deliver."""

    def condition(case: Case) -> Raised | None:
        target, tolerance = _programme(case)
        expected = f"{with_unit(target, LUFS)} ±{with_unit(tolerance, LU)}"
        for known in values_of(case, "loudness_lufs"):
            if abs(known.value - target) > tolerance:
                found = with_unit(known.value, LUFS)
                said = f"intensité intégrée de {found} ({known.said_by}), hors de {expected}"
                return Raised(f"{case.object_code} : {said}.", found, expected)
        return None

    return condition


def out_of_control(values_of: ValuesOf) -> Condition:
    """The integrated loudness suits a production, and not the narrower check of a broadcaster."""

    def condition(case: Case) -> Raised | None:
        target, tolerance = _programme(case)
        narrow = limit("technique_sound.control_tolerance", case.day)
        expected = f"{with_unit(target, LUFS)} ±{with_unit(narrow, LU)}"
        for known in values_of(case, "loudness_lufs"):
            if narrow < abs(known.value - target) <= tolerance:
                found = with_unit(known.value, LUFS)
                said = f"intensité de {found} ({known.said_by}), admise en production (±{with_unit(tolerance, LU)})"
                check = f"mais hors de la tolérance de contrôle de R128 v4 (±{with_unit(narrow, LU)})"
                return Raised(f"{case.object_code} : {said} {check}.", found, expected)
        return None

    return condition


def _programme(case: Case) -> tuple[Decimal, Decimal]:
    """Loudness of a programme, and how far from it a production may be."""
    names = ("programme_loudness", "production_tolerance")
    target, tolerance = (limit(f"technique_sound.{name}", case.day) for name in names)
    return target, tolerance


def above(name: str, parameter: str, words: str, unit: str) -> Callable[[ValuesOf], Condition]:
    """A level is above the most that a parameter allows.

    Parameters
    ----------
    name
        Code name of the level.
    parameter
        Its bound, a parameter of `technique_sound`.
    words, unit
        How a finding names it.
    """

    def of_values(values_of: ValuesOf) -> Condition:
        def condition(case: Case) -> Raised | None:
            most = limit(f"technique_sound.{parameter}", case.day)
            for known in values_of(case, name):
                if known.value > most:
                    found, bound = with_unit(known.value, unit), with_unit(most, unit)
                    said = f"{words} de {found} ({known.said_by}), au-dessus de {bound}"
                    return Raised(f"{case.object_code} : {said}.", found, f"{bound} au plus")
            return None

        return condition

    return of_values


programme_peak = above("true_peak_dbtp", "programme_true_peak", "crête vraie", DBTP)
netflix_peak = above("true_peak_dbtp", "netflix_true_peak", "crête vraie", DBTP)
short_programme = above("short_term_lufs", "short_programme_short_term", "intensité à court terme", LUFS)


def dialogue(case: Case) -> Raised | None:
    """The dialogue of a Netflix deliverable is out of its tolerance."""
    target = limit("technique_sound.netflix_dialogue", case.day)
    tolerance = limit("technique_sound.netflix_tolerance", case.day)
    level = filled(case.the_deliverable.dialogue_lufs)
    if abs(level - target) <= tolerance:
        return None
    found, expected = with_unit(level, LKFS), f"{with_unit(target, LKFS)} ±{with_unit(tolerance, LU)}"
    said = f"dialogues à {found}, hors de {expected} (mesure sur les dialogues)"
    return Raised(f"{case.object_code} : {said}.", found, expected)
