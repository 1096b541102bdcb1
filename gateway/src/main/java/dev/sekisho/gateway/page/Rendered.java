package dev.sekisho.gateway.page;

import java.util.Map;

/**
 * A finished response: send the status, exactly these headers (with {@code content-length} and what the connection needs),
 * and the body unless the method was HEAD.
 *
 * @param status HTTP status
 * @param headers lower-case names; order of sending
 * @param body UTF-8 bytes; do not change them
 */
@SuppressWarnings("ArrayRecordComponent") // written to a socket once, never compared
public record Rendered(int status, Map<String, String> headers, byte[] body) {}
