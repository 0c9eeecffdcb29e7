-- severity: error
-- anchor: partnership.chair_role
-- columns: partnership.body_kind, partnership.chair_role, partnership.represented
-- message: This body chairs the partnership, and the row says that it does not take part.
-- fix: Check both answers. A body that chairs is represented.
-- why: Prospectus paragraphs 16 and 17: the chair is one of the partners, or independent. Somebody independent represents no body, so their row may say no.
-- portable: both
SELECT p._row
FROM partnership AS p
WHERE p.represented = 'no'
  AND p.chair_role IN ('chair', 'co_chair')
  AND p.body_kind <> 'independent_chair'
