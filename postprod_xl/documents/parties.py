"""Who makes a document and who receives it, as the data of a template."""

from __future__ import annotations

from typing import Any

from postprod_xl.documents.invoice import Party
from postprod_xl.documents.papers.figures import NO_BREAK


def party_data(title: str, party: Party) -> dict[str, Any]:
    """A party under a title: legal form, address, and the numbers there are (C. com. R123-237)."""
    place = " ".join(filter(None, (party.postcode, party.city)))
    country = party.country if party.country not in ("", "FR") else ""
    numbers = (
        ("SIREN", party.siren),
        ("RCS", party.register.removeprefix("RCS").strip()),
        ("TVA", party.vat_number),
    )
    named = [f"{word}{NO_BREAK}{value}" for word, value in numbers if value]
    lines = [party.form, party.street, place, country, " · ".join(named), party.email]
    return {"titre": title, "nom": party.name, "lignes": [*filter(None, lines)]}
