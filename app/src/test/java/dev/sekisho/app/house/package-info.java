/** Rules of the house that the build keeps: which floor sees which, and what no file may hold. */
@NullMarked
package dev.sekisho.app.house;

import org.jspecify.annotations.NullMarked;
