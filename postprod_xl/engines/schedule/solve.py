"""The solver: construct a schedule, then improve it while the budget lasts."""

from __future__ import annotations

from collections.abc import Callable

from postprod_xl.engines.schedule.generation.decoding import Instance, cost_of, decoded, instance_of
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Keys
from postprod_xl.engines.schedule.generation.left_shift import left_shifted, rescheduled
from postprod_xl.engines.schedule.generation.preferred import with_preferred_people
from postprod_xl.engines.schedule.generation.priority_rules import (
    expedited,
    initial_keys,
    latest_start_keys,
    rule_keys,
)
from postprod_xl.engines.schedule.generation.repair import baseline_keys, repair_keys
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import LEVELS, NONE, evaluate
from postprod_xl.engines.schedule.model import Budget, Problem, Result
from postprod_xl.engines.schedule.provisional import (
    provisional_activities,
    with_the_rest_fixed,
    without,
)
from postprod_xl.engines.schedule.recovery.bounds import earliest_ends
from postprod_xl.engines.schedule.recovery.restore import restored
from postprod_xl.engines.schedule.recovery.search import Effort, recovered
from postprod_xl.engines.schedule.result import (
    critical_path_ends,
    least_tardiness,
    result_of,
    unavoidable_conflicts,
)
from postprod_xl.engines.schedule.search.incumbent import Incumbent

Listener = Callable[[Result], None]
FIRST_SCHEDULE = Budget()
# Activity placements, and schedules, spent on expediting late projects after the priority rules.
_EXPEDITED, _MOST_EXPEDITED = 4_000, 12


def solve(
    problem: Problem, budget: Budget = FIRST_SCHEDULE, seed: int = 0, on_improvement: Listener | None = None
) -> Result:
    """The best schedule found within a budget. An over-constrained problem raises nothing: see `Result.conflicts`.

    Parameters
    ----------
    problem
        What to schedule.
    budget
        How long to search; by default, only the first schedule of a priority rule.
    seed
        Seed of the random number generator; without `budget.keep_going`, the same seed gives the same result.
    on_improvement
        Called with each improved result, the first included, on the caller's thread. Provisional activities have
        no place yet in these.
    """
    left_out = provisional_activities(problem)
    if left_out:
        first = solve(without(problem, left_out), budget, seed, on_improvement)
        return _with_provisional(problem, left_out, first, Effort())
    instance = instance_of(problem)
    soonest = critical_path_ends(instance)
    conflicts = unavoidable_conflicts(instance, soonest)

    def report(best: Incumbent) -> None:
        if on_improvement is not None:
            on_improvement(result_of(instance, best, conflicts))

    best = Incumbent(instance, report)
    best.raise_bound(least_tardiness(problem, soonest), False)
    keys = _first(best, budget)
    if len(instance.assignments) == instance.arrays.n:
        best.proven = True
    elif best.may_improve(budget) or budget.exact:
        from postprod_xl.engines.schedule.search.improve import improve

        improve(best, keys, budget, seed)
    return result_of(instance, best, conflicts)


def construct(problem: Problem, effort: Effort | None = None) -> Result:
    """A schedule by heuristics alone: the baseline if it is legal and no later than need be, else the best found.

    Where most activities are in the baseline, its repairs are tried, so that bookings are kept; otherwise the
    priority rules, then rules that expedite late projects. What is then late above its bound is searched for
    (`recovery`), and every change of the baseline that spares no lateness is taken back. A result taken as the
    baseline is its own result, and its own again next time unless the effort ran out.

    Parameters
    ----------
    problem
        What to schedule.
    effort
        What the search may still spend, and does; by default, its usual allowance.
    """
    effort = effort or Effort()
    left_out = provisional_activities(problem)
    if left_out:
        first = construct(without(problem, left_out), effort)
        return _with_provisional(problem, left_out, first, effort)
    instance = instance_of(problem)
    soonest = critical_path_ends(instance)
    best = _constructed(instance, effort)
    best.raise_bound(least_tardiness(problem, soonest), False)
    return result_of(instance, best, unavoidable_conflicts(instance, soonest))


def _with_provisional(problem: Problem, left_out: set[int], first: Result, effort: Effort) -> Result:
    """The result of a whole problem, once the rest of it is scheduled."""
    second = _constructed(instance_of(with_the_rest_fixed(problem, left_out, first)), effort)
    instance = instance_of(problem)
    soonest = critical_path_ends(instance)
    best = Incumbent(instance, lambda _: None)
    evaluate(instance.packed, second.plan)
    best.offer(second.plan, "provisional")
    best.improvements = [*first.improvements, *best.improvements]
    best.raise_bound(least_tardiness(problem, soonest), False)
    return result_of(instance, best, unavoidable_conflicts(instance, soonest))


def _constructed(instance: Instance, effort: Effort) -> Incumbent:
    best = Incumbent(instance, lambda _: None)
    kept, new = _baseline_counts(instance)
    order = latest_start_keys(instance.arrays)
    if kept:
        plan = _tried(best, "baseline", baseline_keys(instance, order))
        if new or cost_of(instance, plan).change:
            # Where little is in the baseline, only the repair that keeps first what is dearest to move.
            for rule, keys in list(repair_keys(instance, order, plan))[-1 if new > kept else 0 :]:
                _tried(best, rule, keys)
    if new > kept or not kept:
        _by_rules(best)
    if instance.is_disjunctive:
        _recover(best, effort)
    if new or cost_of(instance, best.plan).change:
        best.offer(with_preferred_people(instance, best.plan), "preferred people, same dates")
    return best


def _recover(best: Incumbent, effort: Effort) -> None:
    """Offer schedules less late, each with the changes that spare nothing taken back, until none is found."""
    instance = best.instance
    soonest = earliest_ends(instance)
    bound = least_tardiness(instance.problem, [None if end == NONE else end for end in soonest])
    best.raise_bound(bound, False)
    improves = True
    while improves:
        if cost_of(instance, best.plan).change:
            best.offer(rescheduled(instance, restored(instance, best.plan)), "changes put back")
        improves = best.offer(left_shifted(instance, best.plan), "left shift")
        improves = best.offer(recovered(instance, best.plan, soonest, effort), "recovery") or improves


def _baseline_counts(instance: Instance) -> tuple[int, int]:
    """How many unfixed activities that take a resource are in the baseline, and how many are not."""
    kept = [
        activity.baseline is not None
        for index, activity in enumerate(instance.problem.activities)
        if index not in instance.assignments and activity.duration
        if activity.people or activity.rooms or activity.demands
    ]  # fmt: skip
    return sum(kept), len(kept) - sum(kept)


def _by_rules(best: Incumbent) -> None:
    """Offer the schedules of the priority rules, then those that expedite late projects in proportion."""
    tries = []
    for rule, keys in rule_keys(best.instance.arrays):
        tries.append((_tried(best, rule, keys), keys))
    plan, keys = min(tries, key=lambda item: item[0][-LEVELS:])
    for _ in range(min(_EXPEDITED // max(best.instance.arrays.n, 1), _MOST_EXPEDITED)):
        expedited_keys = expedited(best.instance, keys, plan)
        if expedited_keys == keys:
            break
        plan, keys = _tried(best, "late first", expedited_keys), expedited_keys


def _tried(best: Incumbent, rule: str, keys: Keys) -> Ints:
    best.schedule_count += 1
    plan = decoded(best.instance, keys)
    best.offer(plan, rule)
    return plan


def _first(best: Incumbent, budget: Budget) -> Keys:
    """Offer the initial schedules; the keys of the best one."""
    chosen = None
    for rule, keys in initial_keys(best.instance):
        if chosen is not None and not best.may_improve(budget):
            break
        best.schedule_count += 1
        if best.offer(decoded(best.instance, keys), rule) or chosen is None:
            chosen = keys
    assert chosen is not None
    return chosen
