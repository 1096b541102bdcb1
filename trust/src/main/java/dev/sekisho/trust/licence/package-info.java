/** The licence clock: from the day a licence ends to the day nothing of its customer is left. */
@NullMarked
package dev.sekisho.trust.licence;

import org.jspecify.annotations.NullMarked;
