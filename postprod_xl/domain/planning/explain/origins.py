"""What makes a task or a delivery late, in the words of the trade: only what is proven is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postprod_xl.domain.calendar import WorkCalendar
from postprod_xl.domain.planning.explain.proofs import Proofs
from postprod_xl.domain.planning.explain.reasons import TODAY, Reasons, french
from postprod_xl.domain.planning.plan.solved import Plan
from postprod_xl.domain.planning.tasks.to_plan import Progress, Task
from postprod_xl.domain.wording import first_names, listed, working_days_text
from postprod_xl.engines.schedule import Proof, Relaxation, RelaxationKind, causal_chain

NOT_KNOWN = "cause non établie"
BETTER_EXISTS = (
    "à l'origine : les places que garde le plan ; d'autres, libres, feraient mieux (refresh --replan)"
)
_SHOWN_STEPS = 5


@dataclass(frozen=True)
class Origins:
    """The causes of what is late in a plan; activities are tasks by place, then deliveries."""

    reasons: Reasons

    def text(self, place: int) -> str:
        """What determines the dates of a late task, then what is proven to make it late.

        A task late on the delivery of its project has the causes of that delivery, where these hold it too.
        """
        own = self.reasons.own(place)
        if not own:
            return ""
        told = self._proofs.explaining(place)
        origin = "" if told is None else self.origin(told)
        return own if not origin or origin.endswith(own) else f"{own} ; {origin}"

    def origin(self, activity: int) -> str:
        """What makes an activity late, proven: without it there is a better day."""
        proof = self._proofs.proof(activity)
        if proof is None:
            return self._today(activity) if self._proofs.is_held_by_today(activity) else NOT_KNOWN
        if not proof.relaxations:
            return BETTER_EXISTS
        causes = [
            f"{self.reasons.code(place)} {self._words(place, item)}" for place, item in self._by_task(proof)
        ]
        done = {change.activity for change in proof.changes if change.kind is RelaxationKind.WORK}
        advanced = [place for place in proof.bookings if place not in done]
        if not causes:
            return self._bookings(advanced)
        codes = first_names([self.reasons.code(place) for place in advanced])
        also = f" ; à avancer aussi : {codes} ({_confirmed(len(advanced))})" if advanced else ""
        return f"{_origins(causes)}{also}"

    def of_delivery(self, delivery: int, name: str, calendar: WorkCalendar) -> list[str]:
        """What makes a delivery late, which confirmed tasks to move for it, and the tasks that lead to it.

        Examples
        --------
        `à l'origine : P001-SON attend S10, pris par P003-MIXAGE jusqu'au 12/12/2026`,
        `en déplaçant P003-MIXAGE (confirmée), P001 serait à l'heure`,
        `enchaînement : P003-MIXAGE → P001-SON (attend S10) → P001-PAD → livraison`
        """
        steps = self.sequence(delivery)
        sequence = f"enchaînement : {steps} → livraison" if steps else ""
        texts = self.origin(delivery), self._displacement(delivery, name, calendar), sequence
        return [text for text in texts if text]

    def _displacement(self, delivery: int, name: str, calendar: WorkCalendar) -> str:
        found, due = self._proofs.displacement(delivery), self.plan.model.problem.activities[delivery].due
        end = self.plan.result.ends[delivery]
        if found is None or due is None or end is None:
            return ""
        codes = [self.reasons.code(place) for place in found.bookings]
        moved = f"en déplaçant {listed(codes)} ({'confirmées' if len(codes) > 1 else 'confirmée'})"
        if found.end <= due:
            return f"{moved}, {name} serait à l'heure"
        days = self.plan.day_before(delivery, found.end), self.plan.day_before(delivery, end)
        return f"{moved}, {name} gagnerait {working_days_text(calendar.working_days_late(*days))}"

    def _by_task(self, proof: Proof) -> Iterator[tuple[int, list[Relaxation]]]:
        """The causes of a proof, task by task; of the tasks that one date holds, the first one."""
        found: dict[int, list[Relaxation]] = {}
        dates = set()
        for change in sorted(proof.changes, key=lambda change: change.activity not in proof.places):
            if change.kind is RelaxationKind.RELEASE:
                text = self.reasons.release(self._tasks[change.activity], change.activity)
                if text in dates:
                    continue
                dates.add(text)
            found.setdefault(change.activity, []).append(change)
        yield from found.items()

    def _words(self, place: int, changes: Sequence[Relaxation]) -> str:
        """What holds one task, in words: its date first, then the people and rooms that it lacks."""
        dates = [self._date(place, change.kind) for change in changes if change.resource is None]
        served = [change for change in changes if change.resource is not None]
        return " et ".join([*dates, *([self.reasons.lacking(place, served)] if served else [])])

    def _date(self, place: int, kind: RelaxationKind) -> str:
        task = self._tasks[place]
        if kind is RelaxationKind.RELEASE:
            return self.reasons.release(task, place)
        if kind is RelaxationKind.PLACE:
            return self.reasons.held(task, place)
        return self.reasons.remaining(task) if task.progress is Progress.BEGUN else TODAY

    def _bookings(self, places: Sequence[int]) -> str:
        """Confirmed tasks that alone make something late."""
        if len(places) == 1:
            at = self.plan.placements[places[0]]
            day = french(at.start_day if at else None)
            return f"à l'origine : {self.reasons.code(places[0])} confirmée au {day}"
        return f"à l'origine : {listed([self.reasons.code(place) for place in places])}, confirmées"

    def _today(self, activity: int) -> str:
        """Of what nothing but today holds: the first task of those that wait for each other."""
        steps = [step for step in causal_chain(self.plan.causes, activity) if step < len(self._tasks)]
        left = [step for step in steps if self.reasons.own(step)]
        return (
            f"à l'origine : {self.reasons.code(left[-1])} {self.reasons.own(left[-1])}" if left else NOT_KNOWN
        )

    def sequence(self, activity: int) -> str:
        """The tasks from the first cause to an activity, with whom or what they wait for; empty for one task.

        Of a long one, the first and the last are kept, then those that wait for somebody or a room.

        Examples
        --------
        `P003-MONTAGE → P003-SON (attend S10) → … → P003-MIXAGE → P003-PAD`
        """
        proof = self._proofs.proof(activity)
        awaited = self._awaited(() if proof is None else proof.changes)
        steps = self._steps(activity, proof)
        told = [
            (self.reasons.code(step), awaited.get(step, ""))
            for step in reversed(steps)
            if self.reasons.own(step)
        ]
        kept = _telling([bool(waits) for _, waits in told])
        texts: list[str] = []
        for before, rank in zip([-1, *kept], kept, strict=False):
            code, waits = told[rank]
            texts += ["…"] if rank - before > 1 else []
            texts.append(f"{code} (attend {waits})" if waits else code)
        return " → ".join(texts) if len(told) > 1 else ""

    def _steps(self, activity: int, proof: Proof | None) -> list[int]:
        """The tasks from an activity back to its first cause, and to what takes whom it waits for."""
        first = next((place for place, _ in self._by_task(proof)), None) if proof else None
        path = [] if first is None else self._proofs.path(activity, first)
        if proof is None or not path:
            steps = causal_chain(self.plan.causes, activity)
        else:
            served = (item.resource for item in proof.changes if item.activity == first)
            holders = (self._proofs.holder(path[-1], who) for who in served if who is not None)
            holder = next((item.activity for item in holders if item and item.activity is not None), None)
            steps = path if holder is None else [*path, holder]
        return [step for step in steps if step < len(self._tasks)]

    def _awaited(self, changes: Sequence[Relaxation]) -> dict[int, str]:
        """Whom or what each task waits for, proven, by place."""
        found: dict[int, list[str]] = {}
        for change in changes:
            if change.resource is not None:
                code = self.plan.model.roster.keys[change.resource][1]
                found.setdefault(change.activity, []).append(code)
        return {place: listed(list(dict.fromkeys(codes))) for place, codes in found.items()}

    @property
    def plan(self) -> Plan:
        """The plan explained."""
        return self.reasons.plan

    @property
    def _proofs(self) -> Proofs:
        return self.reasons.proofs

    @property
    def _tasks(self) -> list[Task]:
        return self.plan.model.listed.tasks


def _origins(causes: Sequence[str]) -> str:
    """One cause or two, or several."""
    *before, last = causes
    text = f"{', '.join(before)}, et {last}" if before else last
    return f"plusieurs causes : {text}" if len(causes) > 2 else f"à l'origine : {text}"


def _confirmed(number: int) -> str:
    return "confirmée" if number == 1 else f"{number} confirmées"


def _telling(waits: Sequence[bool]) -> list[int]:
    """The ranks of a long chain to tell: its ends, what waits, then what is nearest to its end."""
    ranks = list(range(len(waits)))
    waiting = [rank for rank in ranks if waits[rank]]
    return sorted(list(dict.fromkeys([*ranks[:1], *ranks[-1:], *waiting[::-1], *ranks[::-1]]))[:_SHOWN_STEPS])
