-- severity: warning
-- anchor: delivery_plan.builds_on_existing
-- columns: delivery_plan.area_id, delivery_plan.builds_on_existing, delivery_plan.period
-- group: area_id, period
-- message: No action of this quarter is said to build on work that was there already.
-- fix: Say yes for the actions that do. If all of the plan is new, confirm that.
-- why: Prospectus paragraph 24: the plan sets out how partners will build on existing work. It is said once, at the first row of the quarter.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d._row = (
  SELECT CASE WHEN SUM(CASE WHEN one.builds_on_existing = 'yes' THEN 1 ELSE 0 END) = 0 THEN MIN(one._row) END
  FROM delivery_plan AS one
  WHERE one.area_id = d.area_id
    AND one.period = d.period
)
  AND NOT EXISTS (SELECT 1 FROM delivery_plan AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
