"""What clients paid: one row a payment, lettered to the invoice that it pays."""

from postprod_xl.schema.bounds import PAYMENT, USUAL_PAYMENT
from postprod_xl.schema.table import COMPUTED, Table, TableKind, choice, day, euro, reference, text
from postprod_xl.schema.versions import CURRENT
from postprod_xl.schema.vocabulary import PaymentMethod

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
    since=CURRENT,
)
