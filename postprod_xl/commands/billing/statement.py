"""What a bank statement proposes, and the proposals that a person accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.documents.statements.statement import BankStatement
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.matching import Confidence, LineMatch, line_id, method_of
from postprod_xl.domain.payments.new_payment import NewPayment
from postprod_xl.domain.payments.sorted_lines import SortedLines, line_text, sorted_lines
from postprod_xl.domain.wording import counted, euros_text, listed
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.settings.house import SETTINGS
from postprod_xl.schema.tables.payments import PAYMENTS

_IBAN = next(setting.name for setting in SETTINGS if setting.code == "company_iban")


def proposed(office: Office, statement: BankStatement) -> Outcome:
    """What each line of a statement may pay; nothing is written."""
    found = sorted_lines(office, statement)
    if refused := _of_another_account(office, found, statement):
        return Outcome(problems=(refused,))
    return Outcome(
        summary=_summary(found), lines=tuple(_lines(found)), details=_details(found), is_answer=True
    )


def accepted(
    office: Office, statement: BankStatement, wanted: Sequence[str]
) -> tuple[list[NewPayment], list[Problem]]:
    """The payments of the proposals accepted, and what refuses them.

    Parameters
    ----------
    wanted
        Their identifiers, in any case.
    """
    found = sorted_lines(office, statement)
    if refused := _of_another_account(office, found, statement):
        return [], [refused]
    taken = {line_id(line): payment for line, payment in found.taken}
    chosen: dict[str, LineMatch] = {}
    problems = []
    for name in dict.fromkeys(each.strip().upper() for each in wanted):
        proposal = found.proposals.get(name)
        if proposal is None:
            problems.append(_unknown(name, taken, found))
        elif line_id(proposal.line) in chosen:
            other = chosen[line_id(proposal.line)].id
            message = f"{name} et {other} sont deux propositions d'une même ligne : acceptez l'une des deux"
            problems.append(_refusal(name, "une proposition par ligne", message))
        else:
            chosen[line_id(proposal.line)] = proposal
    made = [
        NewPayment(
            part.invoice,
            "" if part.invoice else part.client,
            proposal.line.day,
            part.cents,
            method_of(proposal.line),
            proposal.line.label,
            proposal.line.mark,
        )
        for proposal in chosen.values()
        for part in proposal.parts
    ]
    return made, problems


def _of_another_account(office: Office, found: SortedLines, statement: BankStatement) -> Problem | None:
    """The refusal of a statement whose every line is of an account that is not the house's."""
    if len(found.elsewhere) < len(statement.lines):
        return None
    account, ours = statement.lines[0].account, office.settings["company_iban"]
    message = (
        f"le relevé est celui du compte {account}, « {_IBAN} » de la maison est {ours} : ce n'est pas le même"
    )
    return _refusal(account, ours, message)


def _unknown(name: str, taken: dict[str, str], found: SortedLines) -> Problem:
    line = name.partition("-")[0]
    if line in taken:
        message = f"{name} est déjà pris : {taken[line]}"
    elif f"{name}-A" in found.proposals:
        letters = listed([each for each in found.proposals if each.startswith(f"{name}-")])
        message = f"{name} a plusieurs propositions : choisissez {letters}"
    else:
        known = (
            f"les propositions : {listed([*found.proposals])}" if found.proposals else "il n'y en a aucune"
        )
        message = f"« {name} » n'est pas une proposition de ce relevé ; {known}"
    return _refusal(name, "une proposition du relevé", message)


def _refusal(found: str, expected: str, message: str) -> Problem:
    return blocking(PAYMENTS.name, None, PAYMENTS.heading("bank_line"), found, expected, message)


def _summary(found: SortedLines) -> str:
    if not found.proposals:
        return "aucune proposition, rien n'est écrit"
    likely = [each.id for each in found.proposals.values() if each.confidence is not Confidence.POSSIBLE]
    accept = f"--accept {','.join(likely)}" if likely else "--accept et leur nom, si vous les reconnaissez"
    return f"{counted(len(found.proposals), 'proposition')}, rien n'est écrit ; à accepter par {accept}"


def _lines(found: SortedLines) -> Iterator[str]:
    for proposal in found.proposals.values():
        pays = listed([_part_text(part.invoice, part.client, part.cents) for part in proposal.parts])
        sure = f"{proposal.id} ({proposal.confidence})"
        yield f"{sure} : {line_text(proposal.line)} → {pays} : {proposal.reason}"
    yield from (f"déjà pris, {number} : {line_text(line)}" for line, number in found.taken)
    for line, number in found.by_hand:
        yield f"sans doute {number}, noté à la main le même jour au même montant : {line_text(line)}"
    yield from (f"sans proposition : {line_text(line)}" for line in found.unmatched)
    yield from (f"en devise, à noter à la main en euros : {line_text(line)}" for line in found.foreign)
    yield from (
        f"du compte {line.account}, pas celui de la maison : {line_text(line)}" for line in found.elsewhere
    )
    yield from found.left_out
    if found.debits:
        yield f"{counted(found.debits, 'débit')}, sans remboursement de client"
    if not found.is_account_known:
        yield f"compte non vérifié : le relevé ne le dit pas, ou « {_IBAN} » n'est pas dans vos réglages"


def _part_text(invoice: str, client: str, cents: int) -> str:
    return f"{invoice or f'avance de {client}'} {euros_text(cents)}"


def _details(found: SortedLines) -> dict[str, Any]:
    return {
        "proposals": [
            {
                "id": proposal.id,
                "day": proposal.line.day.isoformat(),
                "amount_cents": proposal.line.cents,
                "label": proposal.line.label,
                "confidence": str(proposal.confidence),
                "reason": proposal.reason,
                "parts": [part._asdict() for part in proposal.parts],
            }
            for proposal in found.proposals.values()
        ],
        "taken": [{"payment": number, "label": line.label} for line, number in found.taken],
        "by_hand": [{"payment": number, "label": line.label} for line, number in found.by_hand],
        "unmatched": [line.label for line in found.unmatched],
        "foreign": [line.label for line in found.foreign],
        "elsewhere": [line.label for line in found.elsewhere],
        "debits": found.debits,
    }
