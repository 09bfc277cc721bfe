/* The interface as a C or C++ program meets it: the header, the sizes it promises, and one round through everything. */
#include <scriptorium.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* C99 has no static assertion: an array of negative size does not compile. */
#define STATIC_ASSERT(name, condition) typedef char static_assert_##name[(condition) ? 1 : -1]
#define OFFSET_IS(field, offset) STATIC_ASSERT(offset_of_##field, offsetof(scriptorium_options_t, field) == (offset))

STATIC_ASSERT(bytes_have_eight_bits, CHAR_BIT == 8);
STATIC_ASSERT(pointers_have_eight_bytes, sizeof(void *) == 8);
STATIC_ASSERT(status_size, sizeof(scriptorium_status_t) == 4);
STATIC_ASSERT(engine_size, sizeof(scriptorium_engine_t) == 8);
STATIC_ASSERT(call_size, sizeof(scriptorium_call_t) == 8);
STATIC_ASSERT(buffer_size, sizeof(scriptorium_buffer_t) == 16);
STATIC_ASSERT(buffer_data_offset, offsetof(scriptorium_buffer_t, data) == 0);
STATIC_ASSERT(buffer_size_offset, offsetof(scriptorium_buffer_t, size) == 8);
STATIC_ASSERT(options_size, sizeof(scriptorium_options_t) == 72);
OFFSET_IS(struct_size, 0);
OFFSET_IS(reserved, 4);
OFFSET_IS(database, 8);
OFFSET_IS(database_size, 16);
OFFSET_IS(key, 24);
OFFSET_IS(key_size, 32);
OFFSET_IS(configuration, 40);
OFFSET_IS(configuration_size, 48);
OFFSET_IS(log, 56);
OFFSET_IS(log_user_data, 64);
STATIC_ASSERT(abi_version, SCRIPTORIUM_ABI_VERSION == 1u);
STATIC_ASSERT(status_values, SCRIPTORIUM_OK == 0 && SCRIPTORIUM_CANCELLED == 1 && SCRIPTORIUM_UNKNOWN == 2 &&
    SCRIPTORIUM_INVALID_ARGUMENT == 3 && SCRIPTORIUM_DEADLINE_EXCEEDED == 4 && SCRIPTORIUM_NOT_FOUND == 5 &&
    SCRIPTORIUM_ALREADY_EXISTS == 6 && SCRIPTORIUM_PERMISSION_DENIED == 7 && SCRIPTORIUM_RESOURCE_EXHAUSTED == 8 &&
    SCRIPTORIUM_FAILED_PRECONDITION == 9 && SCRIPTORIUM_ABORTED == 10 && SCRIPTORIUM_OUT_OF_RANGE == 11 &&
    SCRIPTORIUM_UNIMPLEMENTED == 12 && SCRIPTORIUM_INTERNAL == 13 && SCRIPTORIUM_UNAVAILABLE == 14 &&
    SCRIPTORIUM_DATA_LOSS == 15 && SCRIPTORIUM_UNAUTHENTICATED == 16 && SCRIPTORIUM_INVALID_HANDLE == 100 &&
    SCRIPTORIUM_WOULD_DEADLOCK == 101 && SCRIPTORIUM_FORKED == 102);

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                                  \
        }                                                                             \
    } while (0)

#define TEXT(literal) (const uint8_t *)(literal), sizeof(literal) - 1

static const char key_options[] = "{\"idempotency_key\":\"0123456789abcdef0123456789abcdef\"}";

/* What on_done was told; scriptorium_close() waits for it, so nothing else has to. */
struct completion {
    int count;
    scriptorium_status_t status;
};

static void on_done(void *user_data, scriptorium_status_t status, const uint8_t *result, size_t size) {
    struct completion *completion = (struct completion *)user_data;
    CHECK(result != NULL && size > 0 && result[0] == '{');
    completion->count += 1;
    completion->status = status;
}

static void on_event(void *user_data, const uint8_t *event, size_t size) {
    (void)user_data;
    CHECK(event != NULL && size > 0);
}

static scriptorium_engine_t open_in_memory(void) {
    scriptorium_options_t options;
    scriptorium_engine_t engine = 0;
    scriptorium_buffer_t error;
    memset(&options, 0, sizeof options);
    options.struct_size = (uint32_t)sizeof options;
    options.database = (const uint8_t *)":memory:";
    options.database_size = strlen(":memory:");
    CHECK(scriptorium_open(&options, &engine, &error) == SCRIPTORIUM_OK);
    CHECK(engine != 0 && error.data == NULL && error.size == 0);
    return engine;
}

static void call_and_be_refused(scriptorium_engine_t engine) {
    scriptorium_buffer_t result;
    CHECK(scriptorium_call(engine, TEXT("system.ready"), NULL, 0, NULL, 0, &result) == SCRIPTORIUM_OK);
    CHECK(strcmp((const char *)result.data, "{\"status\":\"ok\"}") == 0);
    CHECK(result.size == strlen("{\"status\":\"ok\"}"));
    scriptorium_buffer_free(&result);
    CHECK(result.data == NULL && result.size == 0);
    scriptorium_buffer_free(&result);
    scriptorium_buffer_free(NULL);

    CHECK(scriptorium_call(engine, TEXT("no.such"), NULL, 0, NULL, 0, &result) == SCRIPTORIUM_NOT_FOUND);
    CHECK(strstr((const char *)result.data, "\"reason\":\"OPERATION_UNKNOWN\"") != NULL);
    scriptorium_buffer_free(&result);
    CHECK(scriptorium_call(engine, TEXT("no.such"), NULL, 0, NULL, 0, NULL) == SCRIPTORIUM_NOT_FOUND);
}

static void submit_and_cancel(scriptorium_engine_t engine, struct completion *completion) {
    scriptorium_call_t call = 0;
    scriptorium_buffer_t error;
    scriptorium_status_t cancelled;
    CHECK(scriptorium_submit(engine, TEXT("accounts.create"), TEXT("{}"), TEXT(key_options), on_event, on_done,
              completion, &call, &error) == SCRIPTORIUM_OK);
    CHECK(call != 0 && error.data == NULL);
    cancelled = scriptorium_cancel(engine, call);
    CHECK(cancelled == SCRIPTORIUM_OK || cancelled == SCRIPTORIUM_INVALID_HANDLE);
    CHECK(scriptorium_cancel(engine, 0) == SCRIPTORIUM_INVALID_HANDLE);
}

int main(void) {
    struct completion completion = {0, -1};
    scriptorium_engine_t engine;
    CHECK(scriptorium_abi_version() == SCRIPTORIUM_ABI_VERSION);
    CHECK(strlen(scriptorium_version()) >= 5);
    engine = open_in_memory();
    call_and_be_refused(engine);
    submit_and_cancel(engine, &completion);
    CHECK(scriptorium_close(engine) == SCRIPTORIUM_OK);
    CHECK(completion.count == 1);
    CHECK(completion.status == SCRIPTORIUM_OK || completion.status == SCRIPTORIUM_CANCELLED);
    CHECK(scriptorium_close(engine) == SCRIPTORIUM_INVALID_HANDLE);
    CHECK(scriptorium_close(0) == SCRIPTORIUM_INVALID_HANDLE);
    printf("ABI %u, version %s: ok\n", (unsigned)scriptorium_abi_version(), scriptorium_version());
    return 0;
}
