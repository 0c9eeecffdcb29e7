-- severity: error
-- anchor: participants.homelessness_ever
-- columns: participants.homelessness_current, participants.homelessness_ever, participants.substance_misuse_current, participants.substance_misuse_ever, participants.mental_health_current, participants.mental_health_ever, participants.domestic_abuse_current, participants.domestic_abuse_ever, participants.criminal_justice_current, participants.criminal_justice_ever
-- message: The two answers about this need, now and ever, do not fit together.
-- fix: A need that is there now has also been there at some time. Correct the answer here, or the answer about now.
-- why: Prospectus paragraph 10a lists the five needs. What is present now has been experienced, and the two are compared in the evaluation. Declined, not asked and not known are not judged.
-- portable: both
SELECT p._row, need.ever AS _column
FROM participants AS p
CROSS JOIN (VALUES ('homelessness_ever'), ('substance_misuse_ever'), ('mental_health_ever'),
  ('domestic_abuse_ever'), ('criminal_justice_ever')) AS need(ever)
WHERE CASE need.ever
    WHEN 'homelessness_ever' THEN p.homelessness_current = 'yes' AND p.homelessness_ever = 'no'
    WHEN 'substance_misuse_ever' THEN p.substance_misuse_current = 'yes' AND p.substance_misuse_ever = 'no'
    WHEN 'mental_health_ever' THEN p.mental_health_current = 'yes' AND p.mental_health_ever = 'no'
    WHEN 'domestic_abuse_ever' THEN p.domestic_abuse_current = 'yes' AND p.domestic_abuse_ever = 'no'
    WHEN 'criminal_justice_ever' THEN p.criminal_justice_current = 'yes' AND p.criminal_justice_ever = 'no'
  END
