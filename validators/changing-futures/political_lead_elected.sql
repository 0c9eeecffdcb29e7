-- severity: warning
-- anchor: roles.body_id
-- columns: partnership.area_id, partnership.body_id, partnership.body_kind, partnership.period, roles.area_id, roles.body_id, roles.period, roles.role
-- message: The political lead is somebody whom people voted for. Nobody votes for those in this body.
-- fix: Give the id of the council or of the mayor's authority. If the lead was elected to another body, confirm that.
-- why: Prospectus paragraph 20: a named elected political lead, who may be a mayor, a cabinet member or a leader.
-- portable: both
SELECT r._row
FROM roles AS r
WHERE r.role = 'political_lead'
  AND EXISTS (
    SELECT 1
    FROM partnership AS p
    WHERE p.area_id = r.area_id
      AND p.period = r.period
      AND p.body_id = r.body_id
      AND p.body_kind IN ('integrated_care_system', 'integrated_care_board', 'mental_health_trust', 'police', 'probation',
        'prison', 'courts_and_tribunals', 'voluntary_social_community', 'jobcentre_plus', 'independent_chair')
  )
