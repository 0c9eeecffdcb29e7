-- severity: warning
-- anchor: participants.year_of_birth
-- columns: participants.start_date, participants.year_of_birth
-- message: Going by this year of birth, the person was over 100 on the start date.
-- fix: Check the century. If the year is not known, write not_known: that is always accepted. If it is right, confirm that.
-- why: Prospectus paragraph 13: people whom no record knows well yet must be able to come in, so no certain year of birth is needed. Systems write an early year where none is known.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE EXTRACT(YEAR FROM p.start_date) - p.year_of_birth > 100
