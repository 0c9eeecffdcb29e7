-- severity: info
-- anchor: support.support_start_date
-- columns: support.area_id, support.support_start_date
-- group: area_id
-- message: New support in this area is very unlike that of the quarter before. It began over four times as often, or less than a quarter as often.
-- fix: Check whether the list of a team is still to come. Check whether old support was given the day on which it was typed in. If the change is real, nothing needs to be done.
-- why: Prospectus paragraphs 5 and 33: what support there was is held against how people fare. A sudden fall is more often a list that did not come. The larger of the two quarters must hold 20 or more; four times is a mark of our own (assumed). Told at the newest start of support in the area.
-- portable: both
WITH starts AS (
  SELECT s.area_id AS area, s.support_start_date AS day,
    4 * (EXTRACT(YEAR FROM CAST(:as_of AS DATE)) - EXTRACT(YEAR FROM s.support_start_date))
      + EXTRACT(QUARTER FROM CAST(:as_of AS DATE)) - EXTRACT(QUARTER FROM s.support_start_date) AS quarters_ago
  FROM support AS s
),
sums AS (
  SELECT starts.area AS area, MAX(starts.day) AS newest,
    SUM(CASE WHEN starts.quarters_ago = 1 THEN 1 ELSE 0 END) AS now,
    SUM(CASE WHEN starts.quarters_ago = 2 THEN 1 ELSE 0 END) AS past
  FROM starts
  GROUP BY starts.area
)
SELECT s._row
FROM support AS s
JOIN sums ON sums.area = s.area_id AND sums.newest = s.support_start_date
WHERE ((sums.past >= 20 AND 4 * sums.now < sums.past) OR (sums.now >= 20 AND 4 * sums.past < sums.now))
  AND NOT EXISTS (
    SELECT 1
    FROM support AS same
    WHERE same.area_id = s.area_id
      AND same.support_start_date = s.support_start_date
      AND same._row < s._row
  )
