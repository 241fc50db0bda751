"""People, rooms, affinities and absences."""

from postprod_xl.schema.bounds import (
    DAY_COST,
    DAY_LENGTH,
    HOURLY_RATE,
    PLACES,
    USUAL_DAY_COST,
    USUAL_DAY_LENGTH,
    USUAL_HOURLY_RATE,
)
from postprod_xl.schema.cells.formats import EMAIL, PAYROLL_ID, PHONE
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
from postprod_xl.schema.vocabulary import AbsencePay, DayPart, EmploymentStatus

TEAM = Table(
    "Equipe",
    "Équipe",
    TableKind.INPUT,
    "Les techniciens de la maison et les intermittents.",
    (
        text("code", "Code", "Code court et unique de la personne, repris dans Planning, Séances et Contrats.", required=True),
        text("last_name", "Nom", "Nom de famille, montré à côté du code dans Charge et dans la copie du producteur."),
        text("first_name", "Prénom", "Celui que la personne porte au travail ; il est écrit devant son nom dans Charge."),
        text("job", "Fonction", "Métier principal, écrit dans Charge et dans l'annexe d'une facture quand le contrat n'en dit rien."),
        text("skills", "Compétences", "Compétences séparées par un point-virgule : une tâche n'est confiée qu'à qui a celle qu'elle demande."),
        choice("status", "Statut", "Intermittent ou permanent : son coût compte des charges estimées ; indépendant : aucune.", EmploymentStatus, private=True),
        text("payroll_id", "Matricule", "Matricule de paie, 6 caractères au plus.", format=PAYROLL_ID, private=True),
        euro("hourly_rate_cents", "Taux horaire", "Salaire brut horaire habituel.", bounds=HOURLY_RATE, usual=USUAL_HOURLY_RATE, private=True),
        euro("day_cost_cents", "Coût jour", "Coût d'une journée, charges comprises.", bounds=DAY_COST, usual=USUAL_DAY_COST, private=True),
        hours("day_minutes", "Heures par jour", "Longueur de sa journée de travail ; vide, celle de Paramètres.", bounds=DAY_LENGTH, usual=USUAL_DAY_LENGTH),
        text("working_days", "Jours travaillés", "Par exemple lu-ve, lu-di ou lu,ma,je."),
        text("email", "E-mail", "Pour lui écrire ; le programme n'envoie rien.", format=EMAIL, private=True),
        text("phone", "Téléphone", "Pour l'appeler ; le programme ne s'en sert pas.", format=PHONE, private=True),
    ),
    key=("code",),
)

AFFINITIES = Table(
    "Affinites",
    "Affinités",
    TableKind.INPUT,
    "Qui travaille bien avec qui : de -2 (à éviter) à +2 (demandé par le réalisateur).",
    (
        text("director", "Réalisateur", "Nom du réalisateur, comme dans Projets ou dans Épisodes.", required=True, named_in=("Projets.director", "Episodes.director")),
        reference("technician", "Technicien", "Code de la personne, déclaré dans Équipe.", "Equipe", required=True),
        integer("score", "Note", "De -2, à éviter, à +2, demandé : entre deux personnes libres, la mieux notée passe avant la moins chère.", bounds=(-2, 2)),
        text("comment", "Commentaire", "Ce qui explique la note, pour mémoire."),
    ),
    key=("director", "technician"),
)

ROOMS = Table(
    "Salles",
    "Salles",
    TableKind.INPUT,
    "Les salles et stations, avec leurs horaires d'ouverture.",
    (
        text("code", "Code", "Code court et unique de la salle, repris dans Planning et Séances.", required=True),
        text("name", "Nom", "Comme la maison l'appelle."),
        text("type", "Type", "Ce qu'on y fait, dans les mots du planning : une tâche n'y est posée que si elle demande ce type."),
        text("site", "Site", "Adresse ou étage, pour mémoire."),
        clock("opening", "Ouverture", "Heure d'ouverture : fermée le matin, elle n'y est pas réservée."),
        clock("closing", "Fermeture", "Heure de fermeture : fermée l'après-midi, elle n'y est pas réservée."),
        text("open_days", "Jours ouverts", "Par exemple lu-sa ou lu-ve."),
        euro("day_cost_cents", "Coût jour", "Coût d'une journée de salle.", bounds=DAY_COST, usual=USUAL_DAY_COST, private=True),
        integer("places", "Places", "Combien de tâches elle reçoit à la fois ; vide : une.", bounds=PLACES, since="0.4"),
    ),
    key=("code",),
)

ABSENCES = Table(
    "Absences",
    "Absences",
    TableKind.INPUT,
    "Congés, autres tournages et maintenances : ni la personne ni la salle ne peut être réservée.",
    (
        reference("resource", "Ressource", "Code d'une personne d'Équipe ou d'une salle de Salles.", "Equipe", "Salles", required=True),
        day("first_day", "Du", "Premier jour où la personne ou la salle manque.", required=True),
        day("last_day", "Au", "Dernier jour d'absence, compris ; vide, seul le premier jour compte."),
        choice("half_day", "Demi-journée", "Vide : la journée entière.", (DayPart.MORNING, DayPart.AFTERNOON)),
        text("reason", "Motif", "Congés, autre tournage, maintenance : pour mémoire.", private=True),
        choice("pay_effect", "Effet sur la paie", "Pour un CDI : congés payés, payée ; sans solde, non payée et retenue sur le salaire ; maladie, au bureau.", AbsencePay, private=True, since="0.6"),
    ),
)
