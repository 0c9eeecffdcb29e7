-- severity: warning
-- anchor: participants.eligibility_route
-- columns: participants.criminal_justice_current, participants.domestic_abuse_current, participants.eligibility_route, participants.homelessness_current, participants.mental_health_current, participants.substance_misuse_current
-- message: This route says that the person has three or more of the five needs. The answers about the needs say fewer.
-- fix: Check the five answers about now. If they are right, choose the route for professional judgement and give the reason.
-- why: Prospectus paragraph 10a: three or more of five needs. Paragraph 12: fewer on professional judgement, so that the share of those people can be told. A need that is declined, not asked or not known may be present and is not counted against the person.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p.eligibility_route = 'definition_met'
  AND CASE WHEN p.homelessness_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.substance_misuse_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.mental_health_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.domestic_abuse_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.criminal_justice_current = 'no' THEN 1 ELSE 0 END >= 3
