"""Documents drafted from facts, and kept true: what is known, what is asked, what is at risk, what is said.

``facts`` gathers what contract, area profile and run records say; ``questions``, ``risks``, ``law`` and
``clauses`` read the content of ``dpia_templates/``; ``draft`` puts one document together, ``word`` and
``webpage`` show it.
"""
