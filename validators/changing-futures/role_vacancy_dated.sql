-- severity: warning
-- anchor: roles.filled_since
-- columns: roles.filled, roles.filled_since
-- message: Nobody is in this role, and the row does not say since when.
-- fix: Fill in the day on which the role fell vacant. If it was never filled, give the day on which the programme started in the area.
-- why: Prospectus paragraph 20: the roles are there so that the programme runs well. How long one is vacant can only be seen from a date.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r.filled = 'no'
  AND r.filled_since_state = 'empty'
