-- severity: warning
-- anchor: service_use.period
-- columns: service_use.period
-- message: This is the newest quarter in the table, and it is before the quarter that was asked for.
-- fix: Check that this is the return for the right quarter, and not an earlier one sent again. If nothing is to be told for the quarter, confirm that.
-- why: Prospectus paragraph 33: areas report every quarter. An old return sent again looks right in every cell; only its newest quarter gives it away. It is said once, at the first row of that quarter.
-- portable: both
SELECT s._row
FROM service_use AS s
WHERE s.period < CAST(EXTRACT(YEAR FROM CAST(:period_end AS DATE)) AS VARCHAR) || '-Q'
    || CAST(EXTRACT(QUARTER FROM CAST(:period_end AS DATE)) AS VARCHAR)
  AND NOT EXISTS (SELECT 1 FROM service_use AS unread WHERE unread.period IS NULL)
  AND NOT EXISTS (
    SELECT 1
    FROM service_use AS other
    WHERE other.period > s.period
      OR (other.period = s.period AND other._row < s._row)
  )
