-- severity: warning
-- anchor: outcomes.outcome_date
-- columns: outcomes.not_completed_reason, outcomes.outcome_date, outcomes.participant_id, outcomes.wave
-- group: participant_id
-- message: This wave is less than four weeks after the one before it.
-- fix: Check both dates, and that the two rows are about the same person. If both waves were done so close together, confirm that.
-- why: Prospectus paragraph 33: change is measured between waves. A questionnaire asks how the person has been of late, so two within four weeks (28 days) tell of the same time. Waves that were not done, and dates in the wrong order, are not judged here.
-- portable: both
SELECT later._row
FROM outcomes AS later
WHERE later.not_completed_reason_state = 'empty'
  AND EXISTS (
    SELECT 1
    FROM outcomes AS earlier
    WHERE earlier.participant_id = later.participant_id
      AND earlier.wave < later.wave
      AND earlier.not_completed_reason_state = 'empty'
      AND DATE_DIFF('day', earlier.outcome_date, later.outcome_date) BETWEEN 0 AND 27
  )
