-- severity: error
-- anchor: workforce.lived_experience_posts
-- columns: workforce.lived_experience_posts, workforce.posts
-- message: More posts are said to be reserved for people with lived experience than there are posts in this row.
-- fix: Check both numbers. Both are full-time equivalents, and the reserved posts are among the posts.
-- why: Prospectus paragraphs 6 and 20: lived experience is to be part of the work, and how much of it there is must add up.
-- portable: both
SELECT w._row
FROM workforce AS w
WHERE w.lived_experience_posts > w.posts
