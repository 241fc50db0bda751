"""A change order as the data of its template, `avenant.typ`: every figure a text ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from postprod_xl.documents.change_order import Agreed, ClientChangeOrder, EvidenceSession, LateDelivery
from postprod_xl.documents.papers.figures import euros, hours, long_day, number, percent
from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.parties import party_data


def change_order_paper(order: ClientChangeOrder) -> Paper:
    """The paper of a change order, its annex of sessions last; the annex is left out when it names none."""
    return Paper(
        "avenant",
        f"{order.heading} — {order.title}",
        order.day,
        f"{order.project} - avenant {order.number} {order.day:%Y-%m-%d}",
        {
            "tampon": order.stamp.upper(),
            "numero": order.heading,
            "objet": order.title,
            "date_longue": long_day(order.day),
            "vendeur": party_data("Prestataire", order.seller),
            "client": party_data("Client", order.buyer),
            "renseignements": _facts(order),
            "ligne": {
                "libelle": order.label,
                "quantite": "" if order.quantity is None else number(order.quantity),
                "unite": order.unit,
                "prix": "" if order.unit_price_cents is None else euros(order.unit_price_cents),
                "montant": euros(order.amount_cents),
            },
            "montants": _amounts(order),
            "mentions": [*filter(None, (order.vat_mention,))],
            "seances": [_session(session) for session in order.sessions],
            "total_heures": hours(order.session_minutes),
            "heures_avenant": _sold_hours(order),
            "remises": [_late(late) for late in order.late],
        },
    )


def _facts(order: ClientChangeOrder) -> list[list[str]]:
    facts = (("Type", order.kind), ("Poste du devis", order.line_label), ("Motif", order.reason))
    return [[name, value] for name, value in facts if value]


def agreed_rows(original: Agreed, orders: Sequence[Agreed]) -> list[list[Any]]:
    """The accepted quote and some change orders accepted since: name, amount and whether it stands out."""
    quote = f"Votre devis, version {original.number}{_of(original.day)}"
    added = [[f"Avenant {each.number}{_of(each.day)}", euros(each.cents), False] for each in orders]
    return [[quote, euros(original.cents), False], *added]


def _amounts(order: ClientChangeOrder) -> list[list[Any]]:
    """In the order they are added."""
    effect = f"Cet avenant{', ce qu’il ajoute à la ligne' if order.is_replacement else ''}"
    return [
        *agreed_rows(order.original, order.earlier),
        [effect, euros(order.effect_cents), True],
        ["Nouveau total HT", euros(order.total_cents), True],
        [f"TVA {percent(order.vat_rate)}", euros(order.vat_cents), False],
        ["Nouveau total TTC", euros(order.total_with_vat_cents), True],
    ]


def _of(day: date | None) -> str:
    return f" du {day:%d/%m/%Y}" if day else ""


def _session(session: EvidenceSession) -> dict[str, str]:
    whole = f" sur {hours(session.whole_minutes)}" if session.minutes != session.whole_minutes else ""
    return {
        "numero": session.number,
        "date": f"{session.day:%d/%m/%Y}",
        "tache": session.label,
        "fonction": session.job,
        "cause": session.cause,
        "heures": f"{hours(session.minutes)}{whole}",
    }


def _sold_hours(order: ClientChangeOrder) -> str:
    """The hours that the change order adds, where a negotiation made them others than those of its sessions."""
    if order.is_replacement or order.minutes is None or order.minutes == order.session_minutes:
        return ""
    return hours(order.minutes)


def _late(late: LateDelivery) -> dict[str, str]:
    received = f"{late.end:%d/%m/%Y}" if late.is_received else f"prévu le {late.end:%d/%m/%Y}"
    return {
        "quoi": late.label,
        "attendu": f"{late.expected:%d/%m/%Y}",
        "recu": received,
        "retard": str(late.late_days),
    }
