"""One schedule at a time: the disjunctive generation scheme, priority rules, repair of a baseline, left shift."""
