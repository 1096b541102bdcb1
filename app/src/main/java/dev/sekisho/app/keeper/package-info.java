/** The verb that runs a keeper of backup sets. */
@NullMarked
package dev.sekisho.app.keeper;

import org.jspecify.annotations.NullMarked;
