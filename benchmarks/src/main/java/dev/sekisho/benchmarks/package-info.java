/** JMH measurements; {@code ./bench} starts them, no test does. */
@NullMarked
package dev.sekisho.benchmarks;

import org.jspecify.annotations.NullMarked;
