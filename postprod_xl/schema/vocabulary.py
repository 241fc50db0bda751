"""Every closed list of the workbook, in menu order: English names of the field, French words as cells hold them.

A member is a `str` equal to its word: it compares with the text of a cell, and is written as that text.
"""

from __future__ import annotations

from enum import StrEnum


class YesNo(StrEnum):
    """How a cell says true or false."""

    YES = "Oui"
    NO = "Non"


class Severity(StrEnum):
    """How serious a problem is."""

    BLOCKING = "Bloquant"
    WARNING = "Avertissement"
    INFO = "Info"


class Light(StrEnum):
    """A traffic light of the home page."""

    GREEN = "Vert"
    ORANGE = "Orange"
    RED = "Rouge"


class ProjectType(StrEnum):
    """What kind of programme a project is."""

    FEATURE_FILM = "Long métrage"
    TV_MOVIE = "Unitaire TV"
    TV_SERIES = "Série TV"
    DOCUMENTARY = "Documentaire"
    MAGAZINE = "Magazine"
    NEWS_REPORT = "Reportage"


class ProjectStatus(StrEnum):
    """How far a project has come, from quote to settled accounts."""

    QUOTED = "Devis"
    CONFIRMED = "Confirmé"
    UNDER_WAY = "En cours"
    DELIVERED = "Livré"
    SETTLED = "Soldé"
    CANCELLED = "Annulé"


class VatRegime(StrEnum):
    """Which VAT rules the invoices of a client follow."""

    FRANCE = "France"
    REVERSE_CHARGE = "UE autoliquidation"
    OUTSIDE_EU = "Hors UE"
    OVERSEAS = "DOM"


class ItemFamily(StrEnum):
    """A group of items of the rate card."""

    PICTURE = "Image"
    SOUND = "Son"
    DELIVERY = "Livraison"
    STORAGE = "Stockage"
    COORDINATION = "Coordination"


class Unit(StrEnum):
    """What an item is sold by."""

    DAY = "jour"
    HALF_DAY = "demi-journée"
    HOUR = "heure"
    WEEK = "semaine"
    SESSION = "séance"
    MINUTE = "minute"
    SHOT = "plan"
    ITEM = "unité"
    LUMP_SUM = "forfait"
    TERABYTE_MONTH = "To×mois"
    CARTRIDGE = "cartouche"


class Scale(StrEnum):
    """What the quantity of an item follows from a programme to a longer one."""

    MINUTE = "Par minute"
    EPISODE = "Par épisode"
    SHOOTING_DAY = "Par jour de tournage"
    FIXED = "Fixe"


class PriceOrigin(StrEnum):
    """Whose price an item of the rate card has."""

    ESTIMATE = "Estimation"
    HOUSE = "Maison"


class QuoteStatus(StrEnum):
    """Where a version of a quote stands; the accepted one is the baseline of its project."""

    DRAFT = "Brouillon"
    SENT = "Envoyé"
    ACCEPTED = "Accepté"
    REPLACED = "Remplacé"
    REFUSED = "Refusé"


class BillingMode(StrEnum):
    """Whether a line is billed as agreed or as worked."""

    FLAT_FEE = "Forfait"
    TIME_AND_MATERIALS = "Régie"


class Feasibility(StrEnum):
    """What the technician who was asked thinks of a line."""

    TO_CHECK = "À vérifier"
    FEASIBLE = "Faisable"
    CONDITIONAL = "Sous réserve"
    INFEASIBLE = "Infaisable"


class ChangeOrderType(StrEnum):
    """Whether a change order adds to its line or takes its place."""

    ADDITION = "Additif"
    REPLACEMENT = "Remplacement"


class ChangeOrderStatus(StrEnum):
    """Where a change order stands; only accepted ones count."""

    TO_NEGOTIATE = "À négocier"
    SENT = "Envoyé"
    ACCEPTED = "Accepté"
    REFUSED = "Refusé"


class EmploymentStatus(StrEnum):
    """How a person usually works for the house."""

    INTERMITTENT = "Intermittent"
    PERMANENT = "Permanent"
    SELF_EMPLOYED = "Indépendant"


class DayPart(StrEnum):
    """The part of a day that a booking or an absence takes."""

    WHOLE_DAY = "Journée"
    MORNING = "Matin"
    AFTERNOON = "Après-midi"


class AbsencePay(StrEnum):
    """What an absence does to the salary of a permanent; the bureau works out the last."""

    PAID = "Payée"
    UNPAID = "Non payée"
    BUREAU = "À calculer par le bureau"


class TaskState(StrEnum):
    """How firm a task is, from the second hold to done."""

    OPTION_2 = "Option 2"
    OPTION_1 = "Option 1"
    CONFIRMED = "Confirmé"
    UNDER_WAY = "En cours"
    DONE = "Terminé"
    CANCELLED = "Annulé"


class Validation(StrEnum):
    """What the production, the director or the broadcaster answers of a task that is shown to them."""

    TO_VALIDATE = "À valider"
    VALIDATED = "Validé"
    TO_REDO = "À reprendre"


class Audience(StrEnum):
    """Whom a copy is made for: of a project, the client is its producer; of the catalogue, a rights holder."""

    PRODUCER = "producteur"
    DIRECTOR = "réalisateur"
    TECHNICIAN = "technicien"
    BROADCASTER = "diffuseur"
    LABORATORY = "laboratoire"
    HOLDER = "ayant droit"


class ClashLabel(StrEnum):
    """What stands before what a booking runs into: another one, what its contract lacks, a limit of working time."""

    CONFLICT = "Conflit"
    SECOND_OPTION = "2e option"
    UNCONTRACTED = "Contrat manquant"
    UNSETTLED = "Contrat à régler"
    WORKING_TIME = "Temps de travail"


class SessionState(StrEnum):
    """Whether a session took place; one to confirm was only filled in from a booking."""

    TO_CONFIRM = "À confirmer"
    CONFIRMED = "Confirmée"
    CANCELLED = "Annulée"


class SessionNature(StrEnum):
    """Whether a session was in the plan."""

    PLANNED = "Prévue"
    UNPLANNED = "Non prévue"


class OverrunCause(StrEnum):
    """Why a session was not planned."""

    LATE_RUSHES = "Retard rushes"
    AWAITING_APPROVAL = "Attente validation"
    DIRECTOR_CHANGES = "Retouches réalisateur"
    PRODUCTION_REQUEST = "Demande production"
    TECHNICAL_FAILURE = "Panne technique"
    UNDERESTIMATED = "Sous-estimation"
    OTHER = "Autre"


class SessionBilling(StrEnum):
    """Who pays for a session: the quote, the client on top of it, or the house."""

    INCLUDED = "Incluse"
    EXTRA = "En plus"
    NO_CHARGE = "Offerte"


class OverrunLevel(StrEnum):
    """How far a line is from what was sold."""

    FINE = "OK"
    WATCH = "À surveiller"
    FORECAST = "Dépassement prévu"
    OVERRUN = "Dépassement"
    UNFOLLOWED = "Non suivie"


class FollowUp(StrEnum):
    """What says how far a quote line is."""

    HOURS = "En heures"
    DAYS = "En jours"
    ROOM = "Salles occupées"
    TIME = "Temps écoulé"
    DELIVERABLES = "Tâches faites"
    NONE = "Non suivie"


class PromiseReason(StrEnum):
    """What made the programme note a promise."""

    ACCEPTED = "Devis accepté"
    CONFIRMED = "Première confirmation"
    ANNOUNCED = "Date annoncée"
    BASELINE = "Planning de référence"
    CORRECTED = "Jour rectifié"


class StepType(StrEnum):
    """What a step of the payment schedule bills."""

    DEPOSIT = "Acompte"
    PROGRESS = "Situation"
    BALANCE = "Solde"


class InvoiceType(StrEnum):
    """What a document of the invoice ledger is."""

    INVOICE = "Facture"
    DEPOSIT = "Acompte"
    CREDIT_NOTE = "Avoir"


class PaymentMethod(StrEnum):
    """How money came from a client; an advance is money received before, moved to an invoice."""

    TRANSFER = "Virement"
    CHEQUE = "Chèque"
    CARD = "Carte"
    DIRECT_DEBIT = "Prélèvement"
    CASH = "Espèces"
    ADVANCE = "Avance"


class PaymentState(StrEnum):
    """Where the payment of an invoice stands, as its client reads it."""

    DUE = "À payer"
    PARTLY_PAID = "Payée en partie"
    LATE = "Échue"
    PAID = "Payée"
    CREDITED = "Annulée par un avoir"


class ReminderStep(StrEnum):
    """What an invoice calls for by the days it is late."""

    NONE = "Pas encore"
    FIRST = "Relance 1"
    SECOND = "Relance 2"
    FORMAL_NOTICE = "Mise en demeure"


class ContractType(StrEnum):
    """What binds a person to the house; the first two are employment."""

    FIXED_TERM = "CDDU"
    PERMANENT = "CDI"
    SERVICE = "Prestation"


class Convention(StrEnum):
    """The collective agreement of a contract, by its IDCC."""

    AUDIOVISUAL_PRODUCTION = "2642"
    TECHNICAL_SERVICES = "2717"
    CREATION_SERVICES = "3252"
    FILM_PRODUCTION = "3097"
    NONE = "Aucune"


class HiringDeclaration(StrEnum):
    """Where the declaration made before hiring somebody stands."""

    LATE = "Délai passé"
    DUE = "À déposer"
    NOT_YET = "Pas encore"
    DONE = "Déposée"
    DONE_LATE = "Déposée en retard"
    DONE_EARLY = "Déposée trop tôt"


class ExportedRate(StrEnum):
    """Which rate of an item the payroll software is given: with its premium, or that of a simple hour."""

    PAID = "Payé"
    HOURLY = "Horaire"


class SummaryLevel(StrEnum):
    """What a row of the monthly summary of pay adds up."""

    PERSON = "Par personne"
    PROJECT = "Par projet"
    MONTH = "Tout le mois"


class ContractGenre(StrEnum):
    """The genre of programme that decides some pay rules of a contract."""

    FICTION = "Fiction"
    DOCUMENTARY = "Documentaire"
    NON_SCRIPTED = "Flux"
    ADVERTISING = "Publicité"


class QuoteChange(StrEnum):
    """What a row of a comparison of two versions of a quote is about."""

    ADDED = "Ajoutée"
    REMOVED = "Retirée"
    CHANGED = "Modifiée"
    VERSION = "Version"


class ReturnedKind(StrEnum):
    """What a change found in a returned file is."""

    VALUE = "Valeur"
    ADDED_ROW = "Ligne ajoutée"
    REMOVED_ROW = "Ligne retirée"
    COMMENT = "Commentaire"


class ReturnDecision(StrEnum):
    """What the house decided of a change found in a returned file."""

    APPLIED = "Appliqué"
    DECLINED = "Écarté"
