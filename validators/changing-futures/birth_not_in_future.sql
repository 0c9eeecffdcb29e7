-- severity: error
-- anchor: identifiers.date_of_birth
-- columns: identifiers.date_of_birth
-- message: This date of birth is still to come.
-- fix: Check the century: a year written with two figures may have been read as 20 and not 19. Then check day and month.
-- why: Prospectus paragraph 35: a date of birth decides whether records can be linked. Programs fill in the century of a two-figure year by themselves, and not all in the same way.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i.date_of_birth > CAST(:as_of AS DATE)
