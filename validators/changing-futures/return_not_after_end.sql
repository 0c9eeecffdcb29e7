-- severity: error
-- anchor: participants.latest_return_date
-- columns: participants.end_date, participants.latest_return_date, participants.start_date
-- message: The person came back after the end date in the same row.
-- fix: If support goes on after the return, empty the end date and the exit destination. If it has ended again, give the new end date.
-- why: Prospectus paragraph 33: outcomes are compared over the time of support. One row a person: the end date is that of the latest time in support. An end date before the start has a rule of its own.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p.latest_return_date > p.end_date
  AND p.end_date >= p.start_date
