-- severity: info
-- anchor: agreements.agreement_state
-- columns: agreements.agreement_date, agreements.agreement_scope, agreements.agreement_state, agreements.participant_id
-- group: participant_id
-- message: This says that an agreement was withdrawn, and no row says that it was given before.
-- fix: If the person agreed first, add that row with its date. If they never agreed, the answer is declined. Nothing is held back or sent on by mistake in either case.
-- why: Prospectus paragraph 37: the area has to be able to show when each person was told and what they agreed to. Withdrawing is the person's right and never a fault, so this is only worth knowing.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_state = 'withdrawn'
  AND NOT EXISTS (
    SELECT 1
    FROM agreements AS given
    WHERE given.participant_id = a.participant_id
      AND given.agreement_scope = a.agreement_scope
      AND given.agreement_state = 'agreed'
      AND given.agreement_date <= a.agreement_date
  )
