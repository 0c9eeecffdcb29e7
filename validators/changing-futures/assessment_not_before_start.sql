-- severity: error
-- anchor: assessments.assessment_date
-- columns: assessments.assessment_date, assessments.participant_id, participants.participant_id, participants.start_date
-- message: This date is before the start date of the same person in the participants table.
-- fix: Check both dates. Leave out anything from before the person joined the programme.
-- why: Prospectus paragraph 33: change is measured from a baseline taken in the programme. A baseline some weeks after the start is usual; one before it is not.
-- portable: both
SELECT a._row
FROM assessments AS a
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = a.participant_id
    AND p.start_date > a.assessment_date
)
