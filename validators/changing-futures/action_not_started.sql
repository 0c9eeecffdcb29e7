-- severity: warning
-- anchor: delivery_plan.status
-- columns: delivery_plan.due_on, delivery_plan.period, delivery_plan.starts_on, delivery_plan.status
-- message: This action was to start before the quarter began. Its status says that it has not started.
-- fix: Check the start date and the status. If the action is late, write delayed, or give the new start date.
-- why: Prospectus paragraphs 24 and 25: partnerships assess their progress on the plan. An action that was also due by then has a rule of its own.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d.status = 'not_started'
  AND CAST(EXTRACT(YEAR FROM d.starts_on) AS VARCHAR) || '-Q'
    || CAST(EXTRACT(QUARTER FROM d.starts_on) AS VARCHAR) < d.period
  AND COALESCE(
    CAST(EXTRACT(YEAR FROM d.due_on) AS VARCHAR) || '-Q'
    || CAST(EXTRACT(QUARTER FROM d.due_on) AS VARCHAR) >= d.period,
    TRUE
  )
