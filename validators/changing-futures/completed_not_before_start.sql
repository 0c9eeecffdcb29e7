-- severity: error
-- anchor: delivery_plan.completed_on
-- columns: delivery_plan.completed_on, delivery_plan.starts_on
-- message: This date is before the day on which the same action started.
-- fix: Check both dates.
-- why: Prospectus paragraphs 24 and 25: partnerships assess their progress on the plan, and nothing is done before it starts.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d.completed_on < d.starts_on
