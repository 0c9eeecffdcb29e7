-- severity: error
-- anchor: support.support_start_date
-- columns: support.support_end_date, support.support_start_date
-- message: This date is still to come.
-- fix: Check the date. Send a kind of support once it has begun, and its end once it has ended. If every date is about four years late, the workbook counts its days from 1904.
-- why: Prospectus paragraph 33: a return tells what has happened up to the day of the check. Dates in the future are slips of the year, or dates of a workbook that counts days from 1904, which are four years and a day late.
-- portable: both
SELECT s._row, day.name AS _column
FROM support AS s
CROSS JOIN (VALUES ('support_start_date'), ('support_end_date')) AS day(name)
WHERE CASE day.name
    WHEN 'support_start_date' THEN s.support_start_date
    ELSE s.support_end_date
  END > CAST(:as_of AS DATE)
