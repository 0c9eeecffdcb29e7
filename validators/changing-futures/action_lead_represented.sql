-- severity: warning
-- anchor: delivery_plan.lead_body_id
-- columns: delivery_plan.area_id, delivery_plan.lead_body_id, delivery_plan.period, partnership.area_id, partnership.body_id, partnership.period, partnership.represented
-- message: By the partnership table, the body that leads this action does not take part.
-- fix: Check the body's id here, and the answer in the partnership table.
-- why: Prospectus paragraphs 16 and 24: the plan is that of the partnership, and its partners carry it out.
-- portable: both
SELECT d._row
FROM delivery_plan AS d
WHERE EXISTS (
    SELECT 1
    FROM partnership AS p
    WHERE p.area_id = d.area_id
      AND p.period = d.period
      AND p.body_id = d.lead_body_id
      AND p.represented = 'no'
  )
