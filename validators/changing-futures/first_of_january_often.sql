-- severity: info
-- anchor: identifiers.date_of_birth
-- columns: identifiers.area_id, identifiers.date_of_birth
-- group: area_id
-- message: More than a quarter of the dates of birth of this area are the first of January.
-- fix: Check whether your system fills in that day where only the year is known. If so, write not_known in its place: no certain date is needed.
-- why: Prospectus paragraphs 13 and 35: no certain date of birth is needed, but one that only looks certain makes wrong links. One birthday in 365 is to be expected; a quarter of 20 or more is a mark of our own (assumed). Some people were given this day when they came to this country.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i._row = (
  SELECT CASE WHEN COUNT(one.date_of_birth) >= 20
      AND 4 * SUM(CASE WHEN EXTRACT(MONTH FROM one.date_of_birth) * 100 + EXTRACT(DAY FROM one.date_of_birth) = 101
        THEN 1 ELSE 0 END) > COUNT(one.date_of_birth)
    THEN MIN(one._row) END
  FROM identifiers AS one
  WHERE one.area_id = i.area_id
)
