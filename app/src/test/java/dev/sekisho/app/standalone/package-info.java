/** Tests that start the parts of a standalone process within the test's own. */
@NullMarked
package dev.sekisho.app.standalone;

import org.jspecify.annotations.NullMarked;
