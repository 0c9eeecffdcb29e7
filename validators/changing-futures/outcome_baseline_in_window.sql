-- severity: info
-- anchor: outcomes.outcome_date
-- columns: outcomes.outcome_date, outcomes.participant_id, outcomes.wave, participants.participant_id, participants.start_date
-- message: The baseline is dated more than six months after the start date of the same person.
-- fix: Check both dates. If the first wave was done that late, leave both as they are: it is good to know.
-- why: Prospectus paragraph 33: change is measured from a baseline. In phase 1 it followed two and a half months after the start on average; Fulfilling Lives allowed four to six months. Six months are taken as 183 days. One that was due and not done is dated to the day it was due. A first wave that came late cannot be put right, so this is for information.
-- portable: both
SELECT o._row
FROM outcomes AS o
WHERE o.wave = 1
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = o.participant_id
      AND DATE_DIFF('day', p.start_date, o.outcome_date) > 183
  )
  AND o.outcome_date <= CAST(:as_of AS DATE)
