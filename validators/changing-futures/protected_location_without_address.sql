-- severity: error
-- anchor: identifiers.address_line_1
-- columns: identifiers.address_line_1, identifiers.address_line_2, identifiers.address_town, identifiers.participant_id, identifiers.postcode, participants.location_protected, participants.participant_id
-- message: Nobody may find out where this person is, but a part of an address is given.
-- fix: Empty this cell. For the postcode you can write ZZ99 3WZ, which stands for not known.
-- why: Prospectus paragraphs 14 and 36: the collection must put nobody at risk. An address that somebody dangerous could learn is not worth the better link. No fixed abode and not known have ZZ99 postcodes, which tell no place.
-- portable: both
SELECT i._row, part.name AS _column
FROM identifiers AS i
CROSS JOIN (VALUES ('address_line_1'), ('address_line_2'), ('address_town'), ('postcode')) AS part(name)
WHERE EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = i.participant_id
      AND p.location_protected = 'yes'
  )
  AND CASE part.name
    WHEN 'address_line_1' THEN i.address_line_1 IS NOT NULL
    WHEN 'address_line_2' THEN i.address_line_2 IS NOT NULL
    WHEN 'address_town' THEN i.address_town IS NOT NULL
    ELSE UPPER(REPLACE(i.postcode, ' ', '')) NOT LIKE 'ZZ99%'
  END
