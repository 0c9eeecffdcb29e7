-- severity: error
-- anchor: outcomes.outcome_date
-- columns: outcomes.outcome_date, outcomes.not_completed_reason, outcomes.participant_id, participants.end_date, participants.exit_destination, participants.participant_id
-- message: This date is after the end date of the same person. With that exit destination, no questionnaire can come later.
-- fix: Check that the row is about the right person, then check the three answers. If the questionnaire was due but could not be done, give the reason.
-- why: Prospectus paragraph 33: outcomes and service use are measured for people in the programme. A record after a death is a slip in a date, a mistaken destination or another person's record. A wave that is recorded with the reason why it was not done is right.
-- portable: both
SELECT o._row
FROM outcomes AS o
WHERE o.not_completed_reason_state = 'empty'
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = o.participant_id
      AND p.exit_destination IN ('died', 'deceased')
      AND p.end_date < o.outcome_date
  )
