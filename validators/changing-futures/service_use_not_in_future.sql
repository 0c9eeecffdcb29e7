-- severity: error
-- anchor: service_use.period_start
-- columns: service_use.period_end, service_use.period_start
-- message: This row covers days that are still to come.
-- fix: Check the quarter and the two days. Send counts once the days are over. If every date is about four years late, the workbook counts its days from 1904.
-- why: Prospectus paragraph 33: a return tells what has happened up to the day of the check. Dates in the future are slips of the year, or dates of a workbook that counts days from 1904, which are four years and a day late.
-- portable: both
SELECT s._row, day.name AS _column
FROM service_use AS s
CROSS JOIN (VALUES ('period_start'), ('period_end')) AS day(name)
WHERE CASE day.name
    WHEN 'period_start' THEN s.period_start
    ELSE s.period_end
  END > CAST(:as_of AS DATE)
