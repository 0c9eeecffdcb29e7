-- severity: error
-- anchor: assessments.assessment_date
-- columns: assessments.assessment_date
-- message: This assessment has a date that is still to come.
-- fix: Check the date. Send a wave once it has been done, or with the reason once it was due. If every date is about four years late, the workbook counts its days from 1904.
-- why: Prospectus paragraph 33: a return tells what has happened up to the day of the check. Dates in the future are slips of the year, or dates of a workbook that counts days from 1904, which are four years and a day late.
-- portable: both
SELECT a._row
FROM assessments AS a
WHERE a.assessment_date > CAST(:as_of AS DATE)
