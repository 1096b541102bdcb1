/** People, groups and API tokens. */
@NullMarked
package dev.sekisho.control.people;

import org.jspecify.annotations.NullMarked;
