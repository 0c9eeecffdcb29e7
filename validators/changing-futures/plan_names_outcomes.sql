-- severity: warning
-- anchor: delivery_plan.outcome_id
-- columns: delivery_plan.area_id, delivery_plan.outcome_id, delivery_plan.period
-- group: area_id, period
-- message: No action of this quarter names an outcome that it should bring about.
-- fix: For each action, give the id of the outcome from the programme's list. If none fits any action, confirm that.
-- why: Prospectus paragraph 24: the plan sets out how partners will improve outcomes. It is said once, at the first row of the quarter.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d._row = (
  SELECT CASE WHEN COUNT(one.outcome_id) = 0 THEN MIN(one._row) END
  FROM delivery_plan AS one
  WHERE one.area_id = d.area_id
    AND one.period = d.period
)
  AND NOT EXISTS (SELECT 1 FROM delivery_plan AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
