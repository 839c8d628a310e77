"""Concealing: JSON of an event for a reader who may not read all the objects in it, of which only the ids are left.

PostgreSQL does it as rows are read, so that whatever is made of a row later has no more. Keys stay in their order.
"""

CONCEALED = """
CREATE OR REPLACE FUNCTION concealed(value json, hidden text[], beside json DEFAULT NULL) RETURNS json
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF json_typeof(value) = 'array' THEN
        RETURN coalesce((
            SELECT json_agg(concealed(each.value, hidden) ORDER BY each.place)
            FROM json_array_elements(value) WITH ORDINALITY AS each (value, place)
        ), value);
    ELSIF json_typeof(value) IS DISTINCT FROM 'object' THEN
        RETURN value;
    ELSIF value ->> 'object' = ANY(hidden)
        OR (json_typeof(beside) = 'object' AND beside ->> 'object' = ANY(hidden)) THEN
        RETURN value -> 'id';
    END IF;
    RETURN coalesce((
        SELECT json_object_agg(found.key, found.value ORDER BY found.place)
        FROM (
            SELECT each.key, each.place, concealed(each.value, hidden, CASE json_typeof(beside)
                WHEN 'object' THEN beside -> each.key END) AS value
            FROM json_each(value) WITH ORDINALITY AS each (key, value, place)
        ) AS found
        WHERE found.value IS NOT NULL
    ), '{}');
END $$
"""
"""A value without the objects of hidden kinds. Where it is what an object was before, `beside` is the object now, which
tells of what kind the parts are that changed in part; of those without an id, nothing is left."""
CONCEALED_DATA = """
CREATE OR REPLACE FUNCTION concealed_data(data json, hidden text[]) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT json_build_object(
    'object', concealed(data -> 'object', hidden),
    'previous_attributes', concealed(data -> 'previous_attributes', hidden, data -> 'object'),
    'left_out', data -> 'left_out'
) $$
"""
"""The same of an event's `data`. What the JSON leaves out is of the object itself, and has others by their ids."""
FUNCTIONS = (CONCEALED, CONCEALED_DATA)
