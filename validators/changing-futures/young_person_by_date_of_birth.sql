-- severity: block
-- anchor: identifiers.date_of_birth
-- columns: identifiers.date_of_birth, identifiers.participant_id, participants.participant_id, participants.start_date, participants.transition_point
-- message: Going by this date of birth, the person was 16 or 17 on their start date. Identifiers of people under 18 never go to linking.
-- fix: Check the date of birth here and the start date in the participants table. If both are right, take this row out. The person can stay in the other tables only under a dated waiver from the programme.
-- why: Prospectus paragraph 10: the cohort is adults. Paragraph 13: people may be found as they move from care or youth services to adult ones. Linking under paragraph 35 is for adults who agreed. A block, so that no waiver lets these identifiers go.
-- portable: both
SELECT i._row
FROM identifiers AS i
WHERE i.date_of_birth <= CAST(:as_of AS DATE)
  AND EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = i.participant_id
      AND p.transition_point IN ('leaving_care', 'youth_to_adult')
      AND EXTRACT(YEAR FROM p.start_date) * 10000 + EXTRACT(MONTH FROM p.start_date) * 100
          + EXTRACT(DAY FROM p.start_date)
        < (EXTRACT(YEAR FROM i.date_of_birth) + 18) * 10000 + EXTRACT(MONTH FROM i.date_of_birth) * 100
          + EXTRACT(DAY FROM i.date_of_birth)
      AND EXTRACT(YEAR FROM p.start_date) * 10000 + EXTRACT(MONTH FROM p.start_date) * 100
          + EXTRACT(DAY FROM p.start_date)
        >= (EXTRACT(YEAR FROM i.date_of_birth) + 16) * 10000 + EXTRACT(MONTH FROM i.date_of_birth) * 100
          + EXTRACT(DAY FROM i.date_of_birth)
  )
