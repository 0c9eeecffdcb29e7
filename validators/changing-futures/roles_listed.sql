-- severity: error
-- anchor: roles.role
-- columns: roles.area_id, roles.period, roles.role
-- group: area_id, period
-- message: Not every one of the six roles has a row for this quarter.
-- fix: Give each role a row: local political lead, senior responsible officer, partnership lead, system change lead, lived experience lead, and data and digital lead. Where nobody is in a role, write no under filled.
-- why: Prospectus paragraph 20: these roles will need to be identified in each area. A role that is vacant has a row too, so nobody has to leave one out. It is said once, at the first row of the quarter.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r._row = (
  SELECT CASE WHEN COUNT(DISTINCT one.role) < 6 THEN MIN(one._row) END
  FROM roles AS one
  WHERE one.area_id = r.area_id
    AND one.period = r.period
)
  AND NOT EXISTS (SELECT 1 FROM roles AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
