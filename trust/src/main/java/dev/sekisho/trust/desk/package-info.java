/** What requests for erasure and for holds share: who asks, who may approve, and what is stated about it. */
@NullMarked
package dev.sekisho.trust.desk;

import org.jspecify.annotations.NullMarked;
