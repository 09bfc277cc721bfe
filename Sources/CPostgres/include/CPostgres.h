// libpq, PostgreSQL's own client library (https://www.postgresql.org/docs/current/libpq.html), loaded when it is first used:
// a program that never speaks to PostgreSQL neither needs it nor pays for the twenty libraries that it brings along.
#ifndef CPOSTGRES_H
#define CPOSTGRES_H

// What libpq's header includes is not ours to hide.
#include <stdio.h>

#pragma GCC visibility push(hidden)
#include <postgresql/libpq-fe.h>
#pragma GCC visibility pop

/// Loads libpq. NULL when it is there, otherwise why not; the text lives as long as the process.
const char *scriptorium_postgres_load(void);

#endif
