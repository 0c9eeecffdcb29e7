-- severity: info
-- anchor: identifiers.participant_id
-- columns: agreements.agreement_date, agreements.agreement_scope, agreements.agreement_state, agreements.participant_id, identifiers.participant_id
-- group: participant_id
-- message: There is no agreement to linking for this person now, so their identifiers will not be sent on. This is not a fault.
-- fix: If the person has agreed, add that to the agreements table. If not, you can leave this row out.
-- why: Prospectus paragraphs 35 and 37: identifiers are for linking, and only for people who agreed to it. A missing, declined or withdrawn agreement is the person's right and never an error.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i.participant_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM agreements AS unread WHERE unread.participant_id IS NULL)
  AND NOT EXISTS (
    -- An agreement that may stand: a cell that could not be read is taken to say so.
    SELECT 1
    FROM agreements AS given
    WHERE given.participant_id = i.participant_id
      AND COALESCE(given.agreement_scope, 'linking') = 'linking'
      AND COALESCE(given.agreement_state, 'agreed') = 'agreed'
      AND NOT EXISTS (
        SELECT 1
        FROM agreements AS later
        WHERE later.participant_id = given.participant_id
          AND later.agreement_scope = 'linking'
          AND later.agreement_state <> 'agreed'
          AND later.agreement_date >= given.agreement_date
      )
  )
