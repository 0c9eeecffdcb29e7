-- severity: warning
-- anchor: support.support_start_date
-- columns: participants.end_date, participants.exit_destination, participants.participant_id, participants.start_date, support.participant_id, support.support_end_date, support.support_start_date
-- message: This date is after the end date of the same person in the participants table.
-- fix: Check that the row is about the right person, and both dates. If the person came back, empty the end date and fill in the date of the return. If this support went on without the programme, confirm that.
-- why: Prospectus paragraph 33: support, outcomes and costs are compared over one time, from the start to the end. The exit destination for a death has a rule of its own, and so have dates that are still to come.
-- portable: both
SELECT s._row, moment.name AS _column
FROM support AS s
CROSS JOIN (VALUES ('support_start_date'), ('support_end_date')) AS moment(name)
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = s.participant_id
    AND COALESCE(p.exit_destination, 'other') NOT IN ('died', 'deceased')
    AND p.end_date >= p.start_date
    AND CASE moment.name
        WHEN 'support_start_date' THEN s.support_start_date
        ELSE s.support_end_date
      END > p.end_date
    AND CASE moment.name
        WHEN 'support_start_date' THEN s.support_start_date
        ELSE s.support_end_date
      END <= CAST(:as_of AS DATE)
)
