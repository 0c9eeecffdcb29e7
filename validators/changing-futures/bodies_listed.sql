-- severity: warning
-- anchor: partnership.body_kind
-- columns: partnership.area_id, partnership.body_kind, partnership.period
-- group: area_id, period
-- message: A body that must take part has no row for this quarter.
-- fix: Give each of these a row. From the council: adult social care, public health, housing support and one other service. From the NHS: the care system, the care board and the mental health trust. From justice: the police, their commissioner or deputy mayor, and probation. Then the voluntary sector and Jobcentre Plus. If one does not take part yet, write no in its row.
-- why: Prospectus paragraph 16: these are to be represented as a minimum. A row that says no can be followed up, and a row that is not there cannot. It is said once, at the first row of the quarter.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p._row = (
  SELECT CASE WHEN COUNT(DISTINCT CASE
        WHEN one.body_kind IN ('police_and_crime_commissioner', 'deputy_mayor_for_policing') THEN 'commissioner'
        WHEN one.body_kind IN ('community_safety', 'youth_offending_service', 'health_and_wellbeing_board',
          'other_local_authority') THEN 'other_local_authority'
        WHEN one.body_kind NOT IN ('prison', 'courts_and_tribunals', 'strategic_authority', 'independent_chair',
          'other') THEN one.body_kind
      END) < 12
    THEN MIN(one._row) END
  FROM partnership AS one
  WHERE one.area_id = p.area_id
    AND one.period = p.period
)
  AND NOT EXISTS (SELECT 1 FROM partnership AS unread WHERE unread.area_id IS NULL OR unread.period IS NULL)
