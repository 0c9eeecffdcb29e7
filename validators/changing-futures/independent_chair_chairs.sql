-- severity: warning
-- anchor: partnership.chair_role
-- columns: partnership.body_kind, partnership.chair_role
-- message: This row is for an independent chair, and says that they do not chair.
-- fix: Check both answers. If the independent chair has left, take the row out.
-- why: Prospectus paragraph 17: areas may choose somebody from outside to chair the partnership.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p.body_kind = 'independent_chair'
  AND p.chair_role = 'no'
