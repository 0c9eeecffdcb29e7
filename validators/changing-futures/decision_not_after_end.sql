-- severity: warning
-- anchor: participants.decision_date
-- columns: participants.decision_date, participants.end_date, participants.start_date
-- message: The decision to take the person in is dated after the end of their support.
-- fix: Check both dates. The decision date is the day on which it was decided, not the day on which it was written down.
-- why: Prospectus paragraph 12: who decided and when is recorded, so that the judgement can be explained. Nobody is taken in once support has ended; somebody who came back has no end date. A decision that is still to come and an end before the start have rules of their own.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p.decision_date > p.end_date
  AND p.decision_date <= CAST(:as_of AS DATE)
  AND p.end_date >= p.start_date
