-- severity: info
-- anchor: participants.area_id
-- columns: participants.area_id
-- group: area_id
-- message: There are more than 1,044 people of this area. That is four times as many as an area has on average.
-- fix: Check that only people of the programme are in the return, and not everybody that a service supports. Check that no list was pasted twice under other participant IDs. If the number is right, nothing needs to be done.
-- why: Prospectus paragraphs 3 and 8: about 4,700 people in 18 areas over three years, which is 261 an area. Four times as many is a mark of our own (assumed). Details of people who are not part of the programme must not leave the area.
-- portable: both
SELECT p._row
FROM participants AS p
WHERE p._row = (
  SELECT CASE WHEN COUNT(*) > 1044 THEN MIN(one._row) END
  FROM participants AS one
  WHERE one.area_id = p.area_id
)
