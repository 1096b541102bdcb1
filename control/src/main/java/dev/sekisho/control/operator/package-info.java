/** The provider's calls: customers without sight of their data, health, metrics. */
@NullMarked
package dev.sekisho.control.operator;

import org.jspecify.annotations.NullMarked;
