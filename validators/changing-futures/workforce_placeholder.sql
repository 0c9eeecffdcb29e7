-- severity: warning
-- anchor: workforce.posts
-- columns: workforce.leavers, workforce.lived_experience_posts, workforce.posts, workforce.vacant_posts
-- message: This number is one that many systems write for not known or not applicable.
-- fix: Put the number that was counted. Where a number may be left out, leave the cell empty if it is not known. If it was counted, confirm that.
-- why: Prospectus paragraph 7: caseloads and posts are what the support model rests on, and 999 for not known would be added up. The Fulfilling Lives data used 998 and 999 in this way; both are within the limits of these columns.
-- portable: both
SELECT w._row, figure.name AS _column
FROM workforce AS w
CROSS JOIN (VALUES ('posts'), ('vacant_posts'), ('leavers'), ('lived_experience_posts')) AS figure(name)
WHERE CASE figure.name
    WHEN 'posts' THEN w.posts
    WHEN 'vacant_posts' THEN w.vacant_posts
    WHEN 'leavers' THEN w.leavers
    ELSE w.lived_experience_posts
  END IN (998, 999)
