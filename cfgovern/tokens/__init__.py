"""From an identifier as people write it to a token that tells nothing without its key.

``normaliser`` makes one text of all ways to write the same, by a version of the rules; ``published`` names
the tokens and what each is made of; ``keyed`` makes them. This room knows no key but what it is handed.
"""
