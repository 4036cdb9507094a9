#include "COpenSSL.h"

#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/params.h>

#if OPENSSL_VERSION_MAJOR < 3
#error "OpenSSL 3 or newer is needed."
#endif

// A failure is told by the return value; the thread's error queue is emptied so that no later call finds an old entry.
static int done(int success) {
  if (!success) ERR_clear_error();
  return success;
}

int copenssl_start(void) { return done(OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1); }

int copenssl_gcm_seal(const EVP_CIPHER *cipher, const uint8_t *key, const uint8_t nonce[12], const uint8_t *context,
                      size_t context_count, const uint8_t *plain, size_t count, uint8_t *sealed, uint8_t tag[16]) {
  if (count > INT_MAX || context_count > INT_MAX) return 0;
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
  int written = 0;
  int ok = ctx && EVP_EncryptInit_ex2(ctx, cipher, key, nonce, NULL) == 1 &&
           (!context_count || EVP_EncryptUpdate(ctx, NULL, &written, context, (int)context_count) == 1) &&
           (!count || EVP_EncryptUpdate(ctx, sealed, &written, plain, (int)count) == 1) &&
           EVP_EncryptFinal_ex(ctx, tag, &written) == 1 && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, tag) == 1;
  EVP_CIPHER_CTX_free(ctx);
  return done(ok);
}

int copenssl_gcm_open(const EVP_CIPHER *cipher, const uint8_t *key, const uint8_t nonce[12], const uint8_t *context,
                      size_t context_count, const uint8_t *sealed, size_t count, const uint8_t tag[16], uint8_t *plain) {
  if (count > INT_MAX || context_count > INT_MAX) return 0;
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
  int written = 0;
  uint8_t none[16];
  int ok = ctx && EVP_DecryptInit_ex2(ctx, cipher, key, nonce, NULL) == 1 &&
           (!context_count || EVP_DecryptUpdate(ctx, NULL, &written, context, (int)context_count) == 1) &&
           (!count || EVP_DecryptUpdate(ctx, plain, &written, sealed, (int)count) == 1) &&
           EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, 16, (void *)tag) == 1 &&
           EVP_DecryptFinal_ex(ctx, none, &written) == 1;
  EVP_CIPHER_CTX_free(ctx);
  if (!ok && count) OPENSSL_cleanse(plain, count);
  return done(ok);
}

EVP_MAC_CTX *copenssl_hmac_new(EVP_MAC *hmac, const uint8_t *key, size_t key_count) {
  char digest[] = "SHA256";
  OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
  EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(hmac);
  // An empty key is legal for HMAC, but NULL would mean "keep the key".
  if (ctx && EVP_MAC_init(ctx, key ? key : (const uint8_t *)"", key_count, params) == 1) return ctx;
  EVP_MAC_CTX_free(ctx);
  done(0);
  return NULL;
}

int copenssl_hmac(EVP_MAC_CTX *context, const uint8_t *message, size_t count, uint8_t out[32]) {
  size_t written = 0;
  return done(EVP_MAC_init(context, NULL, 0, NULL) == 1 && (!count || EVP_MAC_update(context, message, count) == 1) &&
              EVP_MAC_final(context, out, &written, 32) == 1 && written == 32);
}

int copenssl_hkdf(EVP_KDF *hkdf, const uint8_t *key, size_t key_count, const uint8_t *salt, size_t salt_count,
                  const uint8_t *info, size_t info_count, uint8_t *out, size_t out_count) {
  char digest[] = "SHA256";
  OSSL_PARAM params[5];
  int n = 0;
  params[n++] = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0);
  params[n++] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_count);
  if (salt_count) params[n++] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
  if (info_count) params[n++] = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_count);
  params[n] = OSSL_PARAM_construct_end();
  EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(hkdf);
  int ok = ctx && EVP_KDF_derive(ctx, out, out_count, params) == 1;
  EVP_KDF_CTX_free(ctx);
  return done(ok);
}

int copenssl_ed25519_public(const uint8_t seed[32], uint8_t out[32]) {
  EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, seed, 32);
  size_t count = 32;
  int ok = key && EVP_PKEY_get_raw_public_key(key, out, &count) == 1 && count == 32;
  EVP_PKEY_free(key);
  return done(ok);
}

int copenssl_ed25519_sign(const uint8_t seed[32], const uint8_t *message, size_t count, uint8_t out[64]) {
  EVP_PKEY *key = EVP_PKEY_new_raw_private_key_ex(NULL, "ED25519", NULL, seed, 32);
  EVP_MD_CTX *ctx = EVP_MD_CTX_new();
  size_t written = 64;
  int ok = key && ctx && EVP_DigestSignInit_ex(ctx, NULL, NULL, NULL, NULL, key, NULL) == 1 &&
           EVP_DigestSign(ctx, out, &written, message ? message : (const uint8_t *)"", count) == 1 && written == 64;
  EVP_MD_CTX_free(ctx);
  EVP_PKEY_free(key);
  return done(ok);
}

int copenssl_ed25519_verify(const uint8_t key[32], const uint8_t signature[64], const uint8_t *message, size_t count) {
  EVP_PKEY *public = EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, key, 32);
  EVP_MD_CTX *ctx = EVP_MD_CTX_new();
  int ok = public && ctx && EVP_DigestVerifyInit_ex(ctx, NULL, NULL, NULL, NULL, public, NULL) == 1 &&
           EVP_DigestVerify(ctx, signature, 64, message ? message : (const uint8_t *)"", count) == 1;
  EVP_MD_CTX_free(ctx);
  EVP_PKEY_free(public);
  return done(ok);
}
