"""Cerberus schemas with rules by name: ``on: day`` stands for rule ``day`` of ``validators/words.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

__all__ = ["Place", "needs_words", "resolved", "values"]

Place = tuple[str | int, ...]


def needs_words(rule: Any) -> bool:
    """Whether a rule is a name, or has one in it."""
    if isinstance(rule, str):
        return True
    return "is" in rule or any(map(needs_words, _inside(rule)))


def resolved(rule: Any, words: Mapping[str, Any]) -> dict[str, Any]:
    """``rule`` with the rules of ``words`` in place of their names, at every depth.

    A rule ``{is: NAME, ...}`` is the named one and what else it says; its ``meta`` adds to the other's.
    """
    if isinstance(rule, str):
        return resolved(words[rule], words)
    rest = {key: value for key, value in rule.items() if key != "is"}
    if "is" in rule:
        named = resolved(words[rule["is"]], words)
        meta = {**named.get("meta", {}), **rest.get("meta", {})}
        rest = {**named, **rest, **({"meta": meta} if meta else {})}
    for key in ("keysrules", "valuesrules"):
        if key in rest:
            rest[key] = resolved(rest[key], words)
    if _is_of_a_list(rest):
        rest["schema"] = resolved(rest["schema"], words)
    elif "schema" in rest:
        rest["schema"] = {key: resolved(one, words) for key, one in rest["schema"].items()}
    if "anyof" in rest:
        rest["anyof"] = [resolved(one, words) for one in rest["anyof"]]
    return rest


def values(
    rule: Mapping[str, Any], value: Any, at: Place = ()
) -> Iterator[tuple[Place, Mapping[str, Any], Any]]:
    """Each single value in ``value`` that keeps to ``rule``, with its place and its own rule."""
    if isinstance(value, Mapping) and "schema" in rule:
        for key, one in value.items():
            yield from values(rule["schema"].get(key, {}), one, (*at, key))
    elif _is_a_list(value):
        for number, one in enumerate(value):
            yield from values(rule.get("schema", {}), one, (*at, number))
    else:
        yield at, rule, value


def _inside(rule: Mapping[str, Any]) -> Iterator[Any]:
    yield from (rule[key] for key in ("keysrules", "valuesrules") if key in rule)
    yield from rule.get("anyof", ())
    if _is_of_a_list(rule):
        yield rule["schema"]
    else:
        yield from rule.get("schema", {}).values()


def _is_of_a_list(rule: Mapping[str, Any]) -> bool:
    types = rule.get("type", ())
    return "schema" in rule and "list" in ([types] if isinstance(types, str) else types)


def _is_a_list(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
