"""Contracts that are the programme's but for one thing, and one that has nothing to do with it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from cfgovern import api, yamlfile

PLAIN = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:loans
version: 1.0.0
status: active
schema:
  - name: members
    properties:
      - {name: member, logicalType: string, primaryKey: true, required: true}
      - {name: joined, logicalType: date, required: true}
      - name: kind
        logicalType: string
        required: true
        logicalTypeOptions: {pattern: '^[a-z]+$'}
  - name: loans
    properties:
      - {name: loan, logicalType: integer, primaryKey: true, required: true}
      - name: member
        logicalType: string
        required: true
        relationships: [{type: foreignKey, to: members.member}]
      - {name: copies, logicalType: integer, logicalTypeOptions: {minimum: 1, maximum: 9}}
      - {name: due, logicalType: date}
      - {name: note, logicalType: string}
"""


def plain(folder: Path) -> Path:
    """A contract of a library, without a word of ours."""
    path = folder / "loans.odcs.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def with_nhs_number(folder: Path) -> Path:
    """The programme's contract with NHS numbers collected."""
    data = _programme()
    for table in data["schema"]:
        for column in table["properties"]:
            if column["name"] == "nhs_number":
                kept = [one for one in column["customProperties"] if one["property"] != "cfgovernCollected"]
                column["customProperties"] = kept
    return _written(data, folder)


def renamed(folder: Path) -> Path:
    """The programme's contract with another name for every table and column; concepts are as they were."""
    data = _programme()
    names = {part["name"] for table in data["schema"] for part in (table, *table["properties"])}
    other = re.compile(rf"(?<!')\b({'|'.join(sorted(names, key=len, reverse=True))})\b(?!')")

    def walk(node: Any, key: str) -> Any:
        if isinstance(node, dict):
            return {name: walk(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [walk(value, key) for value in node]
        return other.sub(r"our_\1", node) if key in ("name", "query", "to", "from") else node

    for table in data["schema"]:
        for part in (table, *table["properties"]):
            own = part.setdefault("customProperties", [])
            if not any(one["property"] == "cfgovernConcept" for one in own):
                own.append({"property": "cfgovernConcept", "value": part["name"]})
    data["schema"] = walk(data["schema"], "schema")
    return _written(data, folder)


def _programme() -> Any:
    return json.loads(json.dumps(yamlfile.load(api.default_contract()).data))


def _written(data: Any, folder: Path) -> Path:
    shutil.copytree(api.default_contract().parent / "code-lists", folder / "code-lists")
    path = folder / "variant.odcs.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path
