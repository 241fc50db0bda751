"""Payment schedule, invoice ledger and project accounts."""

from postprod_xl.schema.bounds import AMOUNT, SHARE, USUAL_AMOUNT
from postprod_xl.schema.table import (
    COMPLETED,
    COMPUTED,
    Table,
    TableKind,
    choice,
    day,
    euro,
    integer,
    number,
    percent,
    reference,
    text,
)
from postprod_xl.schema.vocabulary import InvoiceType, StepType

SCHEDULE = Table(
    "Echeancier",
    "Facturation",
    TableKind.INPUT,
    "Les étapes de facturation prévues ; `postprod invoice` émet la suivante.",
    (
        reference("project", "Projet", "Code du projet.", "Projets", required=True),
        integer("rank", "Rang", "Ordre de l'étape, à partir de 1.", required=True, bounds=(1, 999)),
        choice("type", "Type", "Nature de l'étape.", StepType, required=True),
        text("label", "Libellé", "Désignation portée sur la facture."),
        percent("share_rate", "Part", "Part du devis accepté ; sinon un montant.", bounds=SHARE),
        euro("amount_cents", "Montant HT", "Montant fixe HT ; sinon une part.", bounds=AMOUNT, usual=USUAL_AMOUNT),
        day("planned_day", "Date prévue", "Quand facturer."),
        text("invoice", "Facture", "Numéro de la facture émise.", role=COMPUTED),
    ),
    key=("project", "rank"),
)

INVOICES = Table(
    "Factures",
    "Factures",
    TableKind.LEDGER,
    "Le registre des factures émises : rien ne s'y modifie, sauf le paiement que vous y notez.",
    (
        text("number", "N°", "Numéro, sans trou dans l'année.", role=COMPUTED),
        choice("type", "Type", "Nature du document.", InvoiceType, role=COMPUTED),
        day("day", "Date", "Date d'émission.", role=COMPUTED),
        text("project", "Projet", "Projet.", role=COMPUTED),
        text("client", "Client", "Client facturé.", role=COMPUTED),
        text("subject", "Objet", "Objet de la facture.", role=COMPUTED),
        euro("total_cents", "Total HT", "Total hors taxes.", role=COMPUTED),
        euro("vat_cents", "Total TVA", "TVA.", role=COMPUTED),
        euro("total_with_vat_cents", "Total TTC", "Total toutes taxes comprises.", role=COMPUTED),
        euro("deposits_cents", "Acomptes déduits TTC", "Acomptes déjà facturés et déduits.", role=COMPUTED),
        euro("payable_cents", "Net à payer", "Total TTC moins les acomptes déduits.", role=COMPUTED),
        day("due_day", "Échéance", "Date limite de paiement.", role=COMPUTED),
        text("origin", "Facture d'origine", "Facture annulée par un avoir.", role=COMPUTED),
        text("file", "Fichier", "Fichier émis.", role=COMPUTED),
        text("fingerprint", "Empreinte", "SHA-256 du fichier émis.", role=COMPUTED),
        day("paid_day", "Payé le", "Date du paiement reçu.", role=COMPLETED),
        euro("paid_cents", "Payé", "Montant TTC reçu.", role=COMPLETED, bounds=(-(10**10), 10**10)),
    ),
    key=("number",),
)

INVOICE_LINES = Table(
    "LignesFacture",
    "Lignes de facture",
    TableKind.LEDGER,
    "Le détail des factures émises.",
    (
        text("invoice", "Facture", "Numéro de facture.", role=COMPUTED),
        integer("rank", "Rang", "Ordre de la ligne.", role=COMPUTED, bounds=(1, 1_000_000)),
        text("line", "Ligne", "Ligne du devis.", role=COMPUTED),
        text("label", "Libellé", "Désignation.", role=COMPUTED),
        number("quantity", "Quantité", "Nombre d'unités.", role=COMPUTED),
        text("unit", "Unité", "Unité.", role=COMPUTED),
        euro("unit_price_cents", "Prix unitaire HT", "Prix d'une unité.", role=COMPUTED),
        percent("discount_rate", "Remise", "Remise de la ligne.", role=COMPUTED),
        percent("vat_rate", "Taux TVA", "Taux de TVA.", role=COMPUTED),
        euro("amount_cents", "Montant HT", "Montant de la ligne.", role=COMPUTED),
    ),
    key=("invoice", "rank"),
)

ACCOUNTS = Table(
    "Comptes",
    "Comptes",
    TableKind.RESULT,
    "Les comptes de chaque projet, à date et à terminaison.",
    (
        text("project", "Projet", "Projet.", role=COMPUTED),
        text("title", "Titre", "Titre.", role=COMPUTED),
        euro("quoted_cents", "Devis accepté HT", "Total HT du devis accepté.", role=COMPUTED),
        euro("change_orders_cents", "Avenants acceptés HT", "Effet des avenants acceptés.", role=COMPUTED),
        euro("invoiced_cents", "Facturé HT", "Factures et acomptes émis, avoirs déduits.", role=COMPUTED),
        euro("to_invoice_cents", "Reste à facturer HT", "Devis et avenants moins facturé, heures en régie et en plus comprises.", role=COMPUTED),
        euro("paid_cents", "Encaissé TTC", "Paiements notés.", role=COMPUTED),
        euro("overdue_cents", "En retard TTC", "Échu et non payé.", role=COMPUTED),
        euro("labour_cents", "Coût salarial", "Salaires des séances, charges estimées comprises.", role=COMPUTED, private=True),
        euro("rooms_cents", "Coût salles", "Jours de salle des séances.", role=COMPUTED, private=True),
        euro("other_cents", "Autres coûts", "Coût des lignes qui ne se comptent pas en heures.", role=COMPUTED, private=True),
        euro("final_cost_cents", "Coût à terminaison", "Coûts à date et coût du reste à faire.", role=COMPUTED, private=True),
        euro("margin_cents", "Marge à date", "Facturé moins coûts à date, autres coûts compris une fois livré.", role=COMPUTED, private=True),
        euro("final_margin_cents", "Marge à terminaison", "Devis et avenants, heures en régie et en plus comprises, moins coût à terminaison.", role=COMPUTED, private=True),
        percent("final_margin_rate", "Marge à terminaison %", "Marge à terminaison rapportée aux mêmes recettes.", role=COMPUTED, private=True),
    ),
    key=("project",),
)
