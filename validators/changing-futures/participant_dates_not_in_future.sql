-- severity: error
-- anchor: participants.start_date
-- columns: participants.decision_date, participants.end_date, participants.latest_return_date, participants.start_date
-- message: This date is still to come.
-- fix: Check the date. Leave an end date empty until support has ended. If every date is about four years late, the workbook counts its days from 1904.
-- why: Prospectus paragraph 33: a return tells what has happened up to the day of the check. Dates in the future are slips of the year, or dates of a workbook that counts days from 1904, which are four years and a day late.
-- portable: both
SELECT p._row, day.name AS _column
FROM participants AS p
CROSS JOIN (VALUES ('start_date'), ('decision_date'), ('latest_return_date'), ('end_date')) AS day(name)
WHERE CASE day.name
    WHEN 'start_date' THEN p.start_date
    WHEN 'decision_date' THEN p.decision_date
    WHEN 'latest_return_date' THEN p.latest_return_date
    ELSE p.end_date
  END > CAST(:as_of AS DATE)
