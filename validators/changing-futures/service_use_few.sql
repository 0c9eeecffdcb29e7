-- severity: info
-- anchor: service_use.period
-- columns: participants.area_id, participants.end_date, participants.start_date, service_use.area_id, service_use.period
-- group: area_id
-- message: In this quarter, fewer than half of the people of this area have a row. It is the newest quarter that is over.
-- fix: Check whether the figures of a service or a team are still to come. Add the rows that are known. Where nothing is known of somebody, say so in their row: write not_known.
-- why: Prospectus paragraphs 33 and 35: what services are used is compared over time, and a quarter that only some people are in cannot be compared. Half of 20 or more people is a mark of our own (assumed); in made-up areas fewer than one in ten have no row. It is said once, at the first row of the quarter.
-- portable: both
SELECT s._row
FROM service_use AS s
WHERE s._row = (
    SELECT MIN(one._row)
    FROM service_use AS one
    WHERE one.area_id = s.area_id
      AND one.period = s.period
  )
  AND s.period < CAST(EXTRACT(YEAR FROM CAST(:as_of AS DATE)) AS VARCHAR) || '-Q'
    || CAST(EXTRACT(QUARTER FROM CAST(:as_of AS DATE)) AS VARCHAR)
  AND NOT EXISTS (
    SELECT 1
    FROM service_use AS later
    WHERE later.area_id = s.area_id
      AND later.period > s.period
      AND later.period < CAST(EXTRACT(YEAR FROM CAST(:as_of AS DATE)) AS VARCHAR) || '-Q'
        || CAST(EXTRACT(QUARTER FROM CAST(:as_of AS DATE)) AS VARCHAR)
  )
  AND (
    SELECT 2 * COUNT(*)
    FROM service_use AS one
    WHERE one.area_id = s.area_id
      AND one.period = s.period
  ) < (
    SELECT CASE WHEN COUNT(*) >= 20 THEN COUNT(*) END
    FROM participants AS p
    WHERE p.area_id = s.area_id
      AND CAST(EXTRACT(YEAR FROM p.start_date) AS VARCHAR) || '-Q'
        || CAST(EXTRACT(QUARTER FROM p.start_date) AS VARCHAR) <= s.period
      AND (p.end_date_state = 'empty' OR CAST(EXTRACT(YEAR FROM p.end_date) AS VARCHAR) || '-Q'
        || CAST(EXTRACT(QUARTER FROM p.end_date) AS VARCHAR) >= s.period)
  )
