/** The verbs about backups, for operators: {@code backup} and {@code restore}, and the recovery kit. */
@NullMarked
package dev.sekisho.app.backup;

import org.jspecify.annotations.NullMarked;
