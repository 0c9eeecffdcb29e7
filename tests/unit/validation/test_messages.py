"""What is said about each check: complete, plain, kind, and made from the contract alone."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Bound, Code, CodeList, Column, Contract, Table
from cfgovern.errors import InternalFault, OperatorFileError
from cfgovern.validation.cellchecks import cell_checks
from cfgovern.validation.messages import FORMS, PLACEHOLDERS, Messages, checked, load_messages
from cfgovern.validation.planning import make_plan
from cfgovern.validation.results import Found
from cfgovern.validation.rulefiles import load_pack
from tests.unit.validation.everykind import AS_OF, every_kind
from tests.unit.validation.told import KEY, NOTED, checks_told, headings_told

# Said by the journey, which knows of sheets and of the whole submission.
OF_THE_JOURNEY = {
    (kind, "default")
    for kind in (
        "table_extra",
        "part_extra",
        "properties",
        "record_origin_mixed",
        "period_not_in_calendar",
        "not_open",
        "late",
        "version_not_taken",
        "other_sender",
        "nil_return_refused",
        "nil_return_with_rows",
    )
}
OF_THE_HEADINGS = {
    (kind, "default")
    for kind in (
        "column_missing", "column_extra", "column_renamed", "column_duplicate", "header_missing",
        "table_missing", "rows_above", "not_a_record", "merged_cells", "totals_row", *NOTED,
    )
}  # fmt: skip
# Words that blame, label people, or are of the trade.
UNKIND = re.compile(
    r"\b(vulnerable|addicts?|abusers?|offenders?|homeless people|the homeless|the elderly|victims?|"
    r"mentally ill|suffer\w*|illegal|invalid|illegitimate|forbidden|failed|failure|bad|wrongly|stupid|"
    r"must not be null|null|regex|string|integer|boolean|enum|schema|primary key|foreign key|constraint|"
    r"validation|parse\w*|datatype|column name|whitespace|ISO 8601|(?<!CSV )UTF-8|SQL|refuse[ds]?)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def book() -> Messages:
    return load_messages()


@pytest.fixture(scope="module")
def contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contract]:
    programme = content.folder("schemas") / "changing-futures" / "changing-futures.odcs.yaml"
    return {
        "programme": load_contract(programme),
        "plain": every_kind(tmp_path_factory.mktemp("contract")),
    }


@pytest.fixture(scope="module")
def told(contracts: dict[str, Contract], book: Messages) -> list[Found]:
    """All there is to say about both contracts: one cell, many, all of them."""
    found = [headings_told(contract, book) for contract in contracts.values()]
    for contract in contracts.values():
        found += [checks_told(contract, book, failing, measured) for failing, measured in FAILING]
    return found


FAILING = [(1, 0), (3, 3), (5, 1_000_000)]


def texts(told: list[Found]) -> Iterator[str]:
    for found in told:
        for finding in found.findings:
            yield finding.message
            yield finding.fix
        for rule in found.rules:
            yield rule.summary
            yield rule.fix
        for entry in found.not_run:
            yield entry.because


def used(contracts: dict[str, Contract]) -> set[tuple[str, str]]:
    plans = [make_plan(contract, AS_OF, areas=["CF-A01"]) for contract in contracts.values()]
    wordings = [wording for planned in plans for wording in planned.wordings]
    measured = {
        ("sql", "total"),
        ("json_schema", "default"),
    }  # where rows cannot be told; where JSON Lines come
    said = {(wording.kind, wording.variant) for wording in wordings}
    return said | measured | OF_THE_HEADINGS | OF_THE_JOURNEY


def test_every_kind_has_words_and_no_words_are_there_for_nothing(
    contracts: dict[str, Contract], book: Messages
) -> None:
    written = {(kind, variant) for kind, variants in book.kinds.items() for variant in variants}
    assert written == used(contracts)


def test_every_reason_for_not_running_has_words_and_is_used(book: Messages) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in source_files())
    assert [reason for reason in book.not_run if f'"{reason}"' not in code] == []
    given = re.findall(r'because\("([a-z_]+)"\)|set_aside\.append\(\(\w+, "([a-z_]+)"\)\)', code)
    assert {one or other for one, other in given} <= set(book.not_run)


def test_every_kind_says_why_it_matters_but_rule_files_which_say_so_themselves(book: Messages) -> None:
    assert set(book.why) == set(book.kinds) - {"rule"}


def test_every_rule_of_the_programme_says_why_it_matters(
    contracts: dict[str, Contract], book: Messages
) -> None:
    rules = (
        checks_told(contracts["programme"], book, 1).rules + headings_told(contracts["programme"], book).rules
    )
    assert len(rules) > 300
    assert [rule.rule for rule in rules if not rule.why] == []


def source_files() -> list[Path]:
    package = Path(content.__file__).parent
    return [package / "validation" / "planning.py", package / "validation" / "results.py"]


@pytest.mark.parametrize(
    ("number", "engines", "people", "told"),
    [
        (1, ["soda"], False, "1 rule of this contract. It is for the tool soda."),
        (2, ["a", "b"], False, "2 rules of this contract. They are for the tool a and the tool b."),
        (1200, ["a"], True, "1,200 rules of this contract. They are for the tool a and people to read."),
    ],
)
def test_how_many_rules_are_for_others_and_whose_they_are(
    book: Messages, number: int, engines: list[str], people: bool, told: str
) -> None:
    assert book.left(number, engines, people=people).startswith(f"cfgovern did not run {told} Please check")


def test_columns_that_are_not_looked_into_are_told(book: Messages) -> None:
    assert book.unseen(1).startswith("cfgovern did not look inside 1 column of this contract")
    assert book.unseen(2000).startswith("cfgovern did not look inside 2,000 columns of this contract")
    told = book.left(2, ["soda"], people=False, inside=True)
    assert "the tool soda and a tool that reads what stands inside columns." in told


def test_every_phrase_and_identifier_is_used(contracts: dict[str, Contract], book: Messages) -> None:
    from cfgovern import identifiers

    assert set(book.identifiers) == set(identifiers.FORMS)
    code = (source_files()[0].parent / "messages.py").read_text(encoding="utf-8")
    made = re.compile("iso_(date|time|timestamp)|[a-z]+_percent")
    unused = [name for name in book.phrases if not re.search(f"[\"']{name}[\"']", code)]
    assert [name for name in unused if not made.fullmatch(name)] == []


def test_nothing_is_left_open_and_every_text_is_a_sentence(told: list[Found]) -> None:
    for text in set(texts(told)):
        assert text and not re.search(r"[{}]|‘’|\(\)|  | [.,:]|\.\.", text), text
        assert re.match("[A-Z‘0-9]", text), text
        assert re.search(r"[.!?]$|For example: \S.*$|\((?:[0-9,]+|every) rows?\)$", text), text


def test_every_finding_says_what_to_do(told: list[Found]) -> None:
    assert all(finding.message and finding.fix for found in told for finding in found.findings)


def test_one_cell_several_and_a_whole_column_are_told_apart(
    contracts: dict[str, Contract], book: Messages
) -> None:
    said = {
        failing: {rule.rule: rule.summary for rule in checks_told(contracts["plain"], book, failing).rules}
        for failing, _ in FAILING
    }
    assert said[1]["things.count.required"] == "‘count’ is empty."
    assert said[3]["things.count.required"] == "3 cells in ‘count’ are empty."
    assert said[5]["things.count.required"] == "Every cell in ‘count’ is empty."
    assert said[3]["things.bought_first"] == "Nothing is sold before it is bought. (3 rows)"
    assert said[5]["things.bought_first"] == "Nothing is sold before it is bought. (every row)"


def test_one_row_of_a_table_of_one_row_is_not_every_row(
    contracts: dict[str, Contract], book: Messages
) -> None:
    column = contracts["plain"].tables[1].columns[5]
    params = book.params(contracts["plain"].tables[1], column, as_of=AS_OF)
    assert book.summary("required", "default", params, 1, 1).summary == "‘count’ is empty."


def test_large_numbers_can_be_read(contracts: dict[str, Contract], book: Messages) -> None:
    table = contracts["plain"].tables[1]
    params = book.params(table, table.columns[5], as_of=AS_OF)
    assert book.summary("required", "default", params, 12_000, 20_000).summary.startswith("12,000 cells")


@pytest.mark.parametrize("form", FORMS)
def test_only_the_contract_and_counts_can_stand_in_a_message(book: Messages, form: str) -> None:
    for variants in book.kinds.values():
        for forms in variants.values():
            words = {name for _, name, _, _ in string.Formatter().parse(forms[form]) if name}
            assert words <= PLACEHOLDERS
            assert not words & {"value", "cell", "row", "found", "key"}
            if form in ("many", "all"):
                assert "n" in words or "{n}" not in forms[form]


def test_the_key_of_a_record_is_in_no_message(told: list[Found]) -> None:
    for text in texts(told):
        assert not any(value in text for value in KEY.values())


def test_an_example_stands_where_one_is_promised_and_can_be_made_up(
    contracts: dict[str, Contract], book: Messages
) -> None:
    for contract in contracts.values():
        planned = make_plan(contract, AS_OF)
        for check, wording in zip(planned.plan.checks, planned.wordings, strict=True):
            table = contract.table(check.table)
            column = table.column(check.column or "") if table else None
            if table is None or column is None or book.kinds[wording.kind][wording.variant]["example"] == "":
                continue
            codes = contract.code_lists.get(column.code_list or "")
            example = book.params(table, column, codes, as_of=AS_OF)["example"]
            if column.identifier in book.identifiers:
                assert example == book.identifiers[column.identifier]["example"]
            else:
                listed = any(rule.metric == "invalidValues" for rule in column.quality)
                free = column.type == "string" and not (
                    column.enum or codes or column.pattern or column.examples or column.format or listed
                )
                assert bool(example) != free, check.rule


def our_words(book: Messages) -> list[str]:
    """The texts of the file itself, with a word for each place; codes and labels are the contract's."""
    forms = [
        forms[form]
        for variants in book.kinds.values()
        for forms in variants.values()
        for form in FORMS
        if form != "example"
    ]
    known = [entry[part] for entry in book.identifiers.values() for part in ("name", "form", "check")]
    rules = [text for rule in load_pack("changing-futures") for text in (rule.message, rule.fix)]
    return [
        re.sub("{[a-z_]+}", "word", text)
        for text in (
            *forms,
            *book.phrases.values(),
            *known,
            *book.not_run.values(),
            *book.why.values(),
            *rules,
        )
        if text
    ]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:])\s+", text)


def test_sentences_are_short(book: Messages) -> None:
    lengths = []
    for text in our_words(book):
        for sentence in sentences(text):
            lengths.append(len(sentence.split()))
            assert lengths[-1] <= 22, sentence
    assert sum(lengths) / len(lengths) <= 10


def test_filled_in_sentences_are_short_save_for_lists_of_codes(told: list[Found]) -> None:
    lengths = []
    for text in {re.sub(r" \([^)]*\)", "", text) for text in texts(told)}:
        for sentence in sentences(text):
            lengths.append(len(sentence.split()))
            assert lengths[-1] <= 25, sentence
    assert sum(lengths) / len(lengths) <= 12


def test_no_word_blames_labels_or_needs_a_programmer(book: Messages) -> None:
    for text in our_words(book):
        assert not UNKIND.search(text), text


def test_rule_files_do_not_say_what_happened_to_a_person() -> None:
    for rule in load_pack("changing-futures"):
        said = f"{rule.message} {rule.fix}"
        assert not re.search(r"\b(died|dead|death|deceased|passed away)\b", said, re.IGNORECASE), rule.name
        assert re.fullmatch(r"[A-Z].*[.]", rule.message) and re.fullmatch(r"[A-Z].*[.]", rule.fix)
        assert rule.why.endswith(".")


def test_british_spelling(book: Messages) -> None:
    american = re.compile(
        r"\w{3,}(ization|ize[sd]?|izing)\b|\b(color|center|enrollment|program)\b", re.IGNORECASE
    )
    for text in our_words(book):
        assert not american.search(text), text


# -- words made from the contract ------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "word", "said"),
    [
        ("count", "range", "between 0 and 9"),
        ("weight", "range", "more than 0 and less than 10"),
        ("weight", "step", "0.5"),
        ("bought", "range", "between 2021-01-01 and 2029-12-31"),
        ("serial", "length", "between 4 and 8 characters"),
        ("bought", "format", "year-month-day"),
        ("sold", "format", "day/month/year"),
        ("seen", "format", "year-month-day, the letter T, then hour:minute"),
        ("size", "codes", "one of s (Small) or l (Large)"),
        ("colour", "starts", "Still to come: teal from 2027-01-01."),
        ("colour", "no_answer", "If there is no answer, write declined or not_known."),
        ("colour", "replacements", "What changed: crimson became red and scarlet became red."),
        ("owner_number", "identifier", "an NHS number"),
        ("owner_number", "example", "999 000 0018"),
        ("owner_case", "example", ""),
    ],
)
def test_words_of_a_column(
    contracts: dict[str, Contract], book: Messages, column: str, word: str, said: str
) -> None:
    contract = contracts["plain"]
    table = contract.tables[1]
    found = table.column(column)
    assert found is not None
    codes = contract.code_lists.get(found.code_list or "")
    assert book.params(table, found, codes, as_of=AS_OF)[word] == said


@pytest.mark.parametrize(
    ("operator", "value", "said"),
    [
        ("mustBe", 0, "none"),
        ("mustBe", 1, "exactly 1 row"),
        ("mustNotBe", 3, "anything but 3 rows"),
        ("mustBeLessThan", 5, "fewer than 5 rows"),
        ("mustBeLessOrEqualTo", 1000, "no more than 1,000 rows"),
        ("mustBeGreaterThan", 2, "more than 2 rows"),
        ("mustBeGreaterOrEqualTo", 2, "at least 2 rows"),
        ("mustBeBetween", (1, 10), "more than 1 and fewer than 10 rows"),
        ("mustNotBeBetween", (1, 10), "no more than 1, or at least 10 rows"),
    ],
)
def test_a_threshold_in_words(book: Messages, operator: str, value: object, said: str) -> None:
    assert book.threshold(operator, value) == said


def test_a_share_is_in_per_cent(book: Messages) -> None:
    assert book.amount(2.5, "percent") == "2.5 per cent"
    assert book.threshold("mustBeLessThan", 5, "percent") == "less than 5 per cent"


LETTERS = CodeList(
    "letters",
    (
        Code("a", "A"),
        Code("b", "B", "2020-01-01", "2021-12-31", "c"),
        Code("c", "C", "2022-01-01"),
        Code("d", "D", "2030-01-01"),
    ),
)
LETTER = Column("letter", (), code_list="letters")
LONE = Table("lone", (), (LETTER,))


def on(book: Messages, day: str, codes: CodeList = LETTERS) -> dict[str, str]:
    return book.params(LONE, LETTER, codes, as_of=day)


@pytest.mark.parametrize(
    ("day", "codes", "replacements", "starts"),
    [
        ("2019-12-31", "only a (A)", "", "b from 2020-01-01, c from 2022-01-01 and d from 2030-01-01"),
        ("2021-06-01", "one of a (A) or b (B)", "", "c from 2022-01-01 and d from 2030-01-01"),
        ("2022-01-01", "one of a (A) or c (C)", "b became c", "d from 2030-01-01"),
        ("2030-01-01", "one of a (A), c (C) or d (D)", "b became c", ""),
    ],
)
def test_codes_are_told_as_they_stand_on_the_day_of_the_check(
    book: Messages, day: str, codes: str, replacements: str, starts: str
) -> None:
    said = on(book, day)
    assert said["codes"] == codes
    assert said["replacements"] == (f"What changed: {replacements}." if replacements else "")
    assert said["starts"] == (f"Still to come: {starts}." if starts else "")


@pytest.mark.parametrize("day", ["2019-12-31", "2021-06-01", "2022-01-01", "2030-01-01"])
def test_no_code_is_offered_that_the_check_refuses(book: Messages, day: str) -> None:
    codes = [code.code for code in LETTERS.codes]
    refused = {
        value
        for kind, _, params in cell_checks(LETTER, LETTERS, day)
        if kind in ("code_ended", "code_early")
        for value in params["values"]
    }
    offered = set(re.findall(r"\b([abcd])\b", on(book, day)["codes"]))
    assert offered == set(codes) - refused
    assert on(book, day)["example"] in offered


def test_a_code_that_is_early_is_told_of_no_change(book: Messages) -> None:
    _, fix = book.one("code_list", "early", on(book, "2026-01-01"))
    assert fix == "Use one of a (A) or c (C). Still to come: d from 2030-01-01."
    _, fix = book.one("code_list", "ended", on(book, "2026-01-01"))
    assert fix == "Use one of a (A) or c (C). What changed: b became c."


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        # by way of another that has ended too
        ((Code("a", "A", None, "2020-12-31", "b"), Code("b", "B", None, "2021-12-31", "c"), Code("c", "C")),
         "What changed: a became c and b became c."),
        # whose follower is not in use
        ((Code("a", "A", None, "2020-12-31", "b"), Code("b", "B", "2030-01-01")), ""),
        ((Code("a", "A", None, "2020-12-31", "b"), Code("b", "B", None, "2021-12-31")), ""),
        ((Code("a", "A", None, "2020-12-31", "b"), Code("b", "B", None, "2020-12-31", "a")), ""),
        ((*(Code(f"o{n}", "O", None, "2020-12-31", "z") for n in range(8)), Code("z", "Z")),
         "What changed: o0 became z, o1 became z, o2 became z, o3 became z, o4 became z and 3 more."),
    ],
)  # fmt: skip
def test_what_took_the_place_of_a_code_is_in_use(book: Messages, codes: tuple[Code, ...], said: str) -> None:
    assert on(book, "2026-01-01", CodeList("letters", codes))["replacements"] == said


def test_a_list_without_a_code_for_the_day_still_makes_a_sentence(book: Messages) -> None:
    gone = CodeList("letters", (Code("a", "A", None, "2020-12-31"),))
    said = on(book, "2026-01-01", gone)
    assert book.one("code_list", "ended", said)[1] == "Use a code that is in use on the day of the check."


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (None, Bound("2026-10-01", exclusive=True), "earlier than 01/10/2026"),
        (Bound("2021-04-01"), Bound("2026-10-01"), "between 01/04/2021 and 01/10/2026"),
        (Bound("2021-04-01", exclusive=True), None, "later than 01/04/2021"),
    ],
)
def test_a_range_is_told_as_the_column_writes_dates(
    book: Messages, low: Bound | None, high: Bound | None, said: str
) -> None:
    column = Column("seen", (), type="date", format="dd/MM/yyyy", minimum=low, maximum=high)
    assert book.params(LONE, column, as_of=AS_OF)["range"] == said
    assert book.params(LONE, replace(column, minimum=None, maximum=None), as_of=AS_OF)["range"] == ""


def test_values_that_a_rule_allows_leave_out_the_empty_one(book: Messages) -> None:
    assert book.valid_values(["1", "", "5"]) == "Use one of 1 or 5."
    assert book.valid_values([""]) == ""


@pytest.mark.parametrize("kind", ["nullValues", "missingValues", "invalidValues", "duplicateValues"])
def test_what_to_do_about_a_total_fits_too_many_and_too_few(book: Messages, kind: str) -> None:
    """The same words are said of both, so they cannot ask for one direction only."""
    one_way = {book.kinds[kind]["cell"]["fix"]}
    for variant, forms in book.kinds[kind].items():
        if variant != "cell":
            assert forms["fix"] not in one_way
            assert "asks for {threshold}" in forms["one"] and "allows" not in forms["one"]


# -- a pack with words of its own ------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "validators").mkdir()
    content.use_pack(tmp_path)
    yield tmp_path / "validators" / "messages.yaml"
    content.use_pack(None)


def test_a_pack_may_word_one_kind_and_leave_the_rest(pack: Path) -> None:
    pack.write_text(
        "version: 1\nkinds:\n  required:\n    default:\n"
        "      {one: Please fill in {column}., many: M., all: A., fix: F., example: ''}\n".replace(
            "{one: Please fill in {column}.", "{one: 'Please fill in {column}.'"
        ),
        encoding="utf-8",
    )
    ours = load_messages()
    assert ours.one("required", "default", {"column": "Age"}) == ("Please fill in Age.", "F.")
    content.use_pack(None)
    assert ours.kinds["type"] == load_messages().kinds["type"]


def test_a_word_that_nothing_fills_is_a_fault_with_its_line(pack: Path) -> None:
    pack.write_text(
        "version: 1\nkinds:\n  required:\n    default:\n      one: 'Empty: {colunm}'\n"
        "      many: M.\n      all: A.\n      fix: F.\n      example: ''\n",
        encoding="utf-8",
    )
    with pytest.raises(OperatorFileError) as caught:
        load_messages()
    [fault] = caught.value.faults
    assert (fault.code, fault.line) == ("messages.word", 5)
    assert "Did you mean" in fault.message and "column" in fault.message


@pytest.mark.parametrize(("kind", "variant"), [("requierd", "default"), ("type", "colour")])
def test_a_kind_without_words_is_a_fault_of_ours(book: Messages, kind: str, variant: str) -> None:
    with pytest.raises(InternalFault):
        book.one(kind, variant, {})


def test_a_message_that_is_not_given_its_word_is_a_fault_of_ours(book: Messages) -> None:
    with pytest.raises(InternalFault) as caught:
        book.one("required", "default", {})
    assert caught.value.code == "messages.word"
    with pytest.raises(InternalFault):
        book.because("no_such_reason")


def test_the_shipped_file_has_no_fault(book: Messages) -> None:
    shipped = content.shipped("validators") / "messages.yaml"
    assert checked(shipped, book.phrases) == {
        "version": 1,
        "kinds": book.kinds,
        "phrases": book.phrases,
        "identifiers": book.identifiers,
        "not_run": book.not_run,
        "why": book.why,
    }
