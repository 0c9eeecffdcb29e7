-- severity: error
-- anchor: participants.year_of_birth
-- columns: participants.start_date, participants.transition_point, participants.year_of_birth
-- message: Going by this year of birth, the person was under 18 on the start date. The programme is for adults.
-- fix: Check the year of birth and the start date. If both are right, take this person out of every table: identifiers of people under 18 never go to linking.
-- why: Prospectus paragraph 10: the cohort is adults. Only a year that cannot belong to an adult is reported; a birthday later in the start year is not judged. Young people of 16 or 17 who are moving on from care or youth services (paragraph 13) have a rule of their own.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE EXTRACT(YEAR FROM p.start_date) - p.year_of_birth < 18
  AND NOT (
    EXTRACT(YEAR FROM p.start_date) - p.year_of_birth >= 16
    AND COALESCE(p.transition_point, 'none') IN ('leaving_care', 'youth_to_adult')
  )
