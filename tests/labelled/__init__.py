"""Sentences and cells with the identifiers in them marked, written blind to the search: see README.md."""
