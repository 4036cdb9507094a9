"""A small server that speaks Gemini's documented protocol (generativelanguage v1beta) over a real socket: key, models, schema, errors."""
import http.server
import json
import threading

SCHEMA_WORDS = {"type", "format", "title", "description", "nullable", "enum", "items", "minItems", "maxItems", "properties", "required",
                "minimum", "maximum", "minLength", "maxLength", "pattern", "anyOf", "propertyOrdering", "default", "example"}
BODY_WORDS = {"contents", "systemInstruction", "generationConfig", "safetySettings"}
CONFIG_WORDS = {"temperature", "maxOutputTokens", "candidateCount", "stopSequences", "responseMimeType", "responseSchema", "thinkingConfig"}
KEY, MODEL = "AQ.test-key", "gemini-flash-latest"


def error(code, status, message, *details):
    return code, {"error": {"code": code, "message": message, "status": status, "details": list(details)}}


def bad_words(schema):
    """Words of a schema that the service does not know; it refuses the whole request for one."""
    found = set(schema) - SCHEMA_WORDS
    for inner in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        found |= bad_words(inner)
    return found


class Gemini:
    """Keeps what was asked, byte for byte; `answers` are given first to last, each a text, or a status with a body."""

    def __init__(self):
        self.asked, self.answers, self.keys = [], [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=UTF-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def refused(self):
                outer.keys.append(self.headers.get("x-goog-api-key"))
                if outer.keys[-1] != KEY:
                    self.answer(*error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                                       {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}))
                    return True
                return False

            def do_GET(self):
                if self.refused():
                    return
                assert self.path.startswith("/v1beta/models?"), self.path
                one = {"name": f"models/{MODEL}", "displayName": "Gemini Flash Latest", "inputTokenLimit": 1048576, "outputTokenLimit": 65536,
                       "supportedGenerationMethods": ["generateContent", "countTokens"]}
                self.answer(200, {"models": [{"name": "models/embedding-1", "supportedGenerationMethods": ["embedContent"]}, one]})

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                if self.refused():
                    return
                outer.asked.append((self.path, raw))
                if self.path != f"/v1beta/models/{MODEL}:generateContent":
                    return self.answer(*error(404, "NOT_FOUND", "This model is no longer available to new users."))
                body = json.loads(raw)
                config = body["generationConfig"]
                unknown = (set(body) - BODY_WORDS) | (set(config) - CONFIG_WORDS) | bad_words(config["responseSchema"])
                if unknown:
                    return self.answer(*error(400, "INVALID_ARGUMENT", f"Invalid JSON payload received. Unknown name {sorted(unknown)}"))
                answer = outer.answers.pop(0)
                if isinstance(answer, tuple):
                    return self.answer(*answer)
                self.answer(200, {
                    "candidates": [{"content": {"role": "model", "parts": [{"text": answer}]}, "finishReason": "STOP", "index": 0}],
                    "usageMetadata": {"promptTokenCount": 412, "candidatesTokenCount": 131, "thoughtsTokenCount": 20, "totalTokenCount": 563},
                    "modelVersion": "gemini-x-flash", "responseId": "r"})

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}/v1beta"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
