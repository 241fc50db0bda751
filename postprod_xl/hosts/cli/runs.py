"""What the command line does for each command: options in, the run of a host module, the exit status out.

A command of the registry that is not here is computed in its file, and written there when it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from postprod_xl.hosts.cli.adopt_runs import adopt
from postprod_xl.hosts.cli.asked import yes_of
from postprod_xl.hosts.cli.computed import check_alone, compute_file, reader_of
from postprod_xl.hosts.cli.keeping_runs import diff, history, restore
from postprod_xl.hosts.cli.many_runs import check, portfolio, upgrade
from postprod_xl.hosts.cli.paper_runs import PAPER_RUNS
from postprod_xl.hosts.cli.pay_runs import payroll, paysheet
from postprod_xl.hosts.cli.plan_runs import candidates, refresh, shift, whatif
from postprod_xl.hosts.cli.told import say, tell


def new(file: Path, demo: bool, host: str | None, families: tuple[str, ...], today: date) -> int:
    from postprod_xl.engines.ooxml.files.disk_record import recorded
    from postprod_xl.hosts.files import creation
    from postprod_xl.hosts.runs.computing import warning_lines

    with recorded() as record:
        if demo:
            line = creation.create_demo(file, today, host, families)
        else:
            line = creation.create_master(file, host, families)
    for said in [*warning_lines(record), line]:
        say(said, to_errors=False)
    return 0


def demo(folder: Path, families: tuple[str, ...], today: date) -> int:
    from postprod_xl.hosts.files.tour import run_tour

    return run_tour(folder, today, click.echo, families)


def quote(
    file: Path,
    project: str,
    template: str,
    minutes: int | None,
    episodes: int | None,
    shooting_days: int | None,
    copy: int | None,
    freeze: int | None,
    compare: tuple[int, int] | None,
    pdf: Path | None,
    printed: int | None,
    order: str | None,
    today: date,
    as_json: bool,
) -> int:
    sizes = {"minutes": minutes, "episodes": episodes, "shooting_days": shooting_days}
    modes = {"copy": copy, "freeze": freeze, "compare": compare}
    drafting = {"template": template, **sizes}
    drafted = [f"--{name.replace('_', '-')}" for name, value in drafting.items() if value]
    check_alone(
        {
            **dict.fromkeys(drafted[:1], True),
            **{f"--{name}": value is not None for name, value in modes.items()},
            "--pdf": pdf is not None,
        }
    )
    if pdf is not None:
        from postprod_xl.hosts.files.printing.papers import print_file

        options = {"project": project, "printed": printed or 0, "order": order or ""}
        return tell("quote", [print_file(file, "quote", today, options, pdf)], as_json)
    if printed is not None or order is not None:
        raise click.UsageError("--version et --order ne vont qu'avec --pdf")
    return compute_file("quote", file, today, as_json, project=project, template=template, **sizes, **modes)


def amend(
    file: Path,
    project: str,
    line: str,
    number: str,
    pdf: Path | None,
    kind: str,
    today: date,
    as_json: bool,
) -> int:
    if bool(number) != (pdf is not None):
        raise click.UsageError("--avenant et --pdf vont ensemble : --avenant AV-004 --pdf AVENANT.pdf")
    if pdf is not None:
        from postprod_xl.hosts.files.printing.papers import print_file

        if project or line:
            raise click.UsageError("--project et --line ne vont pas avec --avenant : son numéro suffit")
        return tell("amend", [print_file(file, "amend", today, {"number": number}, pdf)], as_json)
    if not project and not line:
        raise click.UsageError(
            "--project CODE, --line CODE ou --avenant N : pour quel projet, ligne ou avenant ?"
        )
    return compute_file("amend", file, today, as_json, project=project, line=line, kind=kind)


def invoice(
    file: Path | None,
    project: str | None,
    step: int | None,
    credit: str | None,
    lines: str | None,
    draft: bool,
    yes: bool,
    day: date | None,
    rebuild: str,
    verify: Path | None,
    today: date,
    as_json: bool,
) -> int:
    if verify is not None:
        from postprod_xl.hosts.files.billing.verifying import verify_file

        if project or step or credit or lines or draft or yes or day or rebuild:
            raise click.UsageError("--verify lit une facture et n'en émet aucune : seul le classeur va avec")
        return tell("invoice", [verify_file(verify, file, today)], as_json)
    from postprod_xl.hosts.files.runs import run_file

    if file is None:
        raise _missing("file")
    if rebuild:
        if project or step or credit or lines or draft or day:
            raise click.UsageError(
                "--rebuild refait des fichiers et n'émet rien : il va seul avec le classeur"
            )
        return tell("invoice", [run_file(file, "invoice", today, {"rebuild": rebuild})], as_json)
    options = _issued_options(project, step, credit, lines)
    report = run_file(
        file, "invoice", today, {**options, "draft": draft, "day": day or today}, yes_of(yes, as_json)
    )
    return tell("invoice", [report], as_json)


def _issued_options(
    project: str | None, step: int | None, credit: str | None, lines: str | None
) -> dict[str, Any]:
    """What is to be issued: a step of a project, or the credit note of an invoice, whole or of some lines."""
    if step is not None and credit is not None:
        raise click.UsageError("--step et --credit ne vont pas ensemble : une étape ou un avoir")
    # An empty variable of a script must not make another document of it.
    for flag, told in (("--credit", credit), ("--lines", lines)):
        if told is not None and not told.strip():
            raise click.UsageError(f"{flag} est vide : quelle facture, quelles lignes ?")
    if lines and credit is None:
        raise click.UsageError("--lines ne va qu'avec --credit : les lignes de quelle facture ?")
    if not project and credit is None:
        raise click.UsageError("--project CODE ou --credit NUMÉRO : quel document émettre ?")
    return {"project": project or "", "step": step, "credit": credit, "lines": lines or ""}


def payment(
    file: Path,
    invoice: str,
    client: str,
    amount: int | None,
    day: date | None,
    method: str | None,
    reference: str,
    statement: Path | None,
    accept: str,
    reminders: str | None,
    output: Path | None,
    today: date,
    as_json: bool,
) -> int:
    check_alone(
        {
            "--invoice": bool(invoice),
            "--client": bool(client),
            "--statement": statement is not None,
            "--reminders": reminders is not None,
        }
    )
    if (reminders is None) != (output is None):
        raise click.UsageError("--reminders et -o DOSSIER vont ensemble : où écrire les relances ?")
    if reminders is not None and output is not None:
        from postprod_xl.hosts.files.printing.papers import print_folder

        return tell(
            "payment", [print_folder(file, "payment", today, {"reminders": reminders}, output)], as_json
        )
    if statement is not None:
        from postprod_xl.hosts.files.billing.statements import match_file

        accepted = [name for name in accept.split(",") if name.strip()]
        return tell("payment", [match_file(file, statement, accepted, today)], as_json)
    if accept:
        raise click.UsageError(
            "--accept ne va qu'avec --statement : les propositions sont celles d'un relevé"
        )
    if bool(invoice) == bool(client):
        raise click.UsageError("--invoice NUMÉRO ou --client CODE : une facture, ou une avance du client")
    if amount is None or day is None:
        raise click.UsageError("--amount MONTANT et --date JOUR : combien, et quel jour ?")
    options = {"invoice": invoice, "client": client, "amount": amount, "day": day, "method": method or ""}
    return compute_file("payment", file, today, as_json, **options, reference=reference)


def receive(
    file: Path, received: Path, project: str, line: str, purchase: str, today: date, as_json: bool
) -> int:
    from postprod_xl.engines.ooxml.errors import UnusableFile
    from postprod_xl.hosts.files.billing.verifying import received_options
    from postprod_xl.hosts.runs.computing import refused

    try:
        options = received_options(received, file, today)
    except UnusableFile as error:
        return tell("receive", [refused(received, error)], as_json)
    return compute_file(
        "receive", file, today, as_json, project=project, line=line, purchase=purchase, **options
    )


def ledger(
    file: Path,
    fec: Path | None,
    table: Path | None,
    first: date | None,
    last: date | None,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.hosts.files.billing.books import export_books

    if fec is None and table is None:
        raise click.UsageError("--fec DOSSIER ou --csv FICHIER.csv : que faut-il écrire, et où ?")
    return tell("ledger", [export_books(file, today, {"first": first, "last": last}, fec, table)], as_json)


def merge(
    file: Path, returned: Path, accept: str, share: str, output: Path | None, today: date, as_json: bool
) -> int:
    from postprod_xl.hosts.files.merging import merge_file

    return tell("merge", [merge_file(file, returned, (accept, share), today, output)], as_json)


def advice(file: Path, project: str, version: int | None, output: Path, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.forms import write_forms

    options = {"project": project, "version": version}
    return tell("advice", [write_forms(file, "advice", options, output, today)], as_json)


def forms(file: Path, output: Path, week: date | None, technician: str, today: date, as_json: bool) -> int:
    from postprod_xl.hosts.files.printing.forms import write_forms

    options = {"week": week, "technician": technician}
    return tell("forms", [write_forms(file, "forms", options, output, today)], as_json)


def import_sessions(
    file: Path, sources: tuple[Path, ...], yes: bool, remap: bool, today: date, as_json: bool
) -> int:
    from postprod_xl.domain.importing.lists import Consent
    from postprod_xl.hosts.files.importing import import_files

    confirm = yes_of(yes, as_json)
    consent = Consent(is_given=yes, may_be_asked=confirm is not None, remap=remap)
    return tell("import", import_files(file, sources, today, consent, confirm), as_json)


def inspect(
    file: Path,
    project: str,
    media: tuple[Path, ...],
    target: str,
    loudness: bool,
    today: date,
    as_json: bool,
) -> int:
    from postprod_xl.hosts.files.inspecting.runs import InspectionAsked, inspect_files

    return tell(
        "inspect", [inspect_files(file, media, InspectionAsked(project, target, loudness), today)], as_json
    )


def export_tables(file: Path, folder: Path, raw: bool) -> int:
    from postprod_xl.hosts.files.tables import export_file

    return tell("export", [export_file(file, folder, reader_of(raw))])


def import_tables(file: Path, folder: Path) -> int:
    from postprod_xl.hosts.files.tables import import_folder

    return tell("import", [import_folder(file, folder)])


def repair_tables(file: Path) -> int:
    from postprod_xl.hosts.files.repair import repair_file

    return tell("repair", [repair_file(file)])


def add(file: Path, family: str, as_json: bool) -> int:
    from postprod_xl.hosts.files.families import add_to_file
    from postprod_xl.schema.families import family_named

    return tell("add", [add_to_file(file, family_named(family))], as_json)


def macros(file: Path, host: str | None, drop_signature: bool) -> int:
    from postprod_xl.hosts.files.macros import renew_file

    return tell("macros", [renew_file(file, host, drop_signature=drop_signature)])


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


def doctor(file: Path | None) -> int:
    from postprod_xl.hosts.setup.doctor import examined
    from postprod_xl.hosts.setup.machine import this_machine

    status = 0
    for finding in examined(this_machine(), file):
        click.echo(finding.line)
        status = max(status, int(finding.is_broken))
    return status


def _missing(name: str) -> click.MissingParameter:
    """What is said of an option without which a command has nothing to do this time."""
    context = click.get_current_context()
    param = next(param for param in context.command.params if param.name == name)
    return click.MissingParameter(ctx=context, param=param)


RUNS: dict[str, Callable[..., int]] = {
    **PAPER_RUNS,
    "new": new,
    "demo": demo,
    "check": check,
    "refresh": refresh,
    "whatif": whatif,
    "shift": shift,
    "candidates": candidates,
    "quote": quote,
    "amend": amend,
    "invoice": invoice,
    "payment": payment,
    "receive": receive,
    "ledger": ledger,
    "payroll": payroll,
    "paysheet": paysheet,
    "merge": merge,
    "advice": advice,
    "forms": forms,
    "import": import_sessions,
    "inspect": inspect,
    "history": history,
    "restore": restore,
    "diff": diff,
    "adopt": adopt,
    "tables export": export_tables,
    "tables import": import_tables,
    "tables repair": repair_tables,
    "portfolio": portfolio,
    "upgrade": upgrade,
    "add": add,
    "macros": macros,
    "install": install,
    "doctor": doctor,
}
"""By command, what carries it out."""
