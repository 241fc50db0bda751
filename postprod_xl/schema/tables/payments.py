"""What clients paid: one row a payment, lettered to the invoice that it pays."""

from postprod_xl.schema.bounds import PAYMENT, USUAL_PAYMENT
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    choice,
    day,
    euro,
    integer,
    reference,
    text,
)
from postprod_xl.schema.vocabulary import PaymentMethod, ReminderStep

PAYMENTS = Table(
    "Reglements",
    "Règlements",
    TableKind.INPUT,
    "L'argent reçu des clients, un règlement par ligne, sur la facture qu'il paie.",
    (
        text("payment", "Règlement", "Numéro de l'encaissement, unique, comme RG-2026-0001.", required=True),
        day("day", "Date", "Jour où l'argent est arrivé, ou est reparti.", required=True),
        reference("invoice", "Facture", "Numéro de ce qui est payé ; pour un remboursement, celui de l'avoir ; vide, une avance du client.", "Factures"),
        reference("client", "Client", "Code de qui paie ; vide, celui de la facture.", "Clients"),
        euro("amount_cents", "Montant TTC", "Somme reçue, toutes taxes comprises ; négative, un remboursement.", required=True, bounds=PAYMENT, usual=USUAL_PAYMENT),
        choice("method", "Mode", "Comment l'argent est venu ; avance : de l'argent déjà reçu du client, porté sur cette facture.", PaymentMethod),
        text("reference", "Référence", "Ce que la banque ou le client en dit : numéro du virement, du chèque."),
        text("bank_line", "Ligne de relevé", "Marque de la ligne du relevé bancaire d'où il vient ; elle n'est prise qu'une fois."),
        text("remarks", "Observations", "Ce qu'il faut en savoir d'autre."),
        euro("lettered_cents", "Lettré TTC", "Part qui paie la facture, dans la limite de ce qu'elle doit.", role=COMPUTED),
        euro("advance_cents", "Avance TTC", "Part qui ne paie encore rien : le client peut s'en servir pour une autre facture.", role=COMPUTED),
    ),
    key=("payment",),
    since="0.6",
)

REMINDERS = Table(
    "Relances",
    "Relances",
    TableKind.RESULT,
    "Ce que chaque client doit et depuis quand, les plus grosses dettes d'abord.",
    (
        text("client", "Client", "Code de celui qui doit.", role=COMPUTED),
        text("client_name", "Raison sociale", "Son nom, tel qu'il est dans Clients.", role=COMPUTED),
        text("invoice", "Facture", "Numéro de ce qui n'est pas payé en entier après l'échéance.", role=COMPUTED),
        text("project", "Projet", "Code de ce qu'elle facture.", role=COMPUTED),
        day("due_day", "Échéance", "Jour où elle devait être payée au plus tard.", role=COMPUTED),
        integer("late_days", "Retard (j)", "Jours de calendrier depuis, jusqu'à l'actualisation.", role=COMPUTED),
        text("age", "Tranche", "Classe d'âge de la dette, d'après vos réglages.", role=COMPUTED),
        euro("due_cents", "Reste dû", "Ce qui est encore à payer TTC, avoirs et règlements déduits.", role=COMPUTED),
        euro("penalty_cents", "Pénalités", "Intérêts de retard jusqu'à l'actualisation ; vide, leur taux n'est pas connu.", role=COMPUTED),
        euro("indemnity_cents", "Indemnité", "Somme forfaitaire due pour frais de recouvrement.", role=COMPUTED),
        choice("step", "Étape", "Ce que le retard appelle, d'après vos réglages.", ReminderStep, role=COMPUTED),
    ),
    key=("invoice",),
    since="0.6",
)
