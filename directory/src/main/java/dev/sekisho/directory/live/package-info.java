/** What gateways ask, in memory: settings, on-ramps and policies of every customer, swapped when they change. */
@NullMarked
package dev.sekisho.directory.live;

import org.jspecify.annotations.NullMarked;
