/** Records and the gatekeeper on PostgreSQL, behind the one door that takes a scope. */
@NullMarked
package dev.sekisho.records.store;

import org.jspecify.annotations.NullMarked;
