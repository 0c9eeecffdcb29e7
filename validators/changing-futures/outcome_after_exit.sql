-- severity: warning
-- anchor: outcomes.outcome_date
-- columns: outcomes.not_completed_reason, outcomes.outcome_date, outcomes.participant_id, participants.end_date, participants.exit_destination, participants.participant_id, participants.start_date
-- message: This date is after the end date of the same person in the participants table.
-- fix: Check that the row is about the right person, and both dates. If this questionnaire was due but not done, give the reason. If the person came back, empty the end date.
-- why: Prospectus paragraph 33: outcomes are compared over the time of support. Nothing more is due from somebody who has left. The exit destination for a death has a rule of its own.
-- portable: both
SELECT o._row
FROM outcomes AS o
WHERE o.not_completed_reason_state = 'empty'
  AND o.outcome_date <= CAST(:as_of AS DATE)
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = o.participant_id
      AND COALESCE(p.exit_destination, 'other') NOT IN ('died', 'deceased')
      AND p.end_date >= p.start_date
      AND p.end_date < o.outcome_date
  )
