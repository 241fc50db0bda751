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
from postprod_xl.schema.versions import CURRENT
from postprod_xl.schema.vocabulary import InvoiceType, StepType

SCHEDULE = Table(
    "Echeancier",
    "Facturation",
    TableKind.INPUT,
    "Les étapes de facturation prévues ; `postprod invoice` émet la suivante.",
    (
        reference("project", "Projet", "Code du projet à facturer, déclaré dans Projets.", "Projets", required=True),
        integer("rank", "Rang", "Ordre de l'étape, à partir de 1.", required=True, bounds=(1, 999)),
        choice("type", "Type", "Acompte : une avance ; situation : ce qui est fait, ou une part du devis ; solde : tout le reste, acomptes déduits.", StepType, required=True),
        text("label", "Libellé", "Ce qui est facturé, dans les mots que le client lira."),
        percent("share_rate", "Part", "Part du devis accepté ; sinon un montant. Situation sans l'un ni l'autre : chaque ligne selon son avancement.", bounds=SHARE),
        euro("amount_cents", "Montant HT", "Montant fixe HT ; sinon une part.", bounds=AMOUNT, usual=USUAL_AMOUNT),
        day("planned_day", "Date prévue", "Jour à partir duquel l'accueil rappelle de facturer."),
        text("invoice", "Facture", "Numéro de la facture qui l'a facturée ; vide, elle reste à émettre.", role=COMPUTED),
    ),
    key=("project", "rank"),
)

PROGRESS = Table(
    "Avancements",
    "Avancements",
    TableKind.INPUT,
    "L'avancement que vous donnez vous-même aux lignes d'une situation sans part ni montant ; sans ligne ici, il est mesuré.",
    (
        reference("project", "Projet", "Code du projet dont la situation facture la ligne.", "Projets", required=True),
        integer("rank", "Rang", "Rang de la situation dans l'échéancier du projet.", required=True, bounds=(1, 999)),
        reference("line", "Ligne", "Ligne du devis accepté ; jamais une régie, facturée à ses heures validées.", "Devis", required=True),
        percent("progress_rate", "Avancement", "Part de la ligne faite en tout à cette situation ; ce qui est déjà facturé en est déduit.", required=True, bounds=SHARE),
        text("remarks", "Observations", "D'où vient cet avancement, pour la maison.", private=True),
    ),
    key=("project", "rank", "line"),
    since=CURRENT,
)

INVOICES = Table(
    "Factures",
    "Factures",
    TableKind.LEDGER,
    "Le registre des factures émises : rien ne s'y modifie, sauf le paiement que vous y notez.",
    (
        text("number", "N°", "Numéro, sans trou dans l'année.", role=COMPUTED, shared=True),
        choice("type", "Type", "Facture, acompte ou avoir, qui annule une facture ou en crédite une partie.", InvoiceType, role=COMPUTED, shared=True),
        day("day", "Date", "Jour de l'émission, jamais avant celle qui la précède.", role=COMPUTED, shared=True),
        text("project", "Projet", "Code de ce qui est facturé, tel qu'il est dans Projets.", role=COMPUTED),
        text("client", "Client", "Code du client à qui elle est adressée.", role=COMPUTED),
        text("subject", "Objet", "Ce qui est facturé : titre du projet et étape de l'échéancier.", role=COMPUTED, shared=True),
        euro("total_cents", "Total HT", "Somme des lignes, hors taxes.", role=COMPUTED, shared=True),
        euro("vat_cents", "Total TVA", "Taxe calculée taux par taux sur la somme des lignes.", role=COMPUTED, shared=True),
        euro("total_with_vat_cents", "Total TTC", "Somme due toutes taxes comprises, avant les acomptes.", role=COMPUTED, shared=True),
        euro("deposits_cents", "Acomptes déduits TTC", "Acomptes déjà facturés et déduits.", role=COMPUTED, shared=True),
        euro("payable_cents", "Net à payer", "Total TTC moins les acomptes déduits.", role=COMPUTED, shared=True),
        day("due_day", "Échéance", "Dernier jour pour payer : les délais du client, sinon ceux de la maison.", role=COMPUTED, shared=True),
        text("origin", "Facture d'origine", "Numéro de celle qu'un avoir annule ou réduit.", role=COMPUTED),
        text("file", "Fichier", "Nom du document émis.", role=COMPUTED),
        text("fingerprint", "Empreinte", "SHA-256 du fichier émis.", role=COMPUTED),
        day("paid_day", "Payé le", "Jour où l'argent est arrivé ; sans montant, elle est payée en entier.", role=COMPLETED, shared=True),
        euro("paid_cents", "Payé", "Somme reçue, toutes taxes comprises ; en dessous du net à payer, le reste demeure dû.", role=COMPLETED, bounds=(-(10**10), 10**10), shared=True),
        text("rules", "Règles", "Version des règles de facture électronique sous lesquelles elle a été émise.", role=COMPUTED, since=CURRENT),
        euro("due_cents", "Reste dû", "Ce que le client doit encore sur elle TTC, avoirs et règlements déduits.", role=COMPUTED, shared=True, since=CURRENT),
    ),
    key=("number",),
)

INVOICE_LINES = Table(
    "LignesFacture",
    "Lignes de facture",
    TableKind.LEDGER,
    "Le détail des factures émises.",
    (
        text("invoice", "Facture", "Numéro du document qui porte cette ligne.", role=COMPUTED),
        integer("rank", "Rang", "Sa place dans la facture, à partir de 1.", role=COMPUTED, bounds=(1, 1_000_000)),
        text("line", "Ligne", "Code de la ligne de devis facturée ; vide, un montant global.", role=COMPUTED),
        text("label", "Libellé", "Ce qui est facturé, tel que le client le lit.", role=COMPUTED),
        number("quantity", "Quantité", "Combien d'unités sont facturées ici.", role=COMPUTED),
        text("unit", "Unité", "Ce que compte la quantité : jour, séance, forfait…", role=COMPUTED),
        euro("unit_price_cents", "Prix unitaire HT", "Ce que coûte au client une unité, hors taxes.", role=COMPUTED),
        percent("discount_rate", "Remise", "Part déduite de cette ligne, reprise du devis.", role=COMPUTED),
        percent("vat_rate", "Taux TVA", "Celui du régime du client le jour de la facture.", role=COMPUTED),
        euro("amount_cents", "Montant HT", "Quantité × prix unitaire, remise déduite, hors taxes.", role=COMPUTED),
        integer("version", "Version", "Celle du devis que ce montant facture en bloc, réparti sur ses lignes ; vide, il n'est pas global.", role=COMPUTED, bounds=(1, 999), since=CURRENT),
        text("sessions", "Séances", "N° des bons que ce document facture avec cette ligne : chacun n'est annexé qu'une fois.", role=COMPUTED, private=True, since=CURRENT),
        integer("credited_rank", "Rang crédité", "Sur un avoir partiel, le rang de la ligne de la facture d'origine qu'il crédite.", role=COMPUTED, bounds=(1, 1_000_000), since=CURRENT),
    ),
    key=("invoice", "rank"),
)

ACCOUNTS = Table(
    "Comptes",
    "Comptes",
    TableKind.RESULT,
    "Les comptes de chaque projet, à date et à terminaison.",
    (
        text("project", "Projet", "Code du projet ; un projet annulé n'est plus compté.", role=COMPUTED),
        text("title", "Titre", "Titre du film ou du programme, tel qu'il est dans Projets.", role=COMPUTED),
        euro("quoted_cents", "Devis accepté HT", "Total de la version acceptée, remise, imprévus et frais généraux compris.", role=COMPUTED),
        euro("change_orders_cents", "Avenants acceptés HT", "Ce que les avenants acceptés ajoutent au devis, ou lui retirent.", role=COMPUTED),
        euro("invoiced_cents", "Facturé HT", "Factures et acomptes émis, avoirs déduits.", role=COMPUTED),
        euro("to_invoice_cents", "Reste à facturer HT", "Devis et avenants moins facturé, heures en régie et en plus comprises.", role=COMPUTED),
        euro("paid_cents", "Encaissé TTC", "Ce que le client a payé, d'après Règlements, sinon d'après Factures.", role=COMPUTED),
        euro("overdue_cents", "En retard TTC", "Ce qui est échu et pas encore payé.", role=COMPUTED),
        euro("labour_cents", "Coût salarial", "Salaires des séances, charges estimées comprises.", role=COMPUTED, private=True),
        euro("rooms_cents", "Coût salles", "Jours de salle des séances.", role=COMPUTED, private=True),
        euro("other_cents", "Autres coûts", "Coût de ce que les séances ne comptent pas : livrables, stockage, coordination.", role=COMPUTED, private=True),
        euro("final_cost_cents", "Coût à terminaison", "Coûts à date et coût du reste à faire ; avant la première séance, celui du devis. Vide : le coût d'une ligne n'est pas connu.", role=COMPUTED, private=True),
        euro("margin_cents", "Marge à date", "Facturé moins coûts à date, autres coûts compris une fois livré.", role=COMPUTED, private=True),
        euro("final_margin_cents", "Marge à terminaison", "Devis et avenants, heures en régie et en plus comprises, ce qui reste à faire en régie aussi, moins coût à terminaison.", role=COMPUTED, private=True),
        percent("final_margin_rate", "Marge à terminaison %", "Marge à terminaison rapportée aux mêmes recettes.", role=COMPUTED, private=True),
        euro("sold_cost_cents", "Coût vendu HT", "Ce que le devis accepté et ses avenants devaient coûter.", role=COMPUTED, private=True, since="0.5"),
        euro("cost_variance_cents", "Écart de coût prévu HT", "Ce que le planning et les séances coûteront de plus que le devis, ou de moins ; avant la première séance, il n'est pas encore dans le coût à terminaison.", role=COMPUTED, private=True, since="0.5"),
    ),
    key=("project",),
)
