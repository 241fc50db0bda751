"""The earliest ends that fixed work, people and rooms allow: what ends then cannot be recovered."""

from __future__ import annotations

from postprod_xl.engines.schedule.generation.decoding import Instance, new_keys, new_plan
from postprod_xl.engines.schedule.generation.disjunctive_sgs import Timetable, TimeWindow
from postprod_xl.engines.schedule.generation.priority_rules import topological_order
from postprod_xl.engines.schedule.instance.arrays import Ints
from postprod_xl.engines.schedule.kernels.sgs import NONE


def earliest_ends(instance: Instance) -> Ints:
    """A lower bound of the end of each activity: each has the people and rooms that fixed work leaves, for itself.

    Only for disjunctive problems; NONE where nothing fits.
    """
    arrays, scheme = instance.arrays, instance.scheme
    n, plan = arrays.n, new_plan(arrays)
    plan[:n], plan[n : 2 * n] = arrays.fixed_start, arrays.fixed_end
    timetable = Timetable(scheme, new_keys(arrays))
    for a in topological_order(arrays):
        start, end = scheme.bounds(plan, a)
        plan[a], plan[n + a] = start, max(start, end)
        if arrays.duration[a]:
            window = TimeWindow(start, end, arrays.horizon, arrays.duration[a])
            found = timetable.best_insertion(a, window)
            plan[n + a] = NONE if found is None else found.end
    return plan[n : 2 * n]
