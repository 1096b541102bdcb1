/** People of customers and operators: tokens everywhere, names in one sealed row each. */
@NullMarked
package dev.sekisho.directory.people;

import org.jspecify.annotations.NullMarked;
