#ifndef BARE_STEPS_H
#define BARE_STEPS_H

#include <stdint.h>

/// What this process used so far.
typedef struct {
    /// Processor time of all its threads, of the program and of the system on its behalf.
    double cpu_seconds;
    /// Bytes given to the system to be written.
    int64_t written_bytes;
} bare_usage;

bare_usage bare_usage_now(void);

/// Bytes of memory that this process holds; zero where the system does not tell.
int64_t bare_resident_bytes(void);

/// Records to the file at `path` every statement, with its values, of the next connection that may write.
/// Returns SQLite's result code.
int bare_record_begin(const char *path);

/// Notes that what is measured begins here. No statement may be under way.
void bare_record_mark(void);

/// Ends the recording. Returns SQLite's result code: anything but SQLITE_OK when something could not be recorded.
int bare_record_end(void);

/// What was done behind the mark.
typedef struct {
    double seconds;
    int64_t statements;
    int64_t commits;
    /// Rows inserted, updated and deleted; entries of indexes are not counted.
    int64_t rows;
    bare_usage usage;
} bare_replay_result;

/// Runs a recording on a new database: each statement prepared once, values bound without a copy, commits where the
/// recording has them, and the log moved into the file by the writer's rule. Savepoints are left out.
/// Returns SQLite's result code.
int bare_replay(const char *recording, const char *database, bare_replay_result *result);

#endif
