"""A small server that speaks Gemini's documented protocol (generativelanguage v1beta) over a real socket: key, models, schema, errors."""
import json

from json_server import JSONServer

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


class Gemini(JSONServer):
    """Keeps what was asked, byte for byte; `answers` are given first to last, each a text, or a status with a body."""

    def __init__(self):
        self.asked, self.answers, self.keys = [], [], []
        super().__init__()

    @property
    def base(self):
        return self.address + "/v1beta"

    def refusal(self, headers):
        self.keys.append(headers.get("x-goog-api-key"))
        if self.keys[-1] == KEY:
            return None
        return error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.",
                     {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"})

    def get(self, path, headers):
        if refusal := self.refusal(headers):
            return refusal
        assert path.startswith("/v1beta/models?"), path
        one = {"name": f"models/{MODEL}", "displayName": "Gemini Flash Latest", "inputTokenLimit": 1048576, "outputTokenLimit": 65536,
               "supportedGenerationMethods": ["generateContent", "countTokens"]}
        return 200, {"models": [{"name": "models/embedding-1", "supportedGenerationMethods": ["embedContent"]}, one]}

    def post(self, path, headers, raw):
        if refusal := self.refusal(headers):
            return refusal
        self.asked.append((path, raw))
        if path != f"/v1beta/models/{MODEL}:generateContent":
            return error(404, "NOT_FOUND", "This model is no longer available to new users.")
        body = json.loads(raw)
        config = body["generationConfig"]
        unknown = (set(body) - BODY_WORDS) | (set(config) - CONFIG_WORDS) | bad_words(config["responseSchema"])
        if unknown:
            return error(400, "INVALID_ARGUMENT", f"Invalid JSON payload received. Unknown name {sorted(unknown)}")
        answer = self.answers.pop(0)
        if isinstance(answer, tuple):
            return answer
        return 200, {
            "candidates": [{"content": {"role": "model", "parts": [{"text": answer}]}, "finishReason": "STOP", "index": 0}],
            "usageMetadata": {"promptTokenCount": 412, "candidatesTokenCount": 131, "thoughtsTokenCount": 20, "totalTokenCount": 563},
            "modelVersion": "gemini-x-flash", "responseId": "r"}
