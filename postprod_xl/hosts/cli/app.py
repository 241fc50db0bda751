"""The commands of `postprod`: arguments in, the run of a host module, lines and exit status out.

Nothing heavy is imported until a command runs: `postprod -h` answers at once.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postprod_xl import __version__
from postprod_xl.hosts.cli.french import Absence, Day, FrenchGroup, Month, OneOf, Rushes, SearchSeconds, Whole

if TYPE_CHECKING:
    from postprod_xl.domain.planning.explain.whatif import Away, LateRushes
    from postprod_xl.hosts.computing import Report

FILE = click.Path(readable=False, path_type=Path)


def json_option(command: Any) -> Any:
    return click.option(
        "as_json", "--json", is_flag=True, help="Un objet JSON sur la sortie, les messages à part."
    )(command)


def today_option(command: Any) -> Any:
    return click.option(
        "--today", type=Day(), default=date.today, help="Jour du calcul, par défaut aujourd'hui."
    )(command)


def also_option(command: Any) -> Any:
    return click.option(
        "--also",
        metavar="CLASSEUR",
        type=FILE,
        multiple=True,
        help="Autre classeur dont les réservations prennent les mêmes personnes et salles ; répétable.",
    )(command)


def raw_option(command: Any) -> Any:
    return click.option(
        "--raw",
        is_flag=True,
        help="Pour un programme : les textes tels quels, sans l'apostrophe qui empêche un tableur de les calculer.",
    )(command)


def show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"postprod {__version__}")
        ctx.exit()


@click.group(cls=FrenchGroup, help="Le classeur qui fait tourner un bureau de postproduction.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Affiche la version.",
)
def app() -> None:
    pass


@app.command(help="Crée un classeur maître.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--demo", is_flag=True, help="Le remplit d'un mois de cinq projets.")
@click.option(
    "--host", type=OneOf(["excel", "libreoffice"]), help="Tableur des boutons d'un .xlsm ; par défaut excel."
)
@today_option
def new(file: Path, demo: bool, host: str | None, today: date) -> int:
    from postprod_xl.hosts import creation

    line = creation.create_demo(file, today, host) if demo else creation.create_master(file, host)
    click.echo(line)
    return 0


@app.command(help="Fait toute la tournée sur un bureau de démonstration.")
@click.argument("folder", metavar="[DOSSIER]", type=FILE, default=Path("demo"))
@today_option
def demo(folder: Path, today: date) -> int:
    from postprod_xl.hosts.tour import run_tour

    return run_tour(folder, today, click.echo)


@app.command(help="Dit tous les problèmes d'un classeur, sans rien écrire.")
@click.argument("file", metavar="FICHIER", type=FILE)
@today_option
@json_option
def check(file: Path, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.runs import check_file

    return _tell("check", [check_file(file, today)], as_json)


@app.command(help="Recalcule tout le classeur, sur place.")
@click.argument("files", metavar="FICHIER...", type=FILE, nargs=-1, required=True)
@today_option
@click.option("--jobs", type=Whole(), default=1, help="Nombre de fichiers traités en même temps.")
@click.option("--dry-run", is_flag=True, help="Dit ce qui changerait, cellule par cellule, sans rien écrire.")
@also_option
@click.option(
    "--plan-seconds",
    type=SearchSeconds(),
    help="Cherche un meilleur plan pendant N secondes ; par défaut, répond tout de suite.",
)
@json_option
def refresh(
    files: tuple[Path, ...],
    today: date,
    jobs: int,
    dry_run: bool,
    also: tuple[Path, ...],
    plan_seconds: int | None,
    as_json: bool,
) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.batch import preview_all, refresh_all
    from postprod_xl.hosts.computing import refused
    from postprod_xl.hosts.plan_search import PlanSearch, booked_in

    try:
        search = PlanSearch(booked_in(also, today), plan_seconds)
    except UnusableFile as error:
        return _tell("refresh", [refused(file, error) for file in files], as_json)
    run_all = preview_all if dry_run else refresh_all
    reports = run_all(files, today, jobs, search)
    if dry_run and not as_json:
        _tell_changes(reports)
    return _tell("refresh", reports, as_json)


@app.command(help="Dit ce qui changerait si des rushes tardaient ou si quelqu'un manquait, sans rien écrire.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option(
    "--rushes", type=Rushes(), multiple=True, help="P001+4j : rushes en retard de 4 jours ouvrés ; répétable."
)
@click.option(
    "--without",
    type=Absence(),
    multiple=True,
    help="T012@2026-12-01..2026-12-05 : personne ou salle absente ; répétable.",
)
@today_option
@also_option
@json_option
def whatif(
    file: Path,
    rushes: tuple[LateRushes, ...],
    without: tuple[Away, ...],
    today: date,
    also: tuple[Path, ...],
    as_json: bool,
) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.computing import refused
    from postprod_xl.hosts.plan_search import PlanSearch, booked_in
    from postprod_xl.hosts.runs import preview_file

    if not rushes and not without:
        raise click.UsageError("que faut-il supposer ? --rushes P001+4j ou --without T012@2026-12-01")
    try:
        outside = PlanSearch(booked_in(also, today)).outside(file)
    except UnusableFile as error:
        return _tell("whatif", [refused(file, error)], as_json)
    options = {"rushes": rushes, "away": without, "outside": outside}
    return _tell("whatif", [preview_file(file, "whatif", today, options)], as_json)


@app.command(help="Propose des techniciens pour une tâche, le meilleur d'abord, sans rien écrire.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--task", metavar="CODE", required=True, help="Code de la tâche.")
@today_option
@json_option
def candidates(file: Path, task: str, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.runs import preview_file

    return _tell("candidates", [preview_file(file, "candidates", today, {"task": task})], as_json)


@app.command(help="Ajoute au planning les tâches d'un type de programme, à rebours de la livraison.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--project", metavar="CODE", required=True, help="Code du projet.")
@click.option(
    "--template",
    metavar="TYPE",
    default="",
    help="LM90, TF90, SER52, FIC52, DOC52, EP26, MAG26 ou MAG52 ; par défaut selon le type du projet.",
)
@today_option
@json_option
def plan(file: Path, project: str, template: str, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.runs import run_file

    options = {"project": project, "template": template}
    return _tell("plan", [run_file(file, "plan", today, options)], as_json)


@app.command(help="Émet la prochaine facture d'un projet.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--project", metavar="CODE", required=True, help="Code du projet.")
@click.option("--step", type=Whole(), help="Rang de l'étape de l'échéancier ; par défaut la prochaine.")
@click.option("--credit", metavar="NUMÉRO", help="Émet l'avoir de cette facture.")
@click.option("day", "--date", type=Day(), help="Date de la facture, par défaut aujourd'hui.")
@today_option
@json_option
def invoice(
    file: Path,
    project: str,
    step: int | None,
    credit: str | None,
    day: date | None,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.hosts.runs import run_file

    if step is not None and credit is not None:
        raise click.UsageError("--step et --credit ne vont pas ensemble : une étape ou un avoir")
    options = {"project": project, "step": step, "credit": credit, "day": day or today}
    return _tell("invoice", [run_file(file, "invoice", today, options)], as_json)


@app.command(help="Prépare la paie et les déclarations d'un mois.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--month", type=Month(), required=True, help="Mois de paie.")
@click.option("--export", "form", type=OneOf(["csv"]), help="Écrit aussi les rubriques en CSV.")
@click.option("-o", "--output", metavar="DOSSIER", type=FILE, default=Path("."), help="Où écrire l'export.")
@raw_option
@today_option
@json_option
def payroll(
    file: Path, month: str, form: str | None, output: Path, raw: bool, today: date, as_json: bool
) -> int:
    from postprod_xl.documents.tables_csv import Reader
    from postprod_xl.hosts.runs import run_file
    from postprod_xl.hosts.tables import export_pay, made_ready

    if raw and form is None:
        raise click.UsageError("--raw ne va qu'avec --export : il dit comment les textes y sont écrits")
    if form:
        made_ready(output)
    report = run_file(file, "payroll", today, {"month": month})
    if form and report.status == 0:
        export_pay(report, month, output, Reader.PROGRAM if raw else Reader.SPREADSHEET)
    return _tell("payroll", [report], as_json)


@app.command(help="Écrit la copie du producteur, sans coût ni paie.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("--project", metavar="CODE", required=True, help="Code du projet.")
@click.option("-o", "--output", metavar="COPIE.xlsx", type=FILE, required=True, help="Le fichier à écrire.")
@today_option
def share(file: Path, project: str, output: Path, today: date) -> int:
    from postprod_xl.hosts.sharing import share_project

    return _tell("share", [share_project(file, project, output, today)], False)


@app.command(help="Imprime le planning et la charge en PDF, avec LibreOffice.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.option("-o", "--output", metavar="PLAN.pdf", type=FILE, required=True, help="Le fichier à écrire.")
@today_option
def gantt(file: Path, output: Path, today: date) -> int:
    from postprod_xl.hosts.gantt import print_plan
    from postprod_xl.hosts.setup.machine import this_machine

    return _tell("gantt", [print_plan(file, output, today, this_machine())], False)


@app.group(
    cls=FrenchGroup,
    help="Toutes les tables en CSV, et retour ; les remettre quand un programme les a perdues.",
)
def tables() -> None:
    pass


@tables.command("export", help="Écrit chaque table en CSV dans un dossier.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.argument("folder", metavar="DOSSIER", type=FILE)
@raw_option
def export_command(file: Path, folder: Path, raw: bool) -> int:
    from postprod_xl.documents.tables_csv import Reader
    from postprod_xl.hosts.tables import export_file

    return _tell("export", [export_file(file, folder, Reader.PROGRAM if raw else Reader.SPREADSHEET)], False)


@tables.command("import", help="Remplace les lignes des tables de saisie trouvées dans un dossier.")
@click.argument("file", metavar="FICHIER", type=FILE)
@click.argument("folder", metavar="DOSSIER", type=FILE)
def import_command(file: Path, folder: Path) -> int:
    from postprod_xl.hosts.tables import import_folder

    return _tell("import", [import_folder(file, folder)], False)


@tables.command("repair", help="Rétablit les tables qu'un autre programme a perdues ou renommées.")
@click.argument("file", metavar="FICHIER", type=FILE)
def repair_command(file: Path) -> int:
    from postprod_xl.hosts.repair import repair_file

    return _tell("repair", [repair_file(file)], False)


@app.command(help="Règle Excel ou LibreOffice de cette machine pour les boutons.")
@click.option(
    "--host", type=OneOf(["excel", "libreoffice"]), help="Le tableur ; par défaut ceux de la machine."
)
@click.option(
    "--trust",
    metavar="DOSSIER",
    type=FILE,
    multiple=True,
    help="Dossier de classeurs à approuver ; répétable.",
)
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait écrit, sans rien écrire.")
def install(host: str | None, trust: tuple[Path, ...], dry_run: bool) -> int:
    from postprod_xl.hosts.setup.install import planned
    from postprod_xl.hosts.setup.machine import this_machine
    from postprod_xl.hosts.setup.plan_search import absent_search, prepared_search, search_preview

    machine = this_machine()
    plan = planned(machine, host, trust)
    for line in plan.preview() if dry_run else plan.carry_out():
        click.echo(line)
    if search := search_preview(machine) if dry_run else prepared_search() or absent_search(machine):
        click.echo(search)
    return 0


@app.command(help="Dit ce qui manque sur cette machine, et le remède.")
@click.argument("file", metavar="[FICHIER]", type=FILE, required=False)
def doctor(file: Path | None) -> int:
    from postprod_xl.hosts.setup.doctor import examined
    from postprod_xl.hosts.setup.machine import this_machine

    status = 0
    for finding in examined(this_machine(), file):
        click.echo(finding.line)
        status = max(status, int(finding.is_broken))
    return status


def _tell(command: str, reports: list[Report], as_json: bool) -> int:
    """Say what was done: JSON alone on stdout, or lines; gives the exit status, the worst of all files."""
    from postprod_xl.hosts.reporting import (
        in_reading_order,
        note_lines,
        problem_lines,
        report_json,
        report_line,
    )

    for report in reports:
        for line in [*problem_lines(in_reading_order(command, report)), *note_lines(report)]:
            _say(line, to_errors=as_json)
        _say(report_line(report), to_errors=as_json or report.status > 0)
    if as_json:
        _say(report_json(command, reports), to_errors=False)
    return max(report.status for report in reports)


def _say(line: str, to_errors: bool) -> None:
    """Print a line; where nobody can read it any more, the status alone says what was done."""
    try:
        click.echo(line, err=to_errors)
    except OSError:
        stream = sys.stderr if to_errors else sys.stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _tell_changes(reports: list[Report]) -> None:
    from postprod_xl.hosts.reporting import change_lines

    for report in reports:
        for line in change_lines(report):
            _say(line, to_errors=False)
