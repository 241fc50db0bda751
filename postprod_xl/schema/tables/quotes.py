"""Quote versions, quote lines and change orders."""

from decimal import Decimal

from postprod_xl.schema.bounds import (
    AMOUNT,
    QUANTITY,
    SHARE,
    UNIT_PRICE,
    USUAL_AMOUNT,
    USUAL_QUANTITY,
    USUAL_UNIT_PRICE,
    USUAL_WORK_DAYS,
    WORK_DAYS,
)
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    boolean,
    choice,
    day,
    days,
    euro,
    hours,
    integer,
    number,
    percent,
    reference,
    text,
)
from postprod_xl.schema.tables.projects import PROJECTS, RATES
from postprod_xl.schema.units import QUARTER
from postprod_xl.schema.vocabulary import (
    BillingMode,
    ChangeOrderStatus,
    ChangeOrderType,
    Feasibility,
    ProjectType,
    QuoteStatus,
    Unit,
)

USUAL_PART = (None, Decimal("0.5"))
SIGNED_QUANTITY = (-QUANTITY[1], QUANTITY[1])
USUAL_SIGNED_QUANTITY = (-USUAL_QUANTITY[1], USUAL_QUANTITY[1])

# What one unit of a line is worth, the twin of `domain.quotes.pricing.prices`: as typed, else as the rate card sells it in the
# same unit, to a feature film as to any programme where it has no price for them.
_CARD = f"Tarifs[{RATES.heading('item')}],{{item}},Tarifs[{RATES.heading('unit')}],IF({{unit}}=\"\",\"?*\",{{unit}})"
_IS_FILM = (
    f"COUNTIFS(Projets[{PROJECTS.heading('code')}],{{project}},"
    f'Projets[{PROJECTS.heading("type")}],"{ProjectType.FEATURE_FILM}")'
)


def _worth(whole: str, own: str, listed: str) -> dict[str, str]:
    """The formulas of a column in which `@` is the worth of one unit, an error where nothing says it."""
    usual, film = (f"SUMIFS(Tarifs[{RATES.heading(name)}],{_CARD})" for name in (listed, f"film_{listed}"))
    # One is divided by what the rate card has twice: it has 0 for what it does not say.
    both = f"IFERROR(1/(1/({_IS_FILM}*{film})),{usual})"
    formulas = (whole.replace("@", f'IF({{{own}}}="",ROUND(1/(1/{card}),2),{{{own}}})') for card in (both, usual))
    return dict(zip(("formula", "earlier_formula"), formulas, strict=True))


VERSIONS = Table(
    "Versions",
    "Versions",
    TableKind.INPUT,
    "Les versions de chaque devis ; une seule acceptée par projet, elle fait référence.",
    (
        reference("project", "Projet", "Code du projet chiffré, déclaré dans Projets.", "Projets", required=True),
        integer("version", "Version", "Numéro de version, à partir de 1.", required=True, bounds=(1, 999), shared=True),
        choice("status", "Statut", "Acceptée, elle fait référence pour le planning, les dépassements et les factures : une seule par projet.", QuoteStatus, shared=True),
        day("day", "Date", "Jour du devis, dont il prend le taux de TVA ; vide, celui du calcul.", shared=True),
        percent("discount_rate", "Remise globale", "Part déduite de l'ensemble des lignes, avant imprévus et frais généraux.", bounds=SHARE, usual=USUAL_PART, shared=True),
        percent("contingency_rate", "Imprévus", "Part ajoutée pour imprévus, sur le total remisé des lignes.", bounds=SHARE, usual=USUAL_PART, shared=True),
        percent("overhead_rate", "Frais généraux", "Part ajoutée pour frais généraux, sur le total remisé des lignes.", bounds=SHARE, usual=USUAL_PART, shared=True),
        euro("total_cents", "Total HT", "Lignes, remise, imprévus et frais généraux compris.", role=COMPUTED, shared=True),
        euro("vat_cents", "Total TVA", "Calculée au taux du régime du client, le jour du devis.", role=COMPUTED, shared=True),
        euro("total_with_vat_cents", "Total TTC", "Ce que le client paiera, toutes taxes comprises.", role=COMPUTED, shared=True),
        euro("margin_cents", "Marge", "Total HT moins le coût des lignes ; vide, le coût de l'une n'est pas connu.", role=COMPUTED, private=True),
        percent("margin_rate", "Marge %", "Marge rapportée au total HT.", role=COMPUTED, private=True),
        integer("lines_to_ask", "Avis manquants", "Lignes dont l'avis technique manque : tant qu'il en reste, la version ne peut pas être envoyée.", role=COMPUTED, private=True, since="0.5"),
        day("frozen_day", "Figée le", "Jour où une version envoyée ou acceptée a été gardée dans Versions figées : ce qui y change ensuite est signalé.", role=COMPUTED, since="0.5"),
        text("fingerprint", "Empreinte", "Marque de ce que la version et ses lignes disaient ce jour-là : elle atteste que Versions figées n'a pas été retouché.", role=COMPUTED, since="0.5"),
    ),
    key=("project", "version"),
    shared_when=("status", (QuoteStatus.ACCEPTED, QuoteStatus.SENT)),
)

QUOTE = Table(
    "Devis",
    "Devis",
    TableKind.INPUT,
    "Les lignes de devis ; une Ligne garde son code d'une version à l'autre et relie planning, séances et factures.",
    (
        text("line", "Ligne", "Code de la ligne, le même dans toutes les versions.", required=True, shared=True),
        reference("project", "Projet", "Code du projet chiffré, déclaré dans Projets.", "Projets", required=True),
        integer("version", "Version", "Celle du devis où la ligne est chiffrée, déclarée dans Versions.", required=True, bounds=(1, 999)),
        reference("item", "Poste", "Code du poste dans Tarifs, d'où viennent les heures vendues par unité.", "Tarifs"),
        text("label", "Libellé", "Désignation portée sur le devis et la facture.", shared=True),
        number("quantity", "Quantité", "Nombre d'unités vendues.", bounds=QUANTITY, usual=USUAL_QUANTITY, shared=True),
        choice("unit", "Unité", "Ce que compte la quantité, d'ordinaire l'unité du poste dans Tarifs.", Unit, shared=True),
        euro("unit_price_cents", "Prix unitaire HT", "Prix de vente HT d'une unité ; vide, celui du poste dans Tarifs.", bounds=UNIT_PRICE, usual=USUAL_UNIT_PRICE, shared=True),
        percent("discount_rate", "Remise", "Part déduite du montant de cette ligne seule.", bounds=SHARE, shared=True),
        choice("mode", "Mode", "Forfait : prix convenu ; Régie : heures réellement faites.", BillingMode),
        euro("unit_cost_cents", "Coût unitaire HT", "Coût interne d'une unité ; vide, celui de qui la fera et de sa salle, charges comprises, sinon celui du poste dans Tarifs.", bounds=AMOUNT, usual=USUAL_AMOUNT, private=True),
        choice("feasibility", "Faisabilité", "Avis du technicien qui fera le travail, à demander avant d'envoyer le devis.", Feasibility),
        text("technical_advice", "Avis technique", "Ce que le technicien consulté demande ou craint : matériel, délai, conditions.", private=True),
        text("approved_by", "Validé par", "Qui a donné l'avis.", private=True),
        day("approved_day", "Validé le", "Quand l'avis a été donné.", private=True),
        euro(
            "amount_cents", "Montant HT", "Quantité × prix unitaire, ou celui du poste dans Tarifs ; remise déduite.", role=COMPUTED,
            **_worth("IFERROR(ROUND({quantity}*@*(1-{discount_rate}),2),0)", "unit_price_cents", "price_cents"), blank=0, shared=True,
        ),
        euro(
            "cost_cents", "Coût HT", "Quantité × coût unitaire retenu ; vide, aucun n'est connu.", role=COMPUTED, private=True,
            formula='IF(N({quantity})=0,0,IF({unit_cost_cents}&{kept_cost_cents}="","",ROUND({quantity}*IF({unit_cost_cents}="",{kept_cost_cents},{unit_cost_cents}),2)))',
            earlier_formula='IF({unit_cost_cents}="","",ROUND({quantity}*{unit_cost_cents},2))', earlier_reads="unit_cost_cents", blank=0,
        ),
        percent(
            "margin_rate", "Marge %", "Marge de la ligne rapportée à son montant.", role=COMPUTED, private=True,
            formula='IF(OR({amount_cents}=0,{cost_cents}=""),"",ROUND(({amount_cents}-{cost_cents})/{amount_cents},4))',
        ),
        hours("sold_minutes", "Vendu (h)", "Quantité × heures par unité du poste.", role=COMPUTED),
        hours("planned_minutes", "Planifié (h)", "Heures des tâches rattachées à la ligne.", role=COMPUTED),
        hours("worked_minutes", "Réalisé (h)", "Heures des séances rattachées à la ligne.", role=COMPUTED),
        euro("to_invoice_cents", "À facturer HT", "Ce qui reste à facturer sur cette ligne.", role=COMPUTED),
        integer("cnc_chapter", "Chapitre CNC", "Chapitre du devis CNC, de 1 à 9, quand ce projet le veut ailleurs que Tarifs ; vide, celui du poste.", bounds=(1, 9), since="0.5"),
        text("chapter_title", "Intitulé du chapitre", "Le chapitre retenu dans le devis du producteur : celui de la ligne, sinon celui du poste dans Tarifs.", role=COMPUTED, shared=True, since="0.5"),
        number("least_quantity", "Quantité min", "La plus basse habituelle pour ce programme ; une quantité au-dessous est signalée, et gardée.", bounds=QUANTITY, usual=USUAL_QUANTITY, since="0.5"),
        number("most_quantity", "Quantité max", "La plus haute habituelle pour ce programme ; une quantité au-dessus est signalée, et gardée.", bounds=QUANTITY, usual=USUAL_QUANTITY, since="0.5"),
        text("scaling", "Calcul", "D'où vient la quantité d'un devis chiffré d'après le tarif : son échelle, la quantité du modèle et ce qui la multiplie.", private=True, since="0.5"),
        text("rate_note", "Tarif", "Ce qu'il reste à faire du prix d'un brouillon : une estimation est à remplacer par le tarif de la maison.", role=COMPUTED, since="0.5"),
        days("needed_days", "Jours demandés", "Jours de travail qu'il faut pour toute la ligne, selon le technicien consulté.", bounds=WORK_DAYS, usual=(QUARTER, USUAL_WORK_DAYS[1]), private=True, since="0.5"),
        text("adviser", "À consulter", "À qui demander l'avis technique qui manque avant d'envoyer le devis ; vide, aucun ne manque.", role=COMPUTED, private=True, since="0.5"),
        euro("price_cents", "Prix retenu HT", "Prix d'une unité : celui de la ligne, sinon celui du poste dans Tarifs quand il se vend dans la même unité ; vide, aucun n'est connu.", role=COMPUTED, since="0.5"),
        euro("kept_cost_cents", "Coût unitaire retenu HT", "Celui de la ligne, sinon celui des personnes que le planning y affecte, de la première qu'il choisirait pour la compétence du poste, et de la salle, sinon celui du poste dans Tarifs ; vide, aucun n'est connu.", role=COMPUTED, private=True, since="0.5"),
        text("cost_origin", "Origine du coût", "D'où vient le coût unitaire retenu : saisi, les personnes et la salle qui le font, ou Tarifs.", role=COMPUTED, private=True, since="0.5"),
        boolean("overrun_shown", "Dépassement montré", "Oui : la copie du producteur montre les heures vendues et projetées de la ligne ; vide ou Non, elles restent dans la maison.", since="0.7"),
    ),
    key=("line", "version"),
)

CHANGE_ORDERS = Table(
    "Avenants",
    "Avenants",
    TableKind.INPUT,
    "Les avenants négociés avec la production ; acceptés, ils s'ajoutent au devis de référence.",
    (
        text("number", "N°", "Numéro unique, sous lequel la production le connaît.", required=True, shared=True),
        reference("project", "Projet", "Code du projet négocié, déclaré dans Projets.", "Projets", required=True),
        day("day", "Date", "Jour où l'avenant est proposé.", shared=True),
        choice("type", "Type", "Additif : s'ajoute à la ligne ; Remplacement : prend sa place.", ChangeOrderType, shared=True),
        reference("line", "Ligne", "Code de la ligne de devis augmentée ou remplacée.", "Devis"),
        text("label", "Libellé", "Ce que l'avenant ajoute ou remplace, dans les mots que le client lira.", shared=True),
        number("quantity", "Quantité", "Nombre d'unités ; négatif, une déduction.", bounds=SIGNED_QUANTITY, usual=USUAL_SIGNED_QUANTITY, shared=True),
        euro("unit_price_cents", "Prix unitaire HT", "Prix de vente HT d'une unité.", bounds=UNIT_PRICE, usual=USUAL_UNIT_PRICE, shared=True),
        text("reason", "Motif", "Pourquoi l'avenant est demandé, pour la maison : il n'en sort jamais.", private=True),
        text("client_reason", "Motif pour le client", "Ce que la production lira de la raison de l'avenant, dans sa copie ; vide, rien.", shared=True, since="0.3"),
        choice("status", "Statut", "Seuls les avenants acceptés comptent ; ceux envoyés ou acceptés sont dans la copie du producteur.", ChangeOrderStatus, shared=True),
        euro(
            "amount_cents", "Montant HT", "Quantité × prix unitaire.", role=COMPUTED,
            formula="ROUND({quantity}*{unit_price_cents},2)", blank=0,
            shared=True,
        ),
        text("sessions", "Séances", "N° des séances qui justifient l'avenant, séparés par « ; », avec les heures prises de chacune : aucune n'est proposée deux fois, sauf si l'avenant est refusé.", private=True, since="0.5"),
        text("comment", "Commentaire", "Ce que la production vous en a répondu ; il ne repart dans aucune copie.", since="0.7"),
    ),
    key=("number",),
    shared_when=("status", (ChangeOrderStatus.SENT, ChangeOrderStatus.ACCEPTED)),
)
