"""Which copy or which form a file answers, and what refuses it when there is no telling."""

from __future__ import annotations

from postprod_xl.documents.sharing.numbers import is_of_holder, project_of
from postprod_xl.documents.sharing.returned import ReturnedFile
from postprod_xl.domain.merging.advice_sent import is_advice_form, sent_form
from postprod_xl.domain.merging.sent import Sent, refusal, sent_copy
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names, listed
from postprod_xl.schema.units import folded


def sent_of(office: Office, returned: ReturnedFile) -> Sent:
    """What was sent of what came back.

    Raises
    ------
    Refusal
        It is no return, or that of another project, of another office, of two shares, or nothing was kept of it.
    """
    if len(returned.numbers) > 1:
        message = (
            f"plusieurs partages sont nommés, {listed(returned.numbers)} : un fichier par partage, ou donnez par "
            "--share celui qu'il montre"
        )
        raise refusal(returned, "un seul partage", message)
    if not returned.numbers:
        if is_advice_form(returned.grids):
            return sent_form(office, returned)
        message = (
            "ce n'est ni une copie ni une fiche d'avis revenue : aucun numéro de partage n'y est écrit ; s'il a été "
            "effacé, donnez-le par --share"
        )
        raise refusal(returned, "une copie revenue", message)
    return _copy_of(office, returned)


def _copy_of(office: Office, returned: ReturnedFile) -> Sent:
    number, codes = returned.numbers[0], office["Projets"].column("code")
    if is_of_holder(number):
        message = f"{number} est la copie d'un ayant droit : rien ne s'y répond, et rien n'en est repris"
        raise refusal(returned, "une copie qui se remplit", message)
    project = returned.manifest.project if returned.manifest else project_of(number)
    if project not in codes:
        message = f"ce retour est celui du projet {project}, que ce classeur n'a pas ; {closest_names(project, codes)}"
        raise refusal(returned, "un projet de ce classeur", message)
    if returned.manifest is None:
        message = (
            f"rien n'est gardé du partage {number} dans .postprod/shares à côté de ce classeur : il vient d'un autre "
            "bureau ou d'un autre dossier, ou son suivi a été effacé ; remettez ce dossier d'une sauvegarde"
        )
        raise refusal(returned, "un partage fait de ce classeur", message)
    house = office.settings["company_name"] or ""
    if house and returned.manifest.office and folded(house) != folded(returned.manifest.office):
        other = returned.manifest.office
        message = f"le partage {number} est de « {other} », et ce classeur de « {house} » : prenez le sien"
        raise refusal(returned, f"un partage de « {house} »", message)
    return sent_copy(returned.manifest, office)
