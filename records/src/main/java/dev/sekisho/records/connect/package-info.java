/** Connections: roles and their passwords, pools, what a failure of the database means. */
@NullMarked
package dev.sekisho.records.connect;

import org.jspecify.annotations.NullMarked;
