-- severity: info
-- anchor: delivery_plan.core_principle
-- columns: delivery_plan.area_id, delivery_plan.core_principle, delivery_plan.period
-- group: area_id, period
-- message: One or more of the six core principles is not the main one of any action in this quarter.
-- fix: Check that the plan serves them all. If it does, leave it as it is: an action may serve several.
-- why: Prospectus paragraphs 6 and 24: the plan is in line with the core principles. Only the main principle of an action is asked for, so one that is missing here may still be served. That is why this is for information. It is said once, at the first row of the quarter.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d._row = (
  SELECT CASE WHEN COUNT(DISTINCT one.core_principle) < 6 THEN MIN(one._row) END
  FROM delivery_plan AS one
  WHERE one.area_id = d.area_id
    AND one.period = d.period
)
  AND NOT EXISTS (SELECT 1 FROM delivery_plan AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
