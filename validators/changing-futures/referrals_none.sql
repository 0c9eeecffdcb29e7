-- severity: info
-- anchor: referral_pathways.referrals_made
-- columns: participants.area_id, participants.start_date, referral_pathways.area_id, referral_pathways.period, referral_pathways.referrals_made
-- group: area_id
-- message: In this quarter, no pathway of this area had a referral. People did start in it.
-- fix: Check the numbers of referrals. If they are not known, leave the cells empty, as nought says that there were none. If everybody came in another way, nothing needs to be done.
-- why: Prospectus paragraphs 13 and 23: people are found at points where services hand them on. Five or more people who started and a nought in every pathway do not go together well (assumed). Told at the first row of the quarter.
-- portable: both
SELECT r._row
FROM referral_pathways AS r
WHERE r._row = (
    SELECT CASE WHEN MAX(one.referrals_made) = 0 AND COUNT(one.referrals_made) = COUNT(*) THEN MIN(one._row) END
    FROM referral_pathways AS one
    WHERE one.area_id = r.area_id
      AND one.period = r.period
  )
  AND 5 <= (
    SELECT COUNT(*)
    FROM participants AS p
    WHERE p.area_id = r.area_id
      AND CAST(EXTRACT(YEAR FROM p.start_date) AS VARCHAR) || '-Q'
        || CAST(EXTRACT(QUARTER FROM p.start_date) AS VARCHAR) = r.period
  )
