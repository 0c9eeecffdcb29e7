"""cfgovern: data contracts, checks and safe sharing for the Changing Futures programme."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# The public names of ``cfgovern.api``, known without importing it: `from cfgovern import cli` must
# not load the front door.
__all__ = [
    "add_keys",
    "assert_unreal",
    "check",
    "check_release",
    "check_template",
    "confirmations_for",
    "contract_template",
    "default_contract",
    "demo",
    "diff_contracts",
    "diff_documents",
    "documents_status",
    "draft",
    "explain_risk",
    "export_json_schemas",
    "export_released",
    "import_answers",
    "java_of_splink",
    "keep_record",
    "key_facts",
    "link",
    "link_plan",
    "lint_contract",
    "lint_notes",
    "load_contract",
    "new_keys",
    "new_template",
    "open_keys",
    "pseudonymise",
    "public_keys",
    "read_crosswalk",
    "register_beside",
    "rekey",
    "rotate_keys",
    "scan",
    "share_keys",
    "show_burden",
    "show_contract",
    "show_diff",
    "start_area",
    "suggest_mapping",
    "synth",
    "validate",
    "verify_documents",
]


def __getattr__(name: str) -> Any:
    """Hand on the public names of ``cfgovern.api``, imported only when used."""
    if name in __all__:
        return getattr(import_module("cfgovern.api"), name)
    raise AttributeError(f"module 'cfgovern' has no attribute {name!r}")
