/** One normal form for hosts, addresses, paths and URLs, so that every spelling meets the same rules. */
@NullMarked
package dev.sekisho.policy.url;

import org.jspecify.annotations.NullMarked;
