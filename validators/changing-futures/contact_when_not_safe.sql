-- severity: warning
-- anchor: agreements.agreement_state
-- columns: agreements.agreement_date, agreements.agreement_scope, agreements.agreement_state, agreements.participant_id, participants.participant_id, participants.safe_to_contact
-- group: participant_id
-- message: This person agreed to be contacted for an interview. The participants table does not say that this is safe.
-- fix: Ask the worker whether it is safe to contact the person now, and write that in the participants table. If it is not safe, leave the answers as they are and confirm that. Until the table says yes, nobody contacts the person.
-- why: Prospectus paragraphs 35 and 36: interviews and focus groups, with a trauma-informed approach. An agreement to be contacted may be old, or given before somebody was at risk. Safety comes first, and not asked counts as no. Only the latest answer about interviews is judged.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_scope = 'interview_contact'
  AND a.agreement_state = 'agreed'
  AND NOT EXISTS (
    SELECT 1
    FROM agreements AS later
    WHERE later.participant_id = a.participant_id
      AND later.agreement_scope = 'interview_contact'
      AND later.agreement_date > a.agreement_date
  )
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = a.participant_id
      AND (p.safe_to_contact = 'no' OR p.safe_to_contact_state = 'not_asked')
  )
