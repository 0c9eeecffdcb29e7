-- severity: info
-- anchor: participants.start_date
-- columns: assessments.participant_id, participants.end_date, participants.participant_id, participants.start_date
-- message: This person started more than six months ago, and the assessments table has no row for them.
-- fix: Add the baseline. If it was due and not done, add wave 1 with the reason. If support ended before it was due, check the end date.
-- why: Prospectus paragraph 33: change is measured from a baseline, and one that is lost must be told from one that could not be done. Fulfilling Lives allowed four to six months; six months are taken as 183 days. Nothing is due from somebody who left or died before then.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE DATE_DIFF('day', p.start_date, CAST(:as_of AS DATE)) > 183
  AND (p.end_date_state = 'empty' OR DATE_DIFF('day', p.start_date, p.end_date) > 183)
  AND NOT EXISTS (SELECT 1 FROM assessments AS unread WHERE unread.participant_id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM assessments AS a WHERE a.participant_id = p.participant_id)
