-- severity: error
-- anchor: agreements.agreement_date
-- columns: agreements.agreement_date
-- message: This answer has a date that is still to come.
-- fix: Check the date. Only record an answer once the person has given it.
-- why: Prospectus paragraph 37: the area has to be able to show when each person was told and what they agreed to.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_date > CAST(:as_of AS DATE)
