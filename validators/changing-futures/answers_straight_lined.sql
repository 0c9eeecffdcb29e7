-- severity: info
-- anchor: outcomes.feels_safe
-- columns: outcomes.area_id, outcomes.confident_to_seek_help, outcomes.family_connection, outcomes.feels_in_control, outcomes.feels_safe, outcomes.feels_supported, outcomes.recovery_ownership, outcomes.trust_in_services
-- group: area_id
-- message: In more than a quarter of the questionnaires of this area, all seven answers from 1 to 5 are the same.
-- fix: Ask how the questionnaire is filled in: with the person, or by a worker afterwards. Leave the answers as they are.
-- why: Prospectus paragraphs 33 and 36: answers that are the same whatever is asked tell nothing about the person, and may say that the questions are a burden. A quarter of 20 or more whole questionnaires is a mark of our own (assumed); in made-up areas fewer than one in a hundred are so.
-- portable: both
SELECT o._row
FROM outcomes AS o
WHERE o._row = (
  SELECT CASE WHEN COUNT(one.feels_safe + one.feels_supported + one.feels_in_control + one.confident_to_seek_help + 
        one.recovery_ownership + one.trust_in_services + one.family_connection) >= 20
      AND 4 * SUM(CASE WHEN one.feels_supported = one.feels_safe AND one.feels_in_control = one.feels_safe AND one.confident_to_seek_help = one.feels_safe
        AND one.recovery_ownership = one.feels_safe AND one.trust_in_services = one.feels_safe AND one.family_connection = one.feels_safe
        THEN 1 ELSE 0 END)
      > COUNT(one.feels_safe + one.feels_supported + one.feels_in_control + one.confident_to_seek_help + 
        one.recovery_ownership + one.trust_in_services + one.family_connection)
    THEN MIN(one._row) END
  FROM outcomes AS one
  WHERE one.area_id = o.area_id
)
