-- severity: warning
-- anchor: roles.filled_since
-- columns: roles.filled, roles.filled_since, roles.period
-- message: This role fell vacant before the quarter began, and nobody is in it yet.
-- fix: Check both answers. If they are right, confirm that, and say in the reason who stands in and when the role will be filled.
-- why: Prospectus paragraph 20: the roles will need to be identified in each area. A vacancy of some weeks is usual and is not reported; one that lasts the whole quarter is.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r.filled = 'no'
  AND CAST(EXTRACT(YEAR FROM r.filled_since) AS VARCHAR) || '-Q'
    || CAST(EXTRACT(QUARTER FROM r.filled_since) AS VARCHAR) < r.period
