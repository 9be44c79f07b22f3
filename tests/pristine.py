"""Puts a PostgreSQL database back as its template had it, which is several times faster than making a new one.

Beside the tables stands a copy of each, in a schema of its own. Rows that the number of their own transaction shows to
be younger than the last return are deleted, what is missing is put in again from the copy, and sequences go back. A
database whose tables themselves were changed is not put back.
"""

from sqlalchemy import Connection, Engine, text

_PREPARE = r"""
CREATE SCHEMA pristine;
CREATE TABLE pristine.state (mark bigint, shape text);
CREATE TABLE pristine.kept (name text, same_row text, size bigint);
CREATE TABLE pristine.counter (id oid, last bigint, next bigint, called boolean);

CREATE FUNCTION pristine.shape() RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ',
        (SELECT count(*) || '-' || max(xmin::text::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
        (SELECT count(*) || '-' || max(xmin::text::bigint) FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
        (SELECT count(*) || '-' || max(xmin::text::bigint) FROM pg_constraint),
        (SELECT count(*) || '-' || max(xmin::text::bigint) FROM pg_trigger),
        (SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_'))
$$;

CREATE FUNCTION pristine.return_all() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    mark_then bigint;
    one record;
    left_over bigint;
BEGIN
    SELECT mark INTO mark_then FROM pristine.state WHERE shape = pristine.shape();
    IF mark_then IS NULL THEN
        RETURN false;
    END IF;
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT * FROM pristine.kept LOOP
        EXECUTE format('DELETE FROM public.%I WHERE xmin::text::bigint > $1', one.name) USING mark_then;
        EXECUTE format('SELECT count(*) FROM public.%I', one.name) INTO left_over;
        IF left_over <> one.size THEN
            EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM pristine.%2$I p
                WHERE NOT EXISTS (SELECT FROM public.%1$I t WHERE %3$s)', one.name, 'of_' || one.name, one.same_row);
        END IF;
    END LOOP;
    PERFORM setval(id, next, called) FROM pristine.counter WHERE pg_sequence_last_value(id) IS DISTINCT FROM last;
    UPDATE pristine.state SET mark = pg_current_xact_id()::text::bigint;
    RETURN true;
END $$;

DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT c.relname AS name, string_agg(format('t.%1$I = p.%1$I', a.attname), ' AND ') AS same_row
        FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname
    LOOP
        EXECUTE format('CREATE TABLE pristine.%I AS SELECT * FROM public.%I', 'of_' || one.name, one.name);
        EXECUTE format('INSERT INTO pristine.kept SELECT $1, $2, count(*) FROM public.%I', one.name)
            USING one.name, one.same_row;
    END LOOP;
    INSERT INTO pristine.counter
        SELECT c.oid, pg_sequence_last_value(c.oid), coalesce(pg_sequence_last_value(c.oid), s.seqstart),
            pg_sequence_last_value(c.oid) IS NOT NULL
        FROM pg_class c JOIN pg_sequence s ON s.seqrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace;
END $$;
"""
_REMEMBER = "INSERT INTO pristine.state SELECT pg_current_xact_id()::text::bigint, pristine.shape()"


def prepare(engine: Engine) -> None:
    """Remember how a database is now, in the database itself, so that its copies remember it, too."""
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(_PREPARE)
    with engine.begin() as connection:
        connection.execute(text(_REMEMBER))


def put_back(connection: Connection) -> bool:
    """Put a database in which nobody else is back as it was remembered.

    False where its tables themselves were changed, so that it cannot be.
    """
    return bool(connection.scalar(text("SELECT pristine.return_all()")))
