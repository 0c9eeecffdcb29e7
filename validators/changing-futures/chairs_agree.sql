-- severity: warning
-- anchor: partnership.chair_role
-- columns: partnership.area_id, partnership.chair_role, partnership.period
-- group: area_id, period
-- message: The answers about the chair do not go together. One body chairs alone, or two or more chair as one.
-- fix: Where one body chairs, write chair in its row and no in all others. Where several do, write co_chair in the row of each.
-- why: Prospectus paragraph 17: one partner or several may chair. Who answers for the programme must be plain from the table.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p.chair_role <> 'no'
  AND CASE WHEN p.chair_role = 'co_chair' THEN 1 ELSE 0 END = (
    SELECT CASE WHEN COUNT(*) = 1 THEN 1 ELSE 0 END
    FROM partnership AS other
    WHERE other.area_id = p.area_id
      AND other.period = p.period
      AND other.chair_role <> 'no'
  )
