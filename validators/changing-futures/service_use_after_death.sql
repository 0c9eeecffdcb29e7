-- severity: error
-- anchor: service_use.period_end
-- columns: participants.end_date, participants.exit_destination, participants.participant_id, service_use.participant_id, service_use.period_end
-- message: This date is after the end date of the same person, whose exit destination allows no later figures.
-- fix: End the period on the day support ended, leave out later quarters, or correct the end date or the exit destination.
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
