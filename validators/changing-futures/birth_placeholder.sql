-- severity: warning
-- anchor: identifiers.date_of_birth
-- columns: identifiers.date_of_birth
-- message: This is the first day of 1900, which many systems write where no date of birth is known.
-- fix: If the date is not known, write not_known, or declined if the person did not wish to say. Both are always accepted. If the person was born on that day, confirm that.
-- why: Prospectus paragraph 13: people whom no record knows well yet must be able to come in, so no certain date of birth is needed. A date that only looks certain makes wrong links.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i.date_of_birth = CAST('1900-01-01' AS DATE)
