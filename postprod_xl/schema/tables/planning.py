"""Tasks, bookings, sessions and overruns."""

from postprod_xl.schema.bounds import PAUSE, SHARE, USUAL_PAUSE, USUAL_WORK_DAYS, WORK_DAYS
from postprod_xl.schema.table import (
    COMPUTED,
    Table,
    TableKind,
    boolean,
    choice,
    clock,
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
from postprod_xl.schema.tables.promises import promise_columns
from postprod_xl.schema.vocabulary import (
    DayPart,
    FollowUp,
    OverrunCause,
    OverrunLevel,
    SessionBilling,
    SessionNature,
    SessionState,
    TaskState,
    Validation,
)

# Summer time, the twin of `domain.worked_time`: three hours earlier, the next Sunday is in April to October. A day
# typed as text tells none.
_SUMMER = "(ABS(MONTH({at}-WEEKDAY({at})+8)-7)<4)"
_STARTS = _SUMMER.replace("{at}", "(MAX(9,{day})+{start}-0.125)")
_ENDS = _SUMMER.replace("{at}", "(MAX(9,{day})+{end}+({end}<{start})-0.125)")
_WORKED_HOURS = (
    'IF(OR({start}="",{end}=""),"",MAX(0,ROUND(MOD({end}-{start},1)*1440-N({pause_minutes}),0)'
    f"+60*({_STARTS}-{_ENDS}))/60)"
)
# What the line of a session is at, as `Depassements` has it: the twin of `domain.sessions.line_columns`.
_OF_LINE = "INDEX(Depassements[{column}],MATCH({{line}},Depassements[Ligne],0))"


def _of_line(column: str, less: str = "") -> str:
    figure = _OF_LINE.format(column=column)
    return f'IFERROR(IF({figure}="","",{figure}{less}),"")'


_NOT_YET_COUNTED = (
    f'-IF(OR({{left_minutes}}<>"",{{billing}}="{SessionBilling.EXTRA}",{{state}}="{SessionState.CANCELLED}"),0,'
    "N({worked_minutes}))"
)
# The rank of an option is about the other clients who hold the same person or room.
OPTION_TOLD = "Option"
_OPTIONS_TOLD = ((TaskState.OPTION_1, OPTION_TOLD), (TaskState.OPTION_2, OPTION_TOLD))

PLANNING = Table(
    "Planning",
    "Planning",
    TableKind.INPUT,
    "Une tâche par ligne ; les dates grises sont recalculées à chaque actualisation.",
    (
        text("task", "Tâche", "Code unique de la tâche, repris dans les prédécesseurs et les séances.", required=True, shared=True),
        reference("project", "Projet", "Code du projet, déclaré dans Projets.", "Projets", required=True),
        integer("episode", "Épisode", "Numéro de l'épisode que la tâche fait avancer ; vide pour un unitaire.", bounds=(0, 10000), usual=(None, 1000), shared=True),
        text("step", "Étape", "Étape type : MONTAGE_IMAGE, MIXAGE…"),
        text("label", "Libellé", "Ce qu'il y a à faire, dans les mots que la production lira dans sa copie.", shared=True),
        reference("line", "Ligne", "Ligne de devis qui paie cette tâche.", "Devis"),
        days("duration_days", "Durée (j)", "Durée en jours ouvrés, par quart de jour ; 0 pour un jalon.", bounds=WORK_DAYS, usual=USUAL_WORK_DAYS),
        text("predecessors", "Prédécesseurs", "MON-10 ; MON-10 FD+2j ; SYN-20 DD+5j : lien FD, DD, FF ou DF, décalage en j ou s."),
        text("skill", "Compétence", "Celle qu'il faut avoir, écrite comme dans Équipe ; vide, seul le technicien nommé est réservé.", named_in=("Equipe.skills",)),
        reference("technician", "Technicien", "Vide : toute personne ayant la compétence.", "Equipe"),
        text("room_type", "Type de salle", "Celui qu'il faut, écrit comme dans Salles ; vide, seule la salle nommée est réservée.", named_in=("Salles.type",)),
        reference("room", "Salle", "Vide : toute salle de ce type.", "Salles"),
        day("earliest_day", "Début au plus tôt", "La tâche ne commence pas avant ce jour."),
        day("due_day", "Échéance", "La tâche doit être finie ce jour-là.", shared=True),
        choice("state", "État", "De l'option 2, qui cède aux autres, au confirmé, qui tient ; terminé ou annulé, la tâche ne prend plus de temps.", TaskState, shared=True, shared_as=_OPTIONS_TOLD),
        day("option_until", "Option jusqu'au", "Dernier jour pour confirmer l'option."),
        boolean("frozen", "Figé", "Oui : ni les dates ni les personnes ne bougent."),
        day("fixed_day", "Début fixé", "Jour imposé : la tâche y commence, quoi qu'il arrive aux autres ; une fois terminée, le jour où elle l'a été ou a été reçue."),
        percent("done_rate", "Avancement", "Part faite, de 0 à 100 %.", bounds=SHARE),
        days("remaining_days", "Reste (j)", "Jours encore nécessaires, selon le technicien.", bounds=WORK_DAYS, usual=USUAL_WORK_DAYS),
        day("start_day", "Début", "Premier jour de travail, tel que le planning le donne.", role=COMPUTED, shared=True),
        day("end_day", "Fin", "Dernier jour de travail, tel que le planning le donne.", role=COMPUTED, shared=True),
        text("assigned_technician", "Technicien affecté", "Personne retenue par le planning, ou celle que vous avez imposée.", role=COMPUTED, shared=True),
        text("assigned_room", "Salle affectée", "Celle que le planning retient, ou que vous avez imposée.", role=COMPUTED, shared=True),
        days("slack_days", "Marge (j)", "Jours ouvrés dont la tâche peut glisser sans retarder la livraison.", role=COMPUTED),
        boolean("critical", "Critique", "Oui : tout retard de la tâche retarde la livraison.", role=COMPUTED),
        days("late_days", "Retard (j)", "Jours ouvrés de retard sur l'échéance ou la livraison ; après la livraison, sur l'échéance seule.", role=COMPUTED, shared=True),
        text("reason", "Motif", "Ce qui retient la tâche ou la met en retard.", role=COMPUTED),
        hours("worked_minutes", "Réalisé (h)", "Ce que les bons de séance comptent sur la tâche, jusqu'à aujourd'hui.", role=COMPUTED),
        hours("variance_minutes", "Écart (h)", "Réalisé et reste à faire, moins la durée planifiée.", role=COMPUTED),
        text("alert", "Alerte", "Ce qui demande une action sur cette tâche.", role=COMPUTED),
        *promise_columns("la tâche", "ses bons de séance ou le jour tapé pour sa réception"),
        boolean("interruptible", "Interruptible", "Oui : commencée ou confirmée, elle s'arrête pendant une réservation qui ne bouge pas de sa personne ou de sa salle, et reprend après.", since="0.4"),
        percent("day_share", "Part", "Part de ses journées que la personne y passe. Vide ou 100 % : toute la journée ; 50 % : une demi-journée par jour, le travail dure deux fois plus de jours et l'autre moitié reste libre.", bounds=SHARE, since="0.4"),
        choice("validation", "Validation", "Ce que répond la production, le réalisateur ou le diffuseur de ce qui a été montré ; vide, rien ne lui est demandé.", Validation, shared=True, since="0.7"),
        day("wished_day", "Date souhaitée", "Jour que demande la production ou le réalisateur ; il ne déplace rien : le planning suit l'échéance et le début fixé.", shared=True, since="0.7"),
        text("comment", "Commentaire", "Ce que l'on vous en a répondu ; il ne repart dans aucune copie.", since="0.7"),
    ),
    key=("task",),
    shared_when=("state", ("", *(state for state in TaskState if state is not TaskState.CANCELLED))),
)

BOOKINGS = Table(
    "Reservations",
    "Réservations",
    TableKind.RESULT,
    "Qui et quelle salle sont pris, par demi-journée, à partir d'aujourd'hui ; les conflits sont nommés.",
    (
        day("day", "Date", "Jour où la personne ou la salle est prise.", role=COMPUTED, shared=True),
        choice("half_day", "Demi-journée", "La journée entière, ou la moitié qui est prise.", DayPart, role=COMPUTED, shared=True),
        text("project", "Projet", "Code du projet pour lequel elle est prise.", role=COMPUTED),
        text("task", "Tâche", "Code de la tâche du planning qui la prend.", role=COMPUTED, shared=True),
        text("technician", "Technicien", "Code de la personne prise ce jour-là.", role=COMPUTED, shared=True),
        text("room", "Salle", "Code de celle qui est prise ce jour-là.", role=COMPUTED, shared=True),
        text("state", "État", "Combien la réservation est ferme, comme la tâche dans Planning.", role=COMPUTED, shared=True, shared_as=_OPTIONS_TOLD),
        text("conflict", "Conflit", "Avec quoi la réservation se heurte.", role=COMPUTED),
    ),
    key=("day", "half_day", "task"),
)

SESSIONS = Table(
    "Seances",
    "Séances",
    TableKind.INPUT,
    "Les bons de séance : une ligne par personne et par jour.",
    (
        text("number", "N°", "Numéro unique du bon, tel qu'il est écrit dessus.", required=True, shared=True),
        day("day", "Date", "Jour de la séance (celui du début).", required=True, shared=True),
        reference("project", "Projet", "Code du projet servi, déclaré dans Projets.", "Projets", required=True),
        reference("task", "Tâche", "Code de la tâche du planning qui avance ; sans elle, les heures ne comptent sur aucune ligne de devis.", "Planning", shared=True),
        reference("technician", "Technicien", "Code de la personne qui a travaillé, déclaré dans Équipe.", "Equipe"),
        reference("contract", "Contrat", "Contrat qui paie cette séance.", "Contrats", private=True),
        reference("room", "Salle", "Code de celle qui a été occupée ; sa journée est comptée une fois dans les coûts.", "Salles", shared=True),
        clock("start", "Début", "Heure où le travail a commencé.", shared=True),
        clock("end", "Fin", "Heure de fin ; avant le début, elle est le lendemain.", shared=True),
        integer("pause_minutes", "Pause (min)", "Minutes de pause non payées.", bounds=PAUSE, usual=USUAL_PAUSE, shared=True),
        percent("done_rate", "Avancement", "Part de la tâche faite, de 0 à 100 %.", bounds=SHARE, shared=True),
        days("remaining_days", "Reste (j)", "Jours encore nécessaires, selon le technicien.", bounds=WORK_DAYS, usual=USUAL_WORK_DAYS, shared=True),
        choice("nature", "Nature", "La séance était-elle prévue au planning ?", SessionNature),
        choice("cause", "Cause", "Pourquoi la séance n'était pas prévue.", OverrunCause),
        choice("billing", "Facturation", "Incluse au devis, en plus, ou offerte.", SessionBilling),
        text("remarks", "Observations", "Ce que le technicien a noté sur son bon.", private=True),
        boolean("validated", "Validé", "Oui : le bon est relu et peut partir en paie."),
        hours(
            "worked_minutes", "Heures", "De début à fin, pause déduite.", role=COMPUTED,
            formula=_WORKED_HOURS,
        ),
        hours("night_minutes", "Nuit (h)", "Heures dans la plage de nuit de la convention du contrat, celles que la paie compte : la pause est prise hors de la nuit d'abord.", role=COMPUTED, private=True),
        hours("left_minutes", "Vendu restant (h)", "Heures encore vendues sur la ligne après cette séance.", role=COMPUTED),
        text("alert", "Alerte", "Ce qui demande une action sur cette séance.", role=COMPUTED, private=True),
        choice("state", "État", "Vide ou confirmée, elle compte. À confirmer : remplie d'après une réservation, elle ne compte pas tant que vous n'y avez rien changé. Annulée : elle n'a pas eu lieu.", SessionState, since="0.4"),
        text("foreseen", "Prévu", "Ce que la réservation prévoyait, écrit avec la ligne : une ligne à confirmer qui ne lui ressemble plus a été modifiée, et compte.", private=True, since="0.4"),
        text(
            "line", "Ligne", "Ligne de devis qui paie la tâche ; vide, personne ne paie ces heures.", role=COMPUTED, since="0.5",
            formula='IFERROR(INDEX(Planning[Ligne],MATCH({task},Planning[Tâche],0))&"","")',
        ),
        hours(
            "line_left_minutes", "Vendu restant ligne (h)", "Heures vendues qui restent sur la ligne à la dernière actualisation, moins celles de cette séance si elle n'y était pas ; négatif, le vendu est dépassé.", role=COMPUTED, since="0.5",
            formula=_of_line("Vendu restant (h)", _NOT_YET_COUNTED),
        ),
        hours(
            "line_projected_minutes", "Projeté ligne (h)", "Heures que la ligne aura prises à la fin, à la dernière actualisation.", role=COMPUTED, since="0.5",
            formula=_of_line("Projeté (h)"),
        ),
        hours(
            "line_unpaid_minutes", "Dépassement ligne (h)", "Heures que la ligne prendra au-delà de ce que quelqu'un paie, à la dernière actualisation ; négatif, il en restera.", role=COMPUTED, since="0.5",
            formula=_of_line("Non payé (h)"),
        ),
    ),
    key=("number",),
    printed_whole=True,
)

OVERRUNS = Table(
    "Depassements",
    "Dépassements",
    TableKind.RESULT,
    "Chaque ligne de devis : vendu, planifié, réalisé, reste à faire, et ce que cela donnera, en heures et dans son unité.",
    (
        text("project", "Projet", "Code du projet que sert la ligne.", role=COMPUTED),
        text("line", "Ligne", "Code de la ligne de devis, dans la version qui fait référence.", role=COMPUTED, shared=True),
        text("item", "Poste", "Code du poste du tarif vendu par la ligne.", role=COMPUTED),
        text("label", "Libellé", "Ce qui est vendu, tel que le devis le nomme.", role=COMPUTED, shared=True),
        hours("sold_minutes", "Vendu (h)", "Heures vendues, avenants acceptés compris.", role=COMPUTED, shared=True),
        hours("planned_minutes", "Planifié (h)", "Durée des tâches du planning qui servent la ligne.", role=COMPUTED),
        hours("worked_minutes", "Réalisé (h)", "Ce que les bons de séance comptent sur la ligne, jusqu'à aujourd'hui.", role=COMPUTED),
        hours("remaining_minutes", "Reste à faire (h)", "Reste annoncé, sinon planifié non fait.", role=COMPUTED),
        hours("projected_minutes", "Projeté (h)", "Réalisé et reste à faire.", role=COMPUTED, shared=True),
        hours("variance_minutes", "Écart (h)", "Projeté moins vendu ; négatif, il en restera. Vide : la ligne n'est pas suivie par ses heures.", role=COMPUTED, shared=True),
        euro("variance_cents", "Écart HT", "L'écart, en heures ou dans l'unité de la ligne, valorisé au prix de vente.", role=COMPUTED),
        text("main_cause", "Cause principale", "Cause du plus grand nombre d'heures non prévues.", role=COMPUTED, shared=True),
        hours("client_minutes", "Dont imputable production (h)", "Heures non prévues dont la cause revient à la production.", role=COMPUTED),
        choice("level", "Niveau", "OK, à surveiller, dépassement prévu ou déjà là ; les seuils sont dans Paramètres. Non suivie : rien ne dit où elle en est.", OverrunLevel, role=COMPUTED),
        text("action", "Action", "Ce qu'il est conseillé de faire.", role=COMPUTED),
        text("broken_promises", "Promesses non tenues", "Ce qui devait être rendu plus tôt sur la ligne, ou à ses tâches par celles qu'elles attendent ou qui les attendent : promis, reçu ou prévu, et la cause notée en séance.", role=COMPUTED, since="0.4"),
        choice("follow_up", "Suivi", "Ce qui dit où en est la ligne : les heures ou les jours de ses tâches, l'occupation des salles, le temps écoulé du projet, ce qui est fait de ses tâches. Non suivie : rien ne le dit, et ce qu'elle prendra n'est pas connu.", FollowUp, role=COMPUTED, since="0.5"),
        text("unit", "Unité", "Celle de la ligne : un jour de salle est un jour où elle est occupée.", role=COMPUTED, shared=True, since="0.5"),
        number("sold_units", "Vendu (unités)", "Quantité vendue, avenants acceptés compris.", role=COMPUTED, shared=True, since="0.5"),
        number("planned_units", "Planifié (unités)", "Ce que ses tâches prévoient ; d'une salle, les jours des tâches qui l'occupent.", role=COMPUTED, since="0.5"),
        number("worked_units", "Réalisé (unités)", "Ce qui est fait jusqu'à aujourd'hui, d'après ce qui la suit.", role=COMPUTED, since="0.5"),
        number("projected_units", "Projeté (unités)", "Réalisé et reste à faire.", role=COMPUTED, shared=True, since="0.5"),
        number("variance_units", "Écart (unités)", "Projeté moins vendu ; négatif, il en restera.", role=COMPUTED, shared=True, since="0.5"),
        euro("projected_cents", "Projeté HT", "Ce qui sera fait, valorisé au prix de vente, remise de la ligne déduite.", role=COMPUTED, since="0.5"),
        euro("sold_cost_cents", "Coût vendu HT", "Ce que la ligne devait coûter, avenants acceptés compris ; vide, son coût n'est pas connu.", role=COMPUTED, private=True, since="0.5"),
        euro("projected_cost_cents", "Coût projeté HT", "Ce qu'elle coûtera : séances et salles à date, et reste à faire.", role=COMPUTED, private=True, since="0.5"),
        euro("cost_variance_cents", "Écart coût HT", "Coût projeté moins coût vendu ; négatif, elle coûtera moins.", role=COMPUTED, private=True, since="0.5"),
        hours("extra_minutes", "Facturé en plus (h)", "Heures « En plus » facturées au-dessus du vendu, qu'aucun avenant accepté ne paie ; le niveau et l'action n'en tiennent pas compte.", role=COMPUTED, since="0.5"),
        hours("left_minutes", "Vendu restant (h)", "Vendu et facturé en plus, moins réalisé ; négatif, le vendu est dépassé.", role=COMPUTED, since="0.5"),
        hours("unpaid_minutes", "Non payé (h)", "Écart moins ce qui est facturé en plus : ce que personne ne paie ; négatif, il en restera.", role=COMPUTED, since="0.5"),
        hours("ordered_minutes", "Dont avenants (h)", "Ce que les avenants acceptés ajoutent aux heures du devis, ou en retirent : le vendu sans eux est celui du devis. Vide : aucun.", role=COMPUTED, since="0.5"),
        number("ordered_units", "Dont avenants (unités)", "La même part, dans l'unité de la ligne.", role=COMPUTED, since="0.5"),
    ),
    key=("line",),
    printed_whole=True,
)
