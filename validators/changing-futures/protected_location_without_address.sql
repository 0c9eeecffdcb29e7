-- severity: error
-- anchor: identifiers.address_line_1
-- columns: identifiers.address_line_1, identifiers.address_line_2, identifiers.address_town, identifiers.participant_id, identifiers.postcode, participants.location_protected, participants.participant_id
-- message: A part of an address is given. This person's location must be protected, or nobody has asked them.
-- fix: Empty this cell. For the postcode you can write ZZ99 3WZ, which stands for not known. If the person was not asked, ask first.
-- why: Prospectus paragraphs 14 and 36: the collection must put nobody at risk. An address that somebody dangerous could learn is not worth the better link. Not asked is treated as yes. No fixed abode and not known have ZZ99 postcodes, which tell no place.
-- portable: both
SELECT i._row, part.name AS _column
FROM identifiers AS i
CROSS JOIN (VALUES ('address_line_1'), ('address_line_2'), ('address_town'), ('postcode')) AS part(name)
WHERE EXISTS (
    SELECT 1
    FROM participants AS p
    WHERE p.participant_id = i.participant_id
      AND (p.location_protected = 'yes' OR p.location_protected_state = 'not_asked')
  )
  AND CASE part.name
    WHEN 'address_line_1' THEN i.address_line_1 IS NOT NULL
    WHEN 'address_line_2' THEN i.address_line_2 IS NOT NULL
    WHEN 'address_town' THEN i.address_town IS NOT NULL
    ELSE UPPER(REPLACE(i.postcode, ' ', '')) NOT LIKE 'ZZ99%'
  END
