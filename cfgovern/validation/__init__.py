"""Judges a submission by its contract: plan, layout, findings and their words."""
