"""The released contract of a domain, in the bands of ages in which risk is measured."""

from __future__ import annotations

from cfgovern.contract.domains import domain_for
from cfgovern.contract.model import Contract
from cfgovern.contracts.released import released_contract
from cfgovern.protection.riskpolicy import load_policy

__all__ = ["released_text"]


def released_text(contract: Contract, domain: str, *, mode: str = "split", synthetic: bool = False) -> str:
    """The contract (ODCS YAML) of what leaves of ``contract`` for the domain of that name.

    ``mode`` and ``synthetic`` are those of :func:`cfgovern.contracts.released.released_contract`. Raises as
    that does, and as :func:`cfgovern.contract.domains.domain_for`.
    """
    ages = load_policy().measures.bands()
    return released_contract(contract, domain_for(contract, domain), ages, mode=mode, synthetic=synthetic)
