"""A problem prepared for the schedule generation schemes: fixed assignments, flat arrays, reversal of time."""
