"""What the programme's prospectus asks of an area, held against its profile: each with its paragraph.

Not met is said only of what the profile itself says; what nobody has said is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cfgovern.contract.words import humanised
from cfgovern.governance.facts import Known
from cfgovern.governance.rows import Row

__all__ = ["Duty", "duties_of", "duty_rows"]

Standing = Literal["met", "open", "not_met"]
_LABELS = {"met": "Met", "open": "Open", "not_met": "Not met"}
_PARTNERS: Mapping[str, tuple[str, ...]] = {
    "Adult social care": ("adult_social_care",),
    "Public health": ("public_health",),
    "Housing support": ("housing",),
    "Other parts of the local authority": ("other_local_authority",),
    "The integrated care board": ("integrated_care_board",),
    "The integrated care system": ("integrated_care_system",),
    "The mental health trust": ("mental_health_trust",),
    "Police": ("police",),
    "The police and crime commissioner, or deputy mayor": ("police_and_crime_commissioner",),
    "Probation": ("probation",),
    "The voluntary and community sector": ("voluntary_sector",),
    "Jobcentre Plus": ("jobcentre_plus",),
}
_OPTIONAL = frozenset({"Other parts of the local authority"})
_ROLES = (
    "local_political_lead",
    "senior_responsible_officer",
    "programme_lead",
    "system_change_lead",
    "lived_experience_lead",
    "data_and_digital_lead",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty: which paragraph asks for it, how it stands, what was found, and what to do next."""

    id: str
    paragraph: str
    title: str
    state: Standing
    says: str
    fix: str = ""


def duties_of(facts: Known, mou: Mapping[str, Mapping[str, Mapping[str, object]]]) -> list[Duty]:
    """Every duty in the order of the prospectus. ``mou``: the two-way duties of the programme."""
    return [
        *_memorandum(facts, mou),
        *(duty for found in _FOUND for duty in found(facts)),
    ]


def duty_rows(duties: Iterable[Duty]) -> list[Row]:
    """The duties as rows of a table."""
    return [
        {
            "paragraph": duty.paragraph,
            "title": duty.title,
            "state": _LABELS[duty.state],
            "says": " ".join(part for part in (duty.says, duty.fix) if part),
        }
        for duty in duties
    ]


def _duty(id_: str, paragraph: str, title: str, met: bool | None, says: tuple[str, str], fix: str) -> Duty:
    """``met`` None: nobody has said. ``says``: where it is met, and where it is not."""
    if met:
        return Duty(id_, paragraph, title, "met", says[0])
    return Duty(id_, paragraph, title, "open" if met is None else "not_met", says[1], fix)


def _memorandum(facts: Known, mou: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Iterator[Duty]:
    said = facts["mou"]
    sides = {"area": "of the area", "national": "of national government"}
    for side, words in sides.items():
        for name, duty in mou[side].items():
            told = said.get(side, {}).get(name, {})
            missing = [field for field in ("owner", "evidence") if not told.get(field)]
            yield _duty(
                f"duties.mou_{side}_{name}",
                str(duty["paragraph"]),
                f"{duty['title']} (duty {words})",
                None if missing else True,
                (f"Owner: {told.get('owner', '')}.", f"No {' and no '.join(missing)} yet."),
                f"Write it in area.yaml under mou, {side}, {name}.",
            )


def _funding(facts: Known) -> Iterator[Duty]:
    said = facts["funding"]
    route = said.get("route")
    yield _duty(
        "duties.funding_route",
        "8",
        "Funding passes to the upper-tier authority or the strategic authority",
        None if not (route and said.get("recipient")) else True,
        (
            f"Route: {humanised(route or '').lower()}.",
            "Nobody has said who receives the funding, or by which route.",
        ),
        "Write recipient and route in area.yaml under funding.",
    )
    yield _duty(
        "duties.funding_flows",
        "19",
        "Funding flows on to other parts of the system, in line with the delivery plan",
        True if said.get("flows_on_to") and said.get("delivery_plan") else None,
        ("It is said to whom it flows on.", "Nobody has said to whom it flows on, or under which plan."),
        "Write flows_on_to and delivery_plan in area.yaml under funding.",
    )


def _partners(facts: Known) -> Iterator[Duty]:
    there = {one for body in facts["bodies"] for one in body.get("represents", ())}
    for words, wanted in _PARTNERS.items():
        optional = words in _OPTIONAL
        yield _duty(
            f"duties.partner_{wanted[0]}",
            "16",
            f"{words} {'may be' if optional else 'is'} represented",
            True if there & set(wanted) or optional else None,
            (
                "Represented."
                if there & set(wanted)
                else "Not named. The prospectus leaves this to the area.",
                "No body of the profile represents it.",
            ),
            f"Name the body in area.yaml under bodies, and write {wanted[0]} under represents.",
        )


def _chair(facts: Known) -> Iterator[Duty]:
    said = facts["partnership"]
    chair = said.get("chair", {})
    kind, body = chair.get("kind"), chair.get("body")
    named = bool(chair.get("post")) and (kind == "independent" or bool(body))
    yield _duty(
        "duties.chair",
        "17",
        "The partnership has a chair, from a partner or independent",
        True if named else None,
        (f"Chair: {chair.get('post', '')}.", "Nobody has said who chairs the partnership."),
        "Write kind and post, and for a partner body, in area.yaml under partnership, chair.",
    )
    yield _duty(
        "duties.board",
        "18",
        "It is clear how the partnership is linked with existing boards",
        True if said.get("board") and said.get("linked_boards") else None,
        (f"Linked with {', '.join(said.get('linked_boards', ()))}.", "Nobody has said how."),
        "Write board and linked_boards in area.yaml under partnership.",
    )


def _roles(facts: Known) -> Iterator[Duty]:
    for name in _ROLES:
        said = facts["roles"].get(name, {})
        filled = said.get("filled")
        yield _duty(
            f"duties.role_{name}",
            "20",
            f"{humanised(name)} is named",
            None if filled is None or not said.get("post") else filled,
            (
                f"{said.get('post', '')}.",
                "The post is vacant." if filled is False else "Nobody has said which post.",
            ),
            f"Write post, body and filled in area.yaml under roles, {name}.",
        )


def _programmes(facts: Known) -> Iterator[Duty]:
    said = facts["programmes"]
    unsaid = [one["name"] for one in said if not one.get("link") or one.get("shares_person_data") is None]
    yield _duty(
        "duties.linked_programmes",
        "29 to 31",
        "Links with other programmes for the same people are explicit",
        True if said and not unsaid else None,
        (
            f"{len(said)} programmes, each with its link, and whether it shares data about people.",
            f"Not said of: {', '.join(unsaid)}." if said else "No other programme is named.",
        ),
        "Write each in area.yaml under programmes, with link and shares_person_data.",
    )


def _data(facts: Known) -> Iterator[Duty]:
    burden, lived = facts["burden"], facts["lived_experience"]
    yield _duty(
        "duties.burden",
        "36",
        "Collection is trauma-informed, and its burden as small as can be",
        True if burden.get("reviewed_on") else None,
        (f"Looked at on {burden.get('reviewed_on', '')}.", "Nobody has looked at it."),
        "Look at cfgovern contract show --burden, and write reviewed_on in area.yaml under burden.",
    )
    documents = facts["documents"]
    without = [name for name in ("dpia", "dsa") if not documents.get(name, {}).get("version")]
    yield _duty(
        "duties.documents",
        "37",
        "Data protection documents are in place",
        None if without else True,
        ("Both have a version.", f"No version of {' and '.join(name.upper() for name in without)} is named."),
        "Draft them with cfgovern draft, and write their versions in area.yaml under documents.",
    )
    unsigned = [body["name"] for body in facts["bodies"] if _is_unsigned(body, facts)]
    yield _duty(
        "duties.signed",
        "37",
        "Every party has signed the data-sharing agreement",
        None if not facts["parties"] else not unsigned,
        ("Every party has signed.", f"Not signed by: {', '.join(unsigned)}."),
        "When a party has signed, write role and day under its signed, dsa, and under documents, dsa the"
        " fingerprint (governed) that it signed: a signature counts for that version alone.",
    )
    yield _duty(
        "duties.lived_experience",
        "38",
        "People with lived experience help to shape the evaluation",
        True if lived.get("how") and lived.get("evidence") else None,
        (str(lived.get("how", "")), "Nobody has said how, or where that can be seen."),
        "Write how and evidence in area.yaml under lived_experience.",
    )


def _is_unsigned(body: Known, facts: Known) -> bool:
    return body["id"] in facts["parties"] and not body["signed_now"].get("dsa")


def _local_evaluation(facts: Known) -> Iterator[Duty]:
    said = facts["local_evaluation"]
    domains = {domain["name"] for domain in facts["domains"] if domain["about_people"]}
    national = {flow["domain"] for flow in facts["flows"] if flow.get("to") != said.get("body")}
    own = said.get("domain") in domains - national
    title = "A local evaluation is a party of its own, with a domain of its own"
    if said.get("commissioned") is False:
        yield Duty("duties.local_evaluation", "39", title, "met", "There is no local evaluation.")
        return
    yield _duty(
        "duties.local_evaluation",
        "39",
        title,
        None if not said.get("commissioned") else own and said.get("body") in facts["parties"],
        (
            "It has both.",
            "Nobody has said whether there is one."
            if not said.get("commissioned")
            else "It has no domain of its own, or takes part in no flow.",
        ),
        "Write commissioned, body and domain in area.yaml under local_evaluation, and a flow to that body.",
    )


_FOUND: tuple[Callable[[Known], Iterator[Duty]], ...] = (
    _funding,
    _partners,
    _chair,
    _roles,
    _programmes,
    _data,
    _local_evaluation,
)
