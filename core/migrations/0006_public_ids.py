"""The function that gives ids to rows; see `core.models.public_id`.

Its argument is an SQL expression of what a row, `$1`, says.
"""

from django.db import migrations

GIVE = """
CREATE FUNCTION give_public_id() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    seed text;
    here text := to_jsonb(NEW) ->> 'position';
    is_taken boolean;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.public_id <> '' THEN
        IF NEW.public_id <> OLD.public_id THEN
            RAISE EXCEPTION 'The public id % never changes.', OLD.public_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.public_id = '' THEN
        EXECUTE 'SELECT ' || TG_ARGV[0] INTO seed USING NEW;
        seed := TG_TABLE_NAME || '/' || seed;
        LOOP
            NEW.public_id := left(encode(sha256(convert_to(seed, 'UTF8')), 'hex'), 12);
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE public_id = $1)', TG_TABLE_NAME)
                INTO is_taken USING NEW.public_id;
            EXIT WHEN NOT is_taken;
            -- Rows that say the same are told apart by their place in a list, or else by their key.
            seed := seed || '/' || coalesce(here, NEW.id::text);
            here := NULL;
        END LOOP;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_unsaved")]

    operations = [migrations.RunSQL(GIVE, "DROP FUNCTION give_public_id()")]
