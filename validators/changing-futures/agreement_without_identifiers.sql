-- severity: warning
-- anchor: agreements.participant_id
-- columns: agreements.agreement_date, agreements.agreement_scope, agreements.agreement_state, agreements.participant_id, identifiers.participant_id
-- group: participant_id
-- message: This person has agreed to linking, but the identifiers table has no row for them.
-- fix: Add a row to the identifiers table with what the person is willing to give. A name is enough. If they gave nothing, confirm that.
-- why: Prospectus paragraph 35: identifiers are collected to link to national data. The latest answer about linking is the one that counts.
-- portable: both
SELECT a._row
FROM agreements AS a
WHERE a.agreement_scope = 'linking'
  AND a.agreement_state = 'agreed'
  AND NOT EXISTS (SELECT 1 FROM agreements AS whose WHERE whose.participant_id IS NULL)
  AND NOT EXISTS (
    -- A later answer about linking takes its place, and so does any other answer of the same day.
    -- A cell that could not be read is taken to say so.
    SELECT 1
    FROM agreements AS later
    WHERE later.participant_id = a.participant_id
      AND COALESCE(later.agreement_scope, 'linking') = 'linking'
      AND COALESCE(
        later.agreement_date > a.agreement_date
          OR (later.agreement_date = a.agreement_date AND later.agreement_state <> 'agreed'),
        TRUE
      )
  )
  AND NOT EXISTS (SELECT 1 FROM identifiers AS unread WHERE unread.participant_id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM identifiers AS i WHERE i.participant_id = a.participant_id)
