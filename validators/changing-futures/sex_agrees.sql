-- severity: warning
-- anchor: identifiers.sex
-- columns: identifiers.participant_id, identifiers.sex, participants.participant_id, participants.sex
-- message: This answer is not the one that the participants table has for the same person.
-- fix: Check that the two rows are about the same person, then give the same answer in both. If the records to be linked have another one, confirm that.
-- why: Prospectus paragraph 35: linking compares sex, and the two tables travel apart, so this is the one place where a row about another person shows. Declined, not asked and not known are not judged. Gender identity is asked apart and never compared.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = i.participant_id
    AND p.sex <> i.sex
)
