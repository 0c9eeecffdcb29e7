-- severity: error
-- anchor: assessments.ndtrto
-- columns: assessments.ndtrfo, assessments.ndtrto
-- message: This NDTA item counts double, so its score is an even number: 0, 2, 4, 6 or 8.
-- fix: Look up the score on the assessment form. If the form shows 0 to 4, double it and enter the total again.
-- why: Scoring of the New Directions Team Assessment: the two items about risk are weighted by two, which makes the total 0 to 48.
-- portable: both
SELECT a._row, item.name AS _column
FROM assessments AS a
CROSS JOIN (VALUES ('ndtrto'), ('ndtrfo')) AS item(name)
WHERE CASE item.name
    WHEN 'ndtrto' THEN a.ndtrto % 2 <> 0
    WHEN 'ndtrfo' THEN a.ndtrfo % 2 <> 0
  END
