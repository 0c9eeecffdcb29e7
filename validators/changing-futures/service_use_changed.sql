-- severity: info
-- anchor: service_use.period
-- columns: service_use.ae_attendances, service_use.ambulance_callouts, service_use.area_id, service_use.arrests, service_use.emergency_admissions, service_use.evictions, service_use.mental_health_contacts, service_use.period, service_use.period_end, service_use.period_start, service_use.police_contacts, service_use.safeguarding_concerns, service_use.substance_contacts
-- group: area_id
-- message: In this column, the sum for this area is very unlike that of the quarter before. It is over four times as much, or under a quarter.
-- fix: Compare the two quarters with the service that gave the figures. Look for noughts where nothing is known, and for figures of a year in one quarter. If the change is real, nothing needs to be done.
-- why: Prospectus paragraphs 33 and 35: service use is compared over time. A column that falls to nought at once is more often a list that did not come than a crisis that went away. Compared are sums by the day covered, of 20 or more rows in each quarter and where 20 or more were to be expected; four times is a mark of our own (assumed). Told at the first row of the newest quarter that is over.
-- portable: both
WITH told AS (
  -- Each figure by itself, in quarters that are over; quarters are numbered, four a year.
  SELECT s._row AS sent_row, s.area_id AS area, figure.name AS name,
    4 * CAST(SUBSTRING(s.period, 1, 4) AS INTEGER) + CAST(SUBSTRING(s.period, 7, 1) AS INTEGER) AS quarter,
    DATE_DIFF('day', s.period_start, s.period_end) + 1 AS days,
    CASE figure.name
      WHEN 'ae_attendances' THEN s.ae_attendances
      WHEN 'ambulance_callouts' THEN s.ambulance_callouts
      WHEN 'emergency_admissions' THEN s.emergency_admissions
      WHEN 'mental_health_contacts' THEN s.mental_health_contacts
      WHEN 'substance_contacts' THEN s.substance_contacts
      WHEN 'police_contacts' THEN s.police_contacts
      WHEN 'arrests' THEN s.arrests
      WHEN 'evictions' THEN s.evictions
      ELSE s.safeguarding_concerns
    END AS figure
  FROM service_use AS s
  CROSS JOIN (VALUES ('ae_attendances'), ('ambulance_callouts'), ('emergency_admissions'), ('mental_health_contacts'),
    ('substance_contacts'), ('police_contacts'), ('arrests'), ('evictions'), ('safeguarding_concerns')) AS figure(name)
  WHERE s.period < CAST(EXTRACT(YEAR FROM CAST(:as_of AS DATE)) AS VARCHAR) || '-Q'
      || CAST(EXTRACT(QUARTER FROM CAST(:as_of AS DATE)) AS VARCHAR)
),
sums AS (
  SELECT told.area AS area, told.name AS name, told.quarter AS quarter, MIN(told.sent_row) AS first_row,
    SUM(told.figure) AS total,
    SUM(CASE WHEN told.figure IS NOT NULL THEN told.days END) AS days,
    COUNT(told.figure) AS told_by
  FROM told
  GROUP BY told.area, told.name, told.quarter
)
SELECT s._row, now.name AS _column
FROM service_use AS s
JOIN sums AS now ON now.first_row = s._row
JOIN sums AS past ON past.area = now.area AND past.name = now.name AND past.quarter = now.quarter - 1
WHERE now.told_by >= 20
  AND past.told_by >= 20
  AND NOT EXISTS (SELECT 1 FROM sums AS later WHERE later.area = now.area AND later.quarter > now.quarter)
  AND (
    -- The rate of one quarter times the days of the other is what was to be expected there.
    (past.total * now.days >= 20 * past.days AND 4 * now.total * past.days < past.total * now.days)
    OR (now.total * past.days >= 20 * now.days AND 4 * past.total * now.days < now.total * past.days)
  )
