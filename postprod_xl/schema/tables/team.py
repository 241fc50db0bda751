"""People, rooms, affinities and absences."""

from postprod_xl.schema.bounds import (
    DAY_COST,
    DAY_LENGTH,
    HOURLY_RATE,
    USUAL_DAY_COST,
    USUAL_DAY_LENGTH,
    USUAL_HOURLY_RATE,
)
from postprod_xl.schema.formats import EMAIL, PAYROLL_ID, PHONE
from postprod_xl.schema.table import (
    Table,
    TableKind,
    choice,
    clock,
    day,
    euro,
    hours,
    integer,
    reference,
    text,
)
from postprod_xl.schema.vocabulary import DayPart, EmploymentStatus

TEAM = Table(
    "Equipe",
    "Équipe",
    TableKind.INPUT,
    "Les techniciens de la maison et les intermittents.",
    (
        text("code", "Code", "Code court et unique de la personne.", required=True),
        text("last_name", "Nom", "Nom."),
        text("first_name", "Prénom", "Prénom."),
        text("job", "Fonction", "Fonction principale."),
        text("skills", "Compétences", "Compétences séparées par un point-virgule."),
        choice("status", "Statut", "Statut d'emploi.", EmploymentStatus, private=True),
        text("payroll_id", "Matricule", "Matricule de paie, 6 caractères au plus.", format=PAYROLL_ID, private=True),
        euro("hourly_rate_cents", "Taux horaire", "Salaire brut horaire habituel.", bounds=HOURLY_RATE, usual=USUAL_HOURLY_RATE, private=True),
        euro("day_cost_cents", "Coût jour", "Coût d'une journée, charges comprises.", bounds=DAY_COST, usual=USUAL_DAY_COST, private=True),
        hours("day_minutes", "Heures par jour", "Heures d'une journée de travail.", bounds=DAY_LENGTH, usual=USUAL_DAY_LENGTH),
        text("working_days", "Jours travaillés", "Par exemple lu-ve, lu-di ou lu,ma,je."),
        text("email", "E-mail", "Adresse électronique.", format=EMAIL, private=True),
        text("phone", "Téléphone", "Téléphone.", format=PHONE, private=True),
    ),
    key=("code",),
)

AFFINITIES = Table(
    "Affinites",
    "Affinités",
    TableKind.INPUT,
    "Qui travaille bien avec qui : de -2 (à éviter) à +2 (demandé par le réalisateur).",
    (
        text("director", "Réalisateur", "Nom du réalisateur, comme dans Projets.", required=True, named_in=("Projets.director",)),
        reference("technician", "Technicien", "Code de la personne.", "Equipe", required=True),
        integer("score", "Note", "De -2 à +2.", bounds=(-2, 2)),
        text("comment", "Commentaire", "Remarque."),
    ),
    key=("director", "technician"),
)

ROOMS = Table(
    "Salles",
    "Salles",
    TableKind.INPUT,
    "Les salles et stations, avec leurs horaires d'ouverture.",
    (
        text("code", "Code", "Code court et unique de la salle.", required=True),
        text("name", "Nom", "Nom de la salle."),
        text("type", "Type", "Type de salle, comme dans le planning."),
        text("site", "Site", "Site ou adresse."),
        clock("opening", "Ouverture", "Heure d'ouverture."),
        clock("closing", "Fermeture", "Heure de fermeture."),
        text("open_days", "Jours ouverts", "Par exemple lu-sa ou lu-ve."),
        euro("day_cost_cents", "Coût jour", "Coût d'une journée de salle.", bounds=DAY_COST, usual=USUAL_DAY_COST, private=True),
    ),
    key=("code",),
)

ABSENCES = Table(
    "Absences",
    "Absences",
    TableKind.INPUT,
    "Congés, autres tournages et maintenances : ni la personne ni la salle ne peut être réservée.",
    (
        reference("resource", "Ressource", "Code d'une personne ou d'une salle.", "Equipe", "Salles", required=True),
        day("first_day", "Du", "Premier jour d'absence.", required=True),
        day("last_day", "Au", "Dernier jour d'absence, compris ; vide, seul le premier jour compte."),
        choice("half_day", "Demi-journée", "Vide : la journée entière.", (DayPart.MORNING, DayPart.AFTERNOON)),
        text("reason", "Motif", "Motif de l'absence.", private=True),
    ),
)
