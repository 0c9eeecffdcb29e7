-- severity: warning
-- anchor: assessments.assessment_date
-- columns: assessments.assessment_date, assessments.not_assessed_reason, assessments.participant_id, assessments.wave
-- group: participant_id
-- message: This wave is less than four weeks after the one before it.
-- fix: Check both dates, and that the two rows are about the same person. If both waves were done so close together, confirm that.
-- why: Prospectus paragraph 33: change is measured between waves. A assessment asks about the last month, so two within four weeks (28 days) tell of the same time. Waves that were not done, and dates in the wrong order, are not judged here.
-- portable: both
SELECT later._row
FROM assessments AS later
WHERE later.not_assessed_reason_state = 'empty'
  AND EXISTS (
    SELECT 1
    FROM assessments AS earlier
    WHERE earlier.participant_id = later.participant_id
      AND earlier.wave < later.wave
      AND earlier.not_assessed_reason_state = 'empty'
      AND DATE_DIFF('day', earlier.assessment_date, later.assessment_date) BETWEEN 0 AND 27
  )
