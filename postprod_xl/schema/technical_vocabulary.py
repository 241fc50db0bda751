"""The closed lists of the technique tabs, in menu order, as `vocabulary` has those of every workbook."""

from __future__ import annotations

from enum import StrEnum


class SourceRole(StrEnum):
    """What a source of pictures is to its project."""

    MAIN_CAMERA = "Caméra principale"
    SECOND_CAMERA = "Caméra secondaire"
    DRONE = "Drone"
    PHONE = "Téléphone"
    ARCHIVE = "Archives"
    STILL = "Photos"
    SCREEN = "Capture d'écran"
    SOUND = "Son seul"


class Gop(StrEnum):
    """Whether a codec keeps each frame whole."""

    INTRA = "Intra"
    LONG = "Long"


class ScanKind(StrEnum):
    """How a picture is scanned."""

    PROGRESSIVE = "Progressif"
    INTERLACED = "Entrelacé"
    SEGMENTED = "PsF"


class Chroma(StrEnum):
    """How colour is sampled."""

    C444 = "4:4:4"
    C422 = "4:2:2"
    C420 = "4:2:0"
    C411 = "4:1:1"
    RAW = "RAW"


class TimecodeMode(StrEnum):
    """Whether timecode skips numbers to follow the clock."""

    NON_DROP = "Non drop"
    DROP = "Drop frame"


class RateConversion(StrEnum):
    """How a master changes its frame rate."""

    SPEED_UP = "Accélération"
    SLOW_DOWN = "Ralenti"
    COMPENSATED = "Compensée en mouvement"
    FRAME_DROP = "Suppression d'images"


class PitchChoice(StrEnum):
    """What is done of the pitch of sound when speed changes."""

    RESAMPLED = "Rééchantillonné"
    CORRECTED = "Hauteur corrigée"


class ConformSource(StrEnum):
    """What the conform takes its pictures from."""

    ORIGINALS = "Depuis les originaux"
    PROXIES = "Depuis les proxys"


class SoundExchange(StrEnum):
    """What the picture edit hands over to the sound edit."""

    AAF = "AAF"
    OMF = "OMF"


class DeliverableType(StrEnum):
    """What is delivered."""

    PAD_HD = "PAD HD"
    PAD_UHD = "PAD UHD"
    PAD_ARTE = "PAD ARTE"
    PAD_UK = "PAD Royaume-Uni"
    DCP_2K = "DCP 2K"
    DCP_4K = "DCP 4K"
    NETFLIX = "Plateforme Netflix"
    STREAMING = "Autre plateforme"
    IMF = "Master IMF"
    PRORES = "Master ProRes"
    ADVERT = "PAD publicité"
    DVD = "DVD ou Blu-ray"
    LTO = "Bande LTO"
    SUBTITLES = "Fichier de sous-titres"
    SOUND = "Éléments son"
    OTHER = "Autre livrable"


class DeliverableState(StrEnum):
    """Where a deliverable stands."""

    EXPECTED = "Attendu"
    MADE = "Fabriqué"
    CHECKED = "Vérifié"
    ACCEPTED = "Reçu conforme"
    REJECTED = "À refaire"


class MixType(StrEnum):
    """For which listening a mix was made."""

    TELEVISION = "Mixage TV"
    CINEMA = "Mixage salle"


class PieceNature(StrEnum):
    """What an attestation beside a deliverable attests."""

    QC = "Rapport QC"
    PSE = "Test PSE"
    TITLE_SAFE = "Zone de sûreté"
    AS10 = "Rapport AS-10"
    LOUDNESS = "Rapport loudness"
    XML = "Fichier XML"
    SCREENING = "Projection de contrôle"
    CONSERVATION = "Contrat de conservation"
    OTHER = "Autre pièce"


class Requirement(StrEnum):
    """How what is declared or measured compares with what a recipient asks for."""

    EQUAL = "égal à"
    DIFFERENT = "différent de"
    AT_LEAST = "supérieur ou égal à"
    AT_MOST = "inférieur ou égal à"
    BETWEEN = "compris entre"
    AMONG = "l'une de"
    PRESENT = "à fournir"


class HouseSeverity(StrEnum):
    """How serious the house takes a rule to be; muted, it is not evaluated."""

    BLOCKING = "Bloquante"
    WARNING = "D'avertissement"
    INFO = "D'information"
    MUTED = "Ignorée"


class WaiverState(StrEnum):
    """Where the acceptance of a finding stands."""

    IN_FORCE = "En vigueur"
    INCOMPLETE = "Incomplète"
    POINTLESS = "Sans objet"


class MediaNature(StrEnum):
    """What a file that was inspected is."""

    MEDIA = "Fichier média"
    REPORT = "Rapport MediaInfo"
    LOUDNESS = "Mesure de loudness"
    DCP = "Dossier DCP"
    EDIT_LIST = "Liste de montage"
    SUBTITLES = "Sous-titres lus"
    UNREAD = "Fichier non lu"


class FindingState(StrEnum):
    """Where a technical finding stands."""

    FOUND = "Constat"
    TO_CONFIRM = "À confirmer au cahier"
    WAIVED = "Accepté par dérogation"
    NOT_EVALUATED = "Non évalué"
    TO_FILL = "À renseigner"
