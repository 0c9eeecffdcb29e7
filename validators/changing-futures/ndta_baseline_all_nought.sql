-- severity: info
-- anchor: assessments.ndteng
-- columns: assessments.ndtada, assessments.ndteng, assessments.ndthng, assessments.ndtic, assessments.ndtish, assessments.ndtrfo, assessments.ndtrto, assessments.ndtsax, assessments.ndtse, assessments.ndtush, assessments.wave
-- message: All ten NDTA scores of this baseline are nought, which would say that nothing is difficult for this person.
-- fix: Look at the assessment form. Where a score was not given, leave the cell empty or write why, and leave the total empty. If all ten are right, leave them.
-- why: Prospectus paragraph 10: people come into the programme with several unmet needs. In the Fulfilling Lives data a nought also stood for not applicable. Later waves are not judged, as things may have become that good.
-- portable: both
SELECT a._row
FROM assessments AS a
WHERE a.wave = 1
  AND a.ndteng
    + a.ndtish
    + a.ndtush
    + a.ndtrto
    + a.ndtrfo
    + a.ndtsax
    + a.ndtse
    + a.ndtada
    + a.ndtic
    + a.ndthng = 0
