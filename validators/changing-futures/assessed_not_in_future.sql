-- severity: error
-- anchor: maturity_self_assessment.assessed_on
-- columns: maturity_self_assessment.assessed_on
-- message: This date is still to come.
-- fix: Check the date. It is the day on which the partnership agreed the level.
-- why: Prospectus paragraphs 25 and 26: partnerships assess their own progress, and a level counts from the day it was agreed.
-- portable: both
SELECT m._row
FROM maturity_self_assessment AS m
WHERE m.assessed_on > CAST(:as_of AS DATE)
