"""Projects, clients and the house rate card."""

from postprod_xl.schema.bounds import (
    AMOUNT,
    QUANTITY,
    UNIT_PRICE,
    USUAL_AMOUNT,
    USUAL_QUANTITY,
    USUAL_UNIT_PRICE,
)
from postprod_xl.schema.cells.formats import (
    COUNTRY,
    DEPARTMENT,
    ELECTRONIC_ADDRESS,
    EMAIL,
    OBJECT_NUMBER,
    POSTCODE,
    SIREN,
    SIRET,
    VAT_NUMBER,
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
    reference,
    text,
)
from postprod_xl.schema.tables.promises import promise_columns
from postprod_xl.schema.vocabulary import (
    ItemFamily,
    PriceOrigin,
    ProjectStatus,
    ProjectType,
    Scale,
    Unit,
    VatRegime,
)

PROGRAMME_TYPES = {
    "LM90": "long métrage de 90 min",
    "TF90": "unitaire TV de 90 min",
    "DOC52": "documentaire de 52 min",
    "SER52": "épisode de série de 52 min",
    "EP26": "épisode de 26 min",
    "MAG52": "magazine de 52 min",
}

PROJECTS = Table(
    "Projets",
    "Projets",
    TableKind.INPUT,
    "Une ligne par film ou programme ; les colonnes grises disent où il en est.",
    (
        text("code", "Code", "Code court et unique du projet, repris dans tous les onglets.", required=True),
        text("title", "Titre", "Titre du film ou du programme.", shared=True),
        choice("type", "Type", "Genre de programme : il donne les étapes que `postprod plan` propose et leurs durées planchers.", ProjectType),
        reference("client", "Client", "Code du client facturé, déclaré dans Clients ; sans lui, aucune facture ne part.", "Clients"),
        text("director", "Réalisateur", "Nom du réalisateur ou de la réalisatrice, écrit comme dans Affinités pour que ses préférences comptent."),
        text("producer", "Producteur", "Interlocuteur chez le producteur, pour mémoire."),
        integer("length_minutes", "Durée (min)", "Durée du programme en minutes ; jusqu'à 39, une série ou un magazine prend les étapes d'un 26 minutes.", bounds=(0, 10000), usual=(1, 1000)),
        integer("episodes", "Épisodes", "Nombre d'épisodes : `postprod plan` ajoute les étapes de chacun ; vide, un seul.", bounds=(0, 1000), usual=(None, 300)),
        day("rushes_day", "Réception rushes", "Jour où les rushes sont disponibles : rien ne commence avant."),
        day("delivery_day", "Livraison PAD", "Jour promis pour le PAD ou le DCP.", shared=True),
        choice("status", "Statut", "Livré, un retard n'est plus signalé ; soldé ou annulé, plus rien n'est planifié ni montré à l'accueil.", ProjectStatus),
        integer("priority", "Priorité", "1 passe avant 2 ; sans priorité, le projet passe en dernier.", bounds=(1, 99)),
        text("department", "Département", "Département du lieu de travail, pour ses jours fériés (57, 67, 68 : Alsace-Moselle).", format=DEPARTMENT),
        text("object_number", "N° d'objet", "Numéro d'objet France Travail, porté sur les déclarations.", format=OBJECT_NUMBER, private=True),
        text("purchase_order", "N° commande", "Numéro de commande du client, porté sur les factures."),
        euro("sold_cents", "Vendu HT", "Total HT du devis accepté et des avenants acceptés.", role=COMPUTED),
        euro("actual_cents", "Réalisé", "Valeur au prix de vente des heures et des jours de salle déjà faits.", role=COMPUTED),
        day("expected_day", "Fin prévue", "Fin de la dernière tâche, archivage compris ; vide si une tâche n'a pas de date.", role=COMPUTED),
        days("late_days", "Retard (j)", "Jours ouvrés de retard de la livraison sur la livraison promise ; l'archivage qui la suit n'y compte pas.", role=COMPUTED),
        text("alert", "Alerte", "Ce qui demande une action sur ce projet.", role=COMPUTED),
        *promise_columns("la livraison", "ses tâches, toutes finies"),
        integer("shooting_days", "Jours de tournage", "Ceux de tout le projet, que suivent les rushes et leur stockage dans un devis ; vide, ceux du modèle.", bounds=(1, 1000), usual=(None, 300), since="0.5"),
    ),
    key=("code",),
    printed_whole=True,
)

EPISODES = Table(
    "Episodes",
    "Épisodes",
    TableKind.INPUT,
    "Une ligne par épisode, ou par numéro d'un magazine, qui a ses propres dates ; sans elle, l'épisode suit celles du projet.",
    (
        reference("project", "Projet", "Code du projet, déclaré dans Projets.", "Projets", required=True),
        integer("number", "Épisode", "Numéro de l'épisode, le même que celui de ses tâches dans Planning.", bounds=(1, 10000), usual=(None, 1000), required=True, shared=True),
        text("title", "Titre", "Titre de l'épisode, ou sujet du numéro.", shared=True),
        text("director", "Réalisateur", "Qui réalise cet épisode, si ce n'est pas le réalisateur du projet : ses affinités comptent alors.", shared=True),
        day("rushes_day", "Réception rushes", "Jour où ses rushes sont disponibles ; vide, celui du projet.", shared=True),
        day("lock_day", "Verrouillage image", "Jour où son montage image doit être verrouillé : l'échéance de ses étapes de montage.", shared=True),
        day("due_day", "Échéance", "Jour où toutes ses tâches doivent être finies ; sans PAD, c'est la livraison promise.", shared=True),
        day("delivery_day", "PAD", "Jour promis pour son PAD ; vide, la livraison du projet.", shared=True),
        day("expected_day", "Fin prévue", "Fin de sa dernière tâche avant livraison ; vide si l'une d'elles n'a pas de date.", role=COMPUTED, shared=True),
        days("late_days", "Retard (j)", "Jours ouvrés de sa fin prévue après son PAD, ou après son échéance sans PAD.", role=COMPUTED, shared=True),
        *promise_columns("sa livraison", "ses tâches, toutes finies"),
        day("wished_day", "Date souhaitée", "Jour que demande la production ou le diffuseur pour son PAD ; il ne déplace rien : le planning suit le PAD.", shared=True, since="0.7"),
        text("comment", "Commentaire", "Ce que l'on vous en a répondu ; il ne repart dans aucune copie.", since="0.7"),
    ),
    key=("project", "number"),
    since="0.4",
)

CLIENTS = Table(
    "Clients",
    "Clients",
    TableKind.INPUT,
    "Les sociétés facturées, avec leurs identifiants légaux et leurs délais de paiement.",
    (
        text("code", "Code", "Code court et unique du client, repris dans Projets.", required=True),
        text("name", "Raison sociale", "Dénomination exacte de la société, obligatoire sur ses factures."),
        text("street", "Adresse", "Numéro et rue où la facture est adressée."),
        text("postcode", "Code postal", "Celui de l'adresse de facturation ; outre-mer, il dit aussi le taux de TVA.", format=POSTCODE),
        text("city", "Ville", "Celle de l'adresse de facturation, obligatoire sur ses factures."),
        text("country", "Pays", "Code ISO à deux lettres : FR, BE, CH…", format=COUNTRY),
        text("siren", "SIREN", "9 chiffres, obligatoires sur la facture d'un client français.", format=SIREN),
        text("siret", "SIRET", "14 chiffres, commençant par le SIREN.", format=SIRET),
        text("vat_number", "N° TVA", "Numéro de TVA intracommunautaire, obligatoire sur la facture d'un client en autoliquidation.", format=VAT_NUMBER),
        text("email", "E-mail", "Adresse où le client reçoit ses factures.", format=EMAIL),
        integer("payment_days", "Délai paiement (j)", "Jours entre la facture et son échéance.", bounds=(0, 365)),
        boolean("end_of_month", "Fin de mois", "Oui : l'échéance est reportée à la fin du mois."),
        choice("vat_regime", "Régime TVA", "Il donne le taux et la mention légale de ses factures ; vide, ceux de la France.", VatRegime),
        text("electronic_address", "Adresse électronique", "Où sa plateforme reçoit ses factures : son SIREN, ou son SIREN et ce que le client y ajoute ; vide, son SIREN.", format=ELECTRONIC_ADDRESS, since="0.6"),
    ),
    key=("code",),
)

RATES = Table(
    "Tarifs",
    "Tarifs",
    TableKind.INPUT,
    "Le tarif de la maison : un poste par ligne, avec sa quantité habituelle par type de programme.",
    (
        text("item", "Poste", "Code unique du poste, par exemple IMG-20.", required=True),
        text("label", "Libellé", "Désignation portée sur les devis."),
        choice("family", "Famille", "Regroupement des postes : il donne ses titres au détail des factures.", ItemFamily),
        choice("unit", "Unité", "Ce que vaut une quantité de 1 ; une ligne de devis dans une autre unité est signalée.", Unit),
        euro("price_cents", "Prix HT", "Prix de vente HT d'une unité.", bounds=UNIT_PRICE, usual=USUAL_UNIT_PRICE),
        euro("cost_cents", "Coût HT", "Coût interne d'une unité.", bounds=AMOUNT, usual=USUAL_AMOUNT, private=True),
        integer("cnc_chapter", "Chapitre CNC", "Chapitre du devis CNC, de 1 à 9.", bounds=(1, 9)),
        text("skill", "Compétence", "Compétence demandée pour ce poste.", named_in=("Equipe.skills",)),
        text("room_type", "Type de salle", "Type de salle demandé pour ce poste.", named_in=("Salles.type",)),
        hours("unit_minutes", "Heures par unité", "Heures de travail vendues dans une unité ; vide si le poste ne se compte pas en heures.", bounds=(0, 60_000), usual=(15, 24_000)),
        *(
            number(f"quantity_{code.lower()}", code, f"Quantité habituelle pour un {label}.", bounds=QUANTITY, usual=USUAL_QUANTITY)
            for code, label in PROGRAMME_TYPES.items()
        ),
        choice("scale", "Échelle", "Ce que sa quantité suit dans un devis : la durée du programme, ses épisodes ou son tournage ; vide, ce que le modèle dit.", Scale, since="0.5"),
        euro("film_price_cents", "Prix HT long métrage", "Prix de vente HT d'une unité pour un long métrage ; vide, celui des autres programmes.", bounds=UNIT_PRICE, usual=USUAL_UNIT_PRICE, since="0.5"),
        euro("film_cost_cents", "Coût HT long métrage", "Coût interne d'une unité pour un long métrage ; vide, celui des autres programmes.", bounds=AMOUNT, usual=USUAL_AMOUNT, private=True, since="0.5"),
        choice("price_origin", "Origine du prix", "Estimation : prix de départ, à remplacer ; Maison : prix confirmé, même s'il est resté le même.", PriceOrigin, since="0.5"),
        *(
            number(f"{name}_{code.lower()}", f"{code} {heading}", f"{words} pour un {label} ; une ligne qui {passes} est signalée.", bounds=QUANTITY, usual=USUAL_QUANTITY, since="0.5")
            for code, label in PROGRAMME_TYPES.items()
            for name, heading, words, passes in (
                ("least", "min", "Quantité habituelle la plus basse", "passe dessous"),
                ("most", "max", "Quantité habituelle la plus haute", "passe dessus"),
            )
        ),
    ),
    key=("item",),
)
