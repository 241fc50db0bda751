"""What the house buys: orders and received invoices of suppliers and of independent technicians."""

from postprod_xl.schema.bounds import AMOUNT, USUAL_AMOUNT
from postprod_xl.schema.cells.formats import IBAN, MONTH, SIREN, VAT_NUMBER
from postprod_xl.schema.table import COMPUTED, Table, TableKind, day, euro, hours, reference, text

_SIGNED_AMOUNT = (-AMOUNT[1], AMOUNT[1])
_USUAL_SIGNED_AMOUNT = (-USUAL_AMOUNT[1], USUAL_AMOUNT[1])

PURCHASES = Table(
    "Achats",
    "Achats",
    TableKind.INPUT,
    "Les commandes et les factures reçues des fournisseurs et des techniciens indépendants, une ligne par facture.",
    (
        text("purchase", "Achat", "Code unique de l'achat dans la maison, comme HA-2026-0001.", required=True),
        reference("project", "Projet", "Code du projet qui le supporte, déclaré dans Projets ; vide, la maison.", "Projets"),
        reference("line", "Ligne", "Code de la ligne de devis à laquelle il sert ; vide, le projet entier.", "Devis"),
        text("supplier", "Fournisseur", "Nom de qui vend, écrit toujours de la même façon."),
        reference("technician", "Technicien", "Code de l'indépendant dont c'est la facture : elle remplace le coût de ses séances.", "Equipe", private=True),
        text("invoice", "N° de facture", "Celui que le fournisseur lui a donné ; un fournisseur ne le donne qu'une fois."),
        text("label", "Libellé", "Ce qui est acheté."),
        day("ordered_day", "Commandé le", "Jour de la commande ; vide, rien n'a été commandé avant la facture."),
        euro("ordered_cents", "Commandé HT", "Montant hors taxes de la commande.", bounds=AMOUNT, usual=USUAL_AMOUNT, private=True),
        day("received_day", "Reçu le", "Jour où la marchandise ou le travail a été livré."),
        day("invoice_day", "Date de facture", "Jour que porte la facture du fournisseur."),
        euro("invoiced_cents", "Facturé HT", "Total hors taxes de la facture ; négatif, un avoir.", bounds=_SIGNED_AMOUNT, usual=_USUAL_SIGNED_AMOUNT, private=True),
        euro("vat_cents", "TVA", "Taxe portée sur la facture, tous taux réunis ; 0 si elle n'en porte pas.", bounds=_SIGNED_AMOUNT, usual=_USUAL_SIGNED_AMOUNT, private=True),
        euro(
            "with_vat_cents", "Facturé TTC", "Hors taxes plus taxe : ce que le fournisseur demande.", role=COMPUTED, private=True,
            formula='IF({invoiced_cents}&{vat_cents}="","",ROUND(N({invoiced_cents})+N({vat_cents}),2))',
        ),
        day("due_day", "Échéance", "Dernier jour pour le payer, porté sur la facture."),
        day("paid_day", "Payé le", "Jour du paiement ; sans montant, la facture est payée en entier."),
        euro("paid_cents", "Payé TTC", "Somme versée au fournisseur ; en dessous du montant facturé, le reste est dû.", bounds=_SIGNED_AMOUNT, usual=_USUAL_SIGNED_AMOUNT, private=True),
        euro(
            "owed_cents", "Reste à payer TTC", "Facturé moins payé ; négatif, le fournisseur nous doit.", role=COMPUTED, private=True,
            formula='IF({with_vat_cents}="","",IF(AND({paid_cents}="",{paid_day}<>""),0,ROUND({with_vat_cents}-N({paid_cents}),2)))',
        ),
        text("alert", "Alerte", "Ce qui est à faire : un paiement en retard, une facture qui manque.", role=COMPUTED),
        reference("origin", "Achat d'origine", "Code de l'achat que celui-ci poursuit : autre facture de la même commande, ou avoir qui en réduit une.", "Achats"),
        text("month", "Mois travaillé", "Mois des séances qu'un indépendant facture, comme 2026-11 ; vide, celui de la facture.", format=MONTH),
        text("siren", "SIREN", "Neuf chiffres du fournisseur français : il le reconnaît sous deux noms.", format=SIREN),
        text("vat_number", "N° TVA", "Numéro de TVA intracommunautaire du fournisseur.", format=VAT_NUMBER),
        text("iban", "IBAN", "Compte à créditer, tel qu'il est sur la facture : un compte qui change est signalé.", format=IBAN, private=True),
        text("remarks", "Observations", "Ce qu'il faut savoir de l'achat."),
        text("file", "Fichier", "Chemin du document reçu, noté quand il est lu."),
        text("fingerprint", "Empreinte", "SHA-256 du document reçu, noté quand il est lu : il ne peut pas changer sans être vu."),
    ),
    key=("purchase",),
    since="0.6",
)

EXPECTED_INVOICES = Table(
    "AchatsAttendus",
    "Factures attendues",
    TableKind.RESULT,
    "Ce que chaque indépendant doit facturer d'après ses séances, par projet et par mois, et ce qui en est reçu dans Achats.",
    (
        text("technician", "Technicien", "Code de l'indépendant, ou de qui travaille en Prestation.", role=COMPUTED, private=True),
        text("project", "Projet", "Code du projet de ses séances.", role=COMPUTED),
        text("month", "Mois", "Celui des séances, comme 2026-11.", role=COMPUTED),
        hours("worked_minutes", "Heures", "Durée de ses séances du mois, celles à confirmer exceptées.", role=COMPUTED),
        euro("expected_cents", "Attendu HT", "Heures au taux du contrat ou d'Équipe, sinon part de son coût jour ; vide, aucun n'est connu.", role=COMPUTED, private=True),
        euro("invoiced_cents", "Reçu HT", "Total hors taxes de ses factures du mois, avoirs déduits.", role=COMPUTED, private=True),
        euro("missing_cents", "Manque HT", "Attendu moins reçu ; négatif, il facture plus que ses séances.", role=COMPUTED, private=True),
        text("invoices", "Factures", "Codes des achats qui les portent.", role=COMPUTED),
        text("alert", "Alerte", "Ce qui est à faire : une facture à réclamer, un écart à éclaircir.", role=COMPUTED),
    ),
    key=("technician", "project", "month"),
    since="0.6",
)
