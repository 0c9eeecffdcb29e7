-- severity: warning
-- anchor: roles.body_id
-- columns: roles.body_id, roles.filled
-- message: Somebody is in this role, and the row does not say in which body it sits.
-- fix: Fill in the body's id from the partnership table. If the body has no row there, add one.
-- why: Prospectus paragraph 20: a role may sit in any of the partner organisations. The national team needs to know which.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r.filled = 'yes'
  AND r.body_id_state = 'empty'
