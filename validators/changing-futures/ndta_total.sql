-- severity: error
-- anchor: assessments.ndta_total
-- columns: assessments.ndta_total, assessments.ndtada, assessments.ndteng, assessments.ndthng, assessments.ndtic, assessments.ndtish, assessments.ndtrfo, assessments.ndtrto, assessments.ndtsax, assessments.ndtse, assessments.ndtush
-- message: The NDTA total is not the sum of the ten scores, or one of the scores is missing.
-- fix: Add up the ten scores again. If you do not have all ten, leave the total empty.
-- why: Scoring of the New Directions Team Assessment: the total is the sum of ten scores and has no meaning when one is missing. An empty total is not a fault.
-- portable: both
SELECT a._row
FROM assessments AS a
WHERE a.ndta_total <> COALESCE(
  a.ndteng + a.ndtish + a.ndtush + a.ndtrto + a.ndtrfo + a.ndtsax + a.ndtse + a.ndtada + a.ndtic + a.ndthng,
  -1
)
