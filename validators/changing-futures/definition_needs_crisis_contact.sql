-- severity: warning
-- anchor: participants.repeated_crisis_contact
-- columns: participants.eligibility_route, participants.repeated_crisis_contact
-- message: The route says that the definition is met. This answer says that there was no repeated contact with crisis services.
-- fix: Check the answer. If it is right, choose another route: professional judgement, not yet in the data, or a transition point.
-- why: Prospectus paragraph 10: three or more needs and repeated contact with crisis services, both. Paragraphs 12 and 13: others are taken in by another route. Declined, not asked and not known are not judged.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p.eligibility_route = 'definition_met'
  AND p.repeated_crisis_contact = 'no'
