-- severity: info
-- anchor: participants.start_date
-- columns: participants.area_id, participants.start_date
-- group: area_id
-- message: More than a quarter of the people of this area have this start date.
-- fix: Check whether it is the day on which records were moved to another system, or on which the programme began. If so, write the day on which each person first engaged.
-- why: Prospectus paragraph 33: people are compared with how they were about 12 months before, counted from their start. One day for many is more often that of a system than of a person. A quarter of 20 or more people is a mark of our own (assumed); in made-up areas fewer than one in ten start on one day.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p._row = (
    SELECT MIN(same._row)
    FROM participants AS same
    WHERE same.area_id = p.area_id
      AND same.start_date = p.start_date
  )
  AND (
    SELECT 4 * COUNT(*)
    FROM participants AS same
    WHERE same.area_id = p.area_id
      AND same.start_date = p.start_date
  ) > (
    SELECT CASE WHEN COUNT(*) >= 20 THEN COUNT(*) END
    FROM participants AS one
    WHERE one.area_id = p.area_id
  )
