/** Who the customers, their people and the operators are, what they may do, and which policy is in force. */
@NullMarked
package dev.sekisho.directory;

import org.jspecify.annotations.NullMarked;
