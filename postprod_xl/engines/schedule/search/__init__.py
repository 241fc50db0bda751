"""Better schedules within a budget: metaheuristics, large-neighbourhood search with CP-SAT, the incumbent."""
