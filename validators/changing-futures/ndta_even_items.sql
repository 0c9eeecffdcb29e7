-- severity: error
-- anchor: assessments.ndtrto
-- columns: assessments.ndtrfo, assessments.ndtrto
-- message: This NDTA score counts double, so it can only be 0, 2, 4, 6 or 8.
-- fix: Look at the assessment form. If the form shows a score from 0 to 4, enter twice that. Then check the total.
-- why: Scoring of the New Directions Team Assessment: the two items about risk are weighted by two, which makes the total 0 to 48.
-- portable: both
SELECT a._row, item.name AS _column
FROM assessments AS a
CROSS JOIN (VALUES ('ndtrto'), ('ndtrfo')) AS item(name)
WHERE CASE item.name
    WHEN 'ndtrto' THEN a.ndtrto % 2 <> 0
    WHEN 'ndtrfo' THEN a.ndtrfo % 2 <> 0
  END
