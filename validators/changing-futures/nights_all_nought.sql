-- severity: warning
-- anchor: service_use.nights_prison
-- columns: service_use.nights_friends_family, service_use.nights_hospital, service_use.nights_mental_health_ward, service_use.nights_other, service_use.nights_own_tenancy, service_use.nights_prison, service_use.nights_rough_sleeping, service_use.nights_supported, service_use.nights_temporary, service_use.period_end, service_use.period_start
-- message: All nine counts of nights in this row are nought, although the row covers a week or more.
-- fix: Everybody spends a night somewhere. Give the nights where they are known, and not known in place of a nought where they are not.
-- why: Prospectus paragraph 33: nights are turned into costs. In the Fulfilling Lives data a nought also stood for not applicable or not known, which no analysis can tell apart. Fewer than seven days are not judged.
-- portable: both
SELECT s._row
FROM service_use AS s
WHERE DATE_DIFF('day', s.period_start, s.period_end) >= 6
  AND s.nights_prison
    + s.nights_hospital
    + s.nights_mental_health_ward
    + s.nights_rough_sleeping
    + s.nights_temporary
    + s.nights_supported
    + s.nights_own_tenancy
    + s.nights_friends_family
    + s.nights_other = 0
