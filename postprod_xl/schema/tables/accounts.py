"""The totals of the accounts and the cash of the house, month by month."""

from postprod_xl.schema.table import COMPUTED, Table, TableKind, euro, integer, percent, text

TOTALS = Table(
    "TotalComptes",
    "Total des comptes",
    TableKind.RESULT,
    "Le total de chaque chiffre de Comptes, tous projets réunis.",
    (
        text("figure", "Chiffre", "Colonne de Comptes qui est additionnée.", role=COMPUTED),
        euro("total_cents", "Total", "Somme de tous les projets ; vide tant que le chiffre d'un projet n'est pas connu.", role=COMPUTED, private=True),
        percent("revenue_rate", "Part des recettes", "Total rapporté aux recettes à terminaison ; vide pour ce qui est TTC.", role=COMPUTED, private=True),
        integer("projects", "Projets comptés", "Combien de projets ont ce chiffre.", role=COMPUTED),
        euro("known_cents", "Total des projets comptés", "Somme des projets dont le chiffre est connu.", role=COMPUTED, private=True),
        text("missing", "Chiffre manquant pour", "Codes des projets dont ce chiffre n'est pas connu ; Comptes dit ce qui manque.", role=COMPUTED),
    ),
    key=("figure",),
    since="0.6",
)

CASH = Table(
    "Tresorerie",
    "Trésorerie",
    TableKind.RESULT,
    "Ce qui entre et ce qui sort chaque mois, TTC : réel pour les mois passés, prévu ensuite. Ni loyers, ni salaires hors séances, ni autres impôts que la TVA.",
    (
        text("month", "Mois", "Mois des mouvements ; « sans date », ce dont le jour n'est pas connu.", role=COMPUTED),
        euro("due_in_cents", "Échéances clients TTC", "Factures émises dont l'échéance est dans le mois, payées ou non, avoirs déduits : l'attendu.", role=COMPUTED),
        euro("received_cents", "Encaissé TTC", "Règlements reçus dans le mois, remboursements déduits : le réel.", role=COMPUTED),
        euro("to_receive_cents", "À encaisser TTC", "Ce qui reste dû des factures émises, à leur échéance ; les retards sont au mois en cours.", role=COMPUTED),
        euro("steps_cents", "Étapes à facturer TTC", "Étapes de Facturation des devis acceptés, à leur date prévue plus le délai de paiement du client.", role=COMPUTED),
        euro("due_out_cents", "Échéances fournisseurs TTC", "Factures reçues dont l'échéance est dans le mois, payées ou non : l'attendu.", role=COMPUTED, private=True),
        euro("paid_cents", "Achats payés TTC", "Paiements aux fournisseurs dans le mois : le réel.", role=COMPUTED, private=True),
        euro("to_pay_cents", "Achats à payer TTC", "Ce qui reste à payer des factures reçues et des commandes ; les retards sont au mois en cours.", role=COMPUTED, private=True),
        euro("labour_cents", "Personnel", "Coût chargé des séances du mois et des journées réservées, indépendants déjà facturés exceptés ; sans TVA.", role=COMPUTED, private=True),
        euro("vat_cents", "TVA à reverser", "TVA des encaissements moins TVA des achats payés, le mois d'après ; un crédit est reporté.", role=COMPUTED, private=True),
        euro("balance_cents", "Solde du mois", "Entrées moins sorties, réelles et prévues, devis non signés exceptés.", role=COMPUTED, private=True),
        euro("cumulative_cents", "Cumul", "Soldes ajoutés depuis le premier mois ; le compte en banque de départ n'y est pas.", role=COMPUTED, private=True),
        euro("unsigned_cents", "Devis non signés TTC", "Étapes des projets sans devis accepté, à part : elles ne sont dans aucun solde.", role=COMPUTED),
        text("remarks", "À savoir", "Retards, étapes et factures sans date, coûts non connus, par leur nom.", role=COMPUTED),
    ),
    key=("month",),
    since="0.6",
)
