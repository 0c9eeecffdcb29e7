-- severity: warning
-- anchor: roles.body_id
-- columns: partnership.area_id, partnership.body_id, partnership.period, partnership.represented, roles.area_id, roles.body_id, roles.filled, roles.period
-- message: By the partnership table, the body that this role sits in does not take part.
-- fix: Check the body's id here, and the answer in the partnership table.
-- why: Prospectus paragraph 20: a role may sit in any of the partner organisations, and so in one that takes part.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r.filled = 'yes'
  AND EXISTS (
    SELECT 1
    FROM partnership AS p
    WHERE p.area_id = r.area_id
      AND p.period = r.period
      AND p.body_id = r.body_id
      AND p.represented = 'no'
  )
