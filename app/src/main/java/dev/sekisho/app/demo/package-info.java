/** The demonstration: real page loads, replayed through the gateway's own sockets to origins on this machine. */
@NullMarked
package dev.sekisho.app.demo;

import org.jspecify.annotations.NullMarked;
