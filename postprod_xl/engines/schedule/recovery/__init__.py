"""Recovery of late deliveries: what proves them late, the search that tries to spare them, the changes put back."""
