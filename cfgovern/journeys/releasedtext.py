"""The released contract of a domain, in the bands of ages in which risk is measured."""

from __future__ import annotations

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Contract
from cfgovern.contracts.released import released_contract
from cfgovern.protection.riskpolicy import load_policy

__all__ = ["released_text"]


def released_text(contract: Contract, domain: Domain, *, mode: str = "split", synthetic: bool = False) -> str:
    """The contract (ODCS YAML) of what leaves of ``contract`` for ``domain``.

    ``mode`` and ``synthetic`` are those of :func:`cfgovern.contracts.released.released_contract`. Raises as
    that does.
    """
    ages = load_policy().measures.bands()
    return released_contract(contract, domain, ages, mode=mode, synthetic=synthetic)
