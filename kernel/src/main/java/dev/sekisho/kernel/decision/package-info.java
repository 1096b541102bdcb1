/** What is known about a request, and what was decided about it. */
@NullMarked
package dev.sekisho.kernel.decision;

import org.jspecify.annotations.NullMarked;
