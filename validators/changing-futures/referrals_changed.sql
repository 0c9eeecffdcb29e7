-- severity: info
-- anchor: referral_pathways.referrals_made
-- columns: referral_pathways.area_id, referral_pathways.period, referral_pathways.referrals_made
-- group: area_id
-- message: All referrals of this area in this quarter are very unlike those of the quarter before. There are over four times as many, or under a quarter.
-- fix: Check that each pathway has the figures of one quarter, and that none is left out. If the change is real, nothing needs to be done.
-- why: Prospectus paragraphs 23 and 34: change in the system around people is looked for quarter by quarter. The larger of the two quarters must hold 20 or more; four times is a mark of our own (assumed). Told at the first row of the newest quarter in the table. A pathway without a figure is not counted.
-- portable: both
WITH sums AS (
  SELECT r.area_id AS area, MIN(r._row) AS first_row, SUM(r.referrals_made) AS made,
    4 * CAST(SUBSTRING(r.period, 1, 4) AS INTEGER) + CAST(SUBSTRING(r.period, 7, 1) AS INTEGER) AS quarter
  FROM referral_pathways AS r
  GROUP BY r.area_id, r.period
)
SELECT r._row
FROM referral_pathways AS r
JOIN sums AS now ON now.first_row = r._row
JOIN sums AS past ON past.area = now.area AND past.quarter = now.quarter - 1
WHERE NOT EXISTS (SELECT 1 FROM sums AS later WHERE later.area = now.area AND later.quarter > now.quarter)
  AND ((past.made >= 20 AND 4 * now.made < past.made) OR (now.made >= 20 AND 4 * past.made < now.made))
