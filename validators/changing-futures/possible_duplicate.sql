-- severity: warning
-- anchor: identifiers.participant_id
-- columns: identifiers.date_of_birth, identifiers.family_name, identifiers.given_name, identifiers.nino, identifiers.participant_id, identifiers.sex
-- message: Another person in this table has the same date of birth and nearly the same name.
-- fix: Check whether the two rows are about one person. If so, keep one participant ID and use it in every table. If they are two people, confirm that.
-- why: Prospectus paragraphs 33 and 35: somebody who is counted twice is linked twice. Same date of birth and names that are the same, one letter apart (from five letters on), shortened, or the wrong way round. Two people with different National Insurance numbers or of different sex are not reported, so that twins are not.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE EXISTS (
  SELECT 1
  FROM identifiers AS other
  WHERE other.date_of_birth = i.date_of_birth
    AND other.participant_id <> i.participant_id
    AND COALESCE(other.sex = i.sex, TRUE)
    AND COALESCE(UPPER(REPLACE(other.nino, ' ', '')) = UPPER(REPLACE(i.nino, ' ', '')), TRUE)
    AND (
      (
        (
          LOWER(other.family_name) = LOWER(i.family_name)
          OR (
            LEAST(LENGTH(other.family_name), LENGTH(i.family_name)) >= 5
            AND LEVENSHTEIN(LOWER(other.family_name), LOWER(i.family_name)) <= 1
          )
        )
        AND (
          SUBSTRING(LOWER(other.given_name), 1, GREATEST(3, LENGTH(i.given_name))) = LOWER(i.given_name)
          OR SUBSTRING(LOWER(i.given_name), 1, GREATEST(3, LENGTH(other.given_name))) = LOWER(other.given_name)
          OR (
            LEAST(LENGTH(other.given_name), LENGTH(i.given_name)) >= 5
            AND LEVENSHTEIN(LOWER(other.given_name), LOWER(i.given_name)) <= 1
          )
        )
      )
      OR (LOWER(other.family_name) = LOWER(i.given_name) AND LOWER(other.given_name) = LOWER(i.family_name))
    )
)
