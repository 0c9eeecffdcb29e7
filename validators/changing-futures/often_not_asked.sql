-- severity: info
-- anchor: participants.ethnic_group
-- columns: participants.area_id, participants.care_experience, participants.ethnic_group, participants.gender_identity_same, participants.long_term_condition, participants.marital_status, participants.religion, participants.sexual_orientation
-- group: area_id
-- message: More than half of the people of this area have not been asked this question yet.
-- fix: Check that the question is on the form and that the workers know it may be declined. Ask when it is safe and the person is at ease.
-- why: Prospectus paragraphs 14 and 36: groups that services miss are to be reached, without more burden than is needed. More than half of 20 or more people is a mark of our own (assumed); a few who were not asked are usual.
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
      END = 'not_asked' THEN 1 ELSE 0 END) > COUNT(*)
    THEN MIN(one._row) END
  FROM participants AS one
  CROSS JOIN (VALUES ('ethnic_group'), ('religion'), ('sexual_orientation'), ('gender_identity_same'),
    ('long_term_condition'), ('care_experience'), ('marital_status')) AS asked(name)
  WHERE one.area_id = p.area_id
    AND asked.name = answer.name
)
