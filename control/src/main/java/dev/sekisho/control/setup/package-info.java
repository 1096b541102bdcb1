/** The first-run set-up and invitations. */
@NullMarked
package dev.sekisho.control.setup;

import org.jspecify.annotations.NullMarked;
