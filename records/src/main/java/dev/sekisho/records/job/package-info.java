/** The job table: work that falls due, on db-scheduler. */
@NullMarked
package dev.sekisho.records.job;

import org.jspecify.annotations.NullMarked;
