-- severity: warning
-- anchor: participants.transition_point
-- columns: participants.eligibility_route, participants.transition_point
-- message: The route says that the person was found at a transition point. This answer says that there was none.
-- fix: Name the transition point, or choose the route by which the person came in.
-- why: Prospectus paragraph 13: areas may find people at transition points, and the evaluation looks at which. Declined, not asked and not known are not judged.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p.eligibility_route = 'transition_point'
  AND p.transition_point = 'none'
