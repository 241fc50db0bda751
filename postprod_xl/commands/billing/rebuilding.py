"""The command that makes the files of issued documents again."""

from __future__ import annotations

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.invoicing.register.originals import originals
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import blocking
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.originals import ORIGINALS

ALL = "all"


def rebuilt_files(office: Office, number: str) -> Outcome:
    """Find what the files of issued documents are made of; the workbook is left as it is.

    Parameters
    ----------
    number
        A number of `Factures`, or `all`.
    """
    held = office["Factures"].column("number")
    register, sealed = originals(office), office["Factures"].select("number", "fingerprint")
    wanted = [each for each, mark in sealed if mark or each in register.heads] if number == ALL else [number]
    if number != ALL and number not in {*held, *register.heads}:
        message = f"la facture « {number} » n'est pas dans le registre ; {closest_names(number, held)}"
        expected = "un numéro du registre, ou all"
        return Outcome(
            problems=(blocking("Factures", None, INVOICES.heading("number"), number, expected, message),)
        )
    found = {each: register.of(each) for each in wanted}
    unknown = [each for each, original in found.items() if original is None]
    lines = tuple(
        f"{each} : son original n'est pas dans « {ORIGINALS.tab} », ou y a été modifié, et son fichier ne peut être "
        "refait ; reprenez-le d'une sauvegarde, ou du courriel où il est parti"
        for each in unknown
    )
    if number != ALL and unknown:
        problem = blocking(
            "Factures",
            None,
            INVOICES.heading("number"),
            number,
            "un document dont l'original est gardé",
            lines[0],
        )
        return Outcome(problems=(problem,))
    rebuilt = tuple(original for original in found.values() if original is not None)
    return Outcome(rebuilt=rebuilt, lines=lines, is_answer=True, summary="fichiers des documents émis")
