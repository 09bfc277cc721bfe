// The parts of OpenSSL 3's libcrypto that CoreCrypto calls; libssl is not used.
#ifndef SCRIPTORIUM_COPENSSL_SHIM_H
#define SCRIPTORIUM_COPENSSL_SHIM_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/rand.h>

#endif
