-- severity: info
-- anchor: participants.ethnic_group
-- columns: participants.area_id, participants.care_experience, participants.ethnic_group, participants.gender_identity_same, participants.long_term_condition, participants.marital_status, participants.religion, participants.sexual_orientation
-- group: area_id
-- message: More than half of the people of this area declined to answer this question. Nobody has to answer.
-- fix: Leave the answers as they are. Ask the workers how the question is put, and people with lived experience how it could be put better.
-- why: Prospectus paragraphs 14, 36 and 38: groups that services miss are to be reached, and the collection is to be trauma-informed. A refusal is never a fault. More than half of 20 or more people is a mark of our own (assumed): in made-up areas under a tenth decline the question that is declined most.
-- portable: both
SELECT p._row, answer.name AS _column
FROM participants AS p
CROSS JOIN (VALUES ('ethnic_group'), ('religion'), ('sexual_orientation'), ('gender_identity_same'),
  ('long_term_condition'), ('care_experience'), ('marital_status')) AS answer(name)
WHERE p._row = (
  SELECT CASE WHEN COUNT(*) >= 20
      AND 2 * SUM(CASE WHEN CASE asked.name
        WHEN 'ethnic_group' THEN one.ethnic_group_state
        WHEN 'religion' THEN one.religion_state
        WHEN 'sexual_orientation' THEN one.sexual_orientation_state
        WHEN 'gender_identity_same' THEN one.gender_identity_same_state
        WHEN 'long_term_condition' THEN one.long_term_condition_state
        WHEN 'care_experience' THEN one.care_experience_state
        ELSE one.marital_status_state
      END = 'declined' THEN 1 ELSE 0 END) > COUNT(*)
    THEN MIN(one._row) END
  FROM participants AS one
  CROSS JOIN (VALUES ('ethnic_group'), ('religion'), ('sexual_orientation'), ('gender_identity_same'),
    ('long_term_condition'), ('care_experience'), ('marital_status')) AS asked(name)
  WHERE one.area_id = p.area_id
    AND asked.name = answer.name
)
