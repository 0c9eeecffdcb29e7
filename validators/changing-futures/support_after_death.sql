-- severity: error
-- anchor: support.support_start_date
-- columns: participants.end_date, participants.exit_destination, participants.participant_id, support.participant_id, support.support_end_date, support.support_start_date
-- message: This date is after the end date of the same person. With that exit destination, no support can come later.
-- fix: Check that the row is about the right person, then check the three answers.
-- why: Prospectus paragraph 33: outcomes and service use are measured for people in the programme. A record after a death is a slip in a date, a mistaken destination or another person's record.
-- portable: both
SELECT s._row, moment.name AS _column
FROM support AS s
CROSS JOIN (VALUES ('support_start_date'), ('support_end_date')) AS moment(name)
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = s.participant_id
    AND p.exit_destination IN ('died', 'deceased')
    AND p.end_date < CASE moment.name
        WHEN 'support_start_date' THEN s.support_start_date
        ELSE s.support_end_date
      END
)
