-- severity: error
-- anchor: delivery_plan.completed_on
-- columns: delivery_plan.completed_on
-- message: This date is still to come, so the action cannot have been done on it.
-- fix: Check the date. If the action is not done yet, leave this cell empty and change the status.
-- why: Prospectus paragraphs 24 and 25: the plan says what was done, and progress on it is assessed.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE d.completed_on > CAST(:as_of AS DATE)
