"""The contracts of the catalogue: what gives rights, what sells them, term by term, and what is promised not to be sold."""

from postprod_xl.schema.catalogue_vocabulary import MandateNature, PriceNature, ReleaseWindow, RightsState
from postprod_xl.schema.table import (
    COMPUTED,
    Column,
    Table,
    TableKind,
    amount,
    boolean,
    choice,
    day,
    euro,
    integer,
    reference,
    text,
)
from postprod_xl.schema.tables.catalogue.works import FAMILY
from postprod_xl.schema.versions import CURRENT

MANDATES = Table(
    "Mandats",
    "Mandats",
    TableKind.INPUT,
    "Une ligne par contrat qui donne des droits à la maison, ou qui autorise à les exercer ; ses termes sont dans Termes des mandats.",
    (
        text("contract", "Contrat", "Code du contrat, repris dans ses termes, ses barèmes et ses frais.", required=True, shared=True),
        text("root", "Avenant à", "Code du premier contrat, quand c'en est un avenant : le dernier signé remplace les précédents.", shared=True),
        choice("nature", "Nature", "Un mandat ou une cession donne des droits à vendre ; les autres les limitent.", MandateNature, shared=True),
        text("works", "Œuvres", "Codes des œuvres, séparés par un point-virgule ou une virgule.", required=True, holds_several=True, shared=True),
        reference("grantor", "Cédant", "Ayant droit qui les confie, déclaré dans Ayants droit.", "AyantsDroit"),
        text("grantee", "Cessionnaire", "À qui ils sont confiés ; vide : la maison."),
        day("signature_day", "Signé le", "Jour de la dernière signature.", shared=True),
        choice("state", "Statut", "Seul un contrat signé donne des droits.", RightsState, shared=True),
        day("termination_day", "Résilié le", "Premier jour où il ne vaut plus.", shared=True),
        text("rca", "N° inscription RCA", "Numéro d'inscription aux registres ; vide : il n'est pas opposable aux tiers.", shared=True),
        boolean("is_renewed", "Tacite reconduction", "Oui : il continue si personne ne le dénonce.", shared=True),
        integer("renewal_months", "Reconduction (mois)", "Durée de chaque reconduction.", bounds=(1, 1200), shared=True),
        integer("notice_days", "Préavis (j)", "Jours avant la fin pour le dénoncer.", bounds=(0, 3650), shared=True),
        text("remarks", "Remarques", "Ce qu'il faut savoir d'autre."),
        text("in_force", "En vigueur", "Le contrat ou l'avenant qui vaut aujourd'hui, ou pourquoi il ne vaut pas.", role=COMPUTED),
        day("last_day", "Fin", "Dernier jour de ses termes en vigueur.", role=COMPUTED, shared=True),
        text("alert", "Alerte", "Ce qui ne va pas avec ce contrat, le plus grave d'abord.", role=COMPUTED),
    ),
    key=("contract",),
    since=CURRENT,
    family=FAMILY,
)


def _grounds() -> tuple[Column, ...]:
    """What a line of a contract covers: the work, the version, the media, the territories, the languages."""
    return (
        text("work", "Œuvre", "Vide : toutes celles du contrat.", shared=True),
        text("version", "Version", "Code de la version, comme dans Versions d'œuvre ; vide : toutes.", shared=True),
        text("media", "Médias", "Séparés par un point-virgule : SVOD ; TV gratuite ; VOD ; Tous.", shared=True),
        text("territories", "Territoires", "Pays ou groupes séparés par un point-virgule : FR ; Belgique ; Europe francophone ; Monde. France ne dit ni l'outre-mer, ni Monaco.", shared=True),
        text("excluded_territories", "Territoires exclus", "Ce qui en est retiré.", shared=True),
        text("languages", "Langues", "Deux lettres chacune ; vide : toutes les langues.", shared=True),
    )


MANDATE_TERMS = Table(
    "TermesMandat",
    "Termes des mandats",
    TableKind.INPUT,
    "Ce que chaque mandat donne, ligne par ligne ; les deux dates comptent.",
    (
        text("term", "Terme", "Code de la ligne, unique dans son contrat.", required=True, shared=True),
        reference("contract", "Contrat", "Code du contrat, déclaré dans Mandats.", "Mandats", required=True, shared=True),
        *_grounds(),
        boolean("is_exclusive", "Exclusif", "Oui : personne d'autre ne peut vendre ces droits.", shared=True),
        day("first_day", "Début", "Premier jour.", shared=True),
        day("last_day", "Fin", "Dernier jour, compris.", shared=True),
        integer("runs", "Nb diffusions", "Combien de diffusions ; comptées, pas datées.", bounds=(0, 100_000), shared=True),
        text("remarks", "Remarques", "Ce qu'il faut savoir d'autre."),
        text("alert", "Alerte", "Ce qui n'est pas compris, ou ne va pas.", role=COMPUTED),
    ),
    key=("contract", "term"),
    since=CURRENT,
    family=FAMILY,
)

SALES = Table(
    "Ventes",
    "Ventes",
    TableKind.INPUT,
    "Une ligne par licence vendue, en option ou proposée ; ses termes sont dans Termes des ventes.",
    (
        text("sale", "Vente", "Code de la vente, repris dans ses termes et ses encaissements.", required=True, shared=True),
        text("root", "Avenant à", "Code de la première vente, quand c'en est un avenant : le dernier signé remplace les précédents.", shared=True),
        reference("client", "Client", "Acheteur, déclaré dans Clients.", "Clients", shared=True),
        text("works", "Œuvres", "Codes des œuvres, séparés par un point-virgule ou une virgule.", required=True, holds_several=True, shared=True),
        choice("state", "Statut", "Signée, elle bloque ; en option ou en négociation, elle avertit.", RightsState, shared=True),
        day("signature_day", "Signé le", "Jour de la dernière signature.", shared=True),
        day("option_until", "Option jusqu'au", "Dernier jour de l'option.", shared=True),
        day("termination_day", "Résilié le", "Premier jour où elle ne vaut plus.", shared=True),
        amount("price", "Prix", "Prix HT de la licence, ou minimum garanti, dans sa devise.", bounds=(0, 10**10), shared=True),
        text("currency", "Devise", "Trois lettres : EUR, USD… Vide : EUR.", shared=True),
        choice("price_nature", "Type de prix", "Fixe, minimum garanti et pourcentage, ou pourcentage seul.", PriceNature, shared=True),
        text("instalments", "Échéances", "Jours et montants séparés par un point-virgule : 2026-12-31 5000 ; 2027-06-30 5000.", shared=True),
        text("rca", "N° inscription RCA", "Numéro d'inscription aux registres, pour un film."),
        text("remarks", "Remarques", "Ce qu'il faut savoir d'autre."),
        euro("collected_cents", "Encaissé", "Encaissements HT en euros, retenue comprise.", role=COMPUTED, shared=True),
        amount("outstanding", "Reste à encaisser", "Prix moins encaissé, dans la devise ; vide : le prix n'est pas fixe ou pas connu.", role=COMPUTED, shared=True),
        text("alert", "Alerte", "Ce qui ne va pas avec cette vente, le plus grave d'abord.", role=COMPUTED),
    ),
    key=("sale",),
    since=CURRENT,
    family=FAMILY,
)

SALE_TERMS = Table(
    "TermesVente",
    "Termes des ventes",
    TableKind.INPUT,
    "Ce que chaque vente prend, ligne par ligne ; les deux dates comptent.",
    (
        text("term", "Terme", "Code de la ligne, unique dans sa vente.", required=True, shared=True),
        reference("sale", "Vente", "Code de la vente, déclarée dans Ventes.", "Ventes", required=True, shared=True),
        *_grounds(),
        boolean("is_exclusive", "Exclusif", "Oui : personne d'autre ne les a en même temps.", shared=True),
        day("first_day", "Début", "Premier jour.", shared=True),
        day("last_day", "Fin", "Dernier jour, compris.", shared=True),
        integer("runs", "Nb diffusions", "Combien de diffusions ; comptées, pas datées.", bounds=(0, 100_000), shared=True),
        choice("window", "Fenêtre", "Celle de la chronologie des médias, quand le média ne suffit pas à la dire.", ReleaseWindow, shared=True),
        text("remarks", "Remarques", "Ce qu'il faut savoir d'autre."),
        text("alert", "Alerte", "Ce qui n'est pas compris, ou ne va pas.", role=COMPUTED),
    ),
    key=("sale", "term"),
    since=CURRENT,
    family=FAMILY,
)

HOLDBACKS = Table(
    "Holdbacks",
    "Gels",
    TableKind.INPUT,
    "Ce qu'une vente interdit de vendre à d'autres, même sans exclusivité (holdback).",
    (
        text("holdback", "Gel", "Code choisi pour le retrouver.", required=True),
        reference("sale", "Vente", "Vente qui l'impose, déclarée dans Ventes.", "Ventes", required=True, shared=True),
        *_grounds(),
        day("first_day", "Début", "Premier jour.", shared=True),
        day("last_day", "Fin", "Dernier jour, compris.", shared=True),
        text("reason", "Motif", "Pourquoi : clause et page du contrat."),
        text("alert", "Alerte", "Ce qui n'est pas compris.", role=COMPUTED),
    ),
    key=("holdback",),
    since=CURRENT,
    family=FAMILY,
)
