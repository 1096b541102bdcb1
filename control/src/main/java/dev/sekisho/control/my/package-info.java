/** What a person may see of itself: what is stored, who looked, and all of it to take along. */
@NullMarked
package dev.sekisho.control.my;

import org.jspecify.annotations.NullMarked;
