-- severity: warning
-- anchor: partnership.chair_role
-- columns: partnership.area_id, partnership.chair_role, partnership.period
-- group: area_id, period
-- message: No body chairs the partnership in this quarter.
-- fix: Say in the row of the body that chairs that it does. For a chair who belongs to no partner, add a row for an independent chair. If there is no chair now, confirm that and say until when.
-- why: Prospectus paragraph 17: the programme is governed by the partnership, and one or more partners, or somebody independent, are identified as its chair or lead. It is said once, at the first row of the quarter.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p._row = (
  SELECT CASE WHEN SUM(CASE WHEN one.chair_role IN ('chair', 'co_chair') THEN 1 ELSE 0 END) = 0 THEN MIN(one._row) END
  FROM partnership AS one
  WHERE one.area_id = p.area_id
    AND one.period = p.period
)
  AND NOT EXISTS (SELECT 1 FROM partnership AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
