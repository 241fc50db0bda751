"""The months of pay that were exported, and what has changed of them since."""

from postprod_xl.schema.cells.formats import MONTH
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    day,
    euro,
    integer,
    number,
    text,
)
from postprod_xl.schema.tables.payroll.month import MONTH_HELP

EXPORTED_MONTHS = Table(
    "MoisExportes",
    "Mois exportés",
    TableKind.LEDGER,
    "Ce qui est parti au bureau de paie : le mois, puis ses corrections ; un mois exporté est figé, aucune de ces lignes ne change.",
    (
        text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
        integer("rank", "Envoi", "1 pour le mois lui-même, 2 et suivants pour ses corrections, sans trou.", role=COMPUTED, bounds=(1, 9999)),
        day("exported_day", "Exporté le", "Jour où le mois a été figé, ou ses corrections.", role=COMPUTED),
        text("user", "Par", "Qui l'a exporté, comme dans Journal.", role=COMPUTED),
        text("form", "Forme", "Le format du fichier écrit : csv, spaiectacle…", role=COMPUTED),
        integer("contracts", "Contrats", "Combien de contrats cet envoi paie ou corrige.", role=COMPUTED),
        euro("gross_cents", "Brut", "Brut du mois ; pour des corrections, ce qu'elles ajoutent ou retirent.", role=COMPUTED),
        integer("corrections", "Corrections", "Combien de lignes de correction sont parties ; 0 pour le mois lui-même.", role=COMPUTED),
        text("file", "Fichier", "Où l'export a été écrit, à partir du dossier de ce classeur.", role=COMPUTED),
        text("seals", "Contrôle", "Marque du programme, contrat par contrat : une ligne de paie modifiée à la main ne la porte plus.", role=COMPUTED),
        text("fingerprint", "Empreinte", "SHA-256 du fichier exporté : il n'a pas changé tant qu'il la donne.", role=COMPUTED),
    ),
    key=("month", "rank"),
    since="0.6",
)  # fmt: skip

_CORRECTED = (
    text("month", "Mois", MONTH_HELP, format=MONTH, role=COMPUTED),
    text("contract", "Contrat", "Numéro du contrat dont la paie a changé.", role=COMPUTED),
    text("payroll_id", "Matricule", "Celui de la personne chez le bureau de paie.", role=COMPUTED),
    text("technician", "Technicien", "Code de la personne payée.", role=COMPUTED),
    text("item", "Rubrique", "Code de la rubrique qui change ; AEM, ce que l'attestation déclare.", role=COMPUTED),
    text("label", "Libellé", "Ce qui change, en clair.", role=COMPUTED),
    euro("rate_cents", "Taux", "Salaire brut d'une heure de cette ligne ; un taux changé fait deux lignes, l'ancien repris et le nouveau payé.", role=COMPUTED),
    number("coefficient", "Coefficient", "Ce qui multiplie base × taux pour donner le montant.", role=COMPUTED),
    number("before_hours", "Base exportée (h)", "Heures parties au bureau de paie, corrections déjà exportées comprises.", role=COMPUTED),
    number("after_hours", "Base actuelle (h)", "Heures d'aujourd'hui.", role=COMPUTED),
    number("difference_hours", "Écart (h)", "Base actuelle moins base exportée.", role=COMPUTED),
    euro("before_cents", "Montant exporté", "Montant parti au bureau de paie, corrections déjà exportées comprises.", role=COMPUTED),
    euro("after_cents", "Montant actuel", "Montant d'aujourd'hui ; vide quand il n'est pas connu.", role=COMPUTED),
    euro("difference_cents", "Écart", "Montant actuel moins montant exporté : ce qu'il reste à payer, ou à reprendre.", role=COMPUTED),
    text("before", "Exporté", "Ce qui a été déclaré, quand ce n'est ni une base ni un montant.", role=COMPUTED),
    text("after", "Actuel", "Ce qui serait déclaré aujourd'hui.", role=COMPUTED),
    text("reason", "Pourquoi", "Ce qui a changé depuis l'export : heures, taux, règle, contrat.", role=COMPUTED),
    day("seen_day", "Vu le", "Jour où le programme a vu cet écart pour la première fois.", role=COMPUTED),
)  # fmt: skip

CORRECTIONS = Table(
    "Corrections",
    "Corrections de paie",
    TableKind.RESULT,
    "Ce qui a changé d'un mois de paie depuis son export, et reste à exporter : bouton « Exporter les corrections ».",
    _CORRECTED,
    key=("month", "contract", "payroll_id", "technician", "item", "label", "rate_cents", "coefficient"),
    since="0.6",
)

EXPORTED_CORRECTIONS = Table(
    "CorrectionsExportees",
    "Corrections exportées",
    TableKind.LEDGER,
    "Les corrections parties au bureau de paie, figées à leur tour : aucune de ces lignes ne change.",
    (
        *_CORRECTED,
        integer("rank", "Envoi", "Numéro de l'envoi, tel qu'il figure dans Mois exportés.", role=COMPUTED, bounds=(2, 9999)),
    ),
    key=("month", "rank", "contract", "payroll_id", "technician", "item", "label", "rate_cents", "coefficient"),
    since="0.6",
)  # fmt: skip
