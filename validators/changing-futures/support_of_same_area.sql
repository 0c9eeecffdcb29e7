-- severity: error
-- anchor: support.area_id
-- columns: participants.area_id, participants.participant_id, support.area_id, support.participant_id
-- message: This area is not that of the same person in the participants table.
-- fix: Check that the row is about the right person. If it is, give the same area in every table. If two areas use one participant ID for two people, give one of them another ID.
-- why: Prospectus paragraph 8: areas may work together, and one of them may send the return for several. The area of a person is a fact that no table changes; where it differs, the row is most likely somebody else's.
-- portable: both
SELECT s._row
FROM support AS s
WHERE EXISTS (
  SELECT 1
  FROM participants AS p
  WHERE p.participant_id = s.participant_id
    AND p.area_id <> s.area_id
)
