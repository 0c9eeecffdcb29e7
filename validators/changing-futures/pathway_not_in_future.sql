-- severity: error
-- anchor: referral_pathways.agreed_on
-- columns: referral_pathways.agreed_on
-- message: This date is still to come.
-- fix: Check the date. If the pathway is not agreed yet, leave the cell empty.
-- why: Prospectus paragraphs 6 and 23: partners agree how people come from one service to another; what is only planned helps nobody yet.
-- portable: both
SELECT r._row
FROM referral_pathways AS r
WHERE r.agreed_on > CAST(:as_of AS DATE)
