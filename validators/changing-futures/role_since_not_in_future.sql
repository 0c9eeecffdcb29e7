-- severity: error
-- anchor: roles.filled_since
-- columns: roles.filled_since
-- message: This date is still to come.
-- fix: Check the date. It is the day on which the role was filled or fell vacant. If that is still to come, write how it is now.
-- why: Prospectus paragraph 20: the table says who is in place now, not what is planned.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r.filled_since > CAST(:as_of AS DATE)
