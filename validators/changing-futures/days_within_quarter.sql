-- severity: error
-- anchor: service_use.period_start
-- columns: service_use.period, service_use.period_end, service_use.period_start
-- message: This day is not in the quarter that the row is for.
-- fix: Check the quarter and the two days. A row covers days of one quarter only. Put the days of another quarter in a row of their own.
-- why: Prospectus paragraph 33: counts and nights are compared by the days they cover, so these must lie in the quarter. Quarters have 90, 91 or 92 days; the calendar is asked, not a table.
-- portable: both
SELECT s._row, day.name AS _column
FROM service_use AS s
CROSS JOIN (VALUES ('period_start'), ('period_end')) AS day(name)
WHERE CASE day.name
    WHEN 'period_start' THEN CAST(EXTRACT(YEAR FROM s.period_start) AS VARCHAR) || '-Q'
      || CAST(EXTRACT(QUARTER FROM s.period_start) AS VARCHAR) <> s.period
    ELSE CAST(EXTRACT(YEAR FROM s.period_end) AS VARCHAR) || '-Q'
      || CAST(EXTRACT(QUARTER FROM s.period_end) AS VARCHAR) <> s.period
  END
