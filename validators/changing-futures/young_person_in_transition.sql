-- severity: error
-- anchor: participants.year_of_birth
-- columns: participants.start_date, participants.transition_point, participants.year_of_birth
-- message: Going by this year of birth, the person was 16 or 17 on the start date. They are moving on from care or youth services.
-- fix: Check the year of birth and the start date. If both are right, the person can stay only under a dated waiver from the programme. Their identifiers never go to linking: leave out their row in the identifiers table.
-- why: Prospectus paragraph 10: the cohort is adults. Paragraph 13: people may be found as they move from care or youth services to adult ones. A rule of its own, so that a waiver for them is no waiver for a child.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE EXTRACT(YEAR FROM p.start_date) - p.year_of_birth BETWEEN 16 AND 17
  AND p.transition_point IN ('leaving_care', 'youth_to_adult')
