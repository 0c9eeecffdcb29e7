"""The candidate programme contract: valid ODCS, complete in itself, and careful with people."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
import yaml
from jsonschema import Draft201909Validator

from cfgovern.content import file, folder
from cfgovern.yamlfile import load

FOLDER = folder("schemas") / "changing-futures"
FILE = FOLDER / "changing-futures.odcs.yaml"
CODE_LISTS = FOLDER / "code-lists"
CONTRACT: dict[str, Any] = load(FILE).data

PERSON_TABLES = (
    "participants",
    "identifiers",
    "agreements",
    "assessments",
    "outcomes",
    "service_use",
    "support",
)
ORGANISATION_TABLES = (
    "partnership",
    "roles",
    "maturity_self_assessment",
    "delivery_plan",
    "linked_programmes",
    "data_assets",
    "referral_pathways",
    "commissioning",
    "workforce",
    "staff_survey",
    "local_outcome_metrics",
)
ROLES = {
    "record_id",
    "direct_identifier",
    "quasi_identifier",
    "special_category",
    "criminal_offence",
    "sensitive",
    "free_text",
    "operational",
}
GUARDED = {"direct_identifier", "special_category", "criminal_offence", "sensitive"}
TREATMENTS = {"keep", "drop", "token", "year", "month", "quarter", "age_band", "outward_postcode", "redact"}
FINE_GEOGRAPHY = {"postcode", "address", "uprn"}
OFF = {"nhs_number", "pnc_id", "cro", "crn", "prison_number", "uprn"}
NEEDS = ("homelessness", "substance_misuse", "mental_health", "domestic_abuse", "criminal_justice")
PARAGRAPH_11 = {
    "physical ill health": "physical_ill_health",
    "disability": "activity_limitation",
    "trauma": "trauma",
    "brain injury": "brain_injury",
    "learning disability": "learning_disability",
    "neurodiversity": "neurodiversity",
    "poverty": "poverty",
    "lack of family connections or support networks": "no_support_network",
}
PARAGRAPH_13 = {
    "high intensity use of A&E": "high_intensity_ae",
    "prolific offenders": "prolific_offending",
    "people leaving prison": "leaving_prison",
    "women experiencing child removal": "child_removal",
    "transitions from care": "leaving_care",
    "transitions from youth to adult services": "youth_to_adult",
    "repeated safeguarding referrals": "repeat_safeguarding",
}
PROTECTED_CHARACTERISTICS = {
    "age": ("year_of_birth",),
    "disability": ("long_term_condition", "activity_limitation"),
    "gender reassignment": ("gender_identity_same",),
    "marriage and civil partnership": ("marital_status",),
    "pregnancy and maternity": ("pregnancy_maternity",),
    "race": ("ethnic_group", "nationality_group"),
    "religion or belief": ("religion",),
    "sex": ("sex",),
    "sexual orientation": ("sexual_orientation",),
}
# What a code of the list says about a person: that a probation worker decided, that a clinic referred.
TELLING_LISTS = {
    "referral_sources": {"special_category", "criminal_offence", "sensitive"},
    "worker_roles": {"special_category", "criminal_offence", "sensitive"},
    "support_types": {"special_category", "criminal_offence", "sensitive"},
    "transition_points": {"special_category", "criminal_offence", "sensitive"},
    "not_done_reasons": {"special_category", "criminal_offence", "sensitive"},
    "accommodation": {"special_category", "criminal_offence"},
    "exit_destinations": {"special_category", "criminal_offence"},
    "agreement_states": {"special_category"},
    "below_three_reasons": {"sensitive"},
}
# The outcomes that the theory of change lists, by level and horizon.
OUTCOMES = {
    ("individual", "short"): 4,
    ("individual", "early"): 6,
    ("individual", "longer"): 6,
    ("individual", "impact"): 6,
    ("service", "short"): 5,
    ("service", "longer"): 2,
    ("service", "impact"): 4,
    ("system", "short"): 5,
    ("system", "longer"): 6,
    ("system", "impact"): 6,
}
# Columns that the collection promises, by table; the rest of a table is free to change.
PROMISED = {
    "participants": {
        "eligibility_route", "below_three_reason", "decision_author_role", "decision_date",
        "start_date", "end_date", "exit_destination",
    },
    "identifiers": {
        "given_name", "middle_names", "family_name", "alias_given_name", "alias_family_name",
        "date_of_birth", "sex", "address_line_1", "address_town", "postcode", "nino", "phone", "email",
    },
    "agreements": {"participant_id", "scope", "state", "agreement_date", "notice_version", "how_asked"},
    "assessments": {
        "ndteng", "ndtish", "ndtush", "ndtrto", "ndtrfo", "ndtsax", "ndtse", "ndtada", "ndtic", "ndthng",
        "ndta_total", "assessment_date", "wave",
    },
    "outcomes": {
        "wave", "outcome_date", "reqol10_total", "swemwbs_raw", "housing_situation", "money_coping",
        "feels_safe", "trust_in_services", "family_connection",
    },
    "service_use": {
        "period", "period_start", "period_end", "ae_attendances", "police_contacts", "arrests",
        "safeguarding_concerns", "nights_prison", "nights_hospital", "nights_rough_sleeping",
    },
    "support": {"support_type", "support_start_date", "support_end_date"},
    "delivery_plan": {"core_principle", "builds_on_existing", "linked_plan", "status"},
    "local_outcome_metrics": {"metric", "metric_status", "value", "denominator"},
}  # fmt: skip
# Codes that a paragraph of the prospectus asks for; a list may hold more.
PROMISED_CODES = {
    "partner_bodies": {  # paragraph 16
        "adult_social_care", "public_health", "housing_support", "community_safety",
        "youth_offending_service", "health_and_wellbeing_board", "integrated_care_system",
        "integrated_care_board", "mental_health_trust", "police", "police_and_crime_commissioner",
        "deputy_mayor_for_policing", "probation", "prison", "courts_and_tribunals",
        "voluntary_social_community", "jobcentre_plus",
    },
    "programme_roles": {  # paragraph 20
        "political_lead", "senior_responsible_officer", "partnership_lead", "system_change_lead",
        "lived_experience_lead", "data_and_digital_lead",
    },
    "maturity_strands": {  # paragraph 23
        "leadership_governance", "shared_understanding", "data_sharing", "integration_commissioning",
        "lived_experience", "learning", "transition_points",
    },
    "linked_programmes": {  # paragraphs 29 and 30
        "neighbourhood_health", "test_learn_grow", "place_based_budget", "rough_sleeping",
        "repeat_offending", "women_in_justice", "voluntary_sector",
    },
    "core_principles": {  # paragraph 6
        "partnership", "coordinated_support", "flexibility", "lived_experience", "trauma_informed",
        "systems_change",
    },
    "exit_destinations": {"died", "prison", "hospital", "moved_away", "disengaged"},
}  # fmt: skip
SHOWN_OF_PEOPLE = {"participant_id", "area_id", "wave", "period", "scope"}

Property = dict[str, Any]


def own(entry: dict[str, Any]) -> dict[str, Any]:
    """The custom properties of a table or property, by name; a name given twice is a fault."""
    pairs = [(item["property"], item["value"]) for item in entry.get("customProperties", [])]
    assert len({name for name, _ in pairs}) == len(pairs), entry.get("name")
    return dict(pairs)


def table(name: str) -> dict[str, Any]:
    return next(entry for entry in CONTRACT["schema"] if entry["name"] == name)


def properties(*tables: str) -> Iterator[tuple[str, Property, dict[str, Any]]]:
    """(table, property, its custom properties) of the named tables, or of all."""
    for entry in CONTRACT["schema"]:
        if not tables or entry["name"] in tables:
            for item in entry["properties"]:
                yield entry["name"], item, own(item)


def column(table_name: str, name: str) -> tuple[Property, dict[str, Any]]:
    return next((item, facts) for _, item, facts in properties(table_name) if item["name"] == name)


def codes(name: str) -> list[dict[str, str]]:
    with (CODE_LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


@cache
def purpose_ids() -> set[str]:
    theory = load(file("schemas", "theory_of_change.yaml")).data
    return {entry["id"] for part in ("outcomes", "questions") for entry in theory[part]}


def label(case: tuple[str, Property, dict[str, Any]]) -> str:
    return f"{case[0]}.{case[1]['name']}"


# -- the document ----------------------------------------------------------------------------


def test_it_is_valid_by_the_official_schema() -> None:
    schema = json.loads(file("schemas", "odcs", "odcs-json-schema-v3.1.0.json").read_text(encoding="utf-8"))
    Draft201909Validator.check_schema(schema)
    faults = [list(fault.absolute_path) for fault in Draft201909Validator(schema).iter_errors(CONTRACT)]
    assert faults == []


def test_yaml_1_1_readers_see_the_same_document() -> None:
    """Other ODCS tools read with YAML 1.1, where a bare ``no`` or date is no text."""
    assert yaml.safe_load(FILE.read_text(encoding="utf-8")) == CONTRACT


def test_it_says_everywhere_that_it_is_a_candidate() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    flat = " ".join(readme.replace("*", "").split())
    texts = [CONTRACT["description"]["purpose"], CONTRACT["description"]["limitations"], flat.split("## ")[0]]
    texts += [own(CONTRACT)["cfgovernNotice"], flat.split("## Code lists")[1]]
    for text in texts:
        assert re.search(r"\bcandidate\b", text, re.IGNORECASE)
        assert re.search(r"\bnot the official specification\b", text)
    assert "predecessors" in own(CONTRACT)["cfgovernNotice"]
    assert CONTRACT["id"].endswith(":candidate")  # the one mark that a JSON report carries
    assert (CONTRACT["version"], CONTRACT["status"], CONTRACT["apiVersion"]) == ("0.1.0", "draft", "v3.1.0")
    listed = re.findall(r"^\| `([a-z0-9_]+)` \| (\d+) \| candidate \|", readme, re.MULTILINE)
    assert [(path.stem, str(len(codes(path.stem)))) for path in sorted(CODE_LISTS.glob("*.csv"))] == listed


def test_tables_come_people_first_and_in_order() -> None:
    assert tuple(entry["name"] for entry in CONTRACT["schema"]) == PERSON_TABLES + ORGANISATION_TABLES
    routes = {entry["name"]: own(entry)["cfgovernRoute"] for entry in CONTRACT["schema"]}
    assert {routes.pop("identifiers"), routes.pop("agreements")} == {"identifiers", "agreements"}
    assert {routes[name] for name in ORGANISATION_TABLES} == {"organisation"}
    assert {routes[name] for name in PERSON_TABLES if name in routes} == {"payload"}
    for name in PERSON_TABLES:
        assert own(table(name))["cfgovernRules"] == ["changing-futures"]


def test_the_person_tables_stay_small() -> None:
    """Burden (prospectus paragraph 36): a new column has to push an old one out."""
    assert len(list(properties(*PERSON_TABLES))) <= 150


# -- every property --------------------------------------------------------------------------


@pytest.mark.parametrize("case", list(properties()), ids=label)
def test_every_property_says_what_it_is_and_why(case: tuple[str, Property, dict[str, Any]]) -> None:
    _, item, facts = case
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", item["name"])
    assert item["businessName"] and len(item["businessName"]) <= 60
    assert item["description"].strip().endswith((".", "?"))
    assert re.fullmatch(r"[a-z][a-z0-9_]*", facts["cfgovernConcept"])
    assert facts["cfgovernPurpose"] and set(facts["cfgovernPurpose"]) <= purpose_ids()
    roles = set(facts["cfgovernRole"])
    assert roles and roles <= ROLES
    assert item["classification"] in ("official", "official-sensitive")
    assert not roles & GUARDED or item["classification"] == "official-sensitive"
    assert facts.get("cfgovernTreatment", "keep") in TREATMENTS
    for state, code in facts.get("cfgovernMissing", {}).items():
        assert state == code and state in ("declined", "not_asked", "not_known")


@pytest.mark.parametrize("case", list(properties(*PERSON_TABLES)), ids=label)
def test_whatever_may_single_somebody_out_has_a_treatment(
    case: tuple[str, Property, dict[str, Any]],
) -> None:
    _, _, facts = case
    if set(facts["cfgovernRole"]) & {"record_id", "direct_identifier", "quasi_identifier"}:
        assert facts["cfgovernTreatment"]
    if set(facts["cfgovernRole"]) & {"record_id", "direct_identifier"}:
        assert facts["cfgovernTreatment"] in ("token", "drop")


def test_a_concept_has_one_meaning() -> None:
    shapes: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for _, item, facts in properties():
        shapes[facts["cfgovernConcept"]].add((item["logicalType"], facts.get("cfgovernCodeList")))
    assert {concept: shape for concept, shape in shapes.items() if len(shape) > 1} == {}
    for entry in CONTRACT["schema"]:
        concepts = [own(item)["cfgovernConcept"] for item in entry["properties"]]
        assert len(set(concepts)) == len(concepts), entry["name"]


def test_every_table_says_whether_it_is_live_and_which_area_it_is_about() -> None:
    for entry in CONTRACT["schema"]:
        origin, facts = column(entry["name"], "record_origin")
        assert origin["required"] is True and facts["cfgovernCodeList"] == "record_origin"
        area, facts = column(entry["name"], "area_id")
        assert area["required"] is True and facts["cfgovernCodeList"] == "areas"
    assert [row["code"] for row in codes("record_origin")] == ["live", "synthetic"]


# -- keys ------------------------------------------------------------------------------------


def test_keys() -> None:
    keys = {}
    for entry in CONTRACT["schema"]:
        parts = [item for item in entry["properties"] if item.get("primaryKey")]
        parts.sort(key=lambda item: item["primaryKeyPosition"])
        assert [item["primaryKeyPosition"] for item in parts] == list(range(1, len(parts) + 1))
        assert all(item["required"] is True for item in parts), entry["name"]
        keys[entry["name"]] = tuple(item["name"] for item in parts)
    assert {name: keys[name] for name in PERSON_TABLES} == {
        "participants": ("participant_id",),
        "identifiers": ("participant_id",),
        "agreements": ("participant_id", "scope", "agreement_date"),
        "assessments": ("participant_id", "wave"),
        "outcomes": ("participant_id", "wave"),
        "service_use": ("participant_id", "period"),
        "support": ("participant_id", "support_type", "support_start_date"),
    }
    assert all(keys.values())


def test_every_person_row_names_a_participant() -> None:
    for name in PERSON_TABLES:
        item, facts = column(name, "participant_id")
        assert facts["cfgovernShow"] is True and facts["cfgovernRole"] == ["record_id"]
        pattern = re.compile(item["logicalTypeOptions"]["pattern"], re.ASCII)
        assert pattern.search("P-0012") and pattern.search("DEMO-0001")
        assert not pattern.search("9990000018") and not pattern.search("P-12")
        wanted = (
            [] if name == "participants" else [{"type": "foreignKey", "to": "participants.participant_id"}]
        )
        assert item.get("relationships", []) == wanted


def test_relationships_lead_somewhere() -> None:
    known = {f"{name}.{item['name']}" for name, item, _ in properties()}
    for entry in CONTRACT["schema"]:
        links = list(entry.get("relationships", []))
        links += [link for item in entry["properties"] for link in item.get("relationships", [])]
        for link in links:
            for side in ("from", "to"):
                ends = link.get(side, [])
                assert set([ends] if isinstance(ends, str) else ends) <= known


def test_patterns_are_plain_ascii_classes() -> None:
    """The engine's RE2 has neither look-around nor back-references."""
    for _, item, _ in properties():
        pattern = item.get("logicalTypeOptions", {}).get("pattern", "")
        assert not re.search(r"\(\?[=!<]|\\[dwsDWS1-9]", pattern), item["name"]


def test_row_rules_count_rows_of_their_own_table() -> None:
    """Plain counting queries run in any ODCS tool, and can be turned round to name the rows."""
    for entry in CONTRACT["schema"]:
        rules = list(entry.get("quality", []))
        rules += [rule for item in entry["properties"] for rule in item.get("quality", [])]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for rule in rules:
            assert rule["description"] and rule["severity"] in ("block", "error", "warning")
            if rule.get("type") == "sql":
                start = f"SELECT COUNT(*) FROM {entry['name']} WHERE "
                assert rule["query"].startswith(start) and rule["mustBe"] == 0
                bare = re.sub(r"'[^']*'", "", rule["query"].removeprefix(start))
                words = set(re.findall(r"[a-z][a-z0-9_]+", bare))
                assert words <= {item["name"] for item in entry["properties"]}


# -- code lists ------------------------------------------------------------------------------


def test_every_named_code_list_is_there_and_every_list_is_used() -> None:
    named = {facts["cfgovernCodeList"] for _, _, facts in properties() if "cfgovernCodeList" in facts}
    assert named | {"area_gss", "ethnic_groups_nhs"} == {path.stem for path in CODE_LISTS.glob("*.csv")}


@pytest.mark.parametrize("name", sorted(path.stem for path in CODE_LISTS.glob("*.csv")))
def test_code_list(name: str) -> None:
    rows = codes(name)
    assert list(rows[0])[:5] == ["code", "label", "valid_from", "valid_to", "successor"]
    known = {row["code"]: row for row in rows}
    assert len(known) == len(rows)
    for row in rows:
        assert row["code"] == row["code"].strip() != "" and row["label"].strip()
        for day in (row["valid_from"], row["valid_to"]):
            assert re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?", day)
        if row["valid_to"]:
            assert row["valid_from"] < row["valid_to"] < "2026-12-31"
            assert not known[row["successor"]]["valid_to"], "a retired code names one in use"
        else:
            assert not row["successor"]
    assert any(not row["valid_to"] for row in rows)


def test_some_codes_are_retired() -> None:
    retired = {
        path.stem for path in CODE_LISTS.glob("*.csv") if any(row["valid_to"] for row in codes(path.stem))
    }
    assert retired == {"accommodation", "area_gss", "areas", "exit_destinations"}


def test_no_code_is_also_a_missing_state_of_its_column() -> None:
    for name, item, facts in properties():
        if "cfgovernCodeList" in facts:
            used = {row["code"] for row in codes(facts["cfgovernCodeList"])}
            assert not used & set(facts.get("cfgovernMissing", {}).values()), f"{name}.{item['name']}"


def test_areas_are_fictional_and_their_codes_cannot_exist() -> None:
    areas = codes("areas")
    current = {row["code"] for row in areas if not row["valid_to"]}
    assert len(current) == 18
    assert all(row["label"].endswith("(made-up area)") for row in areas)
    dated = defaultdict(list)
    for row in codes("area_gss"):
        assert re.fullmatch(r"E(06|08|09|10)9999[0-9]{2}", row["code"])
        dated[row["area_id"]].append(row)
    assert set(dated) == current
    for rows in dated.values():
        assert [row["code"] for row in rows if not row["valid_to"]] == [rows[-1]["code"]]
        for old, new in pairwise(rows):
            assert old["successor"] == new["code"] and old["valid_to"] < new["valid_from"]


def test_the_ethnicity_crosswalk_reaches_a_group_or_a_missing_state() -> None:
    groups = {row["code"] for row in codes("ethnic_groups")}
    assert len(groups) == 19
    crosswalk = codes("ethnic_groups_nhs")
    assert "".join(row["code"] for row in crosswalk) == "ABCDEFGHJKLMNPRSZ99"
    for row in crosswalk:
        assert (row["ethnic_group"] in groups) != (row["missing_state"] in ("declined", "not_known"))
    reached = {row["ethnic_group"] for row in crosswalk}
    assert groups - reached == {"white_gypsy_irish_traveller", "white_roma", "other_arab"}
    assert {row["code"] for row in crosswalk if row["loss"] != "none"} == {"C", "S", "99"}


# -- people ----------------------------------------------------------------------------------


def test_identifiers_stand_in_their_own_table_alone() -> None:
    for name, item, facts in properties():
        if name != "identifiers":
            assert "cfgovernIdentifier" not in facts, f"{name}.{item['name']}"
            assert "direct_identifier" not in facts["cfgovernRole"], f"{name}.{item['name']}"
    shown = {item["name"] for _, item, facts in properties("identifiers") if facts.get("cfgovernShow")}
    assert shown == {"participant_id"}
    named = {item["name"] for _, item, facts in properties("identifiers") if "cfgovernIdentifier" in facts}
    assert {
        "given_name",
        "family_name",
        "alias_family_name",
        "date_of_birth",
        "postcode",
        "nino",
        "phone",
    } <= named
    assert named | {"record_origin", "area_id", "participant_id", "sex"} == {
        item["name"] for _, item, _ in properties("identifiers")
    }


def test_what_the_national_notice_does_not_list_is_off() -> None:
    off = {f"{n}.{item['name']}": item for n, item, facts in properties() if "cfgovernCollected" in facts}
    assert set(off) == {f"identifiers.{name}" for name in OFF}
    for item in off.values():
        note = next(entry for entry in item["customProperties"] if entry["property"] == "cfgovernCollected")
        assert note["value"] == "off" and "notice" in note["description"]
        assert not item.get("required")
    for name in ("pnc_id", "cro", "crn", "prison_number"):
        assert column("identifiers", name)[1]["cfgovernRole"] == ["direct_identifier", "criminal_offence"]


def test_no_place_finer_than_the_area_stands_beside_abuse_or_offences() -> None:
    for name in PERSON_TABLES:
        collected = [case for case in properties(name) if case[2].get("cfgovernCollected") != "off"]
        fine = [
            item["name"]
            for _, item, facts in collected
            if facts.get("cfgovernIdentifier") in FINE_GEOGRAPHY
            or re.search(r"postcode|address|uprn|lsoa|msoa|ward_code|parish", facts["cfgovernConcept"])
        ]
        guarded = [
            item["name"] for _, item, facts in collected
            if set(facts["cfgovernRole"]) & {"criminal_offence", "sensitive"}
        ]  # fmt: skip
        assert not (fine and guarded), name


def test_only_harmless_keys_may_be_shown() -> None:
    shown = {item["name"] for _, item, facts in properties(*PERSON_TABLES) if facts.get("cfgovernShow")}
    assert shown == SHOWN_OF_PEOPLE


def test_no_free_text_about_people() -> None:
    for name, item, facts in properties(*PERSON_TABLES):
        assert "free_text" not in facts["cfgovernRole"]
        if item["logicalType"] == "string" and name != "identifiers":
            assert "cfgovernCodeList" in facts or "pattern" in item["logicalTypeOptions"], item["name"]


def test_examples_belong_to_nobody() -> None:
    examples = {
        item["name"]: item["examples"] for _, item, _ in properties("identifiers") if "examples" in item
    }
    for name, pattern in {
        "nino": r"QQ[0-9]{6}[A-D]",
        "nhs_number": r"999[0-9]{7}",
        "phone": r"07700 900[0-9]{3}",
        "email": r"[a-z]+@example\.org",
        "postcode": r"ZZ99 [0-9][A-Z]{2}",
    }.items():
        assert all(re.fullmatch(pattern, value) for value in examples.pop(name))
    assert set(examples) == {"area_id", "participant_id"}


def test_people_are_marked_safe_or_not() -> None:
    for name in ("location_protected", "safe_to_contact"):
        item, facts = column("participants", name)
        assert item["required"] is True and facts["cfgovernCodeList"] == "yes_no"
        assert facts["cfgovernMissing"] == {"not_asked": "not_asked"}
    assert [row["code"] for row in codes("agreement_states")] == [
        "agreed", "declined", "not_asked", "withdrawn", "lacks_capacity",
    ]  # fmt: skip
    scopes = {row["code"] for row in codes("agreement_scopes")}
    assert scopes == {"linking", "sharing_back", "service_reported_data", "interview_contact"}


# -- the programme ---------------------------------------------------------------------------


@pytest.mark.parametrize("need", NEEDS)
def test_paragraph_10_needs_are_known_now_and_ever(need: str) -> None:
    for when in ("current", "ever"):
        item, facts = column("participants", f"{need}_{when}")
        assert item["required"] is True and facts["cfgovernCodeList"] == "yes_no"
        assert set(facts["cfgovernMissing"]) == {"declined", "not_asked", "not_known"}
    assert "repeated_crisis_contact" in {item["name"] for _, item, _ in properties("participants")}


@pytest.mark.parametrize("words", PARAGRAPH_11)
def test_paragraph_11_wider_needs_are_there_and_optional(words: str) -> None:
    item, facts = column("participants", PARAGRAPH_11[words])
    assert not item.get("required") and "declined" in facts["cfgovernMissing"]
    assert words in item["description"].lower() or "paragraph 11" in item["description"]


@pytest.mark.parametrize("words", PARAGRAPH_13)
def test_paragraph_13_transition_points_have_a_code(words: str) -> None:
    assert PARAGRAPH_13[words] in {row["code"] for row in codes("transition_points")}
    assert column("participants", "transition_point")[1]["cfgovernCodeList"] == "transition_points"


@pytest.mark.parametrize("characteristic", PROTECTED_CHARACTERISTICS)
def test_every_protected_characteristic_is_there_and_may_be_declined(characteristic: str) -> None:
    for name in PROTECTED_CHARACTERISTICS[characteristic]:
        _, facts = column("participants", name)
        assert set(facts["cfgovernMissing"]) == {"declined", "not_asked", "not_known"}
        assert "eval.equity_of_reach" in facts["cfgovernPurpose"]


@pytest.mark.parametrize(
    "place",
    [
        "participants.domestic_abuse_current",
        "participants.domestic_abuse_ever",
        "participants.exploitation",
        "participants.care_experience",
        "participants.transition_point",  # child removal
        "participants.nationality_group",  # immigration
        "outcomes.problem_debt",
        "participants.location_protected",
        "participants.safe_to_contact",
    ],
)
def test_what_could_harm_if_known_is_marked_sensitive(place: str) -> None:
    assert "sensitive" in column(*place.split("."))[1]["cfgovernRole"]


@pytest.mark.parametrize("case", list(properties(*PERSON_TABLES)), ids=label)
def test_a_column_is_marked_for_the_most_its_codes_can_tell(
    case: tuple[str, Property, dict[str, Any]],
) -> None:
    _, _, facts = case
    assert TELLING_LISTS.get(facts.get("cfgovernCodeList", ""), set()) <= set(facts["cfgovernRole"])


def test_ndta_is_codes_and_ranges_alone() -> None:
    scores = [item for _, item, _ in properties("assessments") if item["name"].startswith("ndt")]
    tops = {item["name"]: item["logicalTypeOptions"]["maximum"] for item in scores}
    assert tops.pop("ndta_total") == sum(tops.values()) == 48
    assert {name for name, top in tops.items() if top == 8} == {"ndtrto", "ndtrfo"}
    assert len(tops) == 10 and set(tops.values()) == {4, 8}
    assert all(item["logicalTypeOptions"]["minimum"] == 0 for item in scores)


def test_every_answer_of_a_questionnaire_may_be_declined() -> None:
    frame = {
        "record_origin",
        "area_id",
        "participant_id",
        "wave",
        "outcome_date",
        "mode",
        "not_completed_reason",
    }
    answers = [(item, facts) for _, item, facts in properties("outcomes") if item["name"] not in frame]
    assert len(answers) == 14
    for item, facts in answers:
        assert set(facts["cfgovernMissing"]) == {"declined", "not_asked", "not_known"}, item["name"]


def test_every_outcome_for_individuals_is_measured_on_people() -> None:
    served = {purpose for _, _, facts in properties(*PERSON_TABLES) for purpose in facts["cfgovernPurpose"]}
    assert {purpose for purpose in purpose_ids() if purpose.startswith("toc.individual.")} <= served
    everywhere = {purpose for _, _, facts in properties() for purpose in facts["cfgovernPurpose"]}
    assert everywhere == purpose_ids()


# -- what was promised -----------------------------------------------------------------------


def test_one_outcome_of_the_theory_of_change_has_one_id() -> None:
    theory = load(file("schemas", "theory_of_change.yaml")).data
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for entry in theory["outcomes"]:
        assert re.fullmatch(rf"toc\.{entry['level']}\.{entry['horizon']}\.[a-z_]+", entry["id"])
        counted[entry["level"], entry["horizon"]] += 1
    assert counted == OUTCOMES
    for level in ("individual", "service", "system"):
        texts = [entry["text"] for entry in theory["outcomes"] if entry["level"] == level]
        assert len(set(texts)) == len(texts)
    every = [entry["id"] for part in ("outcomes", "questions") for entry in theory[part]]
    assert len(set(every)) == len(every)
    for question in theory["questions"]:
        assert question["id"].startswith("eval.") and question["paragraphs"]


@pytest.mark.parametrize("name", PROMISED)
def test_promised_columns_are_there(name: str) -> None:
    assert {item["name"] for _, item, _ in properties(name)} >= PROMISED[name]


@pytest.mark.parametrize("name", PROMISED_CODES)
def test_promised_codes_are_in_use(name: str) -> None:
    assert {row["code"] for row in codes(name) if not row["valid_to"]} >= PROMISED_CODES[name]


def test_maturity_levels_are_placeholders_and_say_so() -> None:
    assert all(row["label"].startswith("Placeholder") for row in codes("maturity_levels"))
    assert "PLACEHOLDER" in table("maturity_self_assessment")["description"]


def test_the_decision_to_take_somebody_on_is_always_recorded() -> None:
    for name in ("eligibility_route", "decision_author_role", "decision_date"):
        assert column("participants", name)[0]["required"] is True


def test_organisation_tables_hold_nobody() -> None:
    for name, item, facts in properties(*ORGANISATION_TABLES):
        assert item["name"] != "participant_id", name
        assert not set(facts["cfgovernRole"]) - {"operational", "free_text"}, f"{name}.{item['name']}"
        if item["logicalType"] == "string" and "free_text" not in facts["cfgovernRole"]:
            assert "cfgovernCodeList" in facts or "pattern" in item["logicalTypeOptions"], item["name"]
