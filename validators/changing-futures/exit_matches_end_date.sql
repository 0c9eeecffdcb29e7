-- severity: error
-- anchor: participants.exit_destination
-- columns: participants.end_date, participants.exit_destination
-- message: An end date and an exit destination go together. This cell is empty, but the other is filled in.
-- fix: If support has ended, fill in both. If it goes on, leave both empty.
-- why: Prospectus paragraph 33: outcomes are compared over the time of support, so its end must be known. The Fulfilling Lives Common Data Framework kept the same rule.
-- portable: both
SELECT p._row,
  CASE WHEN p.end_date_state = 'empty' THEN 'end_date' ELSE 'exit_destination' END AS _column
FROM participants AS p
WHERE (p.end_date_state = 'value' AND p.exit_destination_state = 'empty')
  OR (p.end_date_state = 'empty' AND p.exit_destination_state = 'value')
