// What Swift cannot reach: starting another program safely from a process with many threads.
#ifndef SCRIPTORIUM_CPLATFORM_H
#define SCRIPTORIUM_CPLATFORM_H

#include <stdint.h>
#include <sys/types.h>

// How a program is started. Nothing here is kept after the call.
typedef struct {
    // Absolute, without NUL.
    const char *path;
    // Both end with NULL.
    char *const *arguments;
    char *const *environment;
    // Become descriptors 0, 1 and 2; at least 3 each, so that none is overwritten by another.
    int input;
    int output;
    int error;
    // Limits of the new program (setrlimit(2)).
    uint64_t cpu_seconds;
    uint64_t address_space_bytes;
    uint64_t file_bytes;
    uint64_t descriptors;
} cplatform_spawn_t;

// Starts a program in a process group of its own, with no descriptor but the three, no handler and no blocked signal, no
// core dump, no way to new privileges, and an end of its own as soon as the calling thread ends.
//
// Returns its process id, or the negated `errno` of what failed; then nothing is left behind. The calling thread has to
// stay until the program has ended, and has to wait for exactly this id.
pid_t cplatform_spawn(const cplatform_spawn_t *request);

// A pipe, reader first, whose ends no other program inherits; 0, or the negated `errno`.
int cplatform_pipe(int ends[2]);

#endif
