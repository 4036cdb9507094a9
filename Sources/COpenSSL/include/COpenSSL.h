#pragma once
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <stddef.h>
#include <stdint.h>

// Every function returns 1 for success, as OpenSSL's own do, and 0 otherwise. All of them use the EVP interface only.

/// Starts libcrypto without reading any configuration file.
int copenssl_start(void);

/// AES-256-GCM: writes `count` bytes of ciphertext and a 16-byte tag.
int copenssl_gcm_seal(const EVP_CIPHER *cipher, const uint8_t *key, const uint8_t nonce[12], const uint8_t *context,
                      size_t context_count, const uint8_t *plain, size_t count, uint8_t *sealed, uint8_t tag[16]);

/// AES-256-GCM: writes `count` bytes of plain text, and wipes them when the tag is wrong.
int copenssl_gcm_open(const EVP_CIPHER *cipher, const uint8_t *key, const uint8_t nonce[12], const uint8_t *context,
                      size_t context_count, const uint8_t *sealed, size_t count, const uint8_t tag[16], uint8_t *plain);

/// A context for HMAC-SHA-256 that has taken the key; NULL on failure.
EVP_MAC_CTX *copenssl_hmac_new(EVP_MAC *hmac, const uint8_t *key, size_t key_count);

/// One message under the key that the context already has.
int copenssl_hmac(EVP_MAC_CTX *context, const uint8_t *message, size_t count, uint8_t out[32]);

/// HKDF with SHA-256, extract and expand.
int copenssl_hkdf(EVP_KDF *hkdf, const uint8_t *key, size_t key_count, const uint8_t *salt, size_t salt_count,
                  const uint8_t *info, size_t info_count, uint8_t *out, size_t out_count);

/// The 32-byte public key of a 32-byte Ed25519 seed.
int copenssl_ed25519_public(const uint8_t seed[32], uint8_t out[32]);

/// A 64-byte Ed25519 signature.
int copenssl_ed25519_sign(const uint8_t seed[32], const uint8_t *message, size_t count, uint8_t out[64]);

/// 1 only when the signature is good.
int copenssl_ed25519_verify(const uint8_t key[32], const uint8_t signature[64], const uint8_t *message, size_t count);
