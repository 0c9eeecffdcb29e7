-- severity: block
-- anchor: identifiers.date_of_birth
-- columns: identifiers.date_of_birth, identifiers.participant_id, participants.participant_id, participants.start_date, participants.transition_point
-- message: Going by this date of birth, the person was under 18 on their start date. The programme is for adults.
-- fix: Check the date of birth here and the start date in the participants table. If both are right, take this person out of every table: identifiers of people under 18 never go to linking.
-- why: Prospectus paragraph 10: the cohort is adults. Dates are compared as year, month and day; somebody born on 29 February comes of age on 1 March in a common year. A date that is still to come has a rule of its own, and so have young people of 16 or 17 who are moving on from care or youth services (paragraph 13).
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i.date_of_birth <= CAST(:as_of AS DATE)
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = i.participant_id
      AND EXTRACT(YEAR FROM p.start_date) * 10000 + EXTRACT(MONTH FROM p.start_date) * 100
          + EXTRACT(DAY FROM p.start_date)
        < (EXTRACT(YEAR FROM i.date_of_birth) + 18) * 10000 + EXTRACT(MONTH FROM i.date_of_birth) * 100
          + EXTRACT(DAY FROM i.date_of_birth)
      AND NOT (
        EXTRACT(YEAR FROM p.start_date) * 10000 + EXTRACT(MONTH FROM p.start_date) * 100
          + EXTRACT(DAY FROM p.start_date)
        >= (EXTRACT(YEAR FROM i.date_of_birth) + 16) * 10000 + EXTRACT(MONTH FROM i.date_of_birth) * 100
          + EXTRACT(DAY FROM i.date_of_birth)
        AND COALESCE(p.transition_point, 'none') IN ('leaving_care', 'youth_to_adult')
      )
  )
