#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// Each function of libpq that is used: what it returns, its name, its parameters, and the same without their types.
#define FUNCTIONS(F)                                                                                                   \
    F(PGconn *, PQconnectStartParams, (const char *const *k, const char *const *v, int e), (k, v, e))                  \
    F(PostgresPollingStatusType, PQconnectPoll, (PGconn * c), (c))                                                     \
    F(ConnStatusType, PQstatus, (const PGconn *c), (c))                                                                \
    F(PGTransactionStatusType, PQtransactionStatus, (const PGconn *c), (c))                                            \
    F(int, PQsocket, (const PGconn *c), (c))                                                                           \
    F(int, PQserverVersion, (const PGconn *c), (c))                                                                    \
    F(char *, PQerrorMessage, (const PGconn *c), (c))                                                                  \
    F(int, PQsetnonblocking, (PGconn * c, int a), (c, a))                                                              \
    F(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn * c, PQnoticeReceiver r, void *a), (c, r, a))                     \
    F(int, PQenterPipelineMode, (PGconn * c), (c))                                                                     \
    F(int, PQpipelineSync, (PGconn * c), (c))                                                                          \
    F(int, PQsendPrepare, (PGconn * c, const char *n, const char *q, int p, const Oid *t), (c, n, q, p, t))            \
    F(int, PQsendQueryPrepared,                                                                                        \
      (PGconn * c, const char *n, int p, const char *const *v, const int *l, const int *f, int r),                     \
      (c, n, p, v, l, f, r))                                                                                           \
    F(int, PQsendQueryParams,                                                                                          \
      (PGconn * c, const char *q, int p, const Oid *t, const char *const *v, const int *l, const int *f, int r),       \
      (c, q, p, t, v, l, f, r))                                                                                        \
    F(int, PQflush, (PGconn * c), (c))                                                                                 \
    F(int, PQconsumeInput, (PGconn * c), (c))                                                                          \
    F(int, PQisBusy, (PGconn * c), (c))                                                                                \
    F(PGresult *, PQgetResult, (PGconn * c), (c))                                                                      \
    F(PGnotify *, PQnotifies, (PGconn * c), (c))                                                                       \
    F(ExecStatusType, PQresultStatus, (const PGresult *r), (r))                                                        \
    F(char *, PQresultErrorField, (const PGresult *r, int f), (r, f))                                                  \
    F(int, PQntuples, (const PGresult *r), (r))                                                                        \
    F(int, PQnfields, (const PGresult *r), (r))                                                                        \
    F(Oid, PQftype, (const PGresult *r, int c), (r, c))                                                                \
    F(int, PQgetisnull, (const PGresult *r, int t, int c), (r, t, c))                                                  \
    F(char *, PQgetvalue, (const PGresult *r, int t, int c), (r, t, c))                                                \
    F(int, PQgetlength, (const PGresult *r, int t, int c), (r, t, c))                                                  \
    F(char *, PQcmdTuples, (PGresult * r), (r))                                                                        \
    F(PQconninfoOption *, PQconninfoParse, (const char *s, char **e), (s, e))                                          \
    F(PQconninfoOption *, PQconndefaults, (void), ())

// Those that return nothing.
#define PROCEDURES(F)                                                                                                  \
    F(PQfinish, (PGconn * c), (c))                                                                                     \
    F(PQclear, (PGresult * r), (r))                                                                                    \
    F(PQfreemem, (void *p), (p))                                                                                       \
    F(PQconninfoFree, (PQconninfoOption * o), (o))

#define DECLARE(type, name, parameters, arguments) static type(*loaded_##name) parameters;
#define DECLARE_PROCEDURE(name, parameters, arguments) static void(*loaded_##name) parameters;
FUNCTIONS(DECLARE)
PROCEDURES(DECLARE_PROCEDURE)

// Nobody has a connection or a result before the library was loaded, so the pointers are set whenever these are called.
#define FORWARD(type, name, parameters, arguments)                                                                     \
    type name parameters { return loaded_##name arguments; }
#define FORWARD_PROCEDURE(name, parameters, arguments)                                                                 \
    void name parameters { loaded_##name arguments; }
FUNCTIONS(FORWARD)
PROCEDURES(FORWARD_PROCEDURE)

static char failure[512];

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        snprintf(failure, sizeof failure, "%s", dlerror());
        return;
    }
#define FIND(name)                                                                                                     \
    *(void **)&loaded_##name = dlsym(library, #name);                                                                  \
    if (!loaded_##name) snprintf(failure, sizeof failure, "libpq.so.5 has no %s; version 14 or newer is needed", #name);
#define LOAD(type, name, parameters, arguments) FIND(name)
#define LOAD_PROCEDURE(name, parameters, arguments) FIND(name)
    FUNCTIONS(LOAD)
    PROCEDURES(LOAD_PROCEDURE)
}

const char *scriptorium_postgres_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return failure[0] ? failure : NULL;
}
