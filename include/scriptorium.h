/**
 * Scriptorium, the embeddable backend for AI applications: the C interface.
 *
 * An engine is a store with every operation over it. `scriptorium_call` performs one operation and waits,
 * `scriptorium_submit` performs it and calls back. Operations take and give canonical JSON; `scriptorium call --list`
 * and docs/c-api.md name them.
 *
 * Rules that hold for every function:
 *  - Text is UTF-8 with a byte count, no terminator needed. It is borrowed until the call returns.
 *  - Results come in a scriptorium_buffer_t, to be freed with scriptorium_buffer_free() and nothing else.
 *  - A status from 1 to 16 comes with a JSON error in the result: {"code","reason","message","fix"?,"errors"?[…]}.
 *    A status from 100 on leaves the result empty. There is no "last error".
 *  - Every function is safe from any thread, also at the same time on one engine, unless it says otherwise.
 *  - A process that was forked after the first use of the library gets SCRIPTORIUM_FORKED from every function that
 *    takes or makes a handle.
 */
#ifndef SCRIPTORIUM_H
#define SCRIPTORIUM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SCRIPTORIUM_API __attribute__((visibility("default")))
#else
#define SCRIPTORIUM_API
#endif

/** The number of this interface. It grows when something is added; what was there stays. */
#define SCRIPTORIUM_ABI_VERSION 1u

/** How a call ended. 1 to 16 are the canonical codes of gRPC; from 100 on the library was used wrongly. */
typedef int32_t scriptorium_status_t;

#define SCRIPTORIUM_OK 0
#define SCRIPTORIUM_CANCELLED 1
#define SCRIPTORIUM_UNKNOWN 2
#define SCRIPTORIUM_INVALID_ARGUMENT 3
#define SCRIPTORIUM_DEADLINE_EXCEEDED 4
#define SCRIPTORIUM_NOT_FOUND 5
#define SCRIPTORIUM_ALREADY_EXISTS 6
#define SCRIPTORIUM_PERMISSION_DENIED 7
#define SCRIPTORIUM_RESOURCE_EXHAUSTED 8
#define SCRIPTORIUM_FAILED_PRECONDITION 9
#define SCRIPTORIUM_ABORTED 10
#define SCRIPTORIUM_OUT_OF_RANGE 11
#define SCRIPTORIUM_UNIMPLEMENTED 12
#define SCRIPTORIUM_INTERNAL 13
#define SCRIPTORIUM_UNAVAILABLE 14
#define SCRIPTORIUM_DATA_LOSS 15
#define SCRIPTORIUM_UNAUTHENTICATED 16
/** The handle is 0, unknown or closed. */
#define SCRIPTORIUM_INVALID_HANDLE 100
/** The call waits, and was made inside a callback, whose thread must not wait. */
#define SCRIPTORIUM_WOULD_DEADLOCK 101
/** The process was forked after the library was first used. */
#define SCRIPTORIUM_FORKED 102

/** An open engine. 0 is never one. */
typedef uint64_t scriptorium_engine_t;

/** A call that was submitted. 0 is never one. */
typedef uint64_t scriptorium_call_t;

/** Bytes that belong to the caller until scriptorium_buffer_free(). */
typedef struct scriptorium_buffer {
    uint8_t *data; /**< NULL when size is 0 */
    size_t size;   /**< bytes; one more follows in memory and is 0, so that text can be used as a C string */
} scriptorium_buffer_t;

/**
 * Called for each line that the library logs: JSON, `size` bytes, valid until the function returns.
 * `level` is 0 debug, 1 info, 2 warning, 3 error. Called from threads of the library; must not call the library.
 */
typedef void (*scriptorium_log_t)(void *user_data, int32_t level, const uint8_t *line, size_t size);

/** How an engine is opened. Set `struct_size` to sizeof(scriptorium_options_t); new fields are added at the end. */
typedef struct scriptorium_options {
    uint32_t struct_size;
    uint32_t reserved;             /**< must be 0 */
    const uint8_t *database;       /**< path of the file, or ":memory:"; NULL takes it from the configuration */
    size_t database_size;          /**< bytes */
    const uint8_t *key;            /**< sealing key of 32 bytes; NULL: the file DATABASE-key, made with a new database */
    size_t key_size;               /**< 32, or 0 with NULL */
    const uint8_t *configuration;  /**< a JSON object as in docs/configuration.md; NULL for the defaults */
    size_t configuration_size;     /**< bytes */
    scriptorium_log_t log;         /**< NULL: nothing is logged */
    void *log_user_data;           /**< passed to `log`; valid until scriptorium_close() returned */
} scriptorium_options_t;

/** The number of the interface that the library was built with. Never fails. Since ABI 1. */
SCRIPTORIUM_API uint32_t scriptorium_abi_version(void);

/** The version of the library, such as "0.1.0": static text with a terminator. Never fails. Since ABI 1. */
SCRIPTORIUM_API const char *scriptorium_version(void);

/**
 * Opens the store and returns an engine.
 *
 * @param options  Not NULL.
 * @param engine   Not NULL. Receives the handle on SCRIPTORIUM_OK, else 0.
 * @param error    NULL, or receives the error as JSON.
 * @return SCRIPTORIUM_OK; SCRIPTORIUM_INVALID_ARGUMENT: a NULL, an unknown struct_size, a reserved field that is not 0,
 *         a key of the wrong size, text that is not UTF-8, or a configuration that does not fit;
 *         SCRIPTORIUM_FAILED_PRECONDITION: another process owns the file, or the key is wrong or missing;
 *         SCRIPTORIUM_UNAVAILABLE, SCRIPTORIUM_DATA_LOSS: the file cannot be opened, or is damaged;
 *         SCRIPTORIUM_RESOURCE_EXHAUSTED: the disk is full, or the system gives no thread;
 *         SCRIPTORIUM_WOULD_DEADLOCK inside a callback.
 * Since ABI 1.
 */
SCRIPTORIUM_API scriptorium_status_t scriptorium_open(
    const scriptorium_options_t *options, scriptorium_engine_t *engine, scriptorium_buffer_t *error);

/**
 * Performs one operation and waits for its result.
 *
 * The caller acts as the operator of the store unless the options say otherwise.
 *
 * @param operation  Its name, such as "accounts.create".
 * @param input      A JSON object; NULL and 0 for {}.
 * @param options    NULL and 0, or a JSON object: {"as": account id, "idempotency_key": text, "deadline_ms": milliseconds
 *                   from now}. A call that has not begun at its deadline is not begun.
 * @param result     NULL, or receives the output, or the error, as JSON.
 * @return SCRIPTORIUM_OK or the code of the error; SCRIPTORIUM_WOULD_DEADLOCK inside a callback.
 * Since ABI 1.
 */
SCRIPTORIUM_API scriptorium_status_t scriptorium_call(
    scriptorium_engine_t engine,
    const uint8_t *operation, size_t operation_size,
    const uint8_t *input, size_t input_size,
    const uint8_t *options, size_t options_size,
    scriptorium_buffer_t *result);

/** Called zero or more times, in order, before scriptorium_done_t: what a long operation tells on its way, as JSON. */
typedef void (*scriptorium_event_t)(void *user_data, const uint8_t *event, size_t size);

/**
 * Called exactly once for each accepted call, on a thread of the library, after its last event.
 *
 * `result` is the output, or the error when `status` is not SCRIPTORIUM_OK: JSON of `size` bytes, valid until the
 * function returns. Return quickly; submitting more work is allowed here, waiting and closing are not.
 */
typedef void (*scriptorium_done_t)(void *user_data, scriptorium_status_t status, const uint8_t *result, size_t size);

/**
 * Begins one operation and returns at once. At most 1,024 calls of an engine may be under way.
 *
 * @param on_event   NULL, or called for each event.
 * @param on_done    Not NULL. Called exactly once if SCRIPTORIUM_OK is returned, and never otherwise; it may be called
 *                   before this function returns.
 * @param user_data  Passed to both; must stay valid until `on_done` has returned.
 * @param call       NULL, or receives a handle for scriptorium_cancel(), before `on_done` can run.
 * @param error      NULL, or receives the error as JSON when the call was not accepted.
 * @return SCRIPTORIUM_OK: accepted; SCRIPTORIUM_INVALID_ARGUMENT, SCRIPTORIUM_INVALID_HANDLE, or
 *         SCRIPTORIUM_RESOURCE_EXHAUSTED when too many calls are under way, or SCRIPTORIUM_UNAVAILABLE when the engine is
 *         being closed.
 * The other parameters are those of scriptorium_call(). Since ABI 1.
 */
SCRIPTORIUM_API scriptorium_status_t scriptorium_submit(
    scriptorium_engine_t engine,
    const uint8_t *operation, size_t operation_size,
    const uint8_t *input, size_t input_size,
    const uint8_t *options, size_t options_size,
    scriptorium_event_t on_event, scriptorium_done_t on_done, void *user_data,
    scriptorium_call_t *call, scriptorium_buffer_t *error);

/**
 * Asks a submitted call to stop. A call that has not begun ends with SCRIPTORIUM_CANCELLED; one that has begun is
 * finished and tells its result. Either way `on_done` is called once.
 *
 * @return SCRIPTORIUM_OK; SCRIPTORIUM_INVALID_HANDLE when the call is over or unknown, which is harmless.
 * Since ABI 1.
 */
SCRIPTORIUM_API scriptorium_status_t scriptorium_cancel(scriptorium_engine_t engine, scriptorium_call_t call);

/**
 * Closes an engine: refuses new calls, waits for those under way and their callbacks, and lets go of the store.
 *
 * @return SCRIPTORIUM_OK; SCRIPTORIUM_INVALID_HANDLE when it is closed already or unknown, which is harmless;
 *         SCRIPTORIUM_WOULD_DEADLOCK inside a callback, and the engine stays open.
 * Since ABI 1.
 */
SCRIPTORIUM_API scriptorium_status_t scriptorium_close(scriptorium_engine_t engine);

/** Frees what `buffer` holds and empties it. NULL and an empty buffer are harmless. Never fails. Since ABI 1. */
SCRIPTORIUM_API void scriptorium_buffer_free(scriptorium_buffer_t *buffer);

#ifdef __cplusplus
}
#endif

#endif
