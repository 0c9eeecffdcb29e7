-- severity: error
-- anchor: assessments.assessment_date
-- columns: assessments.assessment_date, assessments.participant_id, assessments.wave
-- group: participant_id
-- message: This date is before the date of an earlier wave for the same person.
-- fix: Check the dates and the wave numbers of this person. Number the waves in order of date: 1 is the baseline.
-- why: Prospectus paragraph 33: the baseline is compared with later waves, so the order must be right. Two waves on one day are not judged.
-- portable: both
SELECT later._row
FROM assessments AS later
WHERE EXISTS (
  SELECT 1
  FROM assessments AS earlier
  WHERE earlier.participant_id = later.participant_id
    AND earlier.wave < later.wave
    AND earlier.assessment_date > later.assessment_date
)
