"""The attestations beside a deliverable, for what checks them (corrections of 28 November, 8)."""

from __future__ import annotations

from postprod_xl.domain.technique.deliveries.ready import is_awaited
from postprod_xl.domain.technique.rules.rule import Case, Raised
from postprod_xl.schema.technical_vocabulary import PieceNature
from postprod_xl.schema.vocabulary import Severity


def unattested(case: Case, nature: PieceNature, said: str, expected: str) -> Raised | None:
    """What is said of a deliverable that a piece does not attest; before it is made, only that it is to be joined.

    Parameters
    ----------
    said
        The sentence, with « {fault} » where what is wrong with the piece stands.
    expected
        The piece that is wanted, in French.
    """
    if not (fault := attestation_fault(case, nature)):
        return None
    if is_to_come(case, nature):
        return to_join(case, nature, expected)
    return Raised(said.replace("{fault}", fault), fault, expected)


def is_to_come(case: Case, nature: PieceNature) -> bool:
    """Whether a piece is still to come, with the deliverable: one that was refused already is not."""
    pieces = case.project.pieces_of(case.the_deliverable, nature)
    is_refused = any(piece.is_passed is False for piece in pieces)
    return not is_refused and is_awaited(case.project, case.the_deliverable)


def to_join(case: Case, nature: PieceNature, expected: str) -> Raised:
    """A reminder: it holds nothing."""
    message = f"{case.object_code} : pièce « {nature} » à joindre quand le livrable sera fabriqué."
    return Raised(message, "pas encore fabriqué", expected, Severity.INFO)


def attestation_fault(case: Case, nature: PieceNature) -> str:
    """What keeps a deliverable from being attested, in French: no piece, none that holds; empty when one holds.

    A piece attests something when it has a day, an author and a favourable verdict (corrections of 28 November, 8).
    """
    pieces = case.project.pieces_of(case.the_deliverable, nature)
    if not pieces:
        return "aucune pièce jointe"
    if any(piece.is_signed and piece.is_passed for piece in pieces):
        return ""
    piece = pieces[-1]
    if not piece.is_signed:
        return "pièce sans date ou sans auteur"
    return "pièce sans verdict" if piece.is_passed is None else f"pièce du {piece.day:%d/%m/%Y} non conforme"
