-- severity: warning
-- anchor: partnership.period
-- columns: delivery_plan.area_id, delivery_plan.period, partnership.area_id, partnership.period
-- group: area_id, period
-- message: The delivery plan has no action for this quarter of the partnership.
-- fix: Add the actions of the plan as they stood in this quarter. If the plan is not agreed yet, confirm that and say when it will be.
-- why: Prospectus paragraph 24: the partnership in each area should produce a plan. A return without the table is complete, as it may come later; an empty one is not. It is said once, at the first row of the quarter.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p._row = (
  SELECT MIN(one._row)
  FROM partnership AS one
  WHERE one.area_id = p.area_id
    AND one.period = p.period
)
  AND NOT EXISTS (SELECT 1 FROM delivery_plan AS d WHERE d.area_id = p.area_id AND d.period = p.period)
  AND NOT EXISTS (SELECT 1 FROM delivery_plan AS lost WHERE lost.area_id IS NULL OR lost.period IS NULL)
  AND NOT EXISTS (SELECT 1 FROM partnership AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
