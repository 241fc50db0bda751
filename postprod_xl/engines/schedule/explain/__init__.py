"""What a schedule says: binding constraints, slack, use of the resources."""
