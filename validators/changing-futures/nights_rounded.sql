-- severity: info
-- anchor: service_use.nights_rough_sleeping
-- columns: service_use.area_id, service_use.nights_friends_family, service_use.nights_other, service_use.nights_rough_sleeping, service_use.nights_supported, service_use.nights_temporary
-- group: area_id
-- message: More than half of the counts of nights of this area, from 10 to 84, end in 0 or 5.
-- fix: Ask where the nights come from. If they are guesses, say so as the source of the figures. Leave the counts as they are.
-- why: Prospectus paragraph 33: nights are turned into costs, and guesses are rounded. One count in five is to be expected; a half of 40 or more is a mark of our own (assumed). Nights in prison, in hospital, on a ward and in their own tenancy are left out, as they are known from records; so are whole quarters.
-- portable: both
SELECT s._row
FROM service_use AS s
WHERE s._row = (SELECT MIN(first._row) FROM service_use AS first WHERE first.area_id = s.area_id)
  AND (
    SELECT COUNT(kind.name) >= 40
      AND 2 * SUM(CASE WHEN MOD(CASE kind.name
          WHEN 'friends_family' THEN one.nights_friends_family
          WHEN 'other' THEN one.nights_other
          WHEN 'rough_sleeping' THEN one.nights_rough_sleeping
          WHEN 'supported' THEN one.nights_supported
          ELSE one.nights_temporary END, 5) = 0 THEN 1 ELSE 0 END) > COUNT(kind.name)
    FROM service_use AS one
    CROSS JOIN (VALUES ('friends_family'), ('other'), ('rough_sleeping'), ('supported'), ('temporary')) AS kind(name)
    WHERE one.area_id = s.area_id
      AND CASE kind.name
        WHEN 'friends_family' THEN one.nights_friends_family
        WHEN 'other' THEN one.nights_other
        WHEN 'rough_sleeping' THEN one.nights_rough_sleeping
        WHEN 'supported' THEN one.nights_supported
        ELSE one.nights_temporary END BETWEEN 10 AND 84
  )
