-- severity: warning
-- anchor: referral_pathways.referrals_made
-- columns: referral_pathways.referrals_accepted, referral_pathways.referrals_made
-- message: This number is one that many systems write for not known or not applicable.
-- fix: Leave the cell empty if the number is not known. If it was counted, confirm that.
-- why: Prospectus paragraph 23: pathways are followed from one self-assessment to the next, and 999 for not known would be added up. The Fulfilling Lives data used 998 and 999 in this way.
-- portable: both
SELECT r._row, figure.name AS _column
FROM referral_pathways AS r
CROSS JOIN (VALUES ('referrals_made'), ('referrals_accepted')) AS figure(name)
WHERE CASE figure.name
    WHEN 'referrals_made' THEN r.referrals_made
    ELSE r.referrals_accepted
  END IN (998, 999, 9998, 9999)
