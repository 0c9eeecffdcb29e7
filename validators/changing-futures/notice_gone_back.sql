-- severity: warning
-- anchor: agreements.notice_version
-- columns: agreements.agreement_date, agreements.agreement_state, agreements.notice_version, agreements.participant_id
-- group: participant_id
-- message: This person had since agreed under another notice. This row names the one from before.
-- fix: Check which notice the person was shown that day, and correct the version or the date. If the older notice was shown by mistake, tell the person what has changed and ask again.
-- why: Prospectus paragraph 37: data protection papers are in place, and everybody keeps to them. An agreement covers what the notice said. Versions have no order of their own, so only one that comes back is told: the person agreed under it, then under another, then under it again.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_state = 'agreed'
  AND EXISTS (
    SELECT 1
    FROM agreements AS newer
    JOIN agreements AS older ON older.participant_id = newer.participant_id
    WHERE newer.participant_id = a.participant_id
      AND newer.agreement_state = 'agreed'
      AND newer.agreement_date < a.agreement_date
      AND newer.notice_version <> a.notice_version
      AND older.agreement_state = 'agreed'
      AND older.agreement_date < newer.agreement_date
      AND older.notice_version = a.notice_version
  )
