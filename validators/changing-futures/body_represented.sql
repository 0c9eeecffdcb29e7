-- severity: warning
-- anchor: partnership.represented
-- columns: partnership.area_id, partnership.body_kind, partnership.period, partnership.represented
-- group: area_id, period
-- message: This body must take part, and the row says that it does not.
-- fix: Check the answer. If it is right, confirm it. Give as the reason how and when the body will be brought in.
-- why: Prospectus paragraph 16: as a minimum these bodies are to be represented. It is enough that one body of a kind is. A deputy mayor for policing stands for a commissioner, and any one of the other council services for the rest.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p.represented = 'no'
  AND p.body_kind NOT IN ('prison', 'courts_and_tribunals', 'strategic_authority', 'independent_chair', 'other')
  AND NOT EXISTS (
    SELECT 1
    FROM partnership AS other
    WHERE other.area_id = p.area_id
      AND other.period = p.period
      AND other.represented = 'yes'
      AND (
        other.body_kind = p.body_kind
        OR (
          p.body_kind IN ('police_and_crime_commissioner', 'deputy_mayor_for_policing')
          AND other.body_kind IN ('police_and_crime_commissioner', 'deputy_mayor_for_policing')
        )
        OR (
          p.body_kind IN ('community_safety', 'youth_offending_service', 'health_and_wellbeing_board',
            'other_local_authority')
          AND other.body_kind IN ('community_safety', 'youth_offending_service', 'health_and_wellbeing_board',
            'other_local_authority')
        )
      )
  )
