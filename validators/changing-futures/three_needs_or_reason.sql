-- severity: warning
-- anchor: participants.below_three_reason
-- columns: participants.below_three_reason, participants.homelessness_current, participants.substance_misuse_current, participants.mental_health_current, participants.domestic_abuse_current, participants.criminal_justice_current
-- message: With these answers about the five needs, a reason for including the person is asked for. None is given.
-- fix: Check the five answers about now. If they are right, give the reason here, or confirm why there is none.
-- why: Prospectus paragraph 10a: three or more of five needs. Paragraph 12: fewer on professional judgement. A need that is declined, not asked or not known may be present and is not counted against the person.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p.below_three_reason_state = 'empty'
  AND CASE WHEN p.homelessness_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.substance_misuse_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.mental_health_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.domestic_abuse_current = 'no' THEN 1 ELSE 0 END
      + CASE WHEN p.criminal_justice_current = 'no' THEN 1 ELSE 0 END >= 3
