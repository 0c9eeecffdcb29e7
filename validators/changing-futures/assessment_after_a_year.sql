-- severity: info
-- anchor: assessments.assessment_date
-- columns: assessments.assessment_date, assessments.participant_id, assessments.wave, participants.end_date, participants.enrolment_number, participants.exit_destination, participants.participant_id
-- group: participant_id
-- message: This person's baseline is more than 18 months old. No row here is dated 9 to 15 months after it.
-- fix: Add the wave that was due about a year after the baseline. If it was due and not done, add it with the reason. If support ended before then, check the end date.
-- why: Prospectus paragraph 33: the evaluation compares how people are after about 12 months with how they were at their baseline. From 9 to 15 months are taken as 274 to 457 days, and 18 months as 548 (assumed). Nothing is due from somebody who left within that time, or who left and came back.
-- portable: both
SELECT first._row
FROM assessments AS first
WHERE first.wave = 1
  AND DATE_DIFF('day', first.assessment_date, CAST(:as_of AS DATE)) > 548
  AND NOT EXISTS (
    SELECT 1
    FROM assessments AS later
    WHERE later.participant_id = first.participant_id
      AND DATE_DIFF('day', first.assessment_date, later.assessment_date) BETWEEN 274 AND 457
  )
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = first.participant_id
      AND p.enrolment_number = 1
      AND ((p.end_date_state = 'empty' AND p.exit_destination_state = 'empty')
        OR DATE_DIFF('day', first.assessment_date, p.end_date) > 548)
  )
