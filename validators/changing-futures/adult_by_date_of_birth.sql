-- severity: error
-- anchor: identifiers.date_of_birth
-- columns: identifiers.date_of_birth, identifiers.participant_id, participants.participant_id, participants.start_date
-- message: The date of birth given here does not fit the start date in the participants table: the programme is for adults.
-- fix: Check the date of birth and the start date. Take out anybody who was under 18 on the start date.
-- why: Prospectus paragraph 10: the cohort is adults. Dates are compared as year, month and day; somebody born on 29 February comes of age on 1 March in a common year.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = i.participant_id
    AND EXTRACT(YEAR FROM p.start_date) * 10000 + EXTRACT(MONTH FROM p.start_date) * 100
        + EXTRACT(DAY FROM p.start_date)
      < (EXTRACT(YEAR FROM i.date_of_birth) + 18) * 10000 + EXTRACT(MONTH FROM i.date_of_birth) * 100
        + EXTRACT(DAY FROM i.date_of_birth)
)
