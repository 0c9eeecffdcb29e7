-- severity: error
-- anchor: agreements.agreement_date
-- columns: agreements.agreement_date, agreements.agreement_state, agreements.participant_id, participants.end_date, participants.exit_destination, participants.participant_id
-- message: This date is after the end date of the same person. With that exit destination, no agreement can come later.
-- fix: Check that the row is about the right person, then check the three answers. If the person was never asked, the answer is not asked.
-- why: Prospectus paragraph 37: only the person can agree. An agreement after a death is a slip in a date, a mistaken destination or another person's answer. Every other answer keeps identifiers back, so it is never turned away.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_state = 'agreed'
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = a.participant_id
      AND p.exit_destination IN ('died', 'deceased')
      AND p.end_date < a.agreement_date
  )
