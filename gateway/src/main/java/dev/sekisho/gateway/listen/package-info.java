/** Where clients connect: sockets, balancers' PROXY headers, TLS to the proxy. */
@NullMarked
package dev.sekisho.gateway.listen;

import org.jspecify.annotations.NullMarked;
