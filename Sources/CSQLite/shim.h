#ifndef SCRIPTORIUM_CSQLITE_H
#define SCRIPTORIUM_CSQLITE_H

#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast that Swift does not import: SQLite copies the bytes before the call returns. */
static inline sqlite3_destructor_type scriptorium_sqlite_transient(void) { return SQLITE_TRANSIENT; }

#endif
