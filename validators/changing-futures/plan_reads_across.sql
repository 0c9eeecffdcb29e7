-- severity: warning
-- anchor: delivery_plan.linked_plan
-- columns: delivery_plan.area_id, delivery_plan.linked_plan, delivery_plan.period
-- group: area_id, period
-- message: No action of this quarter is linked to another local plan.
-- fix: For each action, choose the plan that it reads across to most. If there is none at all, confirm that.
-- why: Prospectus paragraph 24: the plan should read across to other plans for people experiencing multiple disadvantage. It is said once, at the first row of the quarter.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d._row = (
  SELECT CASE WHEN SUM(CASE WHEN one.linked_plan <> 'none' THEN 1 ELSE 0 END) = 0 THEN MIN(one._row) END
  FROM delivery_plan AS one
  WHERE one.area_id = d.area_id
    AND one.period = d.period
)
  AND NOT EXISTS (SELECT 1 FROM delivery_plan AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
