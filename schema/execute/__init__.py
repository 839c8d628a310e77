"""The compiled executor: from a document to its result.

    plan       what an operation asks for: selections of fields, with `@skip` and `@include` decided
    arguments  what a field is asked with, as far as the document says it
    field_kinds
               what each field is to the executor: a column, a relation, a connection, a resolver…
    writer     the Python that makes objects; rows and access say how it reads rows, those joined to them, JSON, or
               anything else; page_writer shows a connection's pages
    program    a compiled operation: its functions, written when first needed
    compiler   what the steps ask of a program
    run        one run: what comes next, step by step, until nothing does
    related, pages, resolving
               the steps: objects by id, connections, resolvers and types found at run time
    failures   errors get their paths, and nulls rise, in one walk that only results with failures take
    reference  graphql-core's executor, which completes an operation again where a stored value is not as it was written
    executor   the cache of compiled operations, and the way in

A program's `sources` are the code that was written; it is meant to be read.
"""
