-- severity: warning
-- anchor: identifiers.date_of_birth
-- columns: identifiers.date_of_birth, identifiers.participant_id, participants.participant_id, participants.year_of_birth
-- message: The year of this date of birth is not the year of birth of the same person in the participants table.
-- fix: Check both against your records, and that the two rows are about the same person. If only the year is sure, confirm that.
-- why: Prospectus paragraph 35: linking needs the right date of birth. The two tables travel apart, so this is the one place where a row about another person, or a workbook whose dates are all four years out, shows.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i.date_of_birth <= CAST(:as_of AS DATE)
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = i.participant_id
      AND p.year_of_birth <> EXTRACT(YEAR FROM i.date_of_birth)
  )
