/** HTTP/1.1 framing (RFC 9112) without I/O: what is ambiguous is refused, never repaired. */
@NullMarked
package dev.sekisho.gateway.http;

import org.jspecify.annotations.NullMarked;
