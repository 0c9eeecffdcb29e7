"""Mutants: honest submissions, broken by chance. The same number gives the same mutant on any machine.

``seeds`` makes the honest ones from made-up rows, ``packages``, ``texts`` and ``binary`` each break one
sort of content, ``breeding`` chooses, ``trial`` sends one through the real check and says what is wrong
with the outcome, and ``recount`` counts again, by another reader, what a mutant that was read holds.
``tests/journeys/test_mutants.py`` runs them.
"""
