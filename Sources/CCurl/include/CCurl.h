#pragma once
#include <curl/curl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// libcurl's setters and getters are variadic, which Swift can't call: one typed face for each kind of value.

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
/// libcurl keeps its own copy of the bytes.
CURLcode ccurl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count);
/// libcurl keeps its own copy of the body.
CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count);

typedef size_t (*ccurl_sink)(char *bytes, size_t size, size_t count, void *context);
CURLcode ccurl_set_sink(CURL *handle, CURLoption option, ccurl_sink sink);
CURLcode ccurl_set_opensocket(CURL *handle, curl_opensocket_callback callback);

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode ccurl_get_time(CURL *handle, CURLINFO info, curl_off_t *microseconds);
CURLcode ccurl_get_socket(CURL *handle, curl_socket_t *value);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
/// The result that a CURLMSG_DONE message carries.
CURLcode ccurl_message_result(const CURLMsg *message);
/// The bytes of an address that libcurl is about to connect to.
const struct sockaddr *ccurl_address(const struct curl_sockaddr *address);

long ccurl_http_version_1_1(void);
long ccurl_use_ssl_all(void);
