-- severity: error
-- anchor: assessments.wave
-- columns: assessments.participant_id, assessments.wave
-- group: participant_id
-- message: This is the first wave of this person, and it is not wave 1, the baseline.
-- fix: Add the row of the baseline. If it was never done, add wave 1 with the reason. If this is the baseline, correct the number of the wave.
-- why: Prospectus paragraph 33: change is measured from a baseline. A baseline that was due and not done is a row with its reason, so that it can be told from one that was lost.
-- portable: both
SELECT a._row
FROM assessments AS a
WHERE a.wave > 1
  AND NOT EXISTS (SELECT 1 FROM assessments AS unread WHERE unread.participant_id IS NULL)
  AND NOT EXISTS (
    SELECT 1
    FROM assessments AS earlier
    WHERE earlier.participant_id = a.participant_id
      AND earlier.wave < a.wave
  )
