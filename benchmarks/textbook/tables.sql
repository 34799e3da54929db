-- What a textbook site over this catalogue would have as tables: the countries of an initiative, the
-- regions of a country and what holds a sector, which the portal has as views; a text vector with its index; an index
-- for the order of a list.
CREATE TABLE textbook_involvement AS SELECT initiative_id, country_id FROM initiatives_involvement;
ALTER TABLE textbook_involvement ADD PRIMARY KEY (initiative_id, country_id);
CREATE INDEX ON textbook_involvement (country_id, initiative_id);

CREATE TABLE textbook_membership AS SELECT country_id, region_id FROM initiatives_region_membership;
ALTER TABLE textbook_membership ADD PRIMARY KEY (country_id, region_id);
CREATE INDEX ON textbook_membership (region_id, country_id);

CREATE TABLE textbook_sector_within AS
    SELECT row_number() OVER () AS id, sector_id, within_id FROM initiatives_sector_membership;
ALTER TABLE textbook_sector_within ADD PRIMARY KEY (id);
CREATE INDEX ON textbook_sector_within (sector_id, within_id);
CREATE INDEX ON textbook_sector_within (within_id, sector_id);

CREATE TABLE textbook_document AS
    SELECT id AS initiative_id,
        setweight(to_tsvector('english', title || ' ' || acronym || ' ' || local_title), 'A')
        || setweight(to_tsvector('english', summary), 'B')
        || setweight(to_tsvector('english', challenge || ' ' || approach || ' ' || results), 'C')
        || setweight(to_tsvector('english', concat_ws(' ', lessons, replicability, law_and_mandate,
            body_in_charge, partners_needed, money_needed, time_needed, people_and_skills,
            failed_elsewhere)), 'D') AS vector
    FROM initiatives_initiative;
ALTER TABLE textbook_document ADD PRIMARY KEY (initiative_id);
CREATE INDEX ON textbook_document USING gin (vector);

CREATE INDEX textbook_titles ON initiatives_initiative (title, id);
