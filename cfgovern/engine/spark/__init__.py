"""The engine on Spark: the same plan from the same trees, by an allow-list with a body for each engine."""
