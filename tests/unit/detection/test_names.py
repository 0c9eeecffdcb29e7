"""People whom no list knows are named by what stands around; places and organisations are not people."""

from __future__ import annotations

import re

import pytest

from cfgovern.detection.names import Names

# In brackets what is a name; written for these tests, not taken from the notes that the project makes.
NAMED = """
She was with her sister [Tracy-Ann] when the police came.
[Mrs Oyelaran] from the corner shop let her use the phone.
His nan, [Edie Crabb], passed away on Sunday.
Dr. [Venkataraman] reduced the dose.
PC 4471 [Hodgetts] took the statement.
Spoke with [Siân] at the drop-in; she has not seen him.
His ex ([Kasia]) has a non-mol.
Ex-partner [Jermaine Fowler-Obi] is due out of prison next month.
Ring [Bernadette O'Rourke] on Monday.
attended with keyworker [toyin]
mum [shabnam] says he is sleeping in the car
[Tendai] (probation) confirmed the licence conditions.
Landlord, [Mr Ghebreyesus], wants him out.
Two kids, [Kaiden] and [Lexi-Mae], live with their nan.
Social worker is [Abiola Fashanu].
[Dwayne] says he can stay til Friday, still on [Dwayne]'s sofa.
c/o [Miss P Nightingale]
Referred by [J. Adeyemi], Riverside practice.
[PRZYBYLSKI, Wojciech] attended as witness
new partner called [Zdravko]
[Sgt Pickersgill] says no further action
brother [Ahmed Al-Rashid] will collect him
daughter, [Niamh], turns four in May
His friend [Nguyen Van Minh] is at the same hostel.
cc: [Philippa Grantham-Hughes]
seen w/ [Stacey M] outside
her mate [Xochitl] from the flats
gran [okwuosa] rang
then Hope [Fanshawe-Obuya] said no
""".strip().splitlines()
UNNAMED = """
Rated Amber at the last review, was Red in May.
Staying at Hope House until March.
Will needs to be clear about the grace period.
Summer activities start in June at Rose Court.
He was in Wilson Street when it happened.
The Salvation Army gave him a tent.
Discharged from Royal Victoria Infirmary on Tuesday.
Takes Mirtazapine and Pregabalin daily, Espranor since April.
Universal Credit and Personal Independence Payment both in place.
Lives near Jubilee Park, moved from Barnsley to Leeds.
Mark this as urgent and bill the council.
English is his second language, speaks Tigrinya.
He hopes to be sober by Christmas.
Partner agency to lead, mum is supportive.
Her sister is in prison and her brother moved away.
Key worker to chase Housing Benefit and ESA.
Spoke to Adult Social Care and the Jobcentre.
May be eligible for Section 117 aftercare.
Met with Housing Options and the Crisis Team.
Diagnosed with Hepatitis C and Parkinson's.
Care Act assessment due. Homelessness Reduction Act duty accepted.
Joined the Monday football group and Narcotics Anonymous.
Bus pass, Freedom Card and Post Office Card collected.
Son is at primary school, dad not in the picture.
rang 3 times, no answer, left message with reception
The police said that nothing could be done.
Call from Ward 7, bed 3. Court 2026-10-29.
The mobile library stops outside St Ann's Hospice on Thursdays.
He bought a Jack Russell and a bottle of Jack Daniels.
Referred under Clare's Law; admitted to Guy's Hospital, then the Maudsley.
Works nights at McDonald's and days at Domino's.
Booked into the Victoria Hotel, opposite King's Cross.
Lives off Gordon Road near the Norman Centre.
Has a dog called Max and a cat named Tigger.
Born in Preston, grew up in Lincoln and Wells.
He will mark the calendar. The bill is due. A rose garden.
Manager approval needed. Worker safety plan. Partner violence.
Sister ward on level 3, Judge's chambers at 2, PC World voucher.
Spoke to Duty, emailed Housing Solutions, texted the Brokerage Team.
""".strip().splitlines()


@pytest.fixture(scope="module")
def names() -> Names:
    return Names()


def found(names: Names, text: str) -> list[tuple[str, str, str]]:
    return [(text[one.start : one.end], one.severity, one.because) for one in names.search(text)]


@pytest.mark.parametrize("line", NAMED)
def test_somebody_is_found_and_nothing_else(names: Names, line: str) -> None:
    text = re.sub(r"[\[\]]", "", line)
    meant = [
        (one.start() - 2 * at, one.end() - 2 * at - 2)
        for at, one in enumerate(re.finditer(r"\[[^]]*]", line))
    ]
    finds = [(one.start, one.end) for one in names.search(text)]
    assert all(any(start < end_ and start_ < end for start, end in finds) for start_, end_ in meant)
    assert all(any(start < end_ and start_ < end for start_, end_ in meant) for start, end in finds)


@pytest.mark.parametrize("text", UNNAMED)
def test_places_organisations_and_days_are_not_people(names: Names, text: str) -> None:
    assert found(names, text) == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("spoke to Denise about it", "block"),
        ("saw Denise Abernethy there", "block"),
        ("then there was Denise", "warning"),
        ("her mate Xochitl came", "warning"),
        ("mum xochitl came", "warning"),
    ],
)
def test_a_known_name_stops_where_people_are_spoken_of_and_others_are_looked_at(
    names: Names, text: str, severity: str
) -> None:
    assert [one[1] for one in found(names, text)] == [severity]


@pytest.mark.parametrize("text", ["", "\x00", "Mr ", "mum", "PC", "ﷺ" * 40, "A" * 100_000, "Mr\u202e Smith"])
def test_no_text_is_too_odd(names: Names, text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in names.search(text))
