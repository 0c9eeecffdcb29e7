-- severity: error
-- anchor: agreements.agreement_date
-- columns: agreements.agreement_date
-- message: This answer is dated after the day of this check.
-- fix: Check the date. Record an answer only once the person has given it.
-- why: Prospectus paragraph 37: the area has to be able to show when each person was told and what they agreed to.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_date > CAST(:as_of AS DATE)
