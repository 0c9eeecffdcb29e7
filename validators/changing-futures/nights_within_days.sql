-- severity: error
-- anchor: service_use.nights_prison
-- columns: service_use.nights_friends_family, service_use.nights_hospital, service_use.nights_mental_health_ward, service_use.nights_other, service_use.nights_own_tenancy, service_use.nights_prison, service_use.nights_rough_sleeping, service_use.nights_supported, service_use.nights_temporary, service_use.period_end, service_use.period_start
-- message: All the nights in this row add up to more than the days that the row covers.
-- fix: Count each night once, in one place only. Leave out nights before the first day or after the last day covered.
-- why: Prospectus paragraph 33: nights are turned into costs, so no night may be counted twice. Nights that are declined, not asked or not known count as none.
-- portable: both
SELECT s._row
FROM service_use AS s
WHERE s.period_start <= s.period_end
  AND COALESCE(s.nights_prison, 0)
    + COALESCE(s.nights_hospital, 0)
    + COALESCE(s.nights_mental_health_ward, 0)
    + COALESCE(s.nights_rough_sleeping, 0)
    + COALESCE(s.nights_temporary, 0)
    + COALESCE(s.nights_supported, 0)
    + COALESCE(s.nights_own_tenancy, 0)
    + COALESCE(s.nights_friends_family, 0)
    + COALESCE(s.nights_other, 0)
  > DATE_DIFF('day', s.period_start, s.period_end) + 1
