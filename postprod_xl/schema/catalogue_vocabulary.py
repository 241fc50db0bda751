"""The closed lists of the catalogue tabs, in menu order, as `vocabulary` has those of every workbook."""

from __future__ import annotations

from enum import StrEnum


class WorkType(StrEnum):
    """What a work is; the media chronology only binds the films, their authors' society follows it."""

    FILM = "Film de cinéma"
    SHORT_FILM = "Court métrage"
    TV_FILM = "Fiction unitaire"
    FICTION_SERIES = "Série de fiction"
    DOCUMENTARY = "Œuvre documentaire"
    DOCUMENTARY_SERIES = "Série documentaire"
    ANIMATION = "Animation"
    PROGRAMME = "Programme de flux"
    RECORDING = "Captation"


class HolderRole(StrEnum):
    """What a party is to the works: it grants rights, or shares what they earn."""

    PRODUCER = "Producteur délégué"
    COPRODUCER = "Coproducteur"
    AUTHOR = "Auteur"
    COMPOSER = "Compositeur"
    INVESTOR = "SOFICA"
    BROADCASTER = "Diffuseur coproducteur"
    INSTITUTION = "Institution"
    DISTRIBUTOR = "Distributeur"


class MandateNature(StrEnum):
    """What a contract of ours gives: rights to sell, or an authorisation that limits what may be sold."""

    DISTRIBUTION = "Mandat de distribution"
    ASSIGNMENT = "Cession de droits"
    AUTHORS = "Droits d'auteur"
    PERFORMERS = "Droits d'interprète"
    MUSIC = "Droits musicaux"
    ARCHIVE = "Droits d'archives"


class RightsState(StrEnum):
    """Where a contract stands; only a signed one gives rights or takes them."""

    DRAFT = "En négociation"
    OPTION = "En option"
    SIGNED = "Signé"
    TERMINATED = "Résilié"


class PriceNature(StrEnum):
    """How a sale is paid."""

    FLAT = "Prix fixe"
    GUARANTEE_AND_SHARE = "MG et pourcentage"
    SHARE = "Pourcentage"


class ReleaseWindow(StrEnum):
    """Which window of the media chronology a licence is in, where its medium does not say it."""

    PAY_TV_AGREED = "TV payante avec accord"
    PAY_TV = "TV payante sans accord"
    DISNEY = "SVOD accord Disney+"
    NETFLIX = "SVOD accord Netflix"
    SVOD = "SVOD sans accord"


class CommissionBase(StrEnum):
    """What a commission is a share of."""

    NET_RECEIPTS = "Encaissé net de retenue"
    GROSS_RECEIPTS = "Encaissé brut"
    AFTER_COSTS = "Net de frais"


class RecoupmentOrder(StrEnum):
    """What is recouped first of costs and advances."""

    COSTS_FIRST = "Frais puis avance"
    ADVANCE_FIRST = "Avance puis frais"


class CostNature(StrEnum):
    """What a cost of distribution pays for."""

    MATERIAL = "Fabrication de matériel"
    VERSIONS = "Doublage et sous-titrage"
    PROMOTION = "Promotion"
    MARKETS = "Festivals et marchés"
    SHIPPING = "Transport et livraison"
    LEGAL = "Juridique et dépôts"
    OTHER = "Autres frais"


class AdvanceNature(StrEnum):
    """What was paid to a holder before anything was collected."""

    GUARANTEE = "Minimum garanti"
    ADVANCE = "À-valoir"


class StatementState(StrEnum):
    """What became of a royalty statement once issued."""

    SENT = "Adressé"
    DISPUTED = "Contesté"
    SETTLED = "Réglé"


class StatementSection(StrEnum):
    """The part of a royalty statement that a line stands in, from what was collected to what is due."""

    RECEIPTS = "Recettes encaissées"
    WITHHOLDING = "Retenues à la source"
    COMMISSION = "Commissions"
    COSTS = "Frais opposables"
    ADVANCES = "Avances récupérées"
    NET = "Net des ayants droit"
    SHARE = "Part de l'ayant droit"
    DUE = "Montant dû"


class ElementNature(StrEnum):
    """What an element of the material of a work is."""

    DCDM = "DCDM"
    IMF = "IMF"
    PAD = "Fichier PAD"
    DCP = "DCP d'exploitation"
    MASTER = "Master image"
    TEXTLESS = "Éléments sans texte"
    ORIGINAL_SOUND = "Mixage VO"
    ME = "Version internationale"
    STEMS = "Stems"
    DUBBING = "Mixage doublé"
    SUBTITLES = "Fichier de sous-titres"
    SME = "Sous-titres SME"
    AUDIO_DESCRIPTION = "Audiodescription livrée"
    NEGATIVE = "Négatif"
    LTO = "Sauvegarde LTO"
    PUBLICITY = "Matériel publicitaire"
    OTHER = "Autre élément"


class Society(StrEnum):
    """Where a work is declared."""

    RCA = "CNC-RCA"
    LEGAL_DEPOSIT = "CNC-DL"
    ISAN = "ISAN"
    EIDR = "EIDR"
    SACD = "SACD"
    SCAM = "Scam"
    SACEM = "Sacem"
    INA = "INA"
    PROCIREP = "Procirep"


class DeclarationState(StrEnum):
    """Where a declaration stands."""

    TO_DO = "À faire"
    FILED = "Déposée"
    REGISTERED = "Enregistrée"
    REJECTED = "Rejetée"


class CueUse(StrEnum):
    """How a piece of music is heard."""

    BACKGROUND = "Fond"
    ON_SCREEN = "À l'image"
    TITLES = "Générique"
    TRAILER = "Bande-annonce"


class CueOrigin(StrEnum):
    """Where a piece of music comes from."""

    ORIGINAL = "Originale"
    EXISTING = "Préexistante"
    LIBRARY = "Librairie musicale"


class GroupNature(StrEnum):
    """What a group of rights gathers."""

    TERRITORIES = "Territoires"
    MEDIA = "Médias"


class Freedom(StrEnum):
    """What is answered of an interval of days."""

    FREE = "Libre"
    TAKEN = "Non libre"
    DOUBTFUL = "Libre sous réserve"
    UNKNOWN = "Non connu"


class HoleReason(StrEnum):
    """Why rights are not free."""

    NOT_HELD = "Hors mandat"
    NOT_EXCLUSIVE = "Mandat non exclusif"
    SOLD = "Déjà vendu"
    HELD_BACK = "Gel"
    OPTIONED = "Option en cours"
    WINDOW = "Chronologie"
    CLEARANCE = "Droits limités"
    UNREAD = "Contrat non lu"


class DeadlineNature(StrEnum):
    """What happens on a day to come of the rights."""

    MANDATE_END = "Fin de mandat"
    NOTICE = "Préavis"
    SALE_END = "Fin de licence"
    OPTION_END = "Fin d'option"
    HOLDBACK_END = "Fin de gel"
    CLEARANCE_END = "Fin d'autorisation"
    STATEMENT = "Relevé à rendre"
    CONSERVATION = "Fin de conservation"
    INSTALMENT = "Échéance de vente"
    LOAN = "Matériel à rendre"
