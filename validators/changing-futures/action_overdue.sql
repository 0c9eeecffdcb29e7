-- severity: warning
-- anchor: delivery_plan.status
-- columns: delivery_plan.due_on, delivery_plan.period, delivery_plan.starts_on, delivery_plan.status
-- message: This action was due before the quarter began. Its status does not say that it is late, done or stopped.
-- fix: Check the due date and the status. If the action is late, write delayed.
-- why: Prospectus paragraphs 24 and 25: partnerships assess their progress on the plan. A due date before the start date has a rule of its own.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d.status IN ('not_started', 'on_track', 'at_risk')
  AND CAST(EXTRACT(YEAR FROM d.due_on) AS VARCHAR) || '-Q'
    || CAST(EXTRACT(QUARTER FROM d.due_on) AS VARCHAR) < d.period
  AND COALESCE(d.due_on >= d.starts_on, TRUE)
