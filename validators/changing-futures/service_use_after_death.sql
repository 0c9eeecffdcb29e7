-- severity: error
-- anchor: service_use.period_end
-- columns: participants.end_date, participants.exit_destination, participants.participant_id, service_use.participant_id, service_use.period_end
-- message: This last day is after the end date of the same person. With that exit destination, no figures can come later.
-- fix: Check that the row is about the right person, then check the three answers. Give figures up to the end date only, and leave out later quarters.
-- why: Prospectus paragraph 33: outcomes and service use are measured for people in the programme. A record after a death is a slip in a date, a mistaken destination or another person's record. Days that nobody lived through would lower the rates of service use.
-- portable: both
SELECT s._row
FROM service_use AS s
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = s.participant_id
    AND p.exit_destination IN ('died', 'deceased')
    AND p.end_date < s.period_end
)
